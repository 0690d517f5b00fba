"""A strategy on one page: what it says, what it lacks, who stands for it, and which versions there are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from foundation.actors import SYSTEM
from strategies.choices import Discipline, StrategyState
from strategies.models import Strategy
from strategies.queries.statement import statement_of
from tests.factories.accounts import NOW
from tests.factories.strategies import (
    make_commitment,
    make_discipline_profile,
    make_growth_aim,
    make_strategy,
)
from tests.strategies.statements import clear
from workbench.links import url_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SINCE = date(2026, 1, 1)


def page_of(client: Any, strategy: Strategy) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url_of(strategy)).context["page"]
    return page


def data(page: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each["data"] for each in (*page["panels"], *page["asides"]) if each["name"] == name]
    told: dict[str, Any] = found
    return told


# ── the finding and the next step ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("state", "start", "end", "lead"),
    [
        (StrategyState.DRAFT, None, None, "A draft: it binds nobody yet."),
        (StrategyState.IN_FORCE, SINCE, None, "In force since 1 Jan 2026."),
        (StrategyState.IN_FORCE, date(2027, 1, 1), None, "In force from 1 Jan 2027 on."),
        (StrategyState.SUPERSEDED, SINCE, date(2026, 12, 31), "In force until 31 Dec 2026."),
        (StrategyState.SUPERSEDED, SINCE, date(2026, 6, 30), "In force from 1 Jan 2026 to 30 Jun 2026."),
    ],
)
def test_the_page_opens_with_whether_it_binds_anybody(
    state: str, start: date | None, end: date | None, lead: str, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    page = page_of(client_of(cio), clear(claims, state=state, start_date=start, end_date=end))
    assert (page["finding_lead"], page["finding_rest"]) == (
        lead,
        "All 11 points of a clear statement are said.",
    )


@pytest.mark.parametrize(
    ("end", "lead"),
    [
        (date(2026, 12, 31), "In force until 31 Dec 2026, then “Next” follows."),
        (date(2026, 6, 30), "In force from 1 Jan 2026 to 30 Jun 2026; superseded by “Next”."),
    ],
)
def test_what_superseded_it_is_named(
    end: date, lead: str, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    former = make_strategy(unit=claims, state=StrategyState.SUPERSEDED, start_date=SINCE, end_date=end)
    make_strategy(name="Idea", unit=claims, replaces=former)
    make_strategy(
        name="Next", unit=claims, replaces=former, state=StrategyState.IN_FORCE, start_date=date(2027, 1, 1)
    )
    assert page_of(client_of(cio), former)["finding_lead"] == lead


def actions(page: dict[str, Any]) -> tuple[str, list[str]]:
    primary = page.get("primary")
    return primary["label"] if primary else "", [str(action["label"]) for action in page.get("more", ())]


def test_the_one_primary_button_is_the_next_step(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    force, version = "Put in force", "Begin a new version"
    draft, ready = make_strategy(unit=claims), clear(claims)
    assert actions(page_of(client, draft)) == ("Next: Who the customer is", [force, version])
    assert actions(page_of(client, ready)) == (force, [version])
    Strategy.objects.filter(pk=ready.pk).update(state=StrategyState.IN_FORCE, start_date=SINCE)
    assert actions(page_of(client, ready)) == ("", [version])
    Strategy.objects.filter(pk=draft.pk).update(
        state=StrategyState.SUPERSEDED, start_date=date(2025, 1, 1), end_date=date(2025, 12, 31)
    )
    assert actions(page_of(client, draft)) == ("", [version])


def test_readers_and_archives_are_offered_nothing(
    claims: Unit, cio: User, reader: User, client_of: ClientOf
) -> None:
    strategy = clear(claims)
    page = page_of(client_of(reader), strategy)
    assert actions(page) == ("", [])
    urls = [
        data(page, "growth")["add_url"],
        data(page, "sponsor")["add_url"],
        data(page, "intent")["shares_url"],
    ]
    assert urls == ["", "", ""]
    assert data(page, "sponsor")["commitments"][0]["kept_url"] == ""
    Strategy.objects.filter(pk=strategy.pk).update(archived_at=NOW)
    assert actions(page_of(client_of(cio), strategy)) == ("", [])


# ── the parts ────────────────────────────────────────────────────────────────────────────────────
def test_the_clarity_check_says_what_is_missing_why_and_where(
    claims: Unit, cio: User, client_of: ClientOf
) -> None:
    strategy = clear(claims, customer="", engaged_date=date(2026, 4, 1))
    found = data(page_of(client_of(cio), strategy), "clarity")
    say = reverse("strategy_say", args=[strategy.uid])
    assert [(row["point"], row["lack"], row["url"]) for row in found["missing"]] == [
        ("Who the customer is", "not said", f"{say}?point=customer"),
        ("Sponsor engaged", "more than 6 months ago", f"{say}?point=engaged"),
    ]
    assert (found["summary"], found["share"]) == ("9 of 11 points are said; next: who the customer is.", 81)
    assert all(row["why"] for row in found["missing"])


def test_growth_aims_show_figure_and_day(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = clear(claims)
    make_growth_aim(name="Bare", strategy=strategy)
    make_growth_aim(
        name="Money",
        strategy=strategy,
        figure=Decimal(3),
        unit_of_measure="EUR million",
        due_date=date(2029, 1, 1),
    )
    rows = data(page_of(client_of(cio), strategy), "growth")["rows"]
    told = {row["name"]: (row["figure"], row["due"]) for row in rows}
    assert told == {
        "More": ("8.5%", date(2028, 12, 31)),
        "Money": ("3 EUR million", date(2029, 1, 1)),
        "Bare": ("–", None),
    }
    assert {row["url"].partition("?")[2] for row in rows} == {urlencode({"next": url_of(strategy)})}


def test_commitments_are_kept_overdue_or_due(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = clear(claims)
    make_commitment(name="Late", strategy=strategy, due_date=date(2026, 10, 31))
    make_commitment(name="Done", strategy=strategy, due_date=SINCE, kept_date=date(2026, 2, 1))
    make_commitment(name="Some day", strategy=strategy)
    rows = data(page_of(client_of(cio), strategy), "sponsor")["commitments"]
    assert {row["name"]: (row["text"], row["health"], bool(row["kept_url"])) for row in rows} == {
        "Sit in": ("due 31 Mar 2027", "", True),
        "Late": ("overdue since 31 Oct 2026", "off", True),
        "Done": ("kept 1 Feb 2026", "ok", False),
        "Some day": ("no day yet", "", True),
    }


def test_the_lead_discipline_stands_with_its_promise(claims: Unit, cio: User, client_of: ClientOf) -> None:
    make_discipline_profile(discipline=Discipline.CUSTOMER_INTIMACY, promise="You are known. And more.")
    assert data(page_of(client_of(cio), clear(claims)), "statement")["promise"] == "You are known."


def test_versions_stand_in_their_order(claims: Unit, cio: User, client_of: ClientOf) -> None:
    former = make_strategy(
        name="Former",
        unit=claims,
        state=StrategyState.SUPERSEDED,
        start_date=SINCE,
        end_date=date(2026, 6, 30),
    )
    make_strategy(name="Present", unit=claims, state=StrategyState.IN_FORCE, start_date=date(2026, 7, 1))
    make_strategy(name="Next", unit=claims)
    make_strategy(name="Put away", unit=claims, archived_at=NOW)
    rows = data(page_of(client_of(cio), former), "versions")["rows"]
    assert [(row["name"], row["days"], row["current"]) for row in rows] == [
        ("Next", "Draft", False),
        ("Present", "Since 1 Jul 2026", False),
        ("Former", "1 Jan 2026 – 30 Jun 2026", True),
    ]


def test_a_part_is_added_in_one_step_and_leads_back(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client, strategy = client_of(cio), make_strategy(unit=claims)
    add = data(page_of(client, strategy), "growth")["add_url"]
    form = client.get(add).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"name": "More", "kind": "revenue"}
    assert client.post(add, sent)["Location"] == url_of(strategy)
    assert strategy.growth_aims.get().name == "More"


# ── one click ────────────────────────────────────────────────────────────────────────────────────
def test_a_commitment_is_kept_and_a_sponsor_engaged_today(
    claims: Unit, cio: User, client_of: ClientOf
) -> None:
    client, strategy = client_of(cio), clear(claims)
    commitment = strategy.commitments.get()
    for address in (
        reverse("commitment_kept", args=[commitment.uid]),
        reverse("strategy_engaged", args=[strategy.uid]),
    ):
        assert client.get(address).status_code == 405
        assert client.post(address)["Location"] == url_of(strategy)
    commitment.refresh_from_db()
    strategy.refresh_from_db()
    assert (commitment.kept_date, strategy.engaged_date) == (NOW.date(), NOW.date())
    assert data(page_of(client, strategy), "sponsor")["was_today"]


def test_one_click_takes_the_permission(
    claims: Unit, reader: User, outsider: User, client_of: ClientOf
) -> None:
    strategy = clear(claims)
    addresses = [
        reverse("commitment_kept", args=[strategy.commitments.get().uid]),
        reverse("strategy_engaged", args=[strategy.uid]),
    ]
    for user, status in ((reader, 403), (outsider, 404)):
        assert [client_of(user).post(address).status_code for address in addresses] == [status] * 2
    assert strategy.commitments.get().kept_date is None


# ── the list ─────────────────────────────────────────────────────────────────────────────────────
def test_the_empty_list_teaches_and_leads_on(cio: User, client_of: ClientOf) -> None:
    shown = client_of(cio).get(reverse("strategy_list"))
    assert shown.context["page"]["empty"]["title"] == "Say how you win customers"
    assert reverse("strategy_create") in shown.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_depend_on_the_parts(
    count: int, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    strategy = clear(claims)
    for number in range(count):
        make_growth_aim(name=f"Aim {number}", strategy=strategy)
        make_commitment(name=f"Commitment {number}", strategy=strategy)
        make_strategy(unit=claims, replaces=strategy)
    with django_assert_num_queries(5):
        told = statement_of(strategy, SYSTEM, NOW.date())
        assert [len(told.aims), len(told.commitments), len(told.versions)] == [count + 1] * 3
        assert told.successor is None
