"""The discipline check on the page of a strategy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from assessments.choices import RoundState
from strategies.choices import Discipline, StrategyState
from strategies.models import Strategy
from tests.factories.assessments import make_round
from tests.factories.strategies import make_strategy
from tests.strategies.asked import asked, make_discipline_check
from workbench.links import url_of

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf
    from tests.strategies.asked import Said

PL, OE, CI = Discipline.values
INTIMATE = [(2, 4, 7), (3, 5, 8), (4, 6, 9)]
TIED = [(0, 7, 7), (1, 3, 6), (0, 6, 3)]


@pytest.fixture
def strategy(claims: Unit) -> Strategy:
    return make_strategy(
        unit=claims,
        discipline=CI,
        state=StrategyState.IN_FORCE,
        start_date=date(2025, 1, 1),
        operational_excellence_minimum=60,
    )


def panel(client: Any, strategy: Strategy) -> tuple[dict[str, Any], str]:
    """What the panel was given, and the page."""
    answer = client.get(url_of(strategy))
    page = answer.context["page"]
    (found,) = [panel for panel in page["panels"] if panel["name"] == "discipline-check"]
    return found["data"], answer.content.decode()


def test_it_says_what_each_side_sees_and_how_far_they_are_apart(
    strategy: Strategy, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    asked(claims, INTIMATE, TIED, target=(1, 8, 9), name="Autumn check")
    data, text = panel(client_of(cio), strategy)
    check = data["check"]
    business, it = check["sides"]
    assert [str(side["verdict"]) for side in (business, it)] == ["Below threshold", "Tie"]
    assert business["text"] == "Customer intimacy leads by 30.0 points."
    assert business["missed"] == "Too low: operational excellence reaches 50.0 of at least 60."
    assert it["text"] == "Operational excellence and customer intimacy share the first place at 53.3."
    assert it["agreement"] == "The strategy states customer intimacy, which has no lead of its own."
    assert (business["answered"], str(check["as_of"])) == ("3 of 3 answered", "2026-09-30")
    rows = {row["discipline"]: row for row in check["rows"]}
    assert [(cell["today_text"], cell["target_text"]) for cell in rows[CI]["cells"]] == [
        ("80.0", "90.0"),
        ("53.3", "90.0"),
    ]
    assert [cell["low"] for cell in rows[OE]["cells"]] == [True, True]
    assert [(str(gap["label"]), gap["text"]) for gap in rows[CI]["gaps"]] == [
        ("Today", "+26.7"),
        ("Target", "±0.0"),
    ]
    assert (rows[CI]["stated"], rows[OE]["stated"], rows[OE]["minimum"]) == (True, False, 60)
    assert check["overall"] == (
        "Both together, each side counting once: product leadership 16.7, operational excellence 51.7 and "
        "customer intimacy 66.7. Below threshold."
    )
    assert f'href="{check["round_url"]}"' in text


@pytest.mark.parametrize(
    ("business", "it", "advice"),
    [
        (
            TIED,
            INTIMATE,
            (
                "A tie is no lead: decide which of them comes first, move money and people to it, and ask again. "
                "Raise what is too low to its lowest level, and no further: the rest belongs to the lead."
            ),
        ),
        (
            [(2, 7, 7)] * 2 + [(2, 7, 8)],
            [(2, 6, 9)] * 3,
            "Less than 10 points is no lead: move money and people to one, and ask again.",
        ),
        (
            [(2, 9, 6)] * 3,
            [(2, 6, 9)] * 3,
            "Business and IT are led by different disciplines: settle which it is before either plans on.",
        ),
        ([(2, 6, 9)] * 3, [(2, 6, 9)] * 3, ""),
    ],
)
def test_it_says_what_to_do(
    strategy: Strategy,
    claims: Unit,
    cio: User,
    client_of: ClientOf,
    business: list[Said],
    it: list[Said],
    advice: str,
) -> None:
    asked(claims, business, it)
    data, text = panel(client_of(cio), strategy)
    assert data["check"]["advice"] == advice
    assert ("What to do:" in text) is bool(advice)


def test_what_is_withheld_is_said(strategy: Strategy, claims: Unit, cio: User, client_of: ClientOf) -> None:
    asked(claims, INTIMATE, TIED[:2])
    data, text = panel(client_of(cio), strategy)
    assert data["check"]["sides"][1]["text"] == "Withheld: fewer than 3 answers are never shown."
    assert "not shown" in text
    assert (data["check"]["overall"], [row["gaps"] for row in data["check"]["rows"]]) == ("", [[], [], []])


def test_a_side_nobody_answered_for_is_said(
    strategy: Strategy, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    asked(claims, INTIMATE)
    data, _text = panel(client_of(cio), strategy)
    assert data["check"]["sides"][1]["text"] == "Nobody on this side answered."


def test_a_superseded_strategy_shows_the_check_of_its_time(
    claims: Unit, cio: User, client_of: ClientOf
) -> None:
    old = make_strategy(
        unit=claims, state=StrategyState.SUPERSEDED, start_date=date(2024, 1, 1), end_date=date(2025, 12, 31)
    )
    instrument = make_discipline_check()
    asked(claims, INTIMATE, instrument=instrument)
    data, text = panel(client_of(cio), old)
    assert (data["check"], data["ask_url"]) == (None, "")
    assert "No check that you may read was closed while this strategy was in force." in text
    then = date(2025, 9, 30)
    asked(claims, INTIMATE, instrument=instrument, opens_date=then, closes_date=then)
    data, text = panel(client_of(cio), old)
    assert (data["check"]["as_of"], data["check"]["advice"]) == (then, "")


def test_without_a_check_it_teaches_and_leads_to_one(
    strategy: Strategy, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    instrument = make_discipline_check()
    data, text = panel(client_of(cio), strategy)
    assert data["ask_url"].startswith(f"/rounds/new/?unit={claims.uid}&instrument={instrument.uid}&next=")
    assert "Shipped and ready to ask:" in text
    assert client_of(cio).get(data["ask_url"]).status_code == 200


def test_those_who_may_not_ask_are_not_led_there(
    strategy: Strategy, reader_of_claims: User, client_of: ClientOf
) -> None:
    make_discipline_check()
    data, text = panel(client_of(reader_of_claims), strategy)
    assert (data["ask_url"], "Nobody has been asked" in text) == ("", True)


def test_a_check_that_is_being_answered_is_named(
    strategy: Strategy, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    make_round(name="Spring check", unit=claims, instrument=make_discipline_check(), state=RoundState.OPEN)
    data, text = panel(client_of(cio), strategy)
    assert data["open"]["name"] == "Spring check"
    assert "Spring check is being answered" in text


def test_checks_of_a_unit_above_are_not_for_those_below(
    root: Unit, reader_of_claims: User, client_of: ClientOf
) -> None:
    above = make_strategy(unit=root, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
    asked(root, INTIMATE, TIED, name="Board check")
    data, text = panel(client_of(reader_of_claims), above)
    assert (data["check"], data["reads"], "Board check" in text) == (None, False, False)
    assert "Checks are read by those who work in Harbor Mutual." in text
