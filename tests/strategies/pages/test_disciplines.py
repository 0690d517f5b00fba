"""The three disciplines side by side, and the page of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from strategies.choices import Discipline, StrategyState
from strategies.models import DisciplineProfile
from strategies.operations.shipping import ship_content
from tests.factories.accounts import NOW
from tests.factories.strategies import make_discipline_profile, make_it_need, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

CI = Discipline.CUSTOMER_INTIMACY


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_the_profiles_say_what_was_shipped(cio: User, client_of: ClientOf) -> None:
    ship_content(now=NOW)
    answer = client_of(cio).get(reverse("disciplines"))
    columns = answer.context["page"]["columns"]
    assert [column["label"] for column in columns] == list(Discipline.labels)
    assert [column["it_faces"] for column in columns] == [
        "Internal customers",
        "Internal customers",
        "The paying customer",
    ]
    assert [len(column["metrics"]) for column in columns] == [5, 5, 5]
    assert all(column["promise"] and column["promise"] in text(answer) for column in columns)


def test_those_who_may_edit_are_led_to_the_form(
    cio: User, reader_of_claims: User, client_of: ClientOf
) -> None:
    profile = make_discipline_profile(discipline=CI)
    address = f"{reverse('disciplineprofile_edit', args=[profile.uid])}?next=%2Fdisciplines%2F"
    assert f'href="{address}"' in text(client_of(cio).get(reverse("disciplines")))
    seen = client_of(reader_of_claims).get(reverse("disciplines"))
    assert [column.get("edit_url", "") for column in seen.context["page"]["columns"]] == ["", "", ""]
    assert client_of(cio).get(address).status_code == 200


def test_a_missing_profile_can_be_written(cio: User, client_of: ClientOf) -> None:
    make_discipline_profile(discipline=CI)
    page = client_of(cio).get(reverse("disciplines")).context["page"]
    create = reverse("disciplineprofile_create")
    assert [column["create_url"] for column in page["columns"]] == [
        f"{create}?discipline=product_leadership",
        f"{create}?discipline=operational_excellence",
        "",
    ]


def test_the_finding_says_what_most_units_follow(
    root: Unit, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    make_strategy(unit=root, discipline=CI, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
    page = client_of(cio).get(reverse("disciplines")).context["page"]
    assert page["fact"] == "2 of 2 units lead with customer intimacy."
    assert page["tension"] == "Nobody leads with product leadership and operational excellence."


def test_without_any_strategy_the_page_says_so_and_teaches(cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(reverse("disciplines"))
    assert answer.context["page"]["fact"] == "No unit has chosen a discipline yet."
    assert "The three profiles are missing" in text(answer)


def test_a_profile_shows_its_it_needs_and_its_followers(
    root: Unit, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    profile = make_discipline_profile(discipline=CI)
    need = make_it_need(discipline=CI, name="Know each customer")
    make_it_need(discipline=Discipline.PRODUCT_LEADERSHIP, name="Something else")
    make_strategy(unit=root, discipline=CI, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
    page = client_of(cio).get(url_of(profile)).context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == (
        "2 units lead with it.",
        "IT faces the paying customer.",
    )
    panels = {panel["name"]: panel["data"] for panel in [*page["panels"], *page["asides"]]}
    assert [found["code"] for found in panels["it-needs"]["needs"]] == [need.code]
    assert [found["unit"] for found in panels["followers"]["units"]] == ["Harbor Mutual", "Claims"]
    assert [found["inherited"] for found in panels["followers"]["units"]] == ["", "Harbor Mutual"]


def test_a_profile_nobody_follows_says_so(cio: User, client_of: ClientOf) -> None:
    page = client_of(cio).get(url_of(make_discipline_profile())).context["page"]
    assert page["finding_lead"] == "No unit leads with it."


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    root: Unit, claims: Unit, sales: Unit, cio: User, client_of: ClientOf, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for unit in (root, claims, sales)[:count]:
        make_strategy(unit=unit, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
        make_discipline_profile()
        make_it_need()
    browser = client_of(cio)
    with django_assert_num_queries(PAGE):
        browser.get(reverse("disciplines"))
    assert DisciplineProfile.objects.count() == count


PAGE = 7
"""Session, user, grants, enterprise, inbox; the day; units, strategies twice, profiles, IT needs."""
