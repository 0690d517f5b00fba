"""What a line of sight is made of, station by station, for those who have none yet: what is there, and what to state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.permissions import Permission
from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.models import Initiative, StrategyElement
from alignment.queries.sight import LineOfSight
from customers.models import Need, Segment
from foundation.actors import Actor
from strategies.models import Objective, Strategy
from workbench.links import page_url
from workbench.types import type_for

STATIONS = (
    (
        lazy("Say how you win customers"),
        lazy("One lead discipline and a statement on one page, put in force."),
    ),
    (lazy("Say what you aim for"), lazy("Objectives with measures, by which you will know.")),
    (
        lazy("Say who pays, and what they need"),
        lazy("Segments of customers, and their needs in their own words."),
    ),
    (
        lazy("Join needs and objectives"),
        lazy("Strategy elements: what the strategy asks for that a customer would notice."),
    ),
    (
        lazy("Bring in the work"),
        lazy("Initiatives by hand or from a file; then link each to the need it serves."),
    ),
)
"""What is stated at each station, and why, in the order in which one leads to the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """One station: what is to be stated and why, whether it is, and where (empty where the viewer may not).

    ``is_next`` is the first one that is not done.
    """

    title: str
    why: str
    is_done: bool
    url: str
    label: str
    is_next: bool = False


def beginning(line: LineOfSight, viewer: Actor) -> list[Step]:
    """The way to a first line; empty once there is an initiative, or where a filter hides what there is."""
    if line.sight.totals.initiatives or line.question.is_filtered:
        return []
    steps = list(_steps(line, viewer))
    first = next(at for at, step in enumerate(steps) if not step.is_done)
    return [replace(step, is_next=at == first) for at, step in enumerate(steps)]


def _steps(line: LineOfSight, viewer: Actor) -> Iterator[Step]:
    in_force = [fact.id for fact in line.gathered.facts.strategies if fact.in_force]
    rows = line.rows
    done = (
        _sees(line, Hop.STRATEGY, in_force),
        _sees(line, Hop.OBJECTIVE, rows.objectives),
        bool(rows.needs),
        _sees(line, Hop.ELEMENT, rows.elements),
        False,
    )
    places = (
        # A strategy that waits to be put in force is finished, not stated again.
        (Strategy, "list" if rows.strategies else "create", _("State the strategy")),
        (Objective, "create", _("Add an objective")),
        (Need, "create", _("Add a need")) if rows.segments else (Segment, "create", _("Add a segment")),
        (StrategyElement, "create", _("Add a strategy element")),
        (Initiative, "import", _("Import a file"))
        if viewer.access.allows(Permission.IMPORT)
        else (Initiative, "create", _("Add an initiative")),
    )
    for (title, why), is_done, (model, page, label) in zip(STATIONS, done, places, strict=True):
        object_type = type_for(model)
        url = page_url(object_type, page) if viewer.access.allows(object_type.permission) else ""
        yield Step(str(title), str(why), is_done, url, label)


def _sees(line: LineOfSight, hop: Hop, ids: Iterable[int | str]) -> bool:
    return any(line.labels.of(Ref(hop, key)).record is not None for key in ids)
