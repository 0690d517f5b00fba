"""The states of all chains, against one bare walk over the same records and links in both directions.

The portfolio is synthetic and seeded: ``rows`` initiatives, each serving one or two of a tenth as many needs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

from alignment.choices import Hop
from alignment.engine.chains import chains
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from tools.races import Race

ROWS = 5_000
TODAY = date(2026, 6, 30)
GOAL = 30.0
"""A state with its reason and remedy for every record may cost this many bare walks."""


def races(rows: int) -> list[Race]:
    facts = portfolio(rows)
    return [
        Race(f"chain states of {rows} initiatives", lambda: chains(facts, TODAY), lambda: walk(facts), GOAL)
    ]


def portfolio(rows: int) -> Facts:
    """A coherent portfolio in which about every tenth link lacks its evidence."""
    chance = random.Random(rows)
    needs, elements, objectives = max(rows // 10, 1), max(rows // 40, 1), max(rows // 100, 1)

    def link(hop: Hop, source: int, targets: int) -> LinkFact:
        known = chance.random() > 0.1
        return LinkFact(
            hop,
            source,
            chance.randrange(targets),
            strength=chance.randint(1, 3),
            has_evidence=known,
            evidence_date=date(2026, chance.randint(1, 6), 1) if known else None,
        )

    return Facts(
        strategies=(StrategyFact(0, in_force=True),),
        objectives=tuple(ObjectiveFact(i, 0, "") for i in range(objectives)),
        elements=tuple(ElementFact(i) for i in range(elements)),
        needs=tuple(NeedFact(i) for i in range(needs)),
        initiatives=tuple(InitiativeFact(i) for i in range(rows)),
        benefits=tuple(BenefitFact(i, i, has_baseline=True, has_target=True) for i in range(rows)),
        links=(
            *(link(Hop.OBJECTIVE, i, objectives) for i in range(elements)),
            *(link(Hop.ELEMENT, i, elements) for i in range(needs)),
            *(link(Hop.NEED, i, needs) for i in range(rows) for _ in range(chance.randint(1, 2))),
            *(link(Hop.BENEFIT, i, rows) for i in range(rows)),
        ),
    )


def walk(facts: Facts) -> int:
    """Touch every link once in each direction, and every record once: the least any answer must do."""
    forward, backward = defaultdict(list), defaultdict(list)
    for link in facts.links:
        forward[link.hop, link.source].append(link.target)
        backward[link.hop, link.target].append(link.source)
    reached = sum(len(forward[Hop.NEED, fact.id]) for fact in facts.initiatives)
    return reached + sum(len(backward[Hop.NEED, fact.id]) for fact in facts.needs)
