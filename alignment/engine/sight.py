"""The line of sight as a drawing needs it: who stands in which column, what joins them, where it stops.

Columns run objectives, needs, initiatives, benefits. Elements are folded into the line between objective and
need. Where a column has more records than a reader can take in, groups stand for them; groups may be open. Every
record has one home, the neighbor most of its money comes from or goes to
(then the strongest link, then the smaller id), so that drawings can lay out bands; its other lines are edges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alignment.choices import Measure
from alignment.engine.allocation import Allocation, allocate, arrived, disciplines, received
from alignment.engine.chains import Chains
from alignment.engine.facts import Facts, StrategyFact, order
from alignment.engine.folding import Folding
from alignment.engine.gaps import gaps
from alignment.engine.nodes import Intended, edges, nodes, rank
from alignment.engine.placing import Placing, placing
from alignment.engine.selection import Selection, chosen
from alignment.engine.shapes import Key, Row, Share, Sight, Totals


@dataclass(frozen=True, slots=True)
class View:
    """How the reader wants to see it: which part, which figure, grouped how."""

    selection: Selection = field(default_factory=Selection)
    measure: Measure = Measure.SPEND
    folding: Folding = field(default_factory=Folding)
    with_rows: bool = True
    """Whether the table is asked for: a row for each initiative."""


def sight(facts: Facts, chains: Chains, view: View, today: date, stated: StrategyFact | None = None) -> Sight:
    """The line of sight as ``view`` asks for it, judged against the ``stated`` strategy."""
    pick = chosen(facts, chains, view.selection)
    allocation = allocate(facts, view.measure, only=pick.initiatives)
    place = placing(facts, pick, allocation, view.folding)
    # What is intended are shares of spend: value is held against none.
    intended = dict(stated.shares) if stated and view.measure is Measure.SPEND else {}
    shares = _shares(facts, place, intended)
    return Sight(
        nodes=nodes(chains, place, allocation.amounts, intended),
        edges=edges(place),
        gaps=gaps(facts, chains, pick, allocation.amounts),
        exempt=tuple(
            sorted((key for key, fact in place.initiatives.items() if fact.is_exempt(today)), key=order)
        ),
        rows=tuple(sorted(_rows(chains, place, allocation), key=_row_order)) if view.with_rows else (),
        shares=shares,
        totals=_totals(place, allocation, shares, stated.discipline if stated else ""),
        is_grouped=place.items.is_grouped,
        nesting=_nesting(place, view.folding),
    )


def _nesting(place: Placing, folding: Folding) -> dict[Key, Key]:
    """Which open group stands in which other."""
    folds = (place.objectives, place.shown_needs, place.items, place.benefits)
    inside = [pair for fold in folds for pair in fold.inside.items()]
    return {key: group for key, group in inside if key in folding.opened and key != group}


def _rows(chains: Chains, place: Placing, allocation: Allocation) -> Iterable[Row]:
    needs = Counter(initiative for initiative, _ in place.to_needs)
    benefits = Counter(initiative for initiative, _ in place.to_benefits)
    for initiative in place.initiatives:
        need = place.need_of.get(initiative)
        yield Row(
            initiative=initiative,
            amount=allocation.amounts[initiative],
            state=chains.initiatives.state(initiative),
            need=need,
            more_needs=max(needs[initiative] - 1, 0),
            objective=None if need is None else place.objective_of.get(need),
            discipline=place.discipline(need),
            benefit=place.benefit_of.get(initiative),
            more_benefits=max(benefits[initiative] - 1, 0),
        )


def _row_order(row: Row) -> tuple[object, ...]:
    """The most money first, amounts not known last."""
    return (row.amount is None, -(row.amount or 0), order(row.initiative))


def _shares(facts: Facts, place: Placing, intended: Intended) -> tuple[Share, ...]:
    linked = arrived(place.to_needs.items())
    reached = disciplines(received(place.to_objectives.items()), facts)
    names = sorted({*reached, *intended}, key=lambda name: rank(name, intended))
    return tuple(
        Share(
            discipline=name,
            amount=reached.get(name, Decimal()),
            actual=100 * reached.get(name, Decimal()) / linked if linked else None,
            intended=intended.get(name),
        )
        for name in names
    )


def _totals(place: Placing, allocation: Allocation, shares: tuple[Share, ...], stated: str) -> Totals:
    most = max((share.amount for share in shares), default=Decimal())
    leaders = [share.discipline for share in shares if share.amount == most and most > 0]
    promised = {benefit for (_, benefit) in allocation.benefits.parts if benefit is not None}
    return Totals(
        total=allocation.total,
        linked=arrived(place.to_needs.items()),
        without_amount=len(allocation.without_amount),
        initiatives=len(place.initiatives),
        linked_initiatives=len(place.need_of),
        needs=len(place.needs),
        served_needs=len({need for _, need in place.to_needs}),
        benefits=len(promised),
        measured_benefits=len({benefit for _, benefit in place.to_benefits}),
        stated=stated,
        leading=leaders[0] if len(leaders) == 1 else "",
    )
