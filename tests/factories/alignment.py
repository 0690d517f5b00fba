"""The smallest valid elements, initiatives, outlays, benefits and links; missing ends are made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from alignment.choices import OutlayKind
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    Outlay,
    Program,
    StrategyElement,
)
from tests.factories.accounts import stamped
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective, make_strategy, some_unit


def make_strategy_element(**values: Any) -> StrategyElement:
    values.setdefault("name", f"Element {StrategyElement.objects.count() + 1}")
    values["strategy"] = values.get("strategy") or make_strategy()
    element: StrategyElement = stamped(StrategyElement(**values))
    return element


def make_element_objective(**values: Any) -> ElementObjective:
    values["element"] = values.get("element") or make_strategy_element()
    values["objective"] = values.get("objective") or make_objective(strategy=values["element"].strategy)
    link: ElementObjective = stamped(ElementObjective(**values))
    return link


def make_element_need(**values: Any) -> ElementNeed:
    values["element"] = values.get("element") or make_strategy_element()
    values["need"] = values.get("need") or make_need()
    link: ElementNeed = stamped(ElementNeed(**values))
    return link


def make_program(**values: Any) -> Program:
    values.setdefault("name", f"Program {Program.objects.count() + 1}")
    values["unit"] = values.get("unit") or some_unit()
    program: Program = stamped(Program(**values))
    return program


def make_initiative(**values: Any) -> Initiative:
    """An initiative of which only its name and unit are known."""
    values.setdefault("name", f"Initiative {Initiative.objects.count() + 1}")
    values["unit"] = values.get("unit") or some_unit()
    initiative: Initiative = stamped(Initiative(**values))
    return initiative


def make_outlay(**values: Any) -> Outlay:
    """A budget of 1,000 EUR for the whole life."""
    values["initiative"] = values.get("initiative") or make_initiative()
    values.setdefault("kind", OutlayKind.BUDGET)
    values.setdefault("amount", Decimal(1000))
    values.setdefault("currency", "EUR")
    outlay: Outlay = stamped(Outlay(**values))
    return outlay


def make_need_link(**values: Any) -> NeedLink:
    values["initiative"] = values.get("initiative") or make_initiative()
    values["need"] = values.get("need") or make_need()
    link: NeedLink = stamped(NeedLink(**values))
    return link


def make_benefit(**values: Any) -> Benefit:
    """A benefit that nobody has said how to measure."""
    values.setdefault("name", f"Benefit {Benefit.objects.count() + 1}")
    values["unit"] = values.get("unit") or some_unit()
    benefit: Benefit = stamped(Benefit(**values))
    return benefit


def make_benefit_link(**values: Any) -> BenefitLink:
    values["initiative"] = values.get("initiative") or make_initiative()
    values["benefit"] = values.get("benefit") or make_benefit()
    link: BenefitLink = stamped(BenefitLink(**values))
    return link
