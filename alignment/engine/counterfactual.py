"""What would raise the score of an initiative most: single acts, each valued by judging the initiative as it would be.

An act is valued by the same function as the score, with everything else as it is; what its strategy has room for is
that after the act. A link that would be made is clear and has evidence of today. Our own rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from alignment.choices import Act, Hop, IndexFactor, Strength
from alignment.engine.facts import Facts, Id, LinkFact, order
from alignment.engine.index import Judgment
from alignment.engine.judging import NONE, Values, Work, World, by_needs, gained, reached_by, score
from alignment.engine.reach import ONE, links_by_source
from alignment.engine.tallies import covers
from alignment.engine.ties import FRESH, PRESENT, RAW, credit, shared_ties

BEST = 5
NEW = "new"
"""Stands for a benefit that is not there yet."""
OF_NEEDS = (IndexFactor.LINKED, IndexFactor.MATCH, IndexFactor.NEEDS)
"""Factors that links to needs decide."""
RANK = {act: place for place, act in enumerate(Act)}
Links = Mapping[Id, Sequence[LinkFact]]


class Gain(NamedTuple):
    """An act, the station and record it is about, and the points by which the score would rise."""

    act: Act
    hop: Hop
    target: Id
    points: Fraction


class Turn(NamedTuple):
    """An act with the initiative, and what it is judged by, as they would be after it."""

    act: Act
    hop: Hop
    target: Id
    work: Work
    world: World


@dataclass(frozen=True, slots=True)
class Acts:
    """Values what could be done about initiatives of a judgment, given their links.

    ``wanted`` are all needs in the order in which one would link them: those that nothing serves on evidence first,
    then by importance. ``fitting`` are, by strategy, those that lead to disciplines which still have room, most first.
    """

    judgment: Judgment
    needs: Links
    benefits: Links
    wanted: tuple[Id, ...]
    fitting: Mapping[Id | None, tuple[Id, ...]]

    @classmethod
    def of(cls, judgment: Judgment, facts: Facts) -> Acts:
        world = judgment.world
        served = covers(found.work for found in judgment.judged.values())
        keys = [fact.id for fact in facts.needs]

        def wish(need: Id) -> tuple[bool, bool, Fraction, tuple[int, int, str]]:
            importance = world.importance.get(need)
            return bool(served.get(need)), importance is None, -(importance or NONE), order(need)

        return cls(
            judgment=judgment,
            needs=links_by_source(facts, Hop.NEED),
            benefits=links_by_source(facts, Hop.BENEFIT),
            wanted=tuple(sorted(keys, key=wish)),
            fitting={strategy: _fitting(strategy, keys, world) for strategy in world.rooms},
        )

    def gains(self, initiative: Id) -> tuple[Gain, ...]:
        """The ``BEST`` acts that raise the score, most points first; of links to drop only the one that costs most."""
        found = self.judgment.judged[initiative]
        if found.score is None:
            return ()
        valued = []
        for turn in self._turns(found.work._replace(others=self._others(found.work))):
            after = score(_after(turn, found.values), self.judgment.weights) or NONE
            if after > found.score:
                valued.append(Gain(turn.act, turn.hop, turn.target, after - found.score))
        valued.sort(key=lambda gain: (-gain.points, RANK[gain.act], gain.hop, order(gain.target)))
        drops = [gain for gain in valued if gain.act is Act.DROP_LINK]
        return tuple([gain for gain in valued if gain not in drops[1:]][:BEST])

    def _others(self, work: Work) -> dict[str, Fraction] | None:
        """The money of all others that follow its strategy which reaches each discipline."""
        world = self.judgment.world
        room = world.rooms.get(work.strategy)
        if room is None or work.money is None:
            return None
        own = reached_by(work.needs, world.reach)
        return {name: total - work.money * own.get(name, NONE) for name, total in room.earned.items()}

    def _turns(self, work: Work) -> Iterator[Turn]:
        world, key = self.judgment.world, work.fact.id
        needs, benefits = self.needs.get(key, ()), self.benefits.get(key, ())
        for hop, links in ((Hop.NEED, needs), (Hop.BENEFIT, benefits)):
            for act, target, changed in self._mended(links):
                yield Turn(act, hop, target, self._with(work, hop, changed), world)
        for target in self.worth_linking(work):
            changed = [link for link in needs if link.target != target]
            changed.append(_fresh(LinkFact(Hop.NEED, key, target, Strength.CLEAR), world))
            yield Turn(Act.LINK_NEED, Hop.NEED, target, self._with(work, Hop.NEED, changed), world)
        if not work.benefits.each:
            link = _fresh(LinkFact(Hop.BENEFIT, key, NEW, Strength.CLEAR), world)
            linked = work._replace(benefits=shared_ties([link], world.benefits + 1, world.today))
            yield Turn(Act.LINK_BENEFIT, Hop.BENEFIT, NEW, linked, _measured(world, [NEW]))
        yield from _better(work, world)

    def _mended(self, links: Sequence[LinkFact]) -> Iterator[tuple[Act, Id, list[LinkFact]]]:
        """Each link with evidence of today, where it lacks that, and each dropped."""
        world = self.judgment.world
        for link in links:
            if link.strength == Strength.NONE:
                continue
            others = [other for other in links if other is not link]
            quarters = credit(link, world.today)
            if quarters[FRESH] < quarters[RAW]:
                act = Act.RENEW_EVIDENCE if quarters[PRESENT] else Act.GIVE_EVIDENCE
                yield act, link.target, [*others, _fresh(link, world)]
            yield Act.DROP_LINK, link.target, others

    def _with(self, work: Work, hop: Hop, links: Iterable[LinkFact]) -> Work:
        world = self.judgment.world
        if hop is Hop.NEED:
            return work._replace(needs=shared_ties(links, world.needs, world.today))
        return work._replace(benefits=shared_ties(links, world.benefits, world.today))

    def worth_linking(self, work: Work) -> list[Id]:
        """The need most wanted, and the one that fits the strategy best, of those it is not linked to yet."""
        linked = {tie.target for tie in work.needs.each}
        lists = [self.wanted, self.fitting.get(work.strategy, ())]
        found = [next((need for need in needs if need not in linked), None) for needs in lists]
        return list(dict.fromkeys(need for need in found if need is not None))


def _after(turn: Turn, before: Values) -> Values:
    """The values after an act. Links to needs and links to benefits do not touch one another's."""
    if turn.hop is Hop.BENEFIT:
        return {**before, IndexFactor.BENEFITS: gained(turn.work.benefits, turn.world)}
    kept = {factor: value for factor, value in before.items() if factor not in OF_NEEDS}
    return {**kept, **by_needs(turn.work, turn.world)}


