"""What written records may change about chains: whose sides have to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alignment.choices import Hop, Status
from alignment.engine.facts import Id
from alignment.models import Benefit, Initiative, StrategyElement
from alignment.queries.links import HOPS, LINKS
from alignment.queries.standing_facts import linked, stated_by
from audit.choices import Verb
from customers.models import Need
from strategies.models import Objective, Strategy
from workbench.signals import Written

SOURCE = {
    Hop.OBJECTIVE: Hop.ELEMENT,
    Hop.ELEMENT: Hop.NEED,
    Hop.NEED: Hop.INITIATIVE,
    Hop.BENEFIT: Hop.INITIATIVE,
}
"""The station at which links begin, by the station of their targets."""
LINK_HOPS: Mapping[type[Any], Hop] = {model: hop for hop, (model, _, _) in LINKS.items()}
DECIDING: Mapping[type[Any], frozenset[str]] = {
    Strategy: frozenset({"state", "start_date", "end_date"}),
    Objective: frozenset({"strategy_id"}),
    StrategyElement: frozenset({"strategy_id"}),
    Need: frozenset(),
    Initiative: frozenset({"status", "exempt_until"}),
    Benefit: frozenset({"metric_id", "baseline_value", "target_value"}),
    **{
        model: frozenset(
            {f"{source}_id", f"{target}_id", "strength", "evidence", "evidence_date", "review_months"}
        )
        for model, source, target in LINKS.values()
    },
}
"""The columns chains depend on, by type. Whether a record is archived counts for each."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Records of which a side is to be looked at again, by station.

    ``moved`` are those that may have come, gone or changed themselves: both their sides, and their neighbors.
    """

    up: defaultdict[Hop, set[Id]] = field(default_factory=lambda: defaultdict(set))
    down: defaultdict[Hop, set[Id]] = field(default_factory=lambda: defaultdict(set))
    moved: defaultdict[Hop, set[Id]] = field(default_factory=lambda: defaultdict(set))

    def __len__(self) -> int:
        return sum(len(ids) for way in (self.up, self.down, self.moved) for ids in way.values())


def touched_by(model: type[Any], written: Iterable[Written]) -> Touched:
    """What records of one type, as they were written, may have changed.

    At most two queries: for strategies, and for benefits. Nothing is touched where no column counts that has changed.
    """
    touched = Touched()
    counting = [each for each in written if model in DECIDING and _counts(model, each)]
    if model in LINK_HOPS:
        _touch_ends(touched, LINK_HOPS[model], counting)
    elif model in HOPS:
        touched.moved[HOPS[model]] |= {each.pk for each in counting}
    elif counting and model is Benefit:
        touched.down[Hop.INITIATIVE] |= linked(Hop.BENEFIT, "benefit", "initiative", [w.pk for w in counting])
    elif counting:
        for hop, ids in stated_by([each.pk for each in counting]).items():
            touched.moved[hop] |= ids
    return touched


def fresh_of(model: type[Any], written: Iterable[Written]) -> set[tuple[str, Id]]:
    """Station and key of the records among ``written`` that are new."""
    hop = HOPS.get(model)
    return {(hop.value, each.pk) for each in written if each.verb == Verb.CREATED} if hop else set()


def _counts(model: type[Any], each: Written) -> bool:
    if each.verb != Verb.UPDATED:
        return True
    changed = DECIDING[model] & each.before.keys()
    if changed == {"status"}:
        record: Any = each.record
        return Status.STOPPED in (each.before["status"], record.status)
    return bool(changed)


def _touch_ends(touched: Touched, hop: Hop, written: Iterable[Written]) -> None:
    """A link lets its source reach up and its target reach down; a benefit is an end itself."""
    _, source, target = LINKS[hop]
    for each in written:
        sources, targets = (_ends(each, f"{name}_id") for name in (source, target))
        if hop is Hop.BENEFIT:
            touched.down[SOURCE[hop]] |= sources
        else:
            touched.up[SOURCE[hop]] |= sources
            touched.down[hop] |= targets


def _ends(each: Written, column: str) -> set[Id]:
    """What the link leads to now, and what it led to before."""
    return {getattr(each.record, column), each.before.get(column, getattr(each.record, column))}
