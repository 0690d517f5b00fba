"""Whether the chain of a record holds, why not, and what would mend it.

The chain: strategy <- objective <- element <- need <- initiative -> benefit -> metric.

A link of strength 0 is no link. A path is as good as its worst link, in the order complete, stale, weak,
broken; among broken paths the one that reaches farther is better. A record has two sides, up to a strategy
in force and down to a measured benefit; on each side the best path wins, and the record is as good as its
worse side. What belongs to a strategy that has ended has no chain: a path that leads there and nowhere else breaks off
at it, to be re-mapped. Hence a record is complete as soon as one whole path is, and adding a link or evidence never
worsens a state. An initiative whose exemption holds is exempt, whatever its links.

Ties between equally good paths are broken at each station by the stronger link, then the newer evidence,
then the smaller id of the neighbor, so that input order never matters.

Cost: each link is looked at once per direction, so the whole is linear in records and links. Sides are found for all
records; the explanation of a chain is put together when it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.facts import BenefitFact, EndedFact, Facts, Id, LinkFact, ObjectiveFact, Ref, order
from alignment.engine.findings import (
    RANK,
    Finding,
    Flaw,
    benefit_findings,
    lacking,
    link_flaws,
    rank_of,
)

STATE_OF = {rank: state for state, rank in RANK.items()}

UPWARD = (Hop.STRATEGY, Hop.OBJECTIVE, Hop.ELEMENT, Hop.NEED)
DOWNWARD = (Hop.METRIC, Hop.BENEFIT, Hop.INITIATIVE, Hop.NEED, Hop.ELEMENT)
"""The stations a side can lack, the farthest first: lacking an earlier one means having come farther."""

UP_STEPS = ((Hop.ELEMENT, Hop.OBJECTIVE), (Hop.NEED, Hop.ELEMENT), (Hop.INITIATIVE, Hop.NEED))
DOWN_STEPS = (
    (Hop.INITIATIVE, Hop.BENEFIT),
    (Hop.NEED, Hop.INITIATIVE),
    (Hop.ELEMENT, Hop.NEED),
    (Hop.OBJECTIVE, Hop.ELEMENT),
)
"""Which station is joined to which, in the order in which sides can be built."""

_TARGET_FIRST = {(Hop.NEED, Hop.INITIATIVE), (Hop.ELEMENT, Hop.NEED), (Hop.OBJECTIVE, Hop.ELEMENT)}
"""Steps that follow links against their direction."""


class Side(NamedTuple):
    """The best path from a record in one direction; ``rank`` is negative where the path breaks off."""

    rank: int
    ref: Ref
    findings: tuple[Finding, ...] = ()
    onward: Side | None = None
    end: Ref | None = None
    """The strategy or metric beyond the last record."""

    @property
    def state(self) -> ChainState:
        return STATE_OF[max(self.rank, 0)]

    def walk(self) -> list[Side]:
        """This side and those after it, nearest first."""
        return [self, *self.onward.walk()] if self.onward else [self]

    def refs(self) -> list[Ref]:
        """The records after this one, nearest first."""
        sides = self.walk()
        return [side.ref for side in sides[1:]] + [side.end for side in sides if side.end]


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of one record with its explanation.

    ``missing`` names the station each broken side lacks, ``findings`` everything unsound on the best paths,
    worst first, then upward before downward, then nearest first; ``path`` runs from intent to result.
    """

    ref: Ref
    state: ChainState
    up: ChainState
    down: ChainState
    missing: tuple[Hop, ...]
    findings: tuple[Finding, ...]
    path: tuple[Ref, ...]

    @property
    def action(self) -> Action | None:
        """The one thing to do next; None where nothing needs mending."""
        return self.findings[0].action if self.findings else None


class Station(Mapping[Id, Chain]):
    """The chains of one station, each put together from its two sides when it is asked for."""

    __slots__ = ("_down", "_exempt", "_up")

    def __init__(self, up: Mapping[Id, Side], down: Mapping[Id, Side], exempt: Collection[Id] = ()) -> None:
        self._up, self._down, self._exempt = up, down, exempt

    def __getitem__(self, key: Id) -> Chain:
        return chain_of(self._up[key], self._down[key], is_exempt=key in self._exempt)

    def __iter__(self) -> Iterator[Id]:
        return iter(self._up)

    def __len__(self) -> int:
        return len(self._up)

    def state(self, key: Id) -> ChainState:
        """The state of one record without its explanation."""
        return ChainState.EXEMPT if key in self._exempt else _state(self._up[key], self._down[key])

    def sides(self, key: Id) -> tuple[Side, Side]:
        """The side of one record up to a strategy, and the one down to a benefit."""
        return self._up[key], self._down[key]

    def broken(self) -> list[Id]:
        """The records whose chain is broken; those that are exempt are not."""
        down = self._down
        return [
            key
            for key, side in self._up.items()
            if (side.rank <= 0 or down[key].rank <= 0) and key not in self._exempt
        ]


