"""What a form says where it cannot be filled in as it stands: no record to choose yet, a figure that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.factories.accounts import make_grant, make_user
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


def hint(client: Client, page: str, field: str) -> str:
    form = client.get(reverse(page)).context["form"]
    return str(form.fields[field].help_text)


def test_a_menu_that_must_be_chosen_from_but_is_empty_leads_to_the_first_record(browser: Client) -> None:
    where = f"{reverse('objectivemeasure_create')}?next=%2Fstrategies%2F"
    form = browser.get(where).context["form"]
    assert str(form.fields["metric"].help_text) == (
        'There is none to choose yet. <a class="lnk" href="/metrics/new/'
        '?next=%2Fobjective-measures%2Fnew%2F%3Fnext%3D%252Fstrategies%252F">New metric</a>'
    )
    assert 'href="/metrics/new/?next=' in browser.get(where).content.decode()


def test_the_first_record_leads_back_to_the_form_that_asked_for_it(browser: Client) -> None:
    back = reverse("objectivemeasure_create")
    answer = browser.post(
        f"{reverse('metric_create')}?next={back}",
        {"name": "Vans back the same day", "direction": "higher", "formula": "mean", "frequency": "monthly"}
        | {"decimals": "1", "base": "1", "grace_days": "0", "rules": "nhs"},
    )
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert "none to choose" not in hint(browser, "objectivemeasure_create", "metric")


def test_a_menu_with_records_or_one_that_may_stay_empty_says_nothing(browser: Client, claims: Unit) -> None:
    make_metric()
    make_objective(strategy=make_strategy(unit=claims))
    assert hint(browser, "objectivemeasure_create", "objective") == ""
    assert hint(browser, "objectivemeasure_create", "metric") == (
        'Nothing that measures it? <a class="lnk" href="/metrics/new/?next=%2Fobjective-measures%2Fnew%2F">New metric</a>'
    )
    assert "none to choose" not in hint(browser, "strategy_create", "replaces")


def test_who_may_not_state_the_first_one_only_learns_that_there_is_none(
    claims: Unit, client_of: ClientOf
) -> None:
    helper = make_user("Nils Berg", unit=claims)
    make_grant(helper, "contributor", claims)
    client = client_of(helper)
    assert hint(client, "needlink_create", "need") == "There is none to choose yet."
    assert hint(client, "needlink_create", "initiative").startswith("There is none to choose yet. <a ")


@pytest.mark.parametrize("typed", ["12,5", "a lot", "1 250", "٫5"])
def test_a_figure_that_is_none_is_refused_with_the_way_to_write_it(browser: Client, typed: str) -> None:
    answer = browser.post(reverse("growthaim_create"), {"name": "More vans", "figure": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["figure"] == [
        "Enter a number in digits, with a point before decimals: 1250.5."
    ]


@pytest.mark.parametrize("typed", ["2026-13-45", "next spring", "2027-02-29"])
def test_a_day_that_is_none_is_refused_with_the_way_to_write_it(browser: Client, typed: str) -> None:
    answer = browser.post(reverse("objective_create"), {"name": "Back the same day", "due_date": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["due_date"] == ["Enter a day as year, month and day: 2027-03-31."]
