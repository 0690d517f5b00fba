"""A unit leads with one discipline: a second strategy in force is refused wherever it is tried, and nothing is lost."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from strategies.choices import Discipline, StrategyState
from strategies.models import Strategy
from tests.factories.strategies import make_discipline_profile, make_strategy
from tests.workbench.exchange.imports import bring_in
from tests.workbench.world import form_data
from workbench.exchange.problems import Refused

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

REFUSED = (
    "This unit has a strategy in force. Save this one as a draft, and put it in force from its page: "
    "the other then ends the day before and is kept."
)


@pytest.fixture
def first(claims: Unit) -> Strategy:
    return make_strategy(name="First", unit=claims, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))


def second(claims: Unit) -> dict[str, object]:
    return {
        "name": "Second",
        "unit": claims,
        "discipline": Discipline.PRODUCT_LEADERSHIP,
        "state": StrategyState.IN_FORCE,
        "start_date": date(2026, 1, 1),
    }


def test_the_form_refuses_it_and_keeps_what_was_typed(
    first: Strategy, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    answer = client_of(cio).post(reverse("strategy_create"), form_data(second(claims)))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert (REFUSED in text, 'value="Second"' in text) == (True, True)
    assert list(Strategy.objects.all()) == [first]


def test_the_api_refuses_it(first: Strategy, claims: Unit, cio: User, client_of: ClientOf) -> None:
    body = {**second(claims), "unit": str(claims.uid), "start_date": "2026-01-01"}
    answer = client_of(cio).post(
        reverse("api-strategy-list"), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()
    assert list(Strategy.objects.all()) == [first]


def test_an_import_refuses_it_and_names_the_row(first: Strategy, claims: Unit) -> None:
    rows = "Good,Claims,draft,customer_intimacy,\nSecond,Claims,in_force,product_leadership,2026-01-01\n"
    with pytest.raises(Refused) as caught:
        bring_in("strategy", f"name,unit,state,discipline,start_date\n{rows}")
    assert [(problem.row, problem.message) for problem in caught.value.problems] == [(3, REFUSED)]
    assert list(Strategy.objects.all()) == [first]


def test_a_discipline_has_one_profile(cio: User, client_of: ClientOf) -> None:
    make_discipline_profile(discipline=Discipline.CUSTOMER_INTIMACY)
    values = {"discipline": "customer_intimacy", "promise": "Again", "it_faces": "paying_customer"}
    answer = client_of(cio).post(reverse("disciplineprofile_create"), values)
    assert answer.status_code == 422
    assert "This discipline has a profile already." in answer.content.decode()
