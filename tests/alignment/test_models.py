from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import ProtectedError

from accounts.choices import UnitKind
from accounts.models import Unit, User
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
from foundation.values import Money
from tests.factories import alignment as make
from tests.factories.accounts import NOW, make_person, make_unit
from tests.factories.customers import make_need
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_objective
from tests.validation import is_refused, objections

pytestmark = pytest.mark.django_db

WHOLE = "An exemption needs its reason, who granted it and its last day."
DAY = date(2026, 11, 2)


def initiative(unit: Unit, **values: Any) -> Initiative:
    return Initiative(**{"name": "Claim tracker", "unit": unit, **values})


def outlay(**values: Any) -> Outlay:
    given = {"kind": OutlayKind.BUDGET, "amount": Decimal(10), "currency": "EUR"}
    return Outlay(**{"initiative": make.make_initiative(), **given, **values})


def test_an_initiative_says_nothing_that_nobody_said(root: Unit) -> None:
    told = make.make_initiative(name="Claim tracker", unit=root)
    assert (str(told), told.code) == ("Claim tracker", "I-01")
    assert (told.status, told.health, told.office, told.purpose) == ("", "", "", "")


def test_an_initiative_does_not_end_before_it_starts(root: Unit) -> None:
    told = initiative(root, start_date=DAY, end_date=date(2026, 11, 1))
    assert objections(told) == ["The end cannot be before the start."]
    assert is_refused(told)
    assert not is_refused(initiative(root, end_date=DAY))


def test_an_exemption_is_whole(root: Unit) -> None:
    whole = initiative(root, exempt_reason="Solvency II", exempt_by=make_person(), exempt_until=DAY)
    assert objections(whole) == []
    assert not is_refused(whole)
    assert whole.is_exempt_on(DAY)
    assert not whole.is_exempt_on(date(2026, 11, 3))
    assert not initiative(root).is_exempt_on(DAY)


@pytest.mark.parametrize("missing", ["exempt_reason", "exempt_by", "exempt_until"])
def test_an_exemption_with_a_part_missing_is_refused(root: Unit, missing: str) -> None:
    parts = {"exempt_reason": "Solvency II", "exempt_by": make_person(), "exempt_until": DAY}
    del parts[missing]
    told = initiative(root, **parts)
    assert objections(told) == [WHOLE, WHOLE]
    assert is_refused(told)


def test_initiatives_owe_a_line_of_sight_unless_their_exemption_still_holds(root: Unit) -> None:
    reason = {"exempt_reason": "Solvency II", "exempt_by": make_person()}
    make.make_initiative(unit=root, exempt_until=DAY, **reason)
    over = make.make_initiative(unit=root, exempt_until=date(2026, 11, 1), **reason)
    never = make.make_initiative(unit=root)
    assert list(Initiative.objects.owing_on(DAY).order_by("pk")) == [over, never]


def test_figures_count_what_is_neither_archived_nor_stopped(root: Unit) -> None:
    make.make_initiative(unit=root, status="stopped")
    make.make_initiative(unit=root, archived_at=NOW)
    unsaid = make.make_initiative(unit=root, status="")
    assert list(Initiative.objects.counting()) == [unsaid]


def test_an_initiative_takes_its_own_parts_along_and_nothing_else(root: Unit) -> None:
    told = make.make_initiative(unit=root)
    make.make_outlay(initiative=told)
    served = make.make_need_link(initiative=told).need
    promised = make.make_benefit_link(initiative=told).benefit
    with pytest.raises(ProtectedError):
        served.delete()
    with pytest.raises(ProtectedError):
        promised.delete()
    told.delete()
    assert (Outlay.objects.count(), NeedLink.objects.count(), BenefitLink.objects.count()) == (0, 0, 0)
    assert (type(served).objects.count(), Benefit.objects.count()) == (1, 1)


def test_a_program_is_named_once_in_a_unit(root: Unit, claims: Unit) -> None:
    program = make.make_program(name="One customer", unit=root)
    twin = Program(name="One customer", unit=root)
    assert objections(twin) == ["This unit has a program of this name already."]
    assert is_refused(twin)
    assert str(program) == "One customer"
    assert not is_refused(Program(name="One customer", unit=claims))


def test_an_outlay_is_money_of_a_kind_and_a_year() -> None:
    told = make.make_outlay(initiative=make.make_initiative(name="Claim tracker"), fiscal_year=2027)
    assert str(told) == "Claim tracker: Budget, 2027"
    assert told.money == Money(Decimal(1000), "EUR")
    assert str(make.make_outlay(initiative=told.initiative)) == "Claim tracker: Budget, whole life"


@pytest.mark.parametrize("year", [None, 2027])
def test_an_outlay_of_a_kind_and_year_exists_once(year: int | None) -> None:
    first = make.make_outlay(fiscal_year=year)
    twin = outlay(initiative=first.initiative, fiscal_year=year)
    when = "without a year" if year is None else "for this year"
    assert objections(twin) == [f"The initiative has an amount of this kind {when} already."]
    assert is_refused(twin)
    assert not is_refused(outlay(initiative=first.initiative, fiscal_year=year, kind=OutlayKind.ACTUAL))


def test_an_outlay_is_not_negative_but_may_be_nothing() -> None:
    told = outlay(amount=Decimal("-0.01"))
    assert objections(told) == ["An amount cannot be negative."]
    assert is_refused(told)
    assert objections(outlay(amount=Decimal(0))) == []


