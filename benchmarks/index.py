"""The alignment index with every score, waterfall and advice, against one bare walk over the same records and links.

The portfolio is synthetic and seeded: ``rows`` initiatives, each serving three of a tenth as many needs (five thousand
serve five hundred) with a benefit each: twenty thousand links at five thousand initiatives.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from alignment.choices import Hop
from alignment.engine.basis import digest
from alignment.engine.counterfactual import Acts
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.index import Known, judge
from alignment.engine.judging import SHIPPED
from alignment.engine.waterfall import waterfall
from benchmarks.chains import walk
from tools.races import Race

ROWS = 5_000
TODAY = date(2026, 6, 30)
DISCIPLINES = ("a", "b", "c")
SCORES, ALL, AGAIN = 60.0, 600.0, 120.0
"""A score may cost so many bare walks; with its waterfall and what would raise it ten times that, after a change twice."""


def races(rows: int) -> list[Race]:
    known = portfolio(rows)
    changed, noted = with_one_link_changed(known), digests(known)
    return [
        Race(
            f"scores and index of {rows} initiatives",
            lambda: scored(known),
            lambda: walk(known.facts),
            SCORES,
        ),
        Race(
            f"{rows} scores explained, with advice", lambda: explained(known), lambda: walk(known.facts), ALL
        ),
        Race(
            f"{rows} scores after one link has changed",
            lambda: after_a_change(changed, noted),
            lambda: walk(changed.facts),
            AGAIN,
        ),
    ]


def scored(known: Known) -> Fraction | None:
    """The index."""
    return judge(known, SHIPPED).index().value


def explained(known: Known) -> int:
    """How many steps and acts all scores have."""
    judgment = judge(known, SHIPPED)
    acts = Acts.of(judgment, known.facts)
    return sum(
        len(waterfall(found.work, judgment.world, SHIPPED).steps) + len(acts.gains(key))
        for key, found in judgment.judged.items()
    )


def digests(known: Known) -> dict[Id, str]:
    """What each score rests on."""
    acts = Acts.of(judge(known, SHIPPED), known.facts)
    return {key: digest(acts, key) for key in acts.judgment.judged}


def with_one_link_changed(known: Known) -> Known:
    """The evidence of one benefit link is another."""
    *rest, last = known.facts.links
    changed = last._replace(has_evidence=not last.has_evidence, evidence_date=TODAY)
    return replace(known, facts=replace(known.facts, links=(*rest, changed)))


def after_a_change(known: Known, noted: Mapping[Id, str]) -> int:
    """How many steps and acts those scores have that rest on something else than was noted."""
    judgment = judge(known, SHIPPED)
    acts = Acts.of(judgment, known.facts)
    return sum(
        len(waterfall(found.work, judgment.world, SHIPPED).steps) + len(acts.gains(key))
        for key, found in judgment.judged.items()
        if digest(acts, key) != noted[key]
    )


def portfolio(rows: int) -> Known:
    """Five strategies followed by a hundred units; about every tenth link lacks its evidence."""
    chance = random.Random(rows)
    needs, elements, objectives = max(rows // 10, 3), max(rows // 40, 2), 30
    shares = tuple(zip(DISCIPLINES, map(Decimal, (30, 20, 50)), strict=True))
    strategies = tuple(StrategyFact(n, in_force=True, discipline="a", shares=shares) for n in range(5))

    def link(hop: Hop, source: int, target: int, share: Decimal | None = None) -> LinkFact:
        is_known = chance.random() > 0.1
        day = TODAY - timedelta(days=chance.randint(1, 600)) if is_known else None
        return LinkFact(hop, source, target, chance.randint(1, 3), share, is_known, day)

    def share() -> Decimal | None:
        return Decimal(chance.randint(1, 3_000)) / 100 if chance.random() < 0.3 else None

    facts = Facts(
        strategies=strategies,
        objectives=tuple(ObjectiveFact(n, n % 5, DISCIPLINES[n % 3]) for n in range(objectives)),
        elements=tuple(ElementFact(n) for n in range(elements)),
        needs=tuple(NeedFact(n, importance=Decimal(chance.randint(100, 1_000)) / 100) for n in range(needs)),
        initiatives=tuple(
            InitiativeFact(n, n % 100, spend=Decimal(chance.randint(20_000, 4_000_000))) for n in range(rows)
        ),
        benefits=tuple(BenefitFact(n, 1, True, chance.random() < 0.8) for n in range(rows)),
        links=(
            *(link(Hop.OBJECTIVE, n, chance.randrange(objectives)) for n in range(elements)),
            *(link(Hop.ELEMENT, n, one) for n in range(needs) for one in chance.sample(range(elements), 2)),
            *(link(Hop.NEED, n, one, share()) for n in range(rows) for one in chance.sample(range(needs), 3)),
            *(link(Hop.BENEFIT, n, chance.randrange(rows)) for n in range(rows)),
        ),
    )
    return Known(
        facts=facts,
        today=TODAY,
        followed={unit: strategies[unit % 5] for unit in range(100)},
        moving={need: chance.random() < 0.5 for need in range(0, needs, 2)},
        track={key: Fraction(chance.randint(0, 10), 10) for key in range(0, rows, 2)},
    )
