"""The strategy map draws an arrow for each effect, lights what somebody points at, and is a table on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from strategies.choices import Discipline, Perspective, StrategyState
from strategies.models import Effect, Objective, Strategy
from tests.browser.conftest import PHONE, Open
from tests.factories.strategies import make_effect, make_objective, make_strategy

MINE = "Browser test"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A strategy with a way up and one downward arrow."""

    address: str
    trust: Objective


@pytest.fixture
def drawn(open_as: Open) -> Iterator[Drawn]:
    strategy = make_strategy(name=MINE, state=StrategyState.DRAFT)
    speed, trust, margin = (
        make_objective(
            name=name, strategy=strategy, perspective=level, discipline=Discipline.OPERATIONAL_EXCELLENCE
        )
        for name, level in (
            ("Speed", Perspective.PROCESS),
            ("Trust", Perspective.CUSTOMER),
            ("Margin", Perspective.FINANCIAL),
        )
    )
    make_effect(cause=speed, outcome=trust)
    make_effect(cause=trust, outcome=margin)
    make_effect(cause=margin, outcome=speed)
    yield Drawn(f"/strategy-map/?strategy={strategy.uid}", trust)
    Effect.objects.filter(cause__strategy=strategy).delete()
    Objective.objects.filter(strategy=strategy).delete()
    Strategy.objects.filter(pk=strategy.pk).delete()


def test_every_arrow_is_drawn_and_what_does_not_hold_is_dashed(drawn: Drawn, open_as: Open) -> None:
    visit = open_as("cio")
    visit.go(drawn.address)
    paths = visit.page.locator("[data-map] svg > g > path")
    assert [path.get_attribute("class") for path in paths.all()] == ["ring", "ring", "ring"]
    assert visit.complaints == []


def test_pointing_and_tabbing_light_the_arrows_of_an_objective(drawn: Drawn, open_as: Open) -> None:
    visit = open_as("cio")
    visit.go(drawn.address)
    lit = visit.page.locator("[data-map] path.on")
    node = visit.page.locator(f'[data-n="{drawn.trust.uid}"]')
    node.hover()
    expect(lit).to_have_count(2)
    visit.page.mouse.move(0, 0)
    expect(lit).to_have_count(0)
    node.focus()
    expect(lit).to_have_count(2)


def test_a_phone_shows_the_table_instead(drawn: Drawn, open_as: Open) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go(drawn.address)
    assert visit.shown("[data-map]").count() == 0
    rows = visit.shown("#objectives tbody tr:not(.grp)")
    assert [" ".join(row.split()) for row in rows.all_inner_texts()] == [
        "Operational excellence Margin Not known Helps to reach Speed",
        "Operational excellence Trust Not known Helps to reach Margin",
        "Operational excellence Speed Not known Helps to reach Trust",
    ]
