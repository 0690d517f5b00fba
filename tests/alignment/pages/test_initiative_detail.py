"""An initiative's page: why, who decides, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alignment.choices import ChainState, GateMode, Overrider, Status
from alignment.models import Initiative, NeedLink
from alignment.serializers.initiative_page import CHAINS
from tests.alignment.briefs import page_of, promised, publish, read, told, words
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_gate_policy,
    make_need_link,
)
from tests.factories.customers import make_asked_need
from tests.factories.metrics import make_metric
from workbench.links import url_of

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf


# ── the finding ──────────────────────────────────────────────────────────────────────────────────────
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
    assert page["finding_lead"] == "Scores 86 of 100 and helps to bring €12k a year of benefit."
    assert page["finding_rest"] == "Its line of sight reaches a customer and a measured benefit."
    NeedLink.objects.update(evidence="")
    assert told(scene.tracker)["finding_rest"] == "Its line of sight holds, but not firmly."


def test_links_of_one_strength_stand_in_the_order_of_their_numbers(scene: Scene) -> None:
    NeedLink.objects.filter(initiative=scene.tracker).update(strength=2)
    weaker, other, stronger = (
        make_need_link(
            initiative=scene.tracker,
            need=make_asked_need(statement=f"Strength {strength}"),
            **FRESH | {"strength": strength},
        )
        for strength in (1, 2, 3)
    )
    NeedLink.objects.filter(pk=weaker.pk).update(evidence="Moved to the end of its table")
    first = NeedLink.objects.filter(initiative=scene.tracker).earliest("number")
    assert [row["code"] for row in told(scene.tracker)["links"][0]["rows"]] == [
        stronger.code,
        first.code,
        other.code,
        weaker.code,
    ]


def test_a_sound_line_leaves_room_for_the_benefits(scene: Scene) -> None:
    promised(scene, Decimal(9))
    publish()
    page = told(scene.tracker)
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Scores 73 of 100.",
        "Its benefit is behind plan.",
    )


# ── why ──────────────────────────────────────────────────────────────────────────────────────────────
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
        "No benefit is linked.",
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


# ── benefits ─────────────────────────────────────────────────────────────────────────────────────────
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


def test_a_benefit_that_cannot_be_measured_yet_is_named_without_a_figure(scene: Scene) -> None:
    scene.calls.target_value = None
    scene.calls.save()
    benefits = told(scene.tracker)["why"]["columns"][-1]
    assert [(node["name"], node["note"], node.get("amount")) for node in benefits["nodes"]] == [
        ("Fewer status calls", "not measured yet", None)
    ]
    assert benefits["lacking"] == ""


# ── who decides ──────────────────────────────────────────────────────────────────────────────────────
def test_who_decides_is_what_is_known_today(scene: Scene) -> None:
    scene.strategy.sponsor = make_person("Declan Moss")
    scene.strategy.save()
    assert [(row["label"], row["name"]) for row in told(scene.tracker)["deciders"]] == [
        ("Owner", "Lena Fischer"),
        ("Sponsoring executive", "Declan Moss"),
        ("May override the first gate", "Whoever may edit the strategy there"),
    ]
    scene.strategy.state = "draft"
    scene.strategy.save()
    owner, strategy, _gate = told(scene.archive)["deciders"]
    assert (owner["name"], owner["url"]) == ("", f"{url_of(scene.archive)}edit/#id_owner")
    assert (strategy["name"], strategy["note"]) == ("", "Its unit follows none")


def test_the_gates_policy_and_who_may_override_are_named_on_page_and_in_data(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    client, unit = client_of(cio), scene.tracker.unit
    address = reverse("api_initiative_brief", args=[scene.tracker.uid])
    row = told(scene.tracker)["deciders"][2]
    assert row["note"] == (
        "Warns of a broken line of sight; blocks a strategy in draft. "
        "No unit states a policy: this holds everywhere."
    )
    judge = make_person("Ida Judge")
    make_gate_policy(
        unit=unit, mode=GateMode.BLOCK, accepts_weak=False, overriders=Overrider.NAMED, overrider=judge
    )
    row = told(scene.tracker)["deciders"][2]
    assert (row["name"], row["url"]) == ("Ida Judge", reverse("initiative_gate", args=[scene.tracker.uid]))
    assert row["note"].startswith(
        "Blocks a broken line of sight and a weak one; blocks a strategy in draft. Policy of Claims since"
    )
    gate = client.get(address).json()["gate"]
    assert (gate["policy"]["mode"], gate["who_may_override"]) == ("block", "Ida Judge")


# ── history ──────────────────────────────────────────────────────────────────────────────────────────
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
        ("Score 86.1 → 25.0", "Spend linked to a need: 30.0 more lost (evidence missing)"),
        ("Score 86.1", "First score"),
    ]
