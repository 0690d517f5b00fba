"""Costs and benefits added up: over everything, by unit with all below it, by program and by objective.

An initiative counts whole where it belongs: in its unit and in every unit above, and in its program. Between objectives its
amounts divide as on the line of sight (``allocation``); the parts of all objectives and what reaches none add up to the
whole. An initiative is aligned where its line reaches an objective of a strategy in force, on whatever evidence; what is
exempt owes nobody a line and is counted apart. Our own rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from alignment.choices import ChainState, Measure
from alignment.engine.allocation import Allocation, allocate
from alignment.engine.chains import Chains
from alignment.engine.facts import Facts, Id, InitiativeFact, order
from alignment.engine.shares import known_sum

Amounts = Mapping[Id, Decimal | None]


@dataclass(frozen=True, slots=True)
class Promised:
    """What benefits are worth a year, by id; None or absent is not known.

    ``value`` once the target is reached, ``due`` what should have come by today, ``realized`` what has.
    """

    value: Amounts
    due: Amounts
    realized: Amounts


@dataclass(frozen=True, slots=True)
class Line:
    """One sum. Amounts are None where nothing is known of any of them.

    ``unaligned`` initiatives reach no objective, ``unaligned_cost`` is theirs; ``exempt`` ones are in neither.
    ``unread`` is the part of ``promised`` of which nobody knows what has come: ``due`` and ``realized`` are of the rest.
    """

    initiatives: int
    cost: Decimal | None
    without_cost: int
    unaligned: int
    unaligned_cost: Decimal | None
    exempt: int
    promised: Decimal | None
    unread: Decimal | None
    due: Decimal | None
    realized: Decimal | None


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything added up; ``None`` among programs is what belongs to none, among objectives what reaches none.

    ``unaligned`` are the initiatives that reach no objective, the largest cost first, unknown costs last.
    """

    whole: Line
    units: Mapping[Id, Line]
    programs: Mapping[Id | None, Line]
    objectives: Mapping[Id | None, Line]
    unaligned: tuple[Id, ...]
    cost: Amounts


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Five divisions of the same work, and what is said of each initiative."""

    cost: Allocation
    promised: Allocation
    unread: Allocation
    due: Allocation
    realized: Allocation
    unaligned: Collection[Id]
    exempt: Collection[Id]

    def line(self, keys: Collection[Id]) -> Line:
        """The sum of whole initiatives."""
        return self._line(keys, *(_of(flow.amounts, keys) for flow in self._flows))

    def part(self, keys: Collection[Id], objective: Id) -> Line:
        """The sum of what reaches an objective from the initiatives ``keys``."""
        return self._line(keys, *(flow.objectives.received().get(objective) for flow in self._flows))

    def rest(self, keys: Collection[Id], reached: Collection[Id]) -> Line:
        """The sum of what reaches none of the objectives ``reached``, from initiatives of which something does not."""
        return self._line(keys, *(_beside(flow, keys, reached) for flow in self._flows))

    @property
    def _flows(self) -> tuple[Allocation, ...]:
        return self.cost, self.promised, self.unread, self.due, self.realized

    def _line(self, keys: Collection[Id], *amounts: Decimal | None) -> Line:
        cost, promised, unread, due, realized = amounts
        off = [key for key in keys if key in self.unaligned]
        return Line(
            initiatives=len(keys),
            cost=cost,
            without_cost=sum(self.cost.amounts[key] is None for key in keys),
            unaligned=len(off),
            unaligned_cost=_of(self.cost.amounts, off),
            exempt=sum(key in self.exempt for key in keys),
            promised=promised,
            unread=None if promised is None else unread or Decimal(0),
            due=due,
            realized=realized,
        )


def sums(
    facts: Facts, states: Chains, promised: Promised, above: Mapping[Id, Sequence[Id]], only: Collection[Id], today: date
) -> Sums:  # fmt: skip
    """Add up the initiatives named by ``only``. ``above`` names of each unit itself and every unit above it."""
    counted = [fact for fact in facts.initiatives if fact.id in only]
    exempt = {fact.id for fact in counted if fact.is_exempt(today)}
    stations = states.initiatives
    off = {f.id for f in counted if f.id not in exempt and stations[f.id].up is ChainState.BROKEN}
    unread = {key: value for key, value in promised.value.items() if promised.realized.get(key) is None}
    value, missing, due, realized = (
        allocate(_valued(facts, amounts), Measure.VALUE, only)
        for amounts in (promised.value, unread, promised.due, promised.realized)
    )
    ledger = _Ledger(allocate(facts, only=only), value, missing, due, realized, off, exempt)
    cost = ledger.cost.amounts
    return Sums(
        whole=ledger.line([fact.id for fact in counted]),
        units={unit: ledger.line(keys) for unit, keys in _by_unit(counted, above).items()},
        programs={program: ledger.line(keys) for program, keys in _by_program(counted).items()},
        objectives=_objectives(facts, ledger, [fact.id for fact in counted]),
        unaligned=tuple(sorted(off, key=lambda key: (cost[key] is None, -(cost[key] or 0), order(key)))),
        cost=cost,
    )


def _valued(facts: Facts, amounts: Amounts) -> Facts:
    return replace(
        facts, benefits=tuple(fact._replace(value=amounts.get(fact.id)) for fact in facts.benefits)
    )


def _by_unit(counted: Iterable[InitiativeFact], above: Mapping[Id, Sequence[Id]]) -> dict[Id, list[Id]]:
    found: defaultdict[Id, list[Id]] = defaultdict(list)
    for fact in counted:
        for unit in above.get(fact.unit, ()) if fact.unit is not None else ():
            found[unit].append(fact.id)
    return found


def _by_program(counted: Iterable[InitiativeFact]) -> dict[Id | None, list[Id]]:
    found: defaultdict[Id | None, list[Id]] = defaultdict(list)
    for fact in counted:
        found[fact.program].append(fact.id)
    return found


def _objectives(facts: Facts, ledger: _Ledger, keys: Iterable[Id]) -> dict[Id | None, Line]:
    """A line for each objective in force that something reaches, and one for the rest, where there is any."""
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    binding = {fact.id for fact in facts.objectives if fact.strategy in in_force}
    ways = _ways(ledger.cost)
    reaching: defaultdict[Id, list[Id]] = defaultdict(list)
    loose = []
    for key in keys:
        ends = ways.get(key, frozenset())
        for objective in binding & ends:
            reaching[objective].append(key)
        if not ends or not ends <= binding:
            loose.append(key)
    found: dict[Id | None, Line] = {one: ledger.part(keys, one) for one, keys in reaching.items()}
    if loose:
        found[None] = ledger.rest(loose, frozenset(reaching))
    return found


def _ways(cost: Allocation) -> dict[Id, frozenset[Id | None]]:
    """Where the money of each initiative ends: objectives, and None where a part of it reaches none."""
    found: defaultdict[Id, set[Id | None]] = defaultdict(set)
    for initiative, need in cost.needs.parts:
        toward = cost.toward.get(need, {}) if need is not None else {}
        found[initiative] |= {one for one, weight in toward.items() if weight} or {None}
    return {initiative: frozenset(ends) for initiative, ends in found.items()}


def _of(amounts: Amounts, keys: Iterable[Id]) -> Decimal | None:
    return known_sum(amounts[key] for key in keys)


def _beside(flow: Allocation, keys: Collection[Id], reached: Collection[Id]) -> Decimal | None:
    """What of the whole does not reach any of some objectives; None where nothing is known of the initiatives ``keys``."""
    whole = known_sum(flow.amounts.values())
    if whole is None or _of(flow.amounts, keys) is None:
        return None
    received = flow.objectives.received()
    return whole - (known_sum(received.get(one) for one in reached) or 0)
