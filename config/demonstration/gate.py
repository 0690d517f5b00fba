"""What two units ask of work before it is approved, and one initiative that was let pass all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Person, Unit, User
from alignment.choices import GateMode, Overrider, Status
from alignment.models import GateOverride, GatePolicy, Initiative
from config.demonstration.site import OBJECT_TYPES, identity
from foundation.actors import Entitled
from workbench.operations.records import save

if TYPE_CHECKING:
    from config.demonstration.site import Site

POLICIES: dict[str, dict[str, object]] = {
    "it": {
        "mode": GateMode.BLOCK,
        "overriders": Overrider.NAMED,
        "reason": "Half of what IT did for itself in the last plan served nobody outside it.",
    },
    "farm": {
        "mode": GateMode.BLOCK,
        "accepts_weak": False,
        "reason": "Two tools for growers were built on one remark each. We want evidence before we spend.",
    },
}
SINCE = -6
OVERRIDER = "halloran"
"""Who alone may override in IT."""
PASSED = "data_center"
"""Proposed until it is let pass."""
WHY = (
    "The lease of the old server rooms ends next year and cannot be renewed. No customer will notice if we do it, and "
    "every customer if we do not."
)


def add_gate(site: Site) -> None:
    """Two policies, then the override that lets the data-center exit into delivery under one of them."""
    site.add(
        GatePolicy,
        (
            (unit, {**values, "unit": site.get(Unit, unit), "start_date": site.beginning(SINCE)})
            for unit, values in _policies(site)
        ),
    )
    initiative: Initiative = site.get(Initiative, PASSED)
    decider = Entitled(User.objects.with_person().get(person=site.get(Person, OVERRIDER)))
    values = {"uid": identity(GateOverride, PASSED), "initiative": initiative, "reason": WHY}
    override = save(object_type=OBJECT_TYPES[GateOverride], values=values, actor=decider, now=site.now)
    site.remember(PASSED, override.record)
    save(
        object_type=OBJECT_TYPES[Initiative],
        record=initiative,
        values={"status": Status.DELIVERY},
        actor=decider,
        now=site.now,
    )


def _policies(site: Site) -> list[tuple[str, dict[str, object]]]:
    named: dict[str, object] = {"overrider": site.get(Person, OVERRIDER)}
    return [(unit, values | (named if unit == "it" else {})) for unit, values in POLICIES.items()]
