"""A worked portfolio, for the tests of the line of sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

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
from alignment.engine.folding import Folding
from alignment.engine.shapes import Key, Kind, Sight
from alignment.engine.sight import View, sight
from tests.alignment.engine.graphs import TODAY

CI, OE = "customer_intimacy", "operational_excellence"


STATED = StrategyFact(1, True, CI, ((CI, Decimal(70)), (OE, Decimal(30))))


def link(hop: Hop, source: int, target: int, strength: int = 2, share: int | None = None) -> LinkFact:
    stated = None if share is None else Decimal(share)
    return LinkFact(hop, source, target, strength, stated, has_evidence=True, evidence_date=TODAY)


PORTFOLIO = Facts(
    strategies=(STATED, StrategyFact(2, False)),
    objectives=(
        ObjectiveFact(1, 1, OE),
        ObjectiveFact(2, 1, CI),
        ObjectiveFact(3, 1, CI),
        ObjectiveFact(4, 2, OE),
    ),
    elements=(ElementFact(1), ElementFact(2)),
    needs=(NeedFact(1, 10), NeedFact(2, 10), NeedFact(3, 11, Decimal(4)), NeedFact(4, 11)),
    initiatives=(
        InitiativeFact(1, unit=1, program=5, status="delivery", spend=Decimal(100)),
        InitiativeFact(2, unit=1, status="live", spend=Decimal(40)),
        InitiativeFact(3, unit=2, status="live", spend=Decimal(60)),
        InitiativeFact(4, unit=2, status="live"),
        InitiativeFact(5, unit=2, spend=Decimal(7), exempt_until=TODAY),
    ),
    benefits=(
        BenefitFact(1, 1, has_baseline=True, has_target=True, value=Decimal(90)),
        BenefitFact(2, 1, has_baseline=False, has_target=True),
        BenefitFact(3, None, has_baseline=True, has_target=True),
    ),
    links=(
        link(Hop.NEED, 1, 1, share=75),
        link(Hop.NEED, 1, 2),
        link(Hop.NEED, 2, 2),
        link(Hop.NEED, 2, 4, 1, share=25),
        link(Hop.ELEMENT, 1, 1),
        link(Hop.ELEMENT, 2, 2),
        link(Hop.OBJECTIVE, 1, 1),
        link(Hop.OBJECTIVE, 2, 2),
        link(Hop.BENEFIT, 1, 1),
        link(Hop.BENEFIT, 2, 2),
    ),
)


FOLDING = ("by", "opened", "readable", "tall", "names", "units", "segments")


def seen(given_facts: Facts = PORTFOLIO, today: date = TODAY, **asked: Any) -> Sight:
    if isinstance(asked.get("opened"), Key):
        asked["opened"] = frozenset({asked["opened"]})
    folding = Folding(**{name: asked.pop(name) for name in FOLDING if name in asked})
    return sight(given_facts, chains(given_facts, today), View(folding=folding, **asked), today, STATED)


def o(number: int) -> Key:
    return Key(Kind.OBJECTIVE, number)


def n(number: int) -> Key:
    return Key(Kind.NEED, number)


def i(number: int) -> Key:
    return Key(Kind.INITIATIVE, number)


def b(number: int) -> Key:
    return Key(Kind.BENEFIT, number)