@dataclass(frozen=True, slots=True)
class Chains:
    """Every record's chain, by station and id."""

    objectives: Station
    elements: Station
    needs: Station
    initiatives: Station

    def by_hop(self) -> dict[Hop, Station]:
        """The stations, from objectives to initiatives."""
        return {
            Hop.OBJECTIVE: self.objectives,
            Hop.ELEMENT: self.elements,
            Hop.NEED: self.needs,
            Hop.INITIATIVE: self.initiatives,
        }

    def everything(self) -> Iterable[Chain]:
        """All chains, station by station."""
        for station in self.by_hop().values():
            yield from station.values()


class Graded(NamedTuple):
    """A link with its flaws, looked up once and used in both directions."""

    link: LinkFact
    flaws: tuple[Flaw, ...]
    rank: int


Sides = dict[Id, Side]
_Links = Mapping[Hop, Sequence[Graded]]


def chains(facts: Facts, today: date) -> Chains:
    """The chain of every objective, element, need and initiative as of ``today``."""
    links = graded_links(facts.links, today)
    up, down = _upward(facts, links), _downward(facts, links)
    exempt = {fact.id for fact in facts.initiatives if fact.is_exempt(today)}
    return Chains(
        objectives=Station(up[Hop.OBJECTIVE], down[Hop.OBJECTIVE]),
        elements=Station(up[Hop.ELEMENT], down[Hop.ELEMENT]),
        needs=Station(up[Hop.NEED], down[Hop.NEED]),
        initiatives=Station(up[Hop.INITIATIVE], down[Hop.INITIATIVE], exempt),
    )


def graded_links(links: Iterable[LinkFact], today: date) -> _Links:
    """Links with what is doubtful about them, by station of their targets; those of strength 0 are none."""
    graded: dict[Hop, list[Graded]] = {hop: [] for hop in Hop}
    for link in links:
        if link.strength > 0:
            flaws = link_flaws(link, today)
            worst = flaws[0].state if flaws else ChainState.COMPLETE
            graded[link.hop].append(Graded(link, flaws, RANK[worst]))
    return graded


def _upward(facts: Facts, links: _Links) -> dict[Hop, Sides]:
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    sides = {Hop.OBJECTIVE: {fact.id: objective_side(fact, in_force) for fact in facts.objectives}}
    for here, there in UP_STEPS:
        beyond = sides[there] | ended_sides(there, facts.ended, UPWARD)
        sides[here] = joined(here, there, _ids(facts, here), links.get(link_hop(here, there), ()), beyond)
    return sides


def _downward(facts: Facts, links: _Links) -> dict[Hop, Sides]:
    sides = {Hop.BENEFIT: {fact.id: benefit_side(fact) for fact in facts.benefits}}
    for here, there in DOWN_STEPS:
        beyond = sides[there] | ended_sides(there, facts.ended, DOWNWARD)
        sides[here] = joined(here, there, _ids(facts, here), links.get(link_hop(here, there), ()), beyond)
    return sides


def _ids(facts: Facts, here: Hop) -> Iterator[Id]:
    return (fact.id for fact in facts.at(here))


def benefit_side(fact: BenefitFact) -> Side:
    """A benefit as the end of a way down: how well it can be told whether it came true."""
    findings = benefit_findings(fact)
    rank = rank_of(findings) or -1 if findings else RANK[ChainState.COMPLETE]
    end = None if fact.metric is None else Ref(Hop.METRIC, fact.metric)
    return Side(rank, Ref(Hop.BENEFIT, fact.id), findings, end=end)


def objective_side(fact: ObjectiveFact, in_force: Collection[Id]) -> Side:
    """An objective as the end of a way up: whether its strategy is ``in_force``."""
    ref = Ref(Hop.OBJECTIVE, fact.id)
    end = None if fact.strategy is None else Ref(Hop.STRATEGY, fact.strategy)
    if fact.strategy in in_force:
        return Side(RANK[ChainState.COMPLETE], ref, end=end)
    finding = Finding(Hop.STRATEGY, ChainState.BROKEN, Reason.NOT_IN_FORCE, Action.PUT_IN_FORCE, ref, end)
    return Side(-1, ref, (finding,), end=end)


