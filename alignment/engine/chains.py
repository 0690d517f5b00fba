"""Whether the chain of a record holds, why not, and what would mend it.

The chain: strategy <- objective <- element <- need <- initiative -> benefit -> metric.

A link of strength 0 is no link. A path is as good as its worst link, in the order complete, stale, weak,
broken; among broken paths the one that reaches farther is better. A record has two sides, up to a strategy
in force and down to a measured benefit; on each side the best path wins, and the record is as good as its
worse side. Hence a record is complete as soon as one whole path is, and adding a link or evidence never
worsens a state. An initiative whose exemption holds is exempt, whatever its links.

Ties between equally good paths are broken at each station by the stronger link, then the newer evidence,
then the smaller id of the neighbor, so that input order never matters.

Cost: each link is looked at once per direction, so the whole is linear in records and links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alignment.choices import Action, ChainState, Hop, Reason, Strength
from alignment.engine.facts import Facts, Id, LinkFact, ObjectiveFact, Ref, order
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


@dataclass(frozen=True, slots=True)
class Side:
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


@dataclass(frozen=True, slots=True)
class Chains:
    """Every record's chain, by station and id."""

    objectives: Mapping[Id, Chain]
    elements: Mapping[Id, Chain]
    needs: Mapping[Id, Chain]
    initiatives: Mapping[Id, Chain]

    def everything(self) -> Iterable[Chain]:
        """All chains, station by station from objectives to initiatives."""
        for station in (self.objectives, self.elements, self.needs, self.initiatives):
            yield from station.values()


@dataclass(frozen=True, slots=True)
class _Graded:
    """A link with its flaws, looked up once and used in both directions."""

    link: LinkFact
    flaws: tuple[Flaw, ...]
    rank: int
    preference: tuple[int, int]


_Sides = dict[Id, Side]
_Links = Mapping[Hop, Sequence[_Graded]]


def chains(facts: Facts, today: date) -> Chains:
    """The chain of every objective, element, need and initiative as of ``today``."""
    links = _graded(facts.links, today)
    up, down = _upward(facts, links), _downward(facts, links)
    exempt = {fact.id for fact in facts.initiatives if fact.is_exempt(today)}
    return Chains(
        objectives={i: _chain(side, down[Hop.OBJECTIVE][i]) for i, side in up[Hop.OBJECTIVE].items()},
        elements={i: _chain(side, down[Hop.ELEMENT][i]) for i, side in up[Hop.ELEMENT].items()},
        needs={i: _chain(side, down[Hop.NEED][i]) for i, side in up[Hop.NEED].items()},
        initiatives={
            i: _chain(side, down[Hop.INITIATIVE][i], is_exempt=i in exempt)
            for i, side in up[Hop.INITIATIVE].items()
        },
    )


def _graded(links: Iterable[LinkFact], today: date) -> _Links:
    graded: defaultdict[Hop, list[_Graded]] = defaultdict(list)
    for link in links:
        if link.strength > Strength.NONE:
            flaws = link_flaws(link, today)
            rank = min((RANK[flaw.state] for flaw in flaws), default=RANK[ChainState.COMPLETE])
            newest = link.evidence_date.toordinal() if link.has_evidence and link.evidence_date else 0
            graded[link.hop].append(_Graded(link, flaws, rank, (-link.strength, -newest)))
    return graded


def _upward(facts: Facts, links: _Links) -> dict[Hop, _Sides]:
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    sides = {Hop.OBJECTIVE: {fact.id: _objective_side(fact, in_force) for fact in facts.objectives}}
    for here, there in UP_STEPS:
        sides[here] = _joined(here, there, facts, links, sides[there], UPWARD)
    return sides


def _downward(facts: Facts, links: _Links) -> dict[Hop, _Sides]:
    sides: dict[Hop, _Sides] = {Hop.BENEFIT: {}}
    for fact in facts.benefits:
        findings = benefit_findings(fact)
        rank = rank_of(findings) or -1
        end = None if fact.metric is None else Ref(Hop.METRIC, fact.metric)
        sides[Hop.BENEFIT][fact.id] = Side(rank, Ref(Hop.BENEFIT, fact.id), findings, end=end)
    for here, there in DOWN_STEPS:
        sides[here] = _joined(here, there, facts, links, sides[there], DOWNWARD)
    return sides


def _objective_side(fact: ObjectiveFact, in_force: set[Id]) -> Side:
    ref = Ref(Hop.OBJECTIVE, fact.id)
    end = None if fact.strategy is None else Ref(Hop.STRATEGY, fact.strategy)
    if fact.strategy in in_force:
        return Side(RANK[ChainState.COMPLETE], ref, end=end)
    finding = Finding(Hop.STRATEGY, ChainState.BROKEN, Reason.NOT_IN_FORCE, Action.PUT_IN_FORCE, ref, end)
    return Side(-1, ref, (finding,), end=end)


def _joined(here: Hop, there: Hop, facts: Facts, links: _Links, beyond: _Sides, way: Sequence[Hop]) -> _Sides:
    """The best side of every record of station ``here``, given the sides of its neighbors ``there``."""
    backwards = (here, there) in _TARGET_FIRST
    options: defaultdict[Id, list[tuple[_Graded, Side]]] = defaultdict(list)
    for graded in links.get(here if backwards else there, ()):
        near, far = graded.link.source, graded.link.target
        if backwards:
            near, far = far, near
        if far in beyond:
            options[near].append((graded, beyond[far]))
    shortfall = -1 - way.index(there)
    return {
        record.id: _best(Ref(here, record.id), there, options.get(record.id, ()), shortfall)
        for record in facts.at(here)
    }


def _best(ref: Ref, there: Hop, options: Sequence[tuple[_Graded, Side]], shortfall: int) -> Side:
    if not options:
        return Side(shortfall, ref, (lacking(there, ref),))
    graded, onward = min(options, key=_preference)
    findings = tuple(
        Finding(there, flaw.state, flaw.reason, flaw.action, ref, onward.ref, graded.link.id)
        for flaw in graded.flaws
    )
    return Side(min(graded.rank, onward.rank), ref, findings, onward)


def _preference(option: tuple[_Graded, Side]) -> tuple[object, ...]:
    graded, side = option
    return (-min(graded.rank, side.rank), graded.preference, order(side.ref.id), order(graded.link.id))


def _chain(up: Side, down: Side, *, is_exempt: bool = False) -> Chain:
    findings = [finding for way in (up, down) for side in way.walk() for finding in side.findings]
    findings.sort(key=lambda finding: RANK[finding.state])
    broken = [finding.hop for finding in findings if finding.state is ChainState.BROKEN]
    state = STATE_OF[max(min(up.rank, down.rank), 0)]
    return Chain(
        ref=up.ref,
        state=ChainState.EXEMPT if is_exempt else state,
        up=up.state,
        down=down.state,
        missing=() if is_exempt else tuple(broken),
        findings=() if is_exempt else tuple(findings),
        path=(*reversed(up.refs()), up.ref, *down.refs()),
    )
