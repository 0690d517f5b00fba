"""Metrics of the library: offered, taken into the catalogue by whoever wants them, and taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from accounts.permissions import Permission
from metrics.choices import FormulaKind
from metrics.models import Metric
from metrics.operations.library import FIELDS, add_from_library, take_back_from_library
from metrics.queries.library import library, offered, own_discipline
from strategies.choices import Discipline, StrategyState
from tests.factories.accounts import NOW, make_person
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_strategy
from tests.validation import objections
from workbench.operations.records import save
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Enterprise, Unit, User

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)
ENTRIES = {entry.key: entry for entry in library()}


def add(enterprise: Enterprise, actor: User, *keys: str, all_of: Collection[str] = ()) -> list[str]:
    added = add_from_library(keys=keys or all_of, enterprise=enterprise, actor=actor, now=NOW)
    return [str(metric) for metric in added]


def test_each_discipline_has_eight_or_nine_metrics() -> None:
    assert Counter(entry.discipline for entry in library()) == {
        Discipline.PRODUCT_LEADERSHIP: 8,
        Discipline.OPERATIONAL_EXCELLENCE: 9,
        Discipline.CUSTOMER_INTIMACY: 8,
    }


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_says_why_and_becomes_a_valid_metric(key: str) -> None:
    entry = ENTRIES[key]
    metric = entry.metric("CAD")
    assert objections(metric) == []
    assert all((entry.why, entry.definition, entry.calculation, metric.unit_of_measure))
    assert metric.unit_of_measure != "currency"
    assert {name for name, _value in entry.values} <= set(FIELDS)


def test_percent_is_told_per_hundred() -> None:
    ratios = [entry.metric("EUR") for entry in library()]
    bases = {
        each.base for each in ratios if each.formula == FormulaKind.RATIO and each.unit_of_measure == "%"
    }
    assert bases == {100}


def test_what_is_chosen_becomes_metrics_of_the_catalogue(enterprise: Enterprise, cio: User) -> None:
    assert add(enterprise, cio, "oe-cost-to-serve", "oe-satisfaction", "no-such") == [
        "Cost to serve each customer",
        "Satisfied with the service",
    ]
    cost, satisfied = Metric.objects.order_by("number")
    assert (cost.unit_of_measure, cost.source, cost.external_key) == (
        enterprise.currency,
        "sightline",
        "oe-cost-to-serve",
    )
    assert satisfied.definition.endswith("\n\n100 × answers of 4 or 5 / valid answers.")
    assert (satisfied.formula, satisfied.satisfied_from, satisfied.grace_days) == (FormulaKind.CSAT, 4, 7)


def test_what_is_there_by_name_or_renamed_is_not_added_twice(enterprise: Enterprise, cio: User) -> None:
    make_metric(name="Time to market")
    add(enterprise, cio, "ci-churn")
    churn = Metric.objects.get(name="Customers lost")
    save(object_type=type_with_key("metric"), values={"name": "Churn"}, record=churn, actor=cio, now=LATER)
    assert add(enterprise, cio, "ci-churn", "pl-time-to-market") == []
    found = {each.entry.key: str(each.metric) for each in offered(library()) if not each.is_free}
    assert found == {"pl-time-to-market": "Time to market", "ci-churn": "Churn"}


def test_what_was_archived_comes_back_as_people_left_it(enterprise: Enterprise, cio: User) -> None:
    metric = make_metric(name="Customers lost", unit_of_measure="pct", archived_at=NOW)
    (each,) = offered([ENTRIES["ci-churn"]])
    assert (each.metric, each.is_free) == (metric, True)
    assert add(enterprise, cio, "ci-churn") == ["Customers lost"]
    metric.refresh_from_db()
    assert (metric.archived_at, metric.unit_of_measure) == (None, "pct")


def test_taking_back_leaves_what_somebody_has_changed_since(enterprise: Enterprise, cio: User) -> None:
    make_metric(name="Customers lost", archived_at=NOW)
    add(enterprise, cio, "ci-churn", "ci-recommend", "ci-agreed-results")
    nps = Metric.objects.get(name="Readiness to recommend")
    save(object_type=type_with_key("metric"), values={"decimals": 1}, record=nps, actor=cio, now=LATER)
    gone = take_back_from_library(at=NOW, actor=cio, now=LATER)
    assert sorted(map(str, gone)) == ["Agreed results that customers reached", "Customers lost"]
    assert [str(metric) for metric in Metric.objects.active()] == ["Readiness to recommend"]
    assert take_back_from_library(at=NOW, actor=cio, now=LATER) == []


def test_nobody_takes_back_what_others_added_or_long_ago(
    enterprise: Enterprise, cio: User, analyst: User
) -> None:
    add(enterprise, cio, "ci-churn")
    assert take_back_from_library(at=NOW, actor=analyst, now=LATER) == []
    assert take_back_from_library(at=NOW, actor=cio, now=NOW + timedelta(days=2)) == []
    assert Metric.objects.active().count() == 1


def test_adding_takes_the_permission(enterprise: Enterprise, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        add(enterprise, reader, "ci-churn")
    assert not Metric.objects.exists()


@pytest.mark.parametrize("count", [2, 9])
def test_adding_takes_a_constant_number_of_statements(
    count: int, enterprise: Enterprise, cio: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cio.access.allows(Permission.EDIT_METRICS)
    with django_assert_num_queries(STATEMENTS):
        add(enterprise, cio, all_of=list(ENTRIES)[:count])


STATEMENTS = 18
"""What is there already; the first numbers that metrics get, the rows, the events, and the savepoints around each."""


def test_the_discipline_of_ones_own_unit_is_that_of_its_strategy(claims: Unit, analyst: User) -> None:
    day = NOW.date()
    assert own_discipline(analyst, day) is None
    make_strategy(
        unit=claims,
        discipline=Discipline.OPERATIONAL_EXCELLENCE,
        state=StrategyState.IN_FORCE,
        start_date=day,
    )
    analyst.person.unit = None
    assert own_discipline(analyst, day) is None
    analyst.person = make_person("Ada", unit=claims)
    assert own_discipline(analyst, day) == Discipline.OPERATIONAL_EXCELLENCE
