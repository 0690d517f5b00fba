"""An initiative's page: why, how much, who decides, its score explained, and what came of it; its data alike."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Act, ChainState, Hop, Occasion, OutlayKind, Status
from alignment.models import Initiative, NeedLink
from alignment.operations.index import recompute
from alignment.queries.initiative import Brief, brief
from alignment.queries.scores import ScoreGain, Standing, standing_of
from alignment.serializers.initiative_data import brief_data
from alignment.serializers.initiative_page import CHAINS, initiative_page
from alignment.serializers.initiative_score import standing
from foundation.actors import SYSTEM
from metrics.choices import Direction
from tests.alignment.contracts_scene import TERMS
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
from tests.factories.customers import make_asked_need, make_need
from tests.factories.metrics import make_metric, make_reading
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

STATEMENTS = 19


def publish(now: Any = NOW) -> None:
    recompute(occasion=Occasion.NIGHT, now=now)


def told(initiative: Initiative, viewer: Any = SYSTEM, *, may_edit: bool = True) -> dict[str, Any]:
    return initiative_page(read(initiative, viewer), viewer, may_edit=may_edit)


def read(initiative: Initiative, viewer: Any = SYSTEM) -> Brief:
    return brief(Initiative.objects.for_list().get(pk=initiative.pk), viewer, NOW)


def page_of(client: Client, record: Initiative) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url_of(record)).context["page"]
    return page


def words(client: Client, record: Initiative) -> str:
    html = client.get(url_of(record)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# ── the finding ──────────────────────────────────────────────────────────────────────────────────
def test_every_state_of_a_chain_has_its_sentence() -> None:
    assert [*CHAINS] == list(ChainState)


@pytest.mark.parametrize("name", ["tracker", "archive"])
def test_without_a_score_the_page_opens_with_the_chain(
    scene: Scene, cio: User, client_of: ClientOf, name: str
) -> None:
    record = getattr(scene, name)
    page = page_of(client_of(cio), record)
    assert page["finding_lead"] == CHAINS[page["why"]["chain"].state]
    assert str(page["finding_lead"]) in words(client_of(cio), record)


def test_the_page_opens_with_score_and_benefit_then_with_what_is_unsound(scene: Scene) -> None:
    scene.calls.annual_amount, scene.calls.annual_currency = Decimal(12_000), "EUR"
    scene.calls.save()
    publish()
    page = told(scene.tracker)
    assert page["finding_lead"] == "Scores 86 of 100 and works for €12k a year of benefit."
    assert page["finding_rest"] == "Its line of sight reaches a customer and a measured benefit."
    NeedLink.objects.update(evidence="")
    assert told(scene.tracker)["finding_rest"] == "Its line of sight holds, but not firmly."


def test_a_sound_line_leaves_room_for_the_benefits(scene: Scene) -> None:
    promised(scene, Decimal(9))
    publish()
    page = told(scene.tracker)
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Scores 73 of 100.",
        "1 of 1 benefit is behind its plan.",
    )


def promised(scene: Scene, *values: Decimal) -> None:
    """Tracker's one benefit goes from 10 to 0 in a year, and reads this."""
    for name, value in TERMS.items():
        setattr(scene.calls, name, value)
    scene.calls.owner = make_person("Rory Keane")
    scene.calls.save()
    scene.calls.metric.direction = Direction.LOWER
    scene.calls.metric.save()
    for number, value in enumerate(values):
        make_reading(metric=scene.calls.metric, day=date(2026, 7, 15) + timedelta(days=number), value=value)