def test_a_fiscal_year_has_four_digits() -> None:
    told = outlay(fiscal_year=27)
    assert objections(told)[-1] == "Write the fiscal year with four digits."
    assert is_refused(told)


@pytest.mark.parametrize("field", [{"strength": 4}, {"review_months": 0}, {"review_months": 121}])
def test_a_link_keeps_to_its_ranges(field: dict[str, int]) -> None:
    ends = {"initiative": make.make_initiative(), "need": make_need()}
    assert objections(NeedLink(**ends, **field)) != []
    assert is_refused(NeedLink(**ends, **field))


@pytest.mark.parametrize("share", ["-0.01", "100.01"])
def test_a_share_is_a_part_of_a_whole(share: str) -> None:
    ends = {"initiative": make.make_initiative(), "need": make_need()}
    told = NeedLink(**ends, share=Decimal(share))
    assert objections(told)[-1] == "A share is between 0 and 100 percent."
    assert is_refused(told)


def test_two_records_are_linked_once() -> None:
    need_link, benefit_link = make.make_need_link(), make.make_benefit_link()
    element_need, element_objective = make.make_element_need(), make.make_element_objective()
    twins = [
        NeedLink(initiative=need_link.initiative, need=need_link.need),
        BenefitLink(initiative=benefit_link.initiative, benefit=benefit_link.benefit),
        ElementNeed(element=element_need.element, need=element_need.need),
        ElementObjective(element=element_objective.element, objective=element_objective.objective),
    ]
    assert [objections(twin) for twin in twins] == [
        ["This initiative and this need are linked already."],
        ["This initiative and this benefit are linked already."],
        ["This element and this need are linked already."],
        ["This element and this objective are linked already."],
    ]
    assert [is_refused(twin) for twin in twins] == [True] * 4


def test_links_read_from_the_work_to_its_aim() -> None:
    tracker = make.make_initiative(name="Claim tracker")
    need = make_need(statement="Let me see where my claim stands")
    element = make.make_strategy_element(name="Open claims")
    calls = make.make_benefit(name="Fewer status calls")
    objective = make_objective(name="Settle in two days", strategy=element.strategy)
    assert [
        str(make.make_need_link(initiative=tracker, need=need)),
        str(make.make_benefit_link(initiative=tracker, benefit=calls)),
        str(make.make_element_need(element=element, need=need)),
        str(make.make_element_objective(element=element, objective=objective)),
    ] == [
        "Claim tracker → Let me see where my claim stands",
        "Claim tracker → Fewer status calls",
        "Let me see where my claim stands → Open claims",
        "Open claims → Settle in two days",
    ]


def test_an_element_is_named_once_in_its_strategy() -> None:
    element = make.make_strategy_element()
    twin = StrategyElement(name=element.name, strategy=element.strategy)
    assert objections(twin) == ["This strategy has an element of this name already."]
    assert is_refused(twin)


def test_a_benefit_promises_money_with_its_currency(root: Unit) -> None:
    told = Benefit(name="Fewer calls", unit=root, annual_amount=Decimal(5000), annual_currency="EUR")
    assert objections(told) == []


@pytest.mark.parametrize("half", [{"annual_amount": Decimal(1)}, {"annual_currency": "EUR"}])
def test_half_an_amount_is_refused(root: Unit, half: dict[str, Any]) -> None:
    told = Benefit(name="Fewer calls", unit=root, **half)
    assert objections(told) == ["Give the amount with its currency, or neither."]
    assert is_refused(told)


def test_a_benefit_is_not_due_before_it_was_measured(root: Unit) -> None:
    told = Benefit(name="Fewer calls", unit=root, baseline_date=DAY, target_date=date(2026, 11, 1))
    assert objections(told) == ["The target cannot be due before the baseline was taken."]
    assert is_refused(told)
    assert not is_refused(Benefit(name="Fewer calls", unit=root, target_date=DAY))


def test_a_benefit_is_owned_outside_it(root: Unit) -> None:
    delivery = make_unit("Delivery", root, kind=UnitKind.IT)
    inside = Benefit(name="Fewer calls", unit=root, owner=make_person("Eoin Murphy", unit=delivery))
    outside = Benefit(name="Fewer calls", unit=root, owner=make_person("Lena Fischer", unit=root))
    assert objections(inside) == ["A benefit is owned outside IT: by those who gain it."]
    assert objections(outside) == []


def test_a_measured_benefit_has_metric_baseline_and_target(root: Unit) -> None:
    whole = {"metric": make_metric(), "baseline_value": Decimal("2.3"), "target_value": Decimal("0.8")}
    measured = make.make_benefit(unit=root, **whole)
    for name in whole:
        make.make_benefit(unit=root, **{**whole, name: None})
    assert list(Benefit.objects.measured()) == [measured]
    assert str(measured) == "Benefit 1"


def test_links_are_seen_by_those_who_see_every_unit_end(
    claims: Unit, sales: Unit, analyst: User, outsider: User, reader: User
) -> None:
    inside = make.make_benefit_link(
        initiative=make.make_initiative(unit=claims), benefit=make.make_benefit(unit=claims)
    )
    across = make.make_benefit_link(initiative=inside.initiative, benefit=make.make_benefit(unit=sales))
    seen = [list(BenefitLink.objects.visible_to(user).for_list()) for user in (analyst, outsider, reader)]
    assert seen == [[inside], [], [inside, across]]
