"""The history of a record: the order of the days its facts are of, with the instant at which each was recorded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import override

from foundation.actors import SYSTEM
from metrics.models import Reading
from strategies.choices import StrategyState
from strategies.models import Strategy
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric
from tests.workbench.world import text, url
from workbench.history import Difference, Happening, history_of
from workbench.operations.records import save
from workbench.operations.removal import delete
from workbench.types import type_of
from workbench.views.detail import latest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit

pytestmark = pytest.mark.django_db

KIND: Any = type_of(Strategy)
YEAR_START, LATER = date(2026, 1, 1), NOW + timedelta(days=3)


@pytest.fixture
def strategy(claims: Unit) -> Strategy:
    """Entered as a draft, renamed a day later, and put in force two days after that, from January on."""
    values = {"name": "Closer", "unit": claims, "discipline": "customer_intimacy"}
    made = save(object_type=KIND, values=values, actor=SYSTEM, now=NOW).record
    change(made, 1, name="Closer still")
    change(made, 3, state=StrategyState.IN_FORCE, start_date=YEAR_START)
    found: Strategy = Strategy.objects.for_list().get()
    return found


def change(record: Any, days: int, **values: Any) -> None:
    save(object_type=KIND, values=values, record=record, actor=SYSTEM, now=NOW + timedelta(days=days))


def told(found: list[Happening]) -> list[tuple[date, int, str]]:
    """Of each event the day it is of, after how many days it was recorded, and what was done."""
    return [(each.day, (each.at - NOW).days, each.verb) for each in found]


def test_a_fact_told_afterwards_stands_at_its_day(
    strategy: Strategy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = history_of(strategy, SYSTEM)
    assert told(found) == [
        (date(2026, 11, 3), 1, "changed"),
        (date(2026, 11, 2), 0, "created"),
        (YEAR_START, 3, "changed"),
    ]
    assert [each.of for each in found] == [None, None, YEAR_START]


def test_the_page_opens_with_what_was_recorded_last(strategy: Strategy) -> None:
    assert latest(history_of(strategy, SYSTEM)) == "Changed 5 Nov 2026 by system."


def test_the_page_says_of_which_day_it_is_and_when_it_was_recorded(
    strategy: Strategy, browser: Client
) -> None:
    page = text(browser.get(url(KIND, "detail", strategy)))
    past = page[page.index('id="history"') :]
    days = [f'<time datetime="{day}">' for day in ("2026-11-03", "2026-11-02")]
    assert [day in past for day in days] == [False, False]
    assert '<span class="d"><time datetime="2026-01-01">1 Jan 2026</time></span>' in past
    assert ">5 Nov 2026</time>" in past.partition(", recorded ")[2]
    assert past.count(", recorded ") == 1


def test_what_lies_ahead_stands_at_the_day_it_was_recorded(claims: Unit) -> None:
    values = {
        "name": "Closer", "unit": claims, "discipline": "customer_intimacy",
        "state": StrategyState.IN_FORCE, "start_date": date(2027, 1, 1),
    }  # fmt: skip
    made = save(object_type=KIND, values=values, actor=SYSTEM, now=NOW).record
    assert told(history_of(made, SYSTEM)) == [(date(2026, 11, 2), 0, "created")]


def test_a_record_that_is_about_an_earlier_day_says_so_from_the_start() -> None:
    kind: Any = type_of(Reading)
    values = {"metric": make_metric(), "day": date(2026, 9, 30), "value": 4}
    made = save(object_type=kind, values=values, actor=SYSTEM, now=NOW).record
    (found,) = history_of(made, SYSTEM)
    assert (found.of, found.differences) == (date(2026, 9, 30), (Difference("Day", "", "30 Sep 2026"),))
    delete(object_type=kind, record=made, actor=SYSTEM, now=LATER)
    gone, _created = history_of(made, SYSTEM)
    assert (gone.of, gone.verb) == (None, "deleted")


def test_the_day_of_recording_is_that_of_the_reader(strategy: Strategy) -> None:
    with override("Pacific/Kiritimati"):
        assert told(history_of(strategy, SYSTEM))[0][0] == date(2026, 11, 3)
    with override("Pacific/Pago_Pago"):
        assert told(history_of(strategy, SYSTEM))[0][0] == date(2026, 11, 2)