# ── why ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_line_is_drawn_from_strategy_to_benefit(scene: Scene) -> None:
    why = told(scene.tracker)["why"]
    assert [(column["head"], [node["name"] for node in column["nodes"]]) for column in why["columns"]] == [
        ("Strategy", ["Customer intimacy"]),
        ("Objective", ["Settle claims in two days"]),
        ("Customer need", ["Let me see where my claim stands"]),
        ("Initiative", ["Claim tracker"]),
        ("Benefit", ["Fewer status calls"]),
    ]
    assert sorted(why["edges"]) == [
        ("I-01", "B-01", 28.0, "oe"),
        ("N-01", "I-01", 28.0, "oe"),
        ("O-01", "N-01", 28.0, "oe"),
        ("S-01", "O-01", 28.0, "ci"),
    ]
    strategy, objective, need, own, benefit = (column["nodes"][0] for column in why["columns"])
    assert strategy["note"] == "Closer to customers, 60% of spend intended"
    assert (need["amount"], own["amount"], own["note"]) == ("100%", "€100", "fiscal year 2026")
    assert (objective.get("amount"), benefit["note"]) == (None, "The target is worse than the baseline")


def test_the_needs_of_an_initiative_state_importance_and_their_share(scene: Scene) -> None:
    urgent = make_asked_need(importance="4.6", statement="Answer me tonight")
    make_need_link(initiative=scene.tracker, need=urgent, strength=1, **FRESH)
    nodes = told(scene.tracker)["why"]["columns"][2]["nodes"]
    assert {node["name"]: (node["amount"], node["note"]) for node in nodes} == {
        "Let me see where my claim stands": ("75%", "Households"),
        "Answer me tonight": ("25%", f"{urgent.segment}, importance 9.0"),
    }


def test_a_benefit_on_the_line_shows_how_far_it_has_come(scene: Scene) -> None:
    promised(scene, Decimal(4))
    node = told(scene.tracker)["why"]["columns"][4]["nodes"][0]
    assert (node["amount"], node["bullet"]["start"], node["bullet"]["target"]) == ("4.0", "10.0", "0.0")
    assert (node["bullet"]["reached"], node["bullet"]["state"]) == (0.6, "ok")


def test_what_is_not_linked_says_so_beside_the_action(scene: Scene) -> None:
    why = told(scene.archive)["why"]
    assert [column["lacking"] for column in why["columns"]] == [
        "No strategy is followed this way.",
        "No objective is reached.",
        "No customer need is linked.",
        "",
        "No benefit is promised.",
    ]
    assert [node["name"] for node in why["columns"][3]["nodes"]] == ["Tape archive"]
    assert [row["remedy"].label for row in why["findings"]] == ["Link need", "Link benefit"]


@pytest.mark.parametrize("status", [Status.STOPPED])
def test_stopped_work_owes_no_line_and_has_no_score(
    scene: Scene, cio: User, client_of: ClientOf, status: str
) -> None:
    scene.tracker.status = status
    scene.tracker.save()
    publish()
    shown = words(client_of(cio), scene.tracker)
    assert "Archived and stopped initiatives owe no line of sight." in shown
    assert "Archived and stopped initiatives are not scored." in shown
    assert told(scene.tracker)["money"]["figures"][0] == ("Fiscal year 2026", "€100", "budget")


# ── the score ────────────────────────────────────────────────────────────────────────────────────
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
    assert score["steps"][0]["evidence"] == "Let me see where my claim stands"
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
    from alignment.serializers.initiative_score import _place_of

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
        assert _place_of(gain, found) == place
    benefits = {
        Act.STATE_MEASURE: f"{url_of(scene.calls)}edit/?{back}",
        Act.BRING_ON_TRACK: url_of(scene.calls),
        Act.DROP_LINK: url_of(scene.tracker.benefit_links.get()),
        Act.LINK_BENEFIT: f"/mend/link_benefit/initiative/{scene.tracker.uid}/?{back}",
    }
    for act, place in benefits.items():
        gain = ScoreGain(act, Hop.BENEFIT, scene.calls, Decimal(1), is_new=False)
        assert _place_of(gain, found) == place
    hidden = ScoreGain(Act.GIVE_EVIDENCE, Hop.NEED, None, Decimal(1), is_new=False)
    unlinked = ScoreGain(Act.GIVE_EVIDENCE, Hop.NEED, scene.refund, Decimal(1), is_new=False)
    assert (_place_of(hidden, found), _place_of(unlinked, found)) == ("", "")


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
    assert standing_of(Decimal(50)) is None
    publish()
    found = read(scene.tracker)
    assert found.standing == Standing(1, 2, Decimal("43.05"))
    assert read(scene.archive).standing == Standing(2, 2, Decimal("43.05"))
    assert standing(found.standing) == "Rank 1 of 2. The median initiative scores 43."
    make_initiative(name="Nothing known")
    publish(NOW + timedelta(hours=1))
    assert standing_of(Decimal(0)) == Standing(2, 3, Decimal(0))
    assert standing(None) == ""


