"""Re-mapping a strategy and answering a challenge without a mouse, from the page that asks for it to the last word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Unit, User
from alignment.forms.succession import key_of
from alignment.models import Challenge, ElementNeed, ElementSuccession, ObjectiveSuccession, StrategyElement
from customers.models import Need
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from tests.browser.conftest import Open, Visit
from tests.factories.alignment import make_challenge, make_element_need, make_strategy_element
from tests.factories.strategies import make_objective, make_strategy

MOST_STOPS = 120
"""More stops than the longest of these pages has."""


@pytest.fixture
def former() -> Iterator[Strategy]:
    """A strategy of Farm and rural that ended long ago: one objective, and one element about one need."""
    unit = Unit.objects.get(name="Farm and rural")
    ended = {"start_date": date(2020, 1, 1), "end_date": date(2020, 12, 31)}
    old = make_strategy(name="Browser test: old", unit=unit, state=StrategyState.SUPERSEDED, **ended)
    new = make_strategy(name="Browser test: new", unit=unit, replaces=old)
    make_objective(name="Sell to every farm", strategy=old)
    element = make_strategy_element(name="A visit a year", strategy=old)
    make_element_need(element=element, need=Need.objects.order_by("number")[0])
    yield old
    both = [old.pk, new.pk]
    ElementSuccession.objects.filter(former__strategy__in=both).delete()
    ObjectiveSuccession.objects.filter(former__strategy__in=both).delete()
    ElementNeed.objects.filter(element__strategy__in=both).delete()
    StrategyElement.objects.filter(strategy__in=both).delete()
    Objective.objects.filter(strategy__in=both).delete()
    new.delete()
    old.delete()


@pytest.fixture
def challenge() -> Iterator[Challenge]:
    """The chief information officer must answer it."""
    cio = User.objects.get(email="cio@demo.example")
    strategy = Strategy.objects.get(name="Closer than anyone")
    today = date(2026, 1, 2)
    made = make_challenge(
        claim="Browser test: nobody asked for it",
        strategy=strategy,
        answerer=cio.person,
        raised_date=today,
        due_date=today + timedelta(days=1),
    )
    yield made
    Challenge.objects.filter(pk=made.pk).delete()


def tab_to(visit: Visit, selector: str) -> None:
    """Press the tab key until the focus is on what matches."""
    for _ in range(MOST_STOPS):
        if visit.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        visit.press("Tab")
    pytest.fail(f"no tab stop matches {selector}")


def test_a_strategy_is_re_mapped_by_keys_alone(open_as: Open, former: Strategy) -> None:
    objective, element = former.objectives.get(), former.alignment_elements.get()
    visit = open_as("cio")
    visit.go(reverse("strategy_remap", args=[former.uid]))

    tab_to(visit, f"[name='{key_of(objective)}']")
    visit.page.keyboard.type("Ends")
    tab_to(visit, "form.sl-remap button[type=submit]")
    visit.press("Enter")
    expect(visit.page.locator(".sl-errs")).to_be_focused()
    expect(visit.page.locator(".sl-errs")).to_contain_text("Say why it ends.")

    tab_to(visit, f"[name='{key_of(objective)}-why']")
    visit.page.keyboard.type("Half of them have an adviser by now")
    tab_to(visit, "form.sl-remap button[type=submit]")
    visit.press("Enter")
    expect(visit.page.locator("#finding")).to_contain_text(
        "Every link is carried over, or ends for a reason."
    )

    copy = ElementSuccession.objects.get(former=element).successor
    assert copy is not None
    assert ElementNeed.objects.get(element=copy).need == ElementNeed.objects.get(element=element).need
    assert ObjectiveSuccession.objects.get(former=objective).reason == "Half of them have an adviser by now"


def test_a_challenge_is_answered_by_keys_alone(open_as: Open, challenge: Challenge) -> None:
    visit = open_as("cio")
    visit.go(reverse("challenge_list"))
    before = visit.page.locator("#finding b").inner_text()

    tab_to(visit, f"[href='{reverse('challenge_answer', args=[challenge.uid])}']")
    visit.press("Enter")
    expect(visit.page.locator("#mend")).to_contain_text("must answer")
    tab_to(visit, "#mend input[type=radio]")
    visit.press("ArrowDown", "Tab")
    visit.page.keyboard.type("It was asked for in May")
    visit.press("Tab", "Enter")
    expect(visit.page.get_by_text(f"Plan kept: {challenge.claim}")).to_be_visible()
    expect(visit.page.locator("#finding b")).not_to_have_text(before)

    challenge.refresh_from_db()
    assert (challenge.answer, challenge.answer_reason) == ("kept", "It was asked for in May")
    assert visit.page.evaluate("document.activeElement !== document.body")
    assert visit.complaints == []
