"""A CIO with an empty installation states a strategy and puts it in force, led by the pages alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit
from strategies.choices import Point, StrategyState
from strategies.models import Strategy
from strategies.queries.in_force import strategy_followed
from tests.factories.accounts import make_enterprise, make_grant, make_unit, make_user

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

ANSWERS: dict[Point, dict[str, str]] = {
    Point.CUSTOMER: {"customer": "Families with two cars"},
    Point.PROPOSITION: {"statement": "One person who knows you, and an answer the same day"},
    Point.MINIMUMS: {},
    Point.SHARES: {},
    Point.WILL_NOT: {"will_not": "No fleets above 50 cars"},
    Point.GROWTH: {"name": "More families", "figure": "8", "due_date": "2029-12-31"},
    Point.OBJECTIVE: {"name": "Claims settled in two days", "due_date": "2028-06-30"},
    Point.SPONSOR: {"sponsor": "chosen from the menu"},
    Point.COMMITMENT: {"name": "Opens the design sessions", "due_date": "2027-03-31"},
    Point.ENGAGED: {},
}
"""What the CIO types on each page; whatever else the page offers is sent as it stands."""


class Reader:
    """Somebody who knows nothing but what the pages say: follows links and fills in forms."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.clicks = browser, 0

    def open(self, path: str) -> Any:
        self.clicks += 1
        self.path, self.page = path, self.browser.get(path, follow=True)
        assert self.page.status_code == 200
        if self.page.redirect_chain:
            self.path = self.page.redirect_chain[-1][0]
        return self.page

    @property
    def html(self) -> str:
        return str(self.page.content.decode())

    def button(self, words: str) -> str:
        """Where the one link with these words leads."""
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.html, re.DOTALL)
        found = {unescape(href) for href, text in links if words in re.sub(r"<[^>]+>", "", text)}
        assert len(found) == 1, (words, found)
        return found.pop()

    def send(self, **typed: str) -> Any:
        """Send the form of the page with what it offers, changed by what is typed."""
        self.clicks += 1
        form = self.page.context["form"]
        offered = {name: form[name].value() for name in form.fields}
        values = {
            name: str(getattr(value, "pk", value)) for name, value in offered.items() if value is not None
        }
        self.page = self.browser.post(self.path, {**values, **typed}, follow=True)
        assert self.page.redirect_chain, self.page.context["form"].errors
        self.path = self.page.redirect_chain[-1][0]
        return self.page


@pytest.fixture
def cio(db: None) -> Reader:
    """In an installation with an enterprise, its root unit and one person, who is the CIO."""
    make_enterprise()
    root = make_unit("Harbor Mutual")
    user = make_user("Clara Dunne", unit=root)
    make_grant(user, "cio", root)
    browser = Client()
    browser.force_login(user)
    return Reader(browser)


def test_from_nothing_to_a_strategy_in_force(cio: Reader, now: datetime) -> None:
    cio.open(reverse("strategy_list"))
    assert "Say how you win customers" in cio.html
    cio.open(cio.button("State a strategy"))
    assert [row["promise"] != "" for row in cio.page.context["page"]["disciplines"]] == [True] * 3
    cio.send(discipline="customer_intimacy")
    assert "A draft: it binds nobody yet." in cio.html
    assert "1 of 11 points are said; next: who the customer is." in cio.html

    cio.open(cio.button("Next: Who the customer is"))
    for point, typed in ANSWERS.items():
        assert cio.path.endswith(f"?point={point}")
        given = dict(typed)
        if point is Point.SPONSOR:
            choices = list(cio.page.context["form"].fields["sponsor"].choices)
            given["sponsor"] = str(choices[-1][0])
        cio.send(**given)
    assert cio.path == reverse("strategy_detail", args=[Strategy.objects.get().uid])
    assert "All 11 points of a clear statement are said." in cio.html

    cio.open(cio.button("Put in force"))
    cio.send()
    strategy, root = Strategy.objects.get(), Unit.objects.get()
    assert strategy.state == StrategyState.IN_FORCE
    assert "In force since" in cio.html
    assert strategy.start_date is not None
    assert strategy_followed(root, strategy.start_date) == strategy
    assert cio.clicks < 20


def test_what_is_left_for_later_is_asked_again(cio: Reader) -> None:
    cio.open(reverse("strategy_create"))
    cio.send(discipline="product_leadership")
    cio.open(cio.button("Next: Who the customer is"))
    cio.open(cio.button("Later"))
    assert cio.path.endswith("?point=proposition")
    cio.send(statement="What nobody else can make")
    assert cio.path.endswith("?point=customer")


def test_a_sponsor_who_is_nobody_yet_is_added_on_the_way(cio: Reader) -> None:
    cio.open(reverse("strategy_create"))
    cio.send(discipline="operational_excellence")
    say = reverse("strategy_say", args=[Strategy.objects.get().uid]) + "?point=sponsor"
    cio.open(say)
    cio.open(cio.button("Add the person"))
    cio.send(name="Ada Byrne")
    assert cio.path == say
    assert "Ada Byrne" in cio.html
