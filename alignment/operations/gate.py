"""The first gate, kept wherever an initiative is written: page, bulk edit, import and API alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.queries import day_at
from alignment.choices import Status
from alignment.engine.gate import PAST, passes_first_gate
from alignment.models import Initiative
from alignment.queries.gate import Gated, first_gates
from foundation.actors import Actor
from workbench.operations.records import Fault, Invalid
from workbench.reach import may_see


def keep_first_gate(*, records: Sequence[Initiative], actor: Actor, now: datetime) -> None:
    """Refuse every initiative that would pass its first gate although only drafts are behind it.

    Runs inside the write operation, before validation. What is recorded for the first time has no links yet and
    is taken as it stands: a portfolio that is under way is imported as it is. At most six queries, none where no
    status goes past the gate. Raises ``Invalid`` with one fault for each row.
    """
    asked = {row.pk: row for row in records if not row._state.adding and row.status in PAST}
    if not asked:
        return
    before = Initiative.objects.filter(pk__in=asked).values_list("pk", "status")
    passing = [asked[pk] for pk, status in before if passes_first_gate(status, asked[pk].status)]
    if not passing:
        return
    today = day_at(now)
    found = first_gates(passing, today)
    closed = {row.pk for row in passing if not found.gates[row.pk].is_open}
    faults = [
        Fault(index, "status", closed_because(found, row.pk, actor))
        for index, row in enumerate(records)
        if row.pk in closed
    ]
    if faults:
        raise Invalid(faults)


def closed_because(found: Gated, initiative: int, viewer: Actor) -> str:
    """Why the gate of an initiative is closed and what opens it; only what ``viewer`` may read is named."""
    closing = found.closing(initiative)
    first = closing[0]
    name = f"“{first}”" if may_see(viewer, first) else _("A strategy that is not open to you")
    words = {"strategy": name, "proposed": Status.PROPOSED.label}
    if found.gates[initiative].is_draft:
        return _("%(strategy)s is a draft. Put it in force, or leave the status at %(proposed)s.") % words
    return (
        _(
            "%(strategy)s is no longer in force. Re-map it, link a need this serves to a strategy that is in force, "
            "or leave the status at %(proposed)s."
        )
        % words
    )
