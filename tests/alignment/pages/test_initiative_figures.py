"""The figures of an initiative's page: its score explained, its money, and its data alike."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Act, Hop, OutlayKind, Status
from alignment.models import NeedLink
from alignment.queries.scores import ScoreGain, ScoreRank, rank_of
from alignment.serializers.initiative_data import brief_data
from alignment.serializers.initiative_score import place_of, standing
from tests.alignment.briefs import promised, publish, read, told, words
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import NOW, make_person, make_rate
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_element_need,
    make_initiative,
    make_need_link,
    make_outlay,
)
from tests.factories.customers import make_need
from tests.factories.metrics import make_metric
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf


STATEMENTS = 20


# ── the score ────────────────────────────────────────────────────────────────────────────────────────
def test_the_waterfall_starts_at_nothing_and_ends_at_the_score(scene: Scene) -> None:
    NeedLink.objects.update(evidence_date=date(2024, 1, 1))
    publish()
    found, score = read(scene.tracker), told(scene.tracker)["score"]
    assert found.score is not None
    assert found.score.steps[0].start == 0
    assert found.score.steps[-1].end == found.score.figure
    assert sum(step.points for step in found.score.steps) == found.score.figure
    assert [(row["name"], row["is_earned"], row["points"]) for row in score["steps"][:2]] == [
        ("Spend linked to a need", True, "+40.0"),
        ("Evidence old or undated", False, "−20.0"),
    ]
    assert score["steps"][0]["evidence"] == "Serves “Let me see where my claim stands”"
    assert (score["steps"][1]["from"], score["steps"][1]["width"]) == ("20.0%", "20.0%")
    assert score["end"] == f"{found.score.figure}%"


def test_what_would_raise_it_leads_to_where_it_is_done(scene: Scene, client_of: ClientOf, cio: User) -> None:
    NeedLink.objects.update(evidence="")
    publish()
    gains = told(scene.tracker)["score"]["gains"]
    assert gains[0]["words"] == "Give evidence for “Let me see where my claim stands”"
    assert gains[0]["url"].startswith("/mend/add_evidence/needlink/")
    for gain in gains:
        assert client_of(cio).get(gain["url"]).status_code == 200
    assert [gain["url"] for gain in told(scene.tracker, may_edit=False)["score"]["gains"]] == [""] * len(
        gains
    )


def test_every_act_has_its_place(scene: Scene) -> None:
    found = read(scene.tracker)
    link = NeedLink.objects.get()
    back = f"next=%2Finitiatives%2F{scene.tracker.uid}%2F"
    places = {
        Act.GIVE_EVIDENCE: f"/mend/add_evidence/needlink/{link.uid}/?{back}",
        Act.RENEW_EVIDENCE: f"/mend/renew_evidence/needlink/{link.uid}/?{back}",
        Act.LINK_NEED: f"{reverse('needlink_create')}?initiative={scene.tracker.uid}&need={scene.status.uid}&{back}",
        Act.DROP_LINK: url_of(link),
    }
    for act, place in places.items():
        gain = ScoreGain(act, Hop.NEED, scene.status, Decimal(1), is_new=False)
        assert place_of(gain, found) == place
    benefits = {
        Act.STATE_MEASURE: f"{url_of(scene.calls)}edit/?{back}",
        Act.BRING_ON_TRACK: url_of(scene.calls),
        Act.DROP_LINK: url_of(scene.tracker.benefit_links.get()),
        Act.LINK_BENEFIT: f"/mend/link_benefit/initiative/{scene.tracker.uid}/?{back}",
    }
    for act, place in benefits.items():
        gain = ScoreGain(act, Hop.BENEFIT, scene.calls, Decimal(1), is_new=False)
        assert place_of(gain, found) == place
    hidden = ScoreGain(Act.GIVE_EVIDENCE, Hop.NEED, None, Decimal(1), is_new=False)
    unlinked = ScoreGain(Act.GIVE_EVIDENCE, Hop.NEED, scene.refund, Decimal(1), is_new=False)
    assert (place_of(hidden, found), place_of(unlinked, found)) == ("", "")


def test_without_a_score_the_page_says_how_one_comes_about(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    shown = words(client_of(cio), scene.tracker)
    assert "No score yet Link it to customer needs and benefits, say how you know" in shown
    scene.tracker.exempt_reason, scene.tracker.exempt_until = "Regulation", date(2027, 1, 31)
    scene.tracker.exempt_by = make_person("Aoife Brennan")
    scene.tracker.save()
    publish()
    shown = words(client_of(cio), scene.tracker)
    assert "It is exempt and stands outside the index." in shown
    assert "Exempted by Until 31 Jan 2027: Regulation Aoife Brennan" in shown


def test_rank_and_median_are_of_all_scores(scene: Scene) -> None:
    assert rank_of(Decimal(50)) is None
    publish()
    found = read(scene.tracker)
    assert found.rank == ScoreRank(1, 2, Decimal("43.05"))
    assert read(scene.archive).rank == ScoreRank(2, 2, Decimal("43.05"))
    assert standing(found.rank) == "Rank 1 of 2. The median initiative scores 43."
    make_initiative(name="Nothing known")
    publish(NOW + timedelta(hours=1))
    assert rank_of(Decimal(0)) == ScoreRank(2, 3, Decimal(0))
    assert standing(None) == ""


# ── money ────────────────────────────────────────────────────────────────────────────────────────────
def test_money_is_told_by_year_and_kind(scene: Scene) -> None:
    make_outlay(initiative=scene.tracker, kind=OutlayKind.FORECAST, fiscal_year=YEAR, amount=Decimal(130))
    make_outlay(initiative=scene.tracker, kind=OutlayKind.ACTUAL, fiscal_year=YEAR, amount=Decimal(40))
    make_outlay(initiative=scene.tracker, kind=OutlayKind.ACTUAL, fiscal_year=YEAR - 1, amount=Decimal(70))
    money = told(scene.tracker)["money"]
    assert (money["sentence"], money["note"]) == ("Forecast to end €30 over budget", "Fiscal year 2026")
    assert money["figures"] == [
        ("Fiscal year 2026", "€100", "budget, €40 spent"),
        ("Whole life", "€200", "expected, €110 spent"),
    ]
    assert [
        (row["year"], row["budget"], row["actual"], row["forecast"], row["excess"], row["is_over"])
        for row in money["rows"]
    ] == [
        ("2025", "–", "70", "–", "", False),
        ("2026", "100", "40", "130", "+30", True),
    ]
    assert money["total"] == {"budget": "100", "actual": "110", "forecast": "130"}


@pytest.mark.parametrize(
    ("amounts", "sentence", "note"),
    [
        ([], "What it costs", ""),
        ([(OutlayKind.ACTUAL, YEAR, 25)], "25% of the budget of fiscal year 2026 is spent", ""),
        ([(OutlayKind.FORECAST, YEAR, 100)], "Forecast to end on budget", "Fiscal year 2026"),
        ([(OutlayKind.FORECAST, YEAR, 80)], "Forecast to end €20 under budget", "Fiscal year 2026"),
        (
            [(OutlayKind.BUDGET, 2027, 50), (OutlayKind.FORECAST, 2027, 60)],
            "Forecast to end €10 over budget",
            "Whole life without 2026, which lacks a budget or a forecast",
        ),
    ],
)
def test_the_sentence_says_only_what_can_be_said(
    scene: Scene, amounts: list[Any], sentence: str, note: str
) -> None:
    for kind, year, amount in amounts:
        make_outlay(initiative=scene.tracker, kind=kind, fiscal_year=year, amount=amount)
    money = told(scene.tracker)["money"]
    assert (money["sentence"], money["note"]) == (sentence, note)


def test_the_whole_life_counts_years_to_come(claims: Unit) -> None:
    later = make_initiative(name="Later", unit=claims)
    make_outlay(initiative=later, kind=OutlayKind.BUDGET, fiscal_year=2028, amount=Decimal(10))
    make_outlay(initiative=later, kind=OutlayKind.FORECAST, fiscal_year=2028, amount=Decimal(10))
    make_outlay(initiative=later, kind=OutlayKind.ACTUAL, fiscal_year=None, amount=Decimal(3))
    money = told(later)["money"]
    assert money["note"] == "Whole life without no year, which lacks a budget or a forecast"
    assert told(later)["why"]["columns"][3]["nodes"][0]["note"] == "whole life"


@pytest.mark.parametrize("kind", OutlayKind)
def test_a_year_is_a_part_of_the_whole_life_whatever_its_kind(claims: Unit, kind: OutlayKind) -> None:
    work = make_initiative(name="Between budgets", unit=claims)
    make_outlay(initiative=work, kind=kind, fiscal_year=YEAR, amount=Decimal(40))
    make_outlay(initiative=work, kind=OutlayKind.BUDGET, fiscal_year=YEAR + 1, amount=Decimal(20))
    assert told(work)["why"]["columns"][3]["nodes"][0]["note"] == "fiscal year 2026, of €60"


def test_a_year_is_no_part_of_a_whole_life_that_does_not_hold_it(claims: Unit) -> None:
    """A budget for all years counts alone, and here it is less than what the year has cost."""
    work = make_initiative(name="Budgeted once", unit=claims)
    make_outlay(initiative=work, kind=OutlayKind.ACTUAL, fiscal_year=YEAR, amount=Decimal(40))
    make_outlay(initiative=work, kind=OutlayKind.BUDGET, fiscal_year=None, amount=Decimal(20))
    assert told(work)["why"]["columns"][3]["nodes"][0]["note"] == "fiscal year 2026"


def test_a_missing_rate_is_named(scene: Scene, cio: User, client_of: ClientOf) -> None:
    make_outlay(initiative=scene.tracker, fiscal_year=2027, amount=Decimal(5), currency="USD")
    assert "No exchange rate for USD" in words(client_of(cio), scene.tracker)
    assert told(scene.tracker)["money"]["figures"][-1][0] == "Fiscal year 2026"
    make_rate("USD", Decimal(2))
    assert told(scene.tracker)["money"]["figures"][-1] == ("Whole life", "€110", "expected")


def test_no_money_teaches(claims: Unit, cio: User, client_of: ClientOf) -> None:
    bare = make_initiative(name="Bare", unit=claims)
    shown = words(client_of(cio), bare)
    assert "Nobody has stated what it costs." in shown
    assert "Nobody has promised a benefit yet." in shown
    assert "Add amount" in shown


# ── page and API ─────────────────────────────────────────────────────────────────────────────────────
def test_the_data_tell_the_same(scene: Scene, cio: User, client_of: ClientOf) -> None:
    promised(scene, Decimal(4))
    make_outlay(initiative=scene.tracker, kind=OutlayKind.FORECAST, fiscal_year=YEAR, amount=Decimal(130))
    publish()
    address = reverse("api_initiative_brief", args=[scene.tracker.uid])
    data = client_of(cio).get(address).json()
    found = read(scene.tracker, cio)
    assert data == brief_data(found)
    assert found.score is not None
    assert (
        data["score"] == client_of(cio).get(reverse("api_initiative_score", args=[scene.tracker.uid])).json()
    )
    assert data["score"]["score"] == str(found.score.figure)
    assert data["standing"] == {"rank": 1, "of": 2, "median": str(found.rank and found.rank.median)}
    assert data["money"] == {
        "present_year": 2026,
        "years": [
            {
                "year": "2026",
                "budget": "100.00",
                "forecast": "130.00",
                "actual": None,
                "outlook": "130.00",
                "excess": "30.00",
            }
        ],
        "stated": {"budget": "100.00", "forecast": "130.00", "actual": None},
        "expected": "130.00",
        "excess": "30.00",
        "compared": ["2026"],
        "without_rate": [],
    }
    assert [row["realized_percent"] for row in data["benefits"]] == ["60.00"]
    assert (data["owner"]["name"], data["sponsor"], data["strategy"]["name"]) == (
        "Lena Fischer",
        None,
        "Closer to customers",
    )


def test_the_data_of_a_bare_initiative_invent_nothing(claims: Unit, cio: User, client_of: ClientOf) -> None:
    bare = make_initiative(name="Bare", unit=claims, status=Status.STOPPED)
    data = client_of(cio).get(reverse("api_initiative_brief", args=[bare.uid])).json()
    assert {
        name: data[name]
        for name in ("chain", "score", "standing", "owner", "strategy", "sponsor", "benefits")
    } == {
        "chain": None,
        "score": None,
        "standing": None,
        "owner": None,
        "strategy": None,
        "sponsor": None,
        "benefits": [],
    }


def test_what_may_not_be_read_is_not_there(scene: Scene, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    for address in (url_of(scene.tracker), reverse("api_initiative_brief", args=[scene.tracker.uid])):
        assert client.get(address).status_code == 404


# ── statements ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_with_more_around_it(
    scene: Scene,
    cio: User,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    promised(scene, Decimal(5), Decimal(4))
    for number in range(count - 1):
        need = make_need(statement=f"Need {number}")
        make_element_need(element=scene.element, need=need, **FRESH)
        make_need_link(initiative=scene.tracker, need=need, strength=2)
        benefit = make_benefit(
            name=f"Gain {number}", unit=scene.tracker.unit, metric=make_metric(name=f"M{number}")
        )
        make_benefit_link(initiative=scene.tracker, benefit=benefit, strength=2)
        make_outlay(initiative=scene.tracker, fiscal_year=YEAR + number + 1, amount=Decimal(10))
        publish(NOW + timedelta(hours=number))
    publish(NOW + timedelta(days=1))
    client = client_of(cio)
    client.get(url_of(scene.tracker))
    with django_assert_num_queries(STATEMENTS):
        client.get(url_of(scene.tracker))
