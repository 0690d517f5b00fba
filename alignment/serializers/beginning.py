"""What a line of sight is made of, station by station, for those who have none yet: what is there, and what to state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.models import Initiative, StrategyElement
from alignment.queries.sight import LineOfSight
from customers.models import Need, Segment
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Objective, Strategy
from workbench.links import list_url, page_url
from workbench.types import type_for


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
    yield _step(
        viewer,
        Strategy,
        _("Say how you win customers"),
        _("One lead discipline and a statement on one page, put in force."),
        is_done=_sees(line, Hop.STRATEGY, in_force),
        label=_("State the strategy"),
        # A strategy that waits to be put in force is finished, not stated again.
        to_list=bool(rows.strategies),
    )
    yield _step(
        viewer,
        Objective,
        _("Say what you aim for"),
        _("Objectives with measures, by which you will know."),
        is_done=_sees(line, Hop.OBJECTIVE, rows.objectives),
        label=_("Add an objective"),
    )
    yield _step(
        viewer,
        Need if rows.segments else Segment,
        _("Say who pays, and what they need"),
        _("Segments of customers, and their needs in their own words."),
        is_done=bool(rows.needs),
        label=_("Add a need") if rows.segments else _("Add a segment"),
    )
    yield _step(
        viewer,
        StrategyElement,
        _("Join needs and objectives"),
        _("Strategy elements: what the strategy asks for that a customer would notice."),
        is_done=_sees(line, Hop.ELEMENT, rows.elements),
        label=_("Add a strategy element"),
    )
    yield _step(
        viewer,
        Initiative,
        _("Bring in the work"),
        _("Initiatives by hand or from a file; then link each to the need it serves."),
        is_done=False,
        label=_("Import a file"),
        page="import",
    )


def _sees(line: LineOfSight, hop: Hop, ids: Iterable[int | str]) -> bool:
    return any(line.labels.of(Ref(hop, key)).record is not None for key in ids)


def _step(
    viewer: Actor,
    model: type[Record],
    title: str,
    why: str,
    *,
    is_done: bool,
    label: str,
    to_list: bool = False,
    page: str = "create",
) -> Step:
    object_type = type_for(model)
    url = list_url(object_type) if to_list else page_url(object_type, page)
    return Step(title, why, is_done, url if viewer.access.allows(object_type.permission) else "", label)
