"""Strategy over time, as a page and for programs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from strategies.models import Strategy
from strategies.operations.force import new_version, put_in_force
from tests.factories.accounts import NOW, make_person, make_token
from tests.factories.strategies import make_objective, make_strategy
from workbench.links import url_of
from workbench.operations.records import save
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

FIRST, SECOND = {"day": "2026-12-31"}, {"other": "2027-01-01"}


@pytest.fixture
def versions(claims: Unit) -> tuple[Strategy, Strategy]:
    """One in force since 2026, and the next from 2027 on, with another customer and one objective less."""
    former = make_strategy(
        name="Closer", unit=claims, customer="Drivers", state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1),
        sponsor=make_person("Ada Byrne"),
    )  # fmt: skip
    make_objective(name="Kept", strategy=former)
    make_objective(name="Dropped", strategy=former)
    following = new_version(strategy=former, name="Closer 2", actor=SYSTEM, now=NOW)
    following.objectives.get(name="Dropped").delete()
    kind = type_with_key("strategy")
    save(object_type=kind, values={"customer": "Families"}, record=following, actor=SYSTEM, now=NOW)
    part = following.objectives.get()
    save(object_type=type_with_key("objective"), values={"weight": 5}, record=part, actor=SYSTEM, now=NOW)
    put_in_force(strategy=following, start_date=date(2027, 1, 1), actor=SYSTEM, now=NOW)
    return former, following


def ask(client: Client, **query: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(reverse("strategies_over_time"), query).context["page"]
    return page


def program(user: User) -> Client:
    make_token(user)
    return Client(headers={"Authorization": "Bearer a-key"})


def test_two_versions_are_told_apart(
    versions: tuple[Strategy, Strategy], claims: Unit, cio: User, client_of: ClientOf
) -> None:
    page = ask(client_of(cio), unit=str(claims.uid), **FIRST, **SECOND)
    assert (page["finding_lead"], page["finding_rest"]) == (
        "4 changes between 31 Dec 2026 and 1 Jan 2027.",
        "In Claims “Closer 2” has followed “Closer”.",
    )
    assert [(row["name"], row["marks"]) for row in page["strip"]] == [("Closer", [1]), ("Closer 2", [2])]
    assert [(each["label"], each["before"], each["after"]) for each in page["fields"]] == [
        ("Name", "Closer", "Closer 2"),
        ("Who the customer is", "Drivers", "Families"),
    ]
    objectives = page["parts"][0]
    assert (objectives["gone"], objectives["added"]) == (["Dropped"], [])
    assert objectives["changed"] == [
        {"name": "Kept", "changes": [{"label": "Weight", "before": "1", "after": "5", "runs": ()}]}
    ]
    first = page["stated"][0]
    assert (first["strategy"], first["url"], first["from_above"]) == ("Closer", url_of(versions[0]), "")
    assert {row["label"]: row["text"] for row in first["items"]}["Sponsoring executive"] == "Ada Byrne"


def test_days_are_put_in_their_order(
    versions: tuple[Strategy, Strategy], claims: Unit, cio: User, client_of: ClientOf
) -> None:
    page = ask(client_of(cio), unit=str(claims.uid), day="2027-01-01", other="2026-12-31")
    assert (page["day"], page["other"]) == ("2026-12-31", "2027-01-01")


def test_a_unit_below_shows_where_it_comes_from(
    versions: tuple[Strategy, Strategy], motor: Unit, cio: User, client_of: ClientOf
) -> None:
    page = ask(client_of(cio), unit=str(motor.uid), day="2026-11-02", other="2026-12-01")
    assert page["stated"][0]["from_above"] == "Claims"
    assert [row["unit"] for row in page["strip"]] == ["Claims", "Claims"]
    assert page["finding_lead"] == "Nothing changed between 2 Nov 2026 and 1 Dec 2026."


def test_a_change_within_a_version_says_so(
    versions: tuple[Strategy, Strategy], claims: Unit, cio: User, client_of: ClientOf
) -> None:
    later = NOW.replace(day=20)
    fresh = Strategy.objects.for_list().get(pk=versions[0].pk)
    kind = type_with_key("strategy")
    save(object_type=kind, values={"discipline": "product_leadership"}, record=fresh, actor=SYSTEM, now=later)
    page = ask(client_of(cio), unit=str(claims.uid), day="2026-11-10", other="2026-11-25")
    assert (page["finding_lead"], page["finding_rest"]) == (
        "1 change between 10 Nov 2026 and 25 Nov 2026.",
        "Both days fall in the same version.",
    )
    assert page["fields"] == [
        {"label": "Lead discipline", "before": "Customer intimacy", "after": "Product leadership", "runs": ()}
    ]


def test_a_changed_text_shows_its_changed_words_and_a_share_its_unit(
    versions: tuple[Strategy, Strategy], claims: Unit, cio: User, client_of: ClientOf
) -> None:
    kind, old = type_with_key("strategy"), versions[0]
    said = {"statement": "We pay within days.", "front_office_share": 60, "back_office_share": 40}
    new = {"statement": "We pay within hours.", "front_office_share": 70, "back_office_share": 30}
    for values, day in ((said, 15), (new, 20)):
        fresh = Strategy.objects.for_list().get(pk=old.pk)
        save(object_type=kind, values=values, record=fresh, actor=SYSTEM, now=NOW.replace(day=day))
    query = {"unit": str(claims.uid), "day": "2026-11-16", "other": "2026-11-25"}
    statement, *shares = ask(client_of(cio), **query)["fields"]
    assert [(run.fate, run.text) for run in statement["runs"]] == [
        ("kept", "We pay within"),
        ("gone", "days."),
        ("added", "hours."),
    ]
    assert [(row["before"], row["after"]) for row in shares] == [("60%", "70%"), ("40%", "30%")]
    text = client_of(cio).get(reverse("strategies_over_time"), query).content.decode()
    assert "We pay within <s>days.</s> <ins>hours.</ins>" in text


@pytest.mark.parametrize(
    ("day", "other", "lead"),
    [
        ("2025-01-01", "2025-06-01", "No strategy binds Claims on either day."),
        ("2025-01-01", "2026-06-01", "On one of the days no strategy binds Claims."),
    ],
)
def test_days_outside_any_version_say_so(
    day: str,
    other: str,
    lead: str,
    versions: tuple[Strategy, Strategy],
    claims: Unit,
    cio: User,
    client_of: ClientOf,
) -> None:
    client = client_of(cio)
    page = ask(client, unit=str(claims.uid), day=day, other=other)
    assert (page["finding_lead"], page["finding_rest"], page["compares"]) == (lead, "", False)
    text = client.get(reverse("strategies_over_time"), {"unit": str(claims.uid), "day": day, "other": other})
    assert "No strategy was in force on this day" in text.content.decode()


def opened(client: Client, **query: str) -> tuple[str, str, str]:
    page = ask(client, **query)
    return page["unit"], page["day"], page["other"]


def test_without_a_question_it_is_the_last_change_of_the_unit_that_changed(
    versions: tuple[Strategy, Strategy],
    root: Unit,
    claims: Unit,
    sales: Unit,
    cio: User,
    client_of: ClientOf,
) -> None:
    """What comes into force after today has not changed anything yet."""
    client, never = client_of(cio), {"unit": "nonsense", "day": "2026-13-40", "other": "soon"}
    for query in ({}, never):
        assert opened(client, **query) == ("Claims", "2025-12-31", "2026-01-01")
    make_strategy(unit=sales, state=StrategyState.IN_FORCE, start_date=date(2026, 6, 1))
    late = {"start_date": date(2026, 7, 1), "end_date": date(2026, 7, 31), "archived_at": NOW}
    make_strategy(unit=root, name="Withdrawn", state=StrategyState.SUPERSEDED, **late)
    make_strategy(unit=sales, name="Draft", start_date=date(2026, 8, 1))
    assert opened(client) == ("Sales", "2026-05-31", "2026-06-01")
    assert opened(client, unit=str(claims.uid)) == ("Claims", "2025-12-31", "2026-01-01")


def test_of_units_that_changed_on_one_day_the_highest_is_shown(
    root: Unit, claims: Unit, motor: Unit, cio: User, client_of: ClientOf
) -> None:
    for unit in (motor, claims):
        make_strategy(unit=unit, state=StrategyState.IN_FORCE, start_date=date(2026, 6, 1))
    assert opened(client_of(cio)) == ("Claims", "2026-05-31", "2026-06-01")


def test_a_unit_without_a_strategy_of_its_own_changes_with_the_one_above(
    versions: tuple[Strategy, Strategy], motor: Unit, cio: User, client_of: ClientOf
) -> None:
    assert opened(client_of(cio), unit=str(motor.uid)) == ("Motor claims", "2025-12-31", "2026-01-01")


def test_one_day_alone_is_compared_with_today_or_with_a_year_ago(
    versions: tuple[Strategy, Strategy], analyst: User, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    assert opened(client, day="2026-03-01") == ("Claims", "2026-03-01", "2026-11-02")
    assert opened(client, other="2026-03-01") == ("Claims", "2025-11-02", "2026-03-01")


def test_where_nothing_ever_came_into_force_it_is_the_last_year_of_one_s_own_unit(
    claims: Unit, analyst: User, client_of: ClientOf
) -> None:
    assert opened(client_of(analyst)) == ("Claims", "2025-11-02", "2026-11-02")


def test_a_unit_that_has_never_had_one_is_led_on(claims: Unit, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(reverse("strategies_over_time"))
    assert answer.context["page"]["strip"] == []
    assert reverse("strategy_create") in answer.content.decode()


def test_units_beside_one_s_own_are_not_offered(
    versions: tuple[Strategy, Strategy],
    claims: Unit,
    sales: Unit,
    outsider: User,
    member: User,
    client_of: ClientOf,
) -> None:
    page = ask(client_of(outsider), unit=str(claims.uid))
    assert [unit["label"] for unit in page["units"]] == ["Harbor Mutual", "Sales"]
    assert page["unit"] == "Sales"
    answer = client_of(member).get(reverse("strategies_over_time"))
    assert (answer.context["page"], "You may read no unit yet." in answer.content.decode()) == (None, True)


def test_programs_get_the_same(versions: tuple[Strategy, Strategy], claims: Unit, cio: User) -> None:
    former, following = versions
    query = {"unit": str(claims.uid), **FIRST, **SECOND}
    client = program(cio)
    told = client.get(reverse("api_strategies_over_time"), query).json()
    assert (told["unit"]["name"], told["days"]) == ("Claims", ["2026-12-31", "2027-01-01"])
    assert [one["strategy"] for one in told["in_force"]] == [str(former.uid), str(following.uid)]
    assert [each["end_date"] for each in told["stretches"]] == ["2026-12-31", None]
    difference = told["difference"]
    assert difference["fields"][1] == {"field": "customer", "before": "Drivers", "after": "Families"}
    assert [part["name"] for part in difference["objectives"]["gone"]] == ["Dropped"]
    assert difference["objectives"]["changed"][0]["fields"] == [{"field": "weight", "before": 1, "after": 5}]
    assert difference["growth_aims"] == {"added": [], "gone": [], "changed": [], "same": 0}
    outside = client.get(reverse("api_strategies_over_time"), {**query, "day": "2020-01-01"}).json()
    assert (outside["in_force"][0], outside["difference"]) == (None, None)


def test_programs_of_people_without_a_unit_get_nothing(member: User, root: Unit) -> None:
    assert program(member).get(reverse("api_strategies_over_time")).json() == {}
