"""The smallest valid elements, initiatives, outlays, benefits and links; missing ends are made."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from alignment.choices import GateFinding, GateMode, IndexFactor, OutlayKind, Rule, Verdict
from alignment.models import (
    Adoption,
    Benefit,
    BenefitLink,
    BenefitObjective,
    BenefitReview,
    BusinessChange,
    Challenge,
    ChangeBenefit,
    ChangeEnabler,
    Dismissal,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    GateOverride,
    GatePolicy,
    IndexWeights,
    Initiative,
    NeedLink,
    ObjectiveSuccession,
    Outlay,
    Program,
    StrategyElement,
)
from tests.factories.accounts import NOW, make_person, stamped
from tests.factories.customers import make_need
from tests.factories.strategies import make_it_need, make_objective, make_strategy, some_unit


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


def make_business_change(**values: Any) -> BusinessChange:
    """A business change that nobody leads yet."""
    values.setdefault("name", f"Change {BusinessChange.objects.count() + 1}")
    values["unit"] = values.get("unit") or some_unit()
    change: BusinessChange = stamped(BusinessChange(**values))
    return change


def make_change_enabler(**values: Any) -> ChangeEnabler:
    values["initiative"] = values.get("initiative") or make_initiative()
    values["change"] = values.get("change") or make_business_change()
    link: ChangeEnabler = stamped(ChangeEnabler(**values))
    return link


def make_change_benefit(**values: Any) -> ChangeBenefit:
    values["change"] = values.get("change") or make_business_change()
    values["benefit"] = values.get("benefit") or make_benefit()
    link: ChangeBenefit = stamped(ChangeBenefit(**values))
    return link


def make_benefit_objective(**values: Any) -> BenefitObjective:
    """A benefit tied to an objective of a strategy of its own unit."""
    values["benefit"] = values.get("benefit") or make_benefit()
    if not values.get("objective"):
        values["objective"] = make_objective(strategy=make_strategy(unit=values["benefit"].unit))
    link: BenefitObjective = stamped(BenefitObjective(**values))
    return link


def make_benefit_review(**values: Any) -> BenefitReview:
    """A review somebody asked for, a day after the last one of its benefit."""
    values["benefit"] = values.get("benefit") or make_benefit()
    values.setdefault("due_date", NOW.date() + timedelta(days=30 + BenefitReview.objects.count()))
    review: BenefitReview = stamped(BenefitReview(**values))
    return review


def make_adoption(**values: Any) -> Adoption:
    """An IT need that is rejected; one that is not has become a strategy element."""
    values["strategy"] = values.get("strategy") or make_strategy()
    values["it_need"] = values.get("it_need") or make_it_need()
    values.setdefault("verdict", Verdict.REJECTED)
    values.setdefault("reason", "Customers ask for it in every interview")
    if values["verdict"] != Verdict.REJECTED and not values.get("element"):
        values["element"] = make_strategy_element(strategy=values["strategy"])
    adoption: Adoption = stamped(Adoption(**values))
    return adoption


def make_index_weights(**values: Any) -> IndexWeights:
    """Everything on the link to needs, from a day of 2026 that no other weights begin on."""
    count = IndexWeights.objects.count() + 1
    values.setdefault("name", f"Weights {count}")
    values.setdefault("start_date", date(2026, 1, 1) + timedelta(days=count))
    values.setdefault("reason", "Decided by the board")
    if not any(factor.value in values for factor in IndexFactor):
        values["linked"] = 100
    weights: IndexWeights = stamped(IndexWeights(**values))
    return weights


def make_challenge(**values: Any) -> Challenge:
    values.setdefault("claim", f"The plan spends against its discipline {Challenge.objects.count() + 1}")
    values["strategy"] = values.get("strategy") or make_strategy()
    values.setdefault("evidence", "Four in ten euros go elsewhere")
    values.setdefault("proposed_change", "Move the money, or change the words")
    values["answerer"] = values.get("answerer") or make_person(f"Answerer {Challenge.objects.count() + 1}")
    values.setdefault("raised_date", NOW.date())
    values.setdefault("due_date", NOW.date() + timedelta(days=30))
    challenge: Challenge = stamped(Challenge(**values))
    return challenge


def make_dismissal(**values: Any) -> Dismissal:
    values["strategy"] = values.get("strategy") or make_strategy()
    values.setdefault("rule", Rule.NEED_UNSERVED)
    values.setdefault("subject", str(uuid4()))
    values.setdefault("fingerprint", "f" * 64)
    values.setdefault("claim", f"Nothing serves the need {Dismissal.objects.count() + 1}")
    values.setdefault("reason", "A partner serves it")
    dismissal: Dismissal = stamped(Dismissal(**values))
    return dismissal


def make_objective_succession(**values: Any) -> ObjectiveSuccession:
    """An objective that ends with its strategy."""
    values["former"] = values.get("former") or make_objective()
    values.setdefault("reason", "Reached")
    succession: ObjectiveSuccession = stamped(ObjectiveSuccession(**values))
    return succession


def make_element_succession(**values: Any) -> ElementSuccession:
    """An element that ends with its strategy."""
    values["former"] = values.get("former") or make_strategy_element()
    values.setdefault("reason", "No customer asks for it any more")
    succession: ElementSuccession = stamped(ElementSuccession(**values))
    return succession


def make_gate_policy(**values: Any) -> GatePolicy:
    """A unit that warns, as every unit does without one."""
    values["unit"] = values.get("unit") or some_unit()
    earlier = GatePolicy.objects.filter(unit=values["unit"]).count()
    values.setdefault("start_date", NOW.date() - timedelta(days=earlier))
    values.setdefault("reason", f"We spent on nothing {GatePolicy.objects.count() + 1} times")
    policy: GatePolicy = stamped(GatePolicy(**values))
    return policy


def make_gate_override(**values: Any) -> GateOverride:
    """An initiative that is let pass although its line of sight is broken; its unit blocks, so that this has a sense."""
    values["initiative"] = values.get("initiative") or make_initiative()
    unit = values["initiative"].unit
    if not GatePolicy.objects.active().filter(unit=unit).exists():
        make_gate_policy(unit=unit, mode=GateMode.BLOCK)
    values.setdefault("reason", f"The regulator asks for it {GateOverride.objects.count() + 1}")
    values.setdefault("findings", [GateFinding.BROKEN.value])
    override: GateOverride = stamped(GateOverride(**values))
    return override
