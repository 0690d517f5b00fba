"""Beginning a strategy, and saying it point by point."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from strategies.choices import Discipline, Point
from strategies.models import Strategy
from tests.factories.strategies import (
    make_discipline_profile,
    make_growth_aim,
    make_strategy,
)
from tests.strategies.statements import clear
from workbench.links import url_of

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SINCE = date(2026, 1, 1)


# ── beginning ────────────────────────────────────────────────────────────────────────────────────
def test_a_new_strategy_begins_with_the_enterprise_and_then_one_s_own_unit(
    root: Unit, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    client, address = client_of(cio), reverse("strategy_create")
    cio.person.unit = claims
    cio.person.save()
    assert client.get(address).context["form"].initial["unit"] == root.uid
    make_strategy(unit=root)
    form = client.get(address).context["form"]
    assert (form.initial["unit"], form.initial["name"]) == (claims.uid, "Strategy to 2029")


def test_what_is_given_besides_is_open(root: Unit, cio: User, client_of: ClientOf) -> None:
    client, address = client_of(cio), reverse("strategy_create")
    assert not client.get(address).context["page"]["rest_open"]
    assert client.get(address, {"customer": "Families"}).context["page"]["rest_open"]
    sent = {"unit": str(root.uid), "name": "Closer", "state": "draft"}
    assert not client.post(address, sent).context["page"]["rest_open"]
    assert client.post(address, {**sent, "end_date": "never"}).context["page"]["rest_open"]


def test_each_discipline_is_offered_with_its_promise(root: Unit, cio: User, client_of: ClientOf) -> None:
    make_discipline_profile(discipline=Discipline.OPERATIONAL_EXCELLENCE, promise="No trouble")
    rows = client_of(cio).get(reverse("strategy_create")).context["page"]["disciplines"]
    assert [(row["value"], row["promise"]) for row in rows] == [
        ("product_leadership", "The best product there is, and the next one before a rival catches up."),
        ("operational_excellence", "No trouble."),
        ("customer_intimacy", "The best solution for this one customer, from somebody who knows them."),
    ]


# ── saying it point by point ─────────────────────────────────────────────────────────────────────
def say(strategy: Strategy, point: str = "") -> str:
    return reverse("strategy_say", args=[strategy.uid]) + (f"?point={point}" if point else "")


def test_the_first_missing_point_is_asked_for(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client, strategy = client_of(cio), clear(claims, will_not="")
    for address in (say(strategy), say(strategy, "no such point")):
        assert client.get(address).context["page"]["title"] == "What will we not do?"
    strategy.will_not = "Fleets"
    strategy.save()
    assert client.get(say(strategy)).context["page"]["title"] == "Who is the customer?"


@pytest.mark.parametrize("point", Point)
def test_every_point_has_its_page(point: Point, claims: Unit, cio: User, client_of: ClientOf) -> None:
    page = client_of(cio).get(say(make_strategy(unit=claims), point)).context["page"]
    assert page["title"]
    assert len(page["fields"]) in range(1, 6)
    assert [row["label"] for row in page["points"] if row["current"]] == [point.label]


def test_nothing_is_saved_that_leaves_a_point_unsaid(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = make_strategy(unit=claims)
    answer = client_of(cio).post(say(strategy, "customer"), {"customer": " ", "version": "1"})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"customer": ["Answer this, or go on with “Later”."]},
    )


def test_shares_that_do_not_add_up_are_refused(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = make_strategy(unit=claims)
    shares = {f"{name}_share": "30" for name in Discipline.values}
    answer = client_of(cio).post(say(strategy, "shares"), {**shares, "version": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "The shares of the three disciplines add up to 100, or are all left empty."
    ]


def test_somebody_else_was_quicker(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = make_strategy(unit=claims, version=4)
    answer = client_of(cio).post(say(strategy, "customer"), {"customer": "Families", "version": "3"})
    assert answer.status_code == 409
    assert Strategy.objects.get(pk=strategy.pk).customer == ""


def test_half_said_is_completed_and_not_said_twice(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = make_strategy(unit=claims)
    aim = make_growth_aim(name="More", strategy=strategy, due_date=date(2028, 1, 1))
    client = client_of(cio)
    form = client.get(say(strategy, "growth")).context["form"]
    assert (form["name"].value(), form["unit_of_measure"].value()) == ("More", "%")
    sent = {"name": "More", "kind": "revenue", "figure": "8", "due_date": "2028-01-01", "version": "1"}
    assert client.post(say(strategy, "growth"), {**sent, "stop": "1"})["Location"] == url_of(strategy)
    assert [(each.pk, each.figure) for each in strategy.growth_aims.all()] == [(aim.pk, 8)]


def test_what_was_said_is_not_replaced_by_what_is_usual(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = clear(claims)
    form = client_of(cio).get(say(strategy, "shares")).context["form"]
    assert [form[f"{name}_share"].value() for name in Discipline.values] == [15, 25, 60]
    form = client_of(cio).get(say(strategy, "engaged")).context["form"]
    assert form["engaged_date"].value() == date(2026, 10, 1)
