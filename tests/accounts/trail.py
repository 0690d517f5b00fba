"""What the audit trail says, short enough to compare."""

from __future__ import annotations

from audit.models import Event


def verbs() -> list[tuple[str, str]]:
    """(verb, type) of every event, in the order of writing."""
    return list(Event.objects.order_by("pk").values_list("verb", "type_label"))
