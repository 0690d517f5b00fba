"""Putting a strategy in force and beginning the next version, through the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from strategies.choices import StrategyState
from strategies.models import Strategy
from strategies.views.force import next_name
from tests.factories.accounts import NOW
from tests.factories.strategies import make_commitment, make_growth_aim, make_objective, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SINCE = date(2026, 1, 1)


@pytest.fixture
def present(claims: Unit) -> Strategy:
    return make_strategy(name="Present", unit=claims, state=StrategyState.IN_FORCE, start_date=SINCE)


@pytest.fixture
def draft(claims: Unit, present: Strategy) -> Strategy:
    return make_strategy(name="Next", unit=claims)


def force(strategy: Strategy) -> str:
    return reverse("strategy_force", args=[strategy.uid])


def version(strategy: Strategy) -> str:
    return reverse("strategy_version", args=[strategy.uid])


def test_the_page_says_what_will_happen(
    draft: Strategy, present: Strategy, cio: User, client_of: ClientOf
) -> None:
    shown = client_of(cio).get(force(draft))
    page, text = shown.context["page"], shown.content.decode()
    assert (page["present"], page["earliest"]) == (present, date(2026, 1, 2))
    assert page["clarity"]["summary"] == "1 of 11 points are said; next: who the customer is."
    assert "“Present” ends the day before and is kept." in text
    assert "You may put it in force all the same" in text
    assert shown.context["form"]["start_date"].value() == NOW.date()


def test_the_start_offered_is_the_first_that_is_free(
    draft: Strategy, present: Strategy, cio: User, client_of: ClientOf
) -> None:
    Strategy.objects.filter(pk=present.pk).update(start_date=date(2027, 1, 1))
    form = client_of(cio).get(force(draft)).context["form"]
    assert form["start_date"].value() == date(2027, 1, 2)


def test_a_draft_is_put_in_force(draft: Strategy, present: Strategy, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    answer = client.post(force(draft), {"start_date": "2027-01-01", "version": "1"}, follow=True)
    assert answer.redirect_chain == [(f"{url_of(draft)}#re-mapping", 302)]
    assert "“Next” is in force from 1 Jan 2027." in answer.content.decode()
    states = dict(Strategy.objects.values_list("name", "state"))
    assert states == {"Present": "superseded", "Next": "in_force"}


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({}, "start_date", "Say from which day the strategy is in force."),
        ({"start_date": "2025-12-31"}, "start_date", "Choose a start on 2 Jan 2026 or later."),
        ({"start_date": "soon"}, "start_date", "Enter a valid date."),
        (
            {"start_date": "2027-01-01", "version": "9"},
            "__all__",
            "Somebody else saved this in the meantime.",
        ),
    ],
)
def test_nonsense_is_refused_with_the_remedy(
    sent: dict[str, str],
    field: str,
    message: str,
    draft: Strategy,
    present: Strategy,
    cio: User,
    client_of: ClientOf,
) -> None:
    answer = client_of(cio).post(force(draft), sent)
    assert answer.status_code == 422
    assert message in " ".join(answer.context["form"].errors[field])
    assert dict(Strategy.objects.values_list("name", "state")) == {"Present": "in_force", "Next": "draft"}


def test_what_is_no_draft_is_not_asked_for_a_start(present: Strategy, cio: User, client_of: ClientOf) -> None:
    shown = client_of(cio).get(force(present))
    assert (shown.status_code, shown.context["page"]["refusal"]) == (200, "Present is in force already.")
    assert b"start_date" not in shown.content
    answer = client_of(cio).post(force(present), {"start_date": "2027-01-01"})
    assert (answer.status_code, answer.context["page"]["refusal"]) == (422, "Present is in force already.")


def test_what_the_record_itself_refuses_is_told(draft: Strategy, cio: User, client_of: ClientOf) -> None:
    Strategy.objects.filter(pk=draft.pk).update(statement="x", external_key="")
    Strategy.objects.filter(pk=draft.pk).update(engaged_date=None, discipline="luck")
    answer = client_of(cio).post(force(draft), {"start_date": "2027-01-01"})
    assert answer.status_code == 422
    assert "luck" in " ".join(answer.context["form"].non_field_errors())


def test_a_new_version_begins_as_a_draft(present: Strategy, cio: User, client_of: ClientOf) -> None:
    make_objective(strategy=present)
    make_growth_aim(strategy=present)
    make_commitment(strategy=present, kept_date=SINCE)
    client = client_of(cio)
    shown = client.get(version(present))
    assert (
        shown.context["form"]["name"].value(),
        "1 objective, with the arrows" in shown.content.decode(),
    ) == (
        "Present 2",
        True,
    )
    answer = client.post(version(present), {"name": "Present 2"})
    made = Strategy.objects.get(name="Present 2")
    assert answer["Location"] == url_of(made)
    assert (made.state, made.replaces, made.objectives.count()) == ("draft", present, 1)


@pytest.mark.parametrize(
    ("name", "error"), [("", "Give the new version a name."), ("Present", "has a strategy of this")]
)
def test_a_version_needs_a_name_of_its_own(
    name: str, error: str, present: Strategy, cio: User, client_of: ClientOf
) -> None:
    answer = client_of(cio).post(version(present), {"name": name})
    assert answer.status_code == 422
    assert error in " ".join(answer.context["form"].errors["name"])
    assert Strategy.objects.count() == 1


def test_both_take_the_permission(
    present: Strategy, reader: User, outsider: User, client_of: ClientOf
) -> None:
    for user, status in ((reader, 403), (outsider, 404)):
        client = client_of(user)
        answers = [client.get(page(present)) for page in (force, version)]
        answers += [client.post(page(present), {"name": "x"}) for page in (force, version)]
        assert [answer.status_code for answer in answers] == [status] * 4


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("Closer to home", "Closer to home 2"),
        ("Closer to home 2", "Closer to home 3"),
        ("Strategy to 2029", "Strategy to 2029 2"),
        ("7", "7 2"),
        ("x" * 160, "x" * 157 + " 2"),
    ],
)
def test_names_of_versions(name: str, following: str) -> None:
    assert next_name(name) == following
