"""The page of spend against intent, its file, its data, and the line on a strategy's page."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.engine.intent import Against, Contradiction, Outlook, Part, Prospect
from alignment.models import Initiative
from alignment.operations import money_words as money
from alignment.serializers import intent_words as words
from strategies.choices import StrategyState
from tests.alignment.scene import YEAR, Scene
from tests.factories.alignment import make_initiative, make_need_link, make_outlay
from tests.factories.customers import make_need
from tests.factories.strategies import make_strategy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
QUERIES = 9
"""Session, user, grants and inbox beside what the query itself reads."""
CI, OE = "customer_intimacy", "operational_excellence"


def page_of(client: Client, **query: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(reverse("spend_against_intent"), query).context["page"]
    return page


def test_the_page_opens_with_the_lead_discipline(scene: Scene, browser: Client) -> None:
    answer = browser.get(reverse("spend_against_intent"))
    page = answer.context["page"]
    assert page["fact"] == "Customer intimacy gets 0% of linked spend, 60% intended."
    assert page["tension"] == "1 year is too few to speak of a pace: it takes 3."
    assert page["warning"] == (
        "The strategy leads with Customer intimacy, yet Operational excellence gets 100% of the money against 0%."
    )
    assert [(row["name"], row["share"], row["gap"], row["is_off"]) for row in page["disciplines"]] == [
        ("Customer intimacy", "0%", "−60 points", True),
        ("Operational excellence", "100%", "+70 points", True),
        ("Product leadership", "0%", "−10 points", True),
    ]
    text = answer.content.decode()
    assert "<caption" in text
    assert 'style="' not in text
    assert "€100" in text


def test_what_is_left_out_is_named(scene: Scene, browser: Client) -> None:
    make_initiative(name="Not costed", unit=scene.archive.unit)
    foreign = make_initiative(name="Pounds", unit=scene.archive.unit)
    make_outlay(initiative=foreign, currency="GBP", fiscal_year=YEAR)
    figures = {label: (figure, why) for label, figure, why in page_of(browser)["outside"]}
    assert figures["All spend"][0] == "€160"
    assert figures["Serves no need"][0] == "€60"
    assert figures["Reaches a need, no objective in force"][0] == "none"
    assert figures["No amount stated"][0] == "1 initiative"
    assert figures["Amount not convertible"] == ("1 initiative", "No exchange rate for GBP.")


def test_years_and_pace(scene: Scene, browser: Client) -> None:
    for year in (YEAR - 2, YEAR - 1):
        make_outlay(initiative=scene.tracker, amount=Decimal(100), fiscal_year=year)
    page = page_of(browser)
    assert page["tension"] == "At the pace of 3 years (±0.0 points a year) it never reaches 60%."
    years = page["years"]
    assert years["heads"] == ["2024", "2025", "2026"]
    lead = years["rows"][0]
    assert (lead["cells"], lead["pace"], lead["outlook"]) == (["0%"] * 3, "±0.0", "Never at this pace")
    assert page["disciplines"][1]["was"] == "100% in 2024"


def test_every_choice_is_an_address(scene: Scene, browser: Client, claims: Unit) -> None:
    page = page_of(browser, unit=str(claims.uid), basis="life", counted="actual")
    assert [option["label"] for option in page["filters"][0]["options"] if option["selected"]] == [
        "\u00a0\u00a0\u00a0Claims"
    ]
    assert [option["value"] for option in page["filters"][1]["options"] if option["selected"]] == ["life"]
    assert [item["label"] for item in page["counted"] if item["current"]] == ["Spent"]
    assert page["basis"] == "whole life, amounts spent"
    page = page_of(browser, unit="nonsense", basis="nonsense", counted="nonsense")
    assert (str(page["unit"]), page["basis"]) == ("Harbor Mutual", "fiscal year 2026, as planned")


def test_units_below_have_their_row(scene: Scene, browser: Client, claims: Unit) -> None:
    make_strategy(
        name="Claims first", unit=claims, state=StrategyState.IN_FORCE, start_date=scene.strategy.start_date
    )
    rows = page_of(browser)["below"]
    assert [(row["name"], row["strategy"], row["warning"]) for row in rows] == [
        ("Claims", "Claims first", "Operational excellence gets more"),
        ("Sales", "", ""),
    ]


def test_a_changed_filter_brings_a_part(scene: Scene, browser: Client) -> None:
    part = browser.get(reverse("spend_against_intent"), **HTMX)
    assert "<html" not in part.content.decode()
    assert 'hx-target="#finding"' in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_empty_pages_say_what_to_do(root: Unit, browser: Client, member: User, client_of: ClientOf) -> None:
    page = page_of(browser)
    assert (page["fact"], page["has_money"]) == (
        "No strategy in force says where the money should go.",
        False,
    )
    make_outlay(initiative=make_initiative(unit=root), fiscal_year=YEAR)
    assert (
        "No strategy is in force for this unit."
        in browser.get(reverse("spend_against_intent")).content.decode()
    )
    assert page_of(client_of(member))["fact"] == "No unit is open to you yet."


def test_money_that_reaches_no_need_is_said_so(scene: Scene, browser: Client) -> None:
    scene.tracker.need_links.all().delete()
    page = page_of(browser)
    assert (page["fact"], page["warning"]) == ("No money reaches a customer need.", "")


def test_a_strategy_without_shares_has_a_fact_and_no_outlook(scene: Scene, browser: Client) -> None:
    for name in (CI, OE, "product_leadership"):
        setattr(scene.strategy, f"{name}_share", None)
    scene.strategy.save()
    page = page_of(browser)
    assert (page["fact"], page["tension"]) == (
        "Customer intimacy gets 0% of linked spend.",
        "Its strategy does not say how much it intends.",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    Initiative.objects.exclude(pk=scene.tracker.pk).delete()
    for number in range(count - 1):
        more = make_initiative(unit=scene.tracker.unit, name=f"More {number}")
        make_need_link(initiative=more, need=make_need())
        make_outlay(initiative=more, fiscal_year=YEAR - number)
    with django_assert_num_queries(QUERIES):
        browser.get(reverse("spend_against_intent"))


def test_the_file_has_the_same_figures(scene: Scene, browser: Client) -> None:
    make_outlay(initiative=scene.tracker, amount=Decimal(50), fiscal_year=YEAR - 1)
    answer: Any = browser.get(reverse("spend_against_intent_export"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    assert head[:5] == ["unit", "basis", "counted", "part", "amount"]
    assert rows[1] == ["Harbor Mutual", "2026", "planned", OE, "100.00", "EUR", "100.00", "30"]
    assert ["Harbor Mutual", "2026", "planned", "unlinked", "60.00", "EUR", "", ""] in rows
    assert {(row[0], row[1]) for row in rows} == {
        ("Harbor Mutual", "2026"),
        ("Harbor Mutual", "2025"),
        ("Claims", "2026"),
        ("Sales", "2026"),
    }


def test_nobody_gets_a_file_of_what_is_not_open(member: User, client_of: ClientOf) -> None:
    answer: Any = client_of(member).get(reverse("spend_against_intent_export"))
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1


def test_programs_get_the_same_figures(
    scene: Scene, browser: Client, member: User, client_of: ClientOf
) -> None:
    data = browser.get(reverse("api_spend_against_intent")).json()
    assert (data["basis"], data["counted"], data["currency"]) == ("2026", "planned", "EUR")
    unit = data["unit"]
    assert (unit["name"], unit["lead"], unit["strategy"]["name"]) == (
        "Harbor Mutual",
        CI,
        "Closer to customers",
    )
    lead = {"discipline": CI, "amount": "0.00", "percent": "0.00", "intended_percent": "60"}
    assert unit["contradiction"] == {
        "kind": "other_leads",
        "lead": lead,
        "other": OE,
        "other_percent": "100.00",
        "points": "100.00",
    }
    assert unit["disciplines"][1] == {
        "discipline": OE,
        "amount": "100.00",
        "percent": "100.00",
        "intended_percent": "30",
    }
    assert data["prospects"][CI]["outlook"] == "too_few"
    assert data["years"][0]["year"] == YEAR
    assert [row["name"] for row in data["units"]] == ["Claims", "Sales"]
    assert client_of(member).get(reverse("api_spend_against_intent")).json()["unit"] is None


def test_a_strategys_page_loads_one_line(
    scene: Scene, browser: Client, analyst: User, client_of: ClientOf, outsider: User, claims: Unit
) -> None:
    detail = browser.get(reverse("strategy_detail", args=[scene.strategy.uid])).content.decode()
    address = reverse("intent_summary", args=[scene.strategy.uid])
    assert f'hx-get="{address}"' in detail
    line = browser.get(address).content.decode()
    assert "Customer intimacy gets 0% of linked spend, 60% intended." in line
    assert "yet Operational excellence gets 100%" in line
    draft = make_strategy(unit=claims)
    told = browser.get(reverse("intent_summary", args=[draft.uid])).content.decode()
    assert "Only the strategy in force is held against the money." in told
    assert client_of(outsider).get(reverse("intent_summary", args=[draft.uid])).status_code == 404


LEAD, OTHER = Part(CI, Decimal(), Decimal(40), Decimal(55)), Part(OE, Decimal(), Decimal(35), Decimal(30))


@pytest.mark.parametrize(
    ("kind", "sentence", "short"),
    [
        (
            Against.STUCK,
            (
                "The money is stuck in the middle: Customer intimacy gets 40% and Operational excellence 35%, "
                "less than 10 points apart."
            ),
            "Stuck in the middle",
        ),
        (
            Against.BELOW,
            "Customer intimacy gets most of the money, but only 40% of 55% intended.",
            "Less than intended",
        ),
    ],
)
def test_contradictions_in_words(kind: Against, sentence: str, short: str) -> None:
    against = Contradiction(kind, LEAD, OTHER)
    assert (money.contradiction(against), money.short_contradiction(against)) == (sentence, short)


@pytest.mark.parametrize(
    ("prospect", "sentence", "short"),
    [
        (Prospect(Outlook.MET, Decimal(55), ()), "Intent is met already.", "Met already"),
        (
            Prospect(Outlook.DUE, Decimal(55), ((2024, LEAD.gap or Decimal()),) * 4, Decimal("2.1"), 2031),
            "At the pace of 4 years (+2 points a year) it reaches 55% in fiscal year 2031.",
            "Fiscal year 2031",
        ),
        (
            Prospect(Outlook.NEVER, Decimal(55), ((2024, Decimal(30)),) * 3, Decimal("-2.1")),
            "At the pace of 3 years (−2 points a year) it never reaches 55%.",
            "Never at this pace",
        ),
        (
            Prospect(Outlook.NEVER, Decimal(65), ((2024, Decimal(88)),) * 3, Decimal("2.1")),
            "It is above its intent of 65%, and at the pace of 3 years (+2 points a year) it stays there.",
            "Above its intent",
        ),
        (
            Prospect(Outlook.TOO_FEW, Decimal(55), ()),
            "0 years are too few to speak of a pace: it takes 3.",
            "Too few years",
        ),
    ],
)
def test_prospects_in_words(prospect: Prospect, sentence: str, short: str) -> None:
    assert (words.outlook(prospect), words.short_outlook(prospect)) == (sentence, short)


def test_what_is_not_known_is_a_dash() -> None:
    assert (words.short_outlook(None), money.points(None), money.name_of("front")) == (
        "–",
        "–",
        "Front office",
    )
    assert money.points(Decimal("-0.4")) == "−0.4 points"
    assert money.name_of("elsewhere") == "elsewhere"
