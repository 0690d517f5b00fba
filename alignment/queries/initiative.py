"""Everything an initiative's page tells beyond its record: one reading of each data set, for page and API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from accounts.models import Enterprise
from alignment.choices import Hop
from alignment.engine.costs import Costs, costs
from alignment.engine.facts import Id, Ref
from alignment.engine.shares import stated_first
from alignment.engine.spending import spending
from alignment.models import GatePolicy, Initiative
from alignment.queries.contracts import Contract, contracts_of
from alignment.queries.gate import policy_at
from alignment.queries.labels import Labels
from alignment.queries.record_chain import RecordChain, record_chain_of
from alignment.queries.record_rows import rows_of_record
from alignment.queries.rows import Readable, Rows
from alignment.queries.scores import ScoreAt, ScoreOf, ScoreRank, rank_of, scores_of
from foundation.actors import Actor
from strategies.models import Strategy
from strategies.queries.in_force import strategy_followed


@dataclass(frozen=True, slots=True)
class Brief:
    """One initiative on a day: why, how much, who answers for it, how it scores, and what has come of it.

    ``around`` is None where it is archived or stopped and owes no line of sight. ``shares`` are the parts of its money
    by need. ``contracts`` are of the benefits the viewer may read, ``hidden`` counts the others. ``score`` and
    ``rank`` are None where nothing is published about it. ``follows`` is the strategy its unit follows, ``policy``
    the one that decides at its first gate, None where no unit states one.
    """

    initiative: Initiative
    rows: Rows
    labels: Labels
    around: RecordChain | None
    year: int
    costs: Costs
    shares: dict[Id, Fraction]
    contracts: tuple[Contract, ...]
    hidden: int
    score: ScoreOf | None
    rank: ScoreRank | None
    history: tuple[ScoreAt, ...]
    follows: Strategy | None
    policy: GatePolicy | None

    @property
    def today(self) -> date:
        return self.rows.today

    @property
    def whole_life(self) -> Decimal | None:
        """The amount by which it is judged everywhere: of its whole life, each year by one kind of statement."""
        return spending(self.rows.outlays, self.rows.rates, None).amounts.get(self.initiative.pk)


def brief(initiative: Initiative, viewer: Actor, now: datetime, enterprise: Enterprise) -> Brief:
    """What ``viewer`` may know about an initiative they may read, whose unit is loaded.

    Fifteen statements at most, whatever there is: six for what is near, one for rates, two for benefits, four for its
    score, one for the strategy and one for the gate's policy.
    """
    ref = Ref(Hop.INITIATIVE, initiative.pk)
    rows = rows_of_record(initiative, ref, now, enterprise)
    readable = Readable.to(viewer, rows.units)
    found = record_chain_of(viewer, ref, rows)
    contracts, hidden = _contracts(rows, readable)
    own = {contract.benefit.pk: contract.benefit for contract in contracts}
    score, history = scores_of(initiative, viewer, own)
    year = rows.fiscal_year
    return Brief(
        initiative=initiative,
        rows=rows,
        labels=Labels.of_rows(rows, readable) if found is None else found.line.labels,
        around=found,
        year=year,
        costs=costs(rows.outlays, rows.rates, year),
        shares=_shares(rows),
        contracts=contracts,
        hidden=hidden,
        score=score,
        rank=None if score is None or score.figure is None else rank_of(score.figure),
        history=history,
        follows=strategy_followed(initiative.unit, rows.today),
        policy=policy_at(initiative.unit, rows.today),
    )


def _contracts(rows: Rows, readable: Readable) -> tuple[tuple[Contract, ...], int]:
    """How its benefits stand, in the order of their numbers, and how many may not be read."""
    linked = {fact.target for fact in rows.links if fact.hop is Hop.BENEFIT and fact.strength > 0}
    benefits = [rows.benefits[int(key)] for key in linked]
    seen = sorted((row for row in benefits if row.unit_id in readable.units), key=lambda row: row.number)
    for row in seen:
        row.unit = rows.units[row.unit_id]
    found = tuple(contracts_of(seen, rows.today, rows.enterprise, rows.rates)) if seen else ()
    return found, len(benefits) - len(seen)


def _shares(rows: Rows) -> dict[Id, Fraction]:
    """The part of its money that each need gets: stated first, the rest by strength."""
    weights, _over = stated_first(fact for fact in rows.links if fact.hop is Hop.NEED)
    total = sum(weights.values())
    return {key: Fraction(weight) / total for key, weight in weights.items() if key is not None}
