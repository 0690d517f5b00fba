"""The alignment index computed as of now: every score and the index of every unit, rounded as they are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from alignment.choices import ChainState, Hop, IndexFactor
from alignment.engine.basis import digest
from alignment.engine.counterfactual import Acts
from alignment.engine.facts import Id
from alignment.engine.index import Judgment, judge
from alignment.engine.judging import SHIPPED, Said
from alignment.engine.telling import tenths, told_gains, told_index, told_score
from alignment.engine.waterfall import waterfall
from alignment.models import IndexWeights, Score
from alignment.queries.factors import declared
from alignment.queries.index_facts import IndexFacts, index_facts
from alignment.queries.standing_states import States, states_on


@dataclass(frozen=True, slots=True)
class Told:
    """What is published about one initiative or unit (``engine.telling``); ``figure`` is None where nothing is known."""

    figure: Decimal | None
    detail: dict[str, Any]
    gains: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything an edition says, by primary key of initiative and unit.

    ``same`` are initiatives that rest on what they rested on in the newest edition; their scores were not worked out.
    """

    day: date
    year: int | None
    weights: dict[str, int]
    decided: IndexWeights | None
    scores: Mapping[int, Told]
    scopes: Mapping[int, Told]
    same: frozenset[int] = frozenset()


def outcome(now: datetime, *, is_whole: bool = True) -> Outcome:
    """Compute everything as it stands; unless ``is_whole``, of scores only what rests on something else than before."""
    facts = index_facts(now)
    weights = facts.weights.by_factor if facts.weights else SHIPPED
    factors = declared()
    base = [int(fact.id) for fact in facts.known.facts.initiatives if not fact.is_exempt(facts.known.today)]
    said = {factor.key: factor.gather(base, now).values for factor in factors}
    known = replace(facts.known, said={key: dict(values.items()) for key, values in said.items()})
    judgment = judge(known, weights)
    scores, same = _scores(judgment, facts, {} if is_whole else digests())
    return Outcome(
        day=known.today,
        year=facts.year,
        weights={factor.value: weight for factor, weight in weights.items()},
        decided=facts.weights,
        scores=scores,
        scopes=_scopes(judgment, facts, now),
        same=same,
    )


def digests() -> dict[int, str]:
    """What the scores of the newest edition rest on, by initiative. One statement."""
    noted = Score.objects.current().exclude(digest="")
    return dict(noted.values_list("initiative_id", "digest"))


def _scores(
    judgment: Judgment, facts: IndexFacts, before: Mapping[int, str]
) -> tuple[dict[int, Told], frozenset[int]]:
    """The scores that rest on something else than ``before``, and the initiatives of which nothing has changed."""
    acts = Acts.of(judgment, facts.known.facts)
    found, same = {}, []
    for key, judged in judgment.judged.items():
        rests_on = digest(acts, key)
        if before.get(int(key)) == rests_on:
            same.append(int(key))
            continue
        fall = waterfall(judged.work, judgment.world, judgment.weights)
        said = {factor: each[key].evidence for factor, each in judgment.world.said.items() if key in each}
        found[int(key)] = Told(
            figure=_figure(judged.score),
            detail=told_score(fall, said),
            gains=told_gains(acts.gains(key)),
            digest=rests_on,
        )
    return found, frozenset(same)


def _figure(points: Fraction | None) -> Decimal | None:
    return None if points is None else Decimal(str(tenths(points)))


def _scopes(judgment: Judgment, facts: IndexFacts, now: datetime) -> dict[int, Told]:
    """The index of each unit that has work; the topmost is the enterprise and answers for every need."""
    states = states_on(facts.known.today, facts.known.facts)
    units = facts.rows.units
    found = {}
    for unit, initiatives in facts.scopes().items():
        is_whole = units[unit].parent_id is None
        said = _said(initiatives & judgment.judged.keys(), now)
        index = judgment.index(None if is_whole else initiatives, said)
        missing = (f for f in IndexFactor if judgment.weights.get(f) and f not in index.could)
        detail = told_index(index, missing, said)
        exempt = sum(key in initiatives for key in judgment.exempt)
        detail |= {"exempt": exempt, "chains": _chains(states, initiatives, is_whole=is_whole)}
        found[unit] = Told(_figure(index.value), detail)
    return found


def _said(initiatives: Iterable[Id], now: datetime) -> dict[IndexFactor, Said]:
    """What other apps say of some initiatives together."""
    keys = [int(key) for key in initiatives]
    found = {factor.key: factor.gather(keys, now).whole for factor in declared()}
    return {key: whole for key, whole in found.items() if whole is not None}


def _chains(states: States, initiatives: Collection[Id], *, is_whole: bool) -> dict[str, dict[str, int]]:
    """How many chains are in which state: of the initiatives, and for the whole of the other stations too."""
    found = {}
    for hop, station in states.items() if is_whole else [(Hop.INITIATIVE, states[Hop.INITIATIVE])]:
        keys = initiatives if hop is Hop.INITIATIVE else station
        counted = Counter(station[key] for key in keys if key in station)
        found[hop.value] = {state.value: counted[state] for state in ChainState if counted[state]}
    return found