def ended_sides(there: Hop, ended: Iterable[EndedFact], way: Sequence[Hop]) -> Sides:
    """Where a path breaks off at a station because the strategy there has ended: as far as if it lacked the station."""
    sides: Sides = {}
    for fact in ended:
        if fact.ref.hop is there:
            end = Ref(Hop.STRATEGY, fact.strategy)
            finding = Finding(there, ChainState.BROKEN, Reason.ENDED, Action.REMAP, fact.ref, end)
            sides[fact.ref.id] = Side(-1 - way.index(there), fact.ref, (finding,), end=end)
    return sides


def link_hop(here: Hop, there: Hop) -> Hop:
    """By which station the links between two neighbors are named: that of their targets."""
    return here if (here, there) in _TARGET_FIRST else there


def joined(
    here: Hop, there: Hop, ids: Iterable[Id], links: Sequence[Graded], beyond: Mapping[Id, Side]
) -> Sides:
    """The best side of records of station ``here``, by the links they have and the sides of their neighbors ``there``."""
    way = UPWARD if (here, there) in UP_STEPS else DOWNWARD
    chosen = _chosen(links, beyond, backwards=(here, there) in _TARGET_FIRST)
    shortfall = -1 - way.index(there)
    return {key: _side(Ref(here, key), there, chosen.get(key), shortfall) for key in ids}


def _chosen(
    links: Sequence[Graded], beyond: Mapping[Id, Side], *, backwards: bool
) -> dict[Id, tuple[Graded, Side]]:
    """The link each record had best follow, with the side it leads to."""
    chosen: dict[Id, tuple[Graded, Side]] = {}
    ranks: dict[Id, int] = {}
    for graded in links:
        link = graded.link
        near, far = (link.target, link.source) if backwards else (link.source, link.target)
        onward = beyond.get(far)
        if onward is None:
            continue
        rank = min(onward.rank, graded.rank)
        known = ranks.get(near)
        if known is None or rank > known or (rank == known and _is_preferred(graded, onward, *chosen[near])):
            chosen[near], ranks[near] = (graded, onward), rank
    return chosen


def _is_preferred(graded: Graded, side: Side, known: Graded, known_side: Side) -> bool:
    """Whether a path is to be taken rather than another one that is as good."""
    if graded.link.strength != known.link.strength:
        return graded.link.strength > known.link.strength
    return _preference(graded.link, side) < _preference(known.link, known_side)


def _preference(link: LinkFact, side: Side) -> tuple[object, ...]:
    """Sort key among equally good paths by links as strong: the newer evidence, the smaller ids."""
    newest = link.evidence_date.toordinal() if link.has_evidence and link.evidence_date else 0
    return (-newest, order(side.ref.id), order(link.id))


def _side(ref: Ref, there: Hop, chosen: tuple[Graded, Side] | None, shortfall: int) -> Side:
    if chosen is None:
        return Side(shortfall, ref, (lacking(there, ref),))
    graded, onward = chosen
    # What is doubtful about a link to something that has ended needs no mending: the link is to be re-mapped.
    if not graded.flaws or _has_ended(onward):
        return Side(min(graded.rank, onward.rank), ref, (), onward)
    findings = tuple(
        Finding(there, flaw.state, flaw.reason, flaw.action, ref, onward.ref, graded.link.id)
        for flaw in graded.flaws
    )
    return Side(min(graded.rank, onward.rank), ref, findings, onward)


def _has_ended(side: Side) -> bool:
    return bool(side.findings) and side.findings[0].reason is Reason.ENDED


def _state(up: Side, down: Side) -> ChainState:
    return STATE_OF[max(min(up.rank, down.rank), 0)]


def chain_of(up: Side, down: Side, *, is_exempt: bool) -> Chain:
    """The chain of a record that its two sides make."""
    findings = [finding for way in (up, down) for side in way.walk() for finding in side.findings]
    findings.sort(key=lambda finding: RANK[finding.state])
    broken = [finding.hop for finding in findings if finding.state is ChainState.BROKEN]
    return Chain(
        ref=up.ref,
        state=ChainState.EXEMPT if is_exempt else _state(up, down),
        up=up.state,
        down=down.state,
        missing=() if is_exempt else tuple(broken),
        findings=() if is_exempt else tuple(findings),
        path=(*reversed(up.refs()), up.ref, *down.refs()),
    )
