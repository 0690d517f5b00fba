"""What the page says in each situation, and how it writes figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Measure
from alignment.serializers.words import measured
from tests.alignment.scene import FRESH, Scene
from tests.factories.alignment import (
    make_element_need,
    make_element_objective,
    make_initiative,
    make_need_link,
    make_outlay,
    make_strategy_element,
)
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

    Page = Callable[..., dict[str, Any]]


@pytest.fixture
def page(cio: User, client_of: ClientOf) -> Page:
    def shown(**query: str) -> dict[str, Any]:
        context: dict[str, Any] = client_of(cio).get(reverse("line_of_sight"), query).context["page"]
        return context

    return shown


def reach_intimacy(scene: Scene, amount: int) -> None:
    """Work of ``amount`` that serves an objective of the lead discipline."""
    objective = make_objective(name="Know everybody", strategy=scene.strategy, discipline="customer_intimacy")
    element = make_strategy_element(strategy=scene.strategy)
    need = make_need(segment=scene.segment)
    initiative = make_initiative(unit=scene.tracker.unit)
    make_outlay(initiative=initiative, amount=Decimal(amount), fiscal_year=2026)
    make_element_objective(element=element, objective=objective, **FRESH)
    make_element_need(element=element, need=need, **FRESH)
    make_need_link(initiative=initiative, need=need, **FRESH)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (50, "We say intimacy first, yet operations takes 67% of it."),
        (100, "We say intimacy first, yet no discipline leads."),
        (300, "We say intimacy first, and it takes 75% against 60% intended."),
    ],
)
def test_the_tension_is_between_money_and_intent(
    scene: Scene, page: Page, amount: int, expected: str
) -> None:
    reach_intimacy(scene, amount)
    assert page()["tension"] == expected


def test_without_intended_shares_there_is_no_against(scene: Scene, page: Page) -> None:
    reach_intimacy(scene, 300)
    for name in ("customer_intimacy", "operational_excellence", "product_leadership"):
        setattr(scene.strategy, f"{name}_share", None)
    scene.strategy.save()
    shown = page()
    assert shown["tension"] == "We say intimacy first, and it takes 75%."
    assert [str(bracket["text"]) for bracket in shown["brackets"]] == [
        "<b>75%</b> of spend",
        "<b>25%</b> of spend",
    ]


def test_a_unit_above_which_nothing_is_stated(
    scene: Scene, analyst: User, sales: Unit, client_of: ClientOf
) -> None:
    scene.strategy.unit = sales
    scene.strategy.save()
    answer = client_of(analyst).get(reverse("line_of_sight"))
    assert answer.context["page"]["tension"] == "No strategy in force says where it should go."


def test_the_value_of_benefits_is_told_a_year(scene: Scene, page: Page) -> None:
    scene.calls.annual_amount, scene.calls.annual_currency = Decimal(900), "EUR"
    scene.calls.save()
    shown = page(weight=Measure.VALUE)
    assert shown["fact"] == "€900 of €900 benefit a year comes from serving a customer need."
    assert [str(bracket["text"]) for bracket in shown["brackets"]] == ["<b>100%</b> of value"]


def test_missing_amounts_are_counted(scene: Scene, page: Page) -> None:
    make_initiative(unit=scene.archive.unit)
    assert page()["tension"].endswith("of it. 1 initiative has no known amount.")


@pytest.mark.parametrize(
    ("value", "unit", "places", "expected"),
    [
        ("68.4", "%", 0, "68%"),
        ("421", "EUR", 0, "€421"),
        ("4.1", "d", 1, "4.1\u00a0d"),
        ("2.1", "", 1, "2.1"),
        (None, "d", 1, "–"),
    ],
)
def test_figures_are_written_in_the_unit_of_their_metric(
    value: str | None, unit: str, places: int, expected: str
) -> None:
    assert measured(None if value is None else Decimal(value), unit, places) == expected


def test_gaps_tell_what_helps_to_judge_them(scene: Scene, page: Page) -> None:
    scene.refund.importance, scene.refund.scale_min, scene.refund.scale_max = Decimal(4), 1, 5
    scene.refund.asked_date = FRESH["evidence_date"]
    scene.refund.save()
    scene.calls.baseline_value = None
    scene.calls.save()
    rows = {row.name: row.note for group in page(view="gaps")["groups"] for row in group.rows}
    assert rows == {
        "Refund me without asking": "Households, importance 7.5",
        "Tape archive": "Sales",
        "Fewer status calls": "No baseline",
    }


def test_objectives_tell_their_day_and_exempt_work_is_named(scene: Scene, page: Page, cio: User) -> None:
    scene.objective.due_date = FRESH["evidence_date"]
    scene.objective.save()
    scene.archive.exempt_reason, scene.archive.exempt_by = "Solvency rules", cio.person
    scene.archive.exempt_until = FRESH["evidence_date"].replace(year=2027)
    scene.archive.save()
    shown = page()
    assert [node.note for node in shown["columns"][0]["nodes"]] == ["by May 2026"]
    assert [label.name for label in shown["exempt"]] == ["Tape archive"]
    assert shown["lane"][2] == []