# ── money ────────────────────────────────────────────────────────────────────────────────────────
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


# ── benefits ─────────────────────────────────────────────────────────────────────────────────────
def test_each_benefit_has_its_picture_and_its_table(scene: Scene, cio: User, client_of: ClientOf) -> None:
    promised(scene, Decimal(5), Decimal(4))
    (row,) = told(scene.tracker)["benefits"]["rows"]
    assert (row["owner"], row["health"], row["terms"]) == (
        "Rory Keane",
        "ok",
        "From 10.0 to 0.0 by 1 Jan 2027",
    )
    assert row["picture"]["box"] == "0 0 384 180"
    assert row["table"]["rows"] == [["16 Jul 2026", "4.0", "4.6"], ["15 Jul 2026", "5.0", "4.7"]]
    html = client_of(cio).get(url_of(scene.tracker)).content.decode()
    assert html.count('aria-controls="B-01-table"') == 1


def test_benefits_of_other_units_are_counted_and_not_named(
    scene: Scene, sales: Unit, analyst: User, client_of: ClientOf
) -> None:
    secret = make_benefit(name="Secret", unit=sales, metric=make_metric(name="Hidden"))
    make_benefit_link(initiative=scene.tracker, benefit=secret, strength=3, **FRESH)
    publish()
    found = read(scene.tracker, analyst)
    assert ([str(one.benefit) for one in found.contracts], found.hidden) == (["Fewer status calls"], 1)
    shown = words(client_of(analyst), scene.tracker)
    assert "1 benefit is of a unit you may not read." in shown
    assert "Secret" not in shown


# ── who decides ──────────────────────────────────────────────────────────────────────────────────
def test_who_decides_is_what_is_known_today(scene: Scene) -> None:
    scene.strategy.sponsor = make_person("Declan Moss")
    scene.strategy.save()
    assert [(row["label"], row["name"]) for row in told(scene.tracker)["deciders"]] == [
        ("Owner", "Lena Fischer"),
        ("Sponsoring executive", "Declan Moss"),
    ]
    scene.strategy.state = "draft"
    scene.strategy.save()
    owner, strategy = told(scene.archive)["deciders"]
    assert (owner["name"], owner["url"]) == ("", f"{url_of(scene.archive)}edit/#id_owner")
    assert (strategy["name"], strategy["note"]) == ("", "Its unit follows none")


# ── history ──────────────────────────────────────────────────────────────────────────────────────
def test_history_joins_the_trail_with_the_score_and_its_causes(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    publish()
    NeedLink.objects.update(evidence="")
    publish(NOW + timedelta(days=1))
    Initiative.objects.filter(pk=scene.tracker.pk).update(status=Status.STOPPED)
    publish(NOW + timedelta(days=2))
    story = page_of(client_of(cio), scene.tracker)["story"]
    assert [(entry["title"], entry["who"].split(";")[0]) for entry in story["first"]] == [
        ("No score any more", "No longer counts"),
        ("Score 86.1 → 25.0", "Spend linked to a need, evidence missing −30.0"),
        ("Score 86.1", "First score"),
    ]


# ── page and API ─────────────────────────────────────────────────────────────────────────────────
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
    assert data["standing"] == {"rank": 1, "of": 2, "median": str(found.standing and found.standing.median)}
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


# ── statements ───────────────────────────────────────────────────────────────────────────────────
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
