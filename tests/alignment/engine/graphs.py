"""Small random graphs of facts, for property tests of the engine."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from alignment.choices import Hop
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    EndedFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    Ref,
    StrategyFact,
)

TODAY = date(2026, 3, 31)
DISCIPLINES = ("customer_intimacy", "operational_excellence", "product_leadership")
SIZE = 3
"""Records per station: small enough to try every path."""

ids = st.integers(1, SIZE)
days = st.none() | st.integers(-30, 800).map(lambda age: TODAY - timedelta(days=age))
amounts = st.none() | st.integers(-5_000, 500_000).map(lambda cents: Decimal(cents) / 100)
hops = st.sampled_from((Hop.OBJECTIVE, Hop.ELEMENT, Hop.NEED, Hop.BENEFIT))


@st.composite
def links(draw: st.DrawFn) -> LinkFact:
    hop = draw(hops)
    share = draw(st.none() | st.integers(0, 130).map(Decimal)) if hop in (Hop.NEED, Hop.BENEFIT) else None
    return LinkFact(
        hop=hop,
        source=draw(ids),
        target=draw(ids),
        strength=draw(st.integers(0, 3)),
        share=share,
        has_evidence=draw(st.booleans()),
        evidence_date=draw(days),
        review_months=draw(st.sampled_from((3, 12))),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Up to ``SIZE`` records per station and any links between them, one at most per pair; some have ended."""
    pairs = draw(st.lists(links(), max_size=20, unique_by=lambda link: (link.hop, link.source, link.target)))
    counts = range(1, SIZE + 1)
    over = draw(st.sets(st.tuples(st.sampled_from((Hop.OBJECTIVE, Hop.ELEMENT)), ids), max_size=2))
    return Facts(
        strategies=tuple(StrategyFact(i, draw(st.booleans())) for i in (1, 2)),
        objectives=tuple(
            ObjectiveFact(i, draw(st.sampled_from((None, 1, 2))), draw(st.sampled_from(DISCIPLINES)))
            for i in counts
            if (Hop.OBJECTIVE, i) not in over
        ),
        elements=tuple(
            ElementFact(i, draw(st.sampled_from((None, 1, 2))))
            for i in counts
            if (Hop.ELEMENT, i) not in over
        ),
        ended=tuple(EndedFact(Ref(hop, i), 3) for hop, i in sorted(over)),
        needs=tuple(NeedFact(i) for i in counts),
        initiatives=tuple(InitiativeFact(i, spend=draw(amounts), exempt_until=draw(days)) for i in counts),
        benefits=tuple(
            BenefitFact(i, draw(st.none() | ids), draw(st.booleans()), draw(st.booleans()), draw(amounts))
            for i in counts
        ),
        links=tuple(
            LinkFact(
                link.hop,
                link.source,
                link.target,
                link.strength,
                link.share,
                link.has_evidence,
                link.evidence_date,
                link.review_months,
                id=number,
            )
            for number, link in enumerate(pairs)
        ),
    )


def shuffled(draw: st.DrawFn, given: Facts) -> Facts:
    """The same facts in another order."""
    return Facts(
        strategies=tuple(draw(st.permutations(given.strategies))),
        objectives=tuple(draw(st.permutations(given.objectives))),
        elements=tuple(draw(st.permutations(given.elements))),
        needs=tuple(draw(st.permutations(given.needs))),
        initiatives=tuple(draw(st.permutations(given.initiatives))),
        benefits=tuple(draw(st.permutations(given.benefits))),
        links=tuple(draw(st.permutations(given.links))),
        ended=tuple(draw(st.permutations(given.ended))),
    )