def _fresh(link: LinkFact, world: World) -> LinkFact:
    return link._replace(has_evidence=True, evidence_date=world.today)


def _fitting(strategy: Id | None, needs: Iterable[Id], world: World) -> tuple[Id, ...]:
    """Needs by the part of what they receive that reaches disciplines which still have room, then by importance."""
    room = world.rooms[strategy]
    roomy = {name for name in room.wanted if room.fit(name) == ONE}
    parts = {
        need: sum(part for name, part in world.reach.of(need).disciplines.items() if name in roomy)
        for need in needs
    }
    found = [need for need, part in parts.items() if part]
    return tuple(
        sorted(found, key=lambda need: (-parts[need], -world.importance.get(need, NONE), order(need)))
    )


def _better(work: Work, world: World) -> Iterator[Turn]:
    """Each of its benefits measured, where it is not, or on track, where it is behind."""
    own = [tie.target for tie in work.benefits.each]
    for benefit in own:
        worth = world.worth(benefit)
        if worth < ONE:
            act = Act.BRING_ON_TRACK if worth else Act.STATE_MEASURE
            yield Turn(act, Hop.BENEFIT, benefit, work, _measured(world, own, benefit))


def _measured(world: World, own: Iterable[Id], better: Id | None = None) -> World:
    """The world as far as it concerns the ``own`` benefits of an initiative, one of them measured and on track."""
    measured = {key for key in own if key in world.measured or key in (better, NEW)}
    track = {key: world.track[key] for key in own if key in world.track and key != better}
    return replace(world, measured=frozenset(measured), track=track)
