"""What the page of a strategy says of its challenges and its money."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.permissions import Permission
from alignment.queries.challenges import challenges_of
from alignment.serializers.challenges import challenge_row, grouped
from foundation.actors import Actor
from strategies.models import Strategy
from workbench.links import url_of
from workbench.reach import changed_in


def challenges_panel(*, record: Strategy, viewer: Actor, now: datetime, **_: Any) -> dict[str, Any]:
    """The challenges of a strategy, those that wait first, with a way to raise one; late as of the reader's day."""
    today = timezone.localtime(now).date()
    waiting, answered = grouped([challenge_row(row, viewer, today) for row in challenges_of(record, viewer)])
    query = urlencode({"strategy": record.uid, "next": url_of(record)})
    may_raise = viewer.access.allows(Permission.EDIT_STRATEGY, changed_in(record))
    return {
        "waiting": waiting,
        "answered": answered,
        "add_url": f"{reverse('challenge_create')}?{query}" if may_raise else "",
    }


def money_panel(*, record: Unit, **_now: Any) -> dict[str, Any]:
    """Where the warnings about the money of a unit are loaded from once its page is shown."""
    query = urlencode({"unit": record.uid})
    return {
        "part_url": f"{reverse('money_warnings')}?{query}&alone",
        "page_url": f"{reverse('spend_against_intent')}?{query}",
    }


def intent_panel(*, record: Strategy, **_now: Any) -> dict[str, Any]:
    """Where the line about the money is loaded from once the page is shown: it reads every line of sight."""
    return {
        "summary_url": reverse("intent_summary", args=[record.uid]),
        "page_url": f"{reverse('spend_against_intent')}?{urlencode({'unit': record.unit.uid})}",
    }
