"""The page of the first gate, its data and its file say the same; an initiative's part of it lets those override who may."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import GateMode, Status
from alignment.models import GateOverride, Initiative
from foundation.actors import SYSTEM
from tests.alignment.scene import YEAR, Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_gate_policy, make_initiative, make_outlay
from workbench.links import url_of
from workbench.operations.records import save
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

INITIATIVE = type_with_key("initiative")
API, PAGE = "/api/v1/first-gate/", "first_gate"
HTMX = {"HX-Request": "true"}
TOP = "Number 1 of 1 by the money of its unit (€60)."


@pytest.fixture
def blocking(claims: Unit) -> Any:
    return make_gate_policy(unit=claims, mode=GateMode.BLOCK, reason="The board wants it so")


def approve(initiative: Initiative) -> None:
    save(object_type=INITIATIVE, values={"status": "approved"}, record=initiative, actor=SYSTEM, now=NOW)


def test_an_empty_page_teaches(enterprise: Any, cio: User, client_of: ClientOf) -> None:
    page = client_of(cio).get(reverse(PAGE))
    assert page.context["page"]["fact"] == "Nothing waits for approval."
    assert "Nothing waits at the gate" in page.content.decode()


def test_what_is_held_back_comes_first(
    bare: Initiative, blocking: Any, sales: Unit, cio: User, client_of: ClientOf
) -> None:
    make_initiative(name="Elsewhere", unit=sales, status=Status.PROPOSED)
    page = client_of(cio).get(reverse(PAGE)).context["page"]
    assert page["fact"] == "2 initiatives wait for approval: 1 would be held back."
    assert [(row["name"], row["outcome"]) for row in page["asking"]] == [
        ("Bare", "refused"),
        ("Elsewhere", "warned"),
    ]
    assert page["policies"] == [
        {
            "unit": "Claims",
            "url": url_of(blocking),
            "text": "Blocks a broken line of sight; blocks a strategy in draft.",
            "who": "Whoever may edit the strategy there",
            "since": "2 Nov 2026",
            "reason": "The board wants it so",
        }
    ]


def test_the_table_says_once_how_an_initiative_passes_and_beside_it_what_stands_against_it(
    bare: Initiative, blocking: Any, sales: Unit, cio: User, client_of: ClientOf
) -> None:
    make_initiative(name="Elsewhere", unit=sales, status=Status.PROPOSED)
    rows = client_of(cio).get(reverse(PAGE)).context["page"]["asking"]
    assert [row["outcome_label"] for row in rows] == ["Held back", "Passes with a warning"]
    assert all(
        row["against"].endswith("Its line of sight is broken: no customer need, no benefit.") for row in rows
    )
    assert not any("Passes" in row["against"] or "override" in row["against"] for row in rows)


def test_a_table_says_what_it_leaves_out(
    bare: Initiative, sales: Unit, cio: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_initiative(name="Elsewhere", unit=sales, status=Status.PROPOSED)
    text = "The first 1 of 2. Narrow by unit, or export them all."
    assert text not in client_of(cio).get(reverse(PAGE)).content.decode()
    monkeypatch.setattr("alignment.serializers.gate.SHOWN", 1)
    page = client_of(cio).get(reverse(PAGE))
    assert len(page.context["page"]["asking"]) == 1
    assert page.content.decode().count(text) == 1


def test_a_unit_narrows_it(bare: Initiative, sales: Unit, cio: User, client_of: ClientOf) -> None:
    url = f"{reverse(PAGE)}?unit={sales.uid}"
    page = client_of(cio).get(url, headers=HTMX).context["page"]
    assert (page["asking"], [row["name"] for row in page["unlinked"]]) == ([], ["Tape archive"])


def test_units_that_may_not_be_read_are_not_offered(
    bare: Initiative, claims: Unit, outsider: User, client_of: ClientOf
) -> None:
    """That nothing waits in Claims would be said to somebody who may not know."""
    page = client_of(outsider).get(f"{reverse(PAGE)}?unit={claims.uid}").context["page"]
    options = [(option["label"].strip(), option["selected"]) for option in page["filters"][0]["options"]]
    assert options == [("All units", True), ("Sales", False)]


def test_hard_warnings_say_why(bare: Initiative, scene: Scene, cio: User, client_of: ClientOf) -> None:
    page = client_of(cio).get(reverse(PAGE)).context["page"]
    assert page["tension"] == "2 initiatives take their place before needs do."
    assert {(row["name"], row["why"]) for row in page["unlinked"]} == {
        ("Bare", "It waits for approval."),
        ("Tape archive", TOP),
    }
    head = client_of(cio).get(reverse("needs_first"))
    assert [row["name"] for row in head.context["rows"]] == ["Bare", "Tape archive"]
    assert "Bare" in head.content.decode()


def test_none_is_passed_over_where_needs_do_not_lead(scene: Scene, cio: User, client_of: ClientOf) -> None:
    scene.strategy.discipline = "product_leadership"
    scene.strategy.save()
    page = client_of(cio).get(reverse(PAGE)).context["page"]
    assert (page["tension"], page["unlinked"]) == ("Where needs drive priority, none is passed over.", [])
    assert client_of(cio).get(reverse("needs_first")).content.decode().strip() == ""


def test_the_policy_of_most_passages_is_said_once(
    claims: Unit, sales: Unit, cio: User, client_of: ClientOf
) -> None:
    """What no two rows share stands in each row."""
    make_gate_policy(unit=sales, draft_mode=GateMode.BLOCK)
    first, *others = (
        make_initiative(name=name, unit=unit, status=Status.PROPOSED)
        for name, unit in (("One", claims), ("Two", claims), ("Three", sales))
    )
    usual, other = "Warns of a broken line of sight", "blocks a strategy in draft"
    approve(first)
    alone = client_of(cio).get(reverse(PAGE))
    assert (alone.context["page"]["usual_policy"], alone.content.decode().count(usual)) == ("", 2)
    for initiative in others:
        approve(initiative)
    page = client_of(cio).get(reverse(PAGE))
    told = page.content.decode().split('id="passages"')[1].split("</section>")[0]
    assert page.context["page"]["usual_policy"].startswith(usual)
    assert (told.count("where no other is named"), told.count(other)) == (1, 1)


def test_page_data_and_file_agree(
    bare: Initiative, blocking: Any, scene: Scene, cio: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    client.post(reverse("initiative_gate", args=[bare.uid]), {"reason": "The regulator waits"})
    waiting = client.get(API).json()
    assert [(one["name"], one["outcome"]) for one in waiting["asking"]] == [("Bare", "overridden")]
    assert waiting["overrides"][0]["granted_by"] == str(cio.person)
    approve(bare)
    data = client.get(API).json()
    page = client.get(reverse(PAGE)).context["page"]
    assert (data["asking"], data["overrides"], data["currency"], data["basis"]) == ([], [], "EUR", YEAR)
    assert [(row["name"], row["reason"]) for row in page["passages"]] == [("Bare", "The regulator waits")]
    passage = data["passages"][0]
    assert (passage["outcome"], passage["reason"], passage["findings"], passage["by"]) == (
        "overridden", "The regulator waits", ["needs_first", "broken"], "system",
    )  # fmt: skip
    assert passage["policy"]["mode"] == "block"
    body = b"".join(client.get(reverse("first_gate_export")).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = [row[:6] for row in csv.reader(io.StringIO(body))][1:]
    assert rows == [
        ["unlinked", scene.archive.code, "Tape archive", "Sales", "", "top"],
        ["passed", bare.code, "Bare", "Claims", "overridden", "needs_first broken"],
    ]


def test_the_file_has_what_waits_too(bare: Initiative, blocking: Any, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    client.post(reverse("initiative_gate", args=[bare.uid]), {"reason": "The regulator waits"})
    body = b"".join(client.get(reverse("first_gate_export")).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    kinds = [row[0] for row in csv.reader(io.StringIO(body))][1:]
    assert kinds == ["asking", "unlinked", "unlinked", "override"]


def test_nobody_sees_the_gate_of_a_unit_they_do_not_read(
    bare: Initiative, blocking: Any, outsider: User, client_of: ClientOf
) -> None:
    assert client_of(outsider).get(reverse("initiative_gate", args=[bare.uid])).status_code == 404
    data = client_of(outsider).get(API).json()
    assert (data["asking"], [one["name"] for one in data["unlinked"]]) == ([], ["Tape archive"])


def test_those_who_may_override_with_a_reason(
    bare: Initiative, blocking: Any, cio: User, analyst: User, client_of: ClientOf
) -> None:
    url = reverse("initiative_gate", args=[bare.uid])
    part = client_of(analyst).get(url)
    assert not part.context["gate"]["may_override"]
    assert part.content.decode().count("May override: ") == 1
    assert client_of(analyst).post(url, {"reason": "Mine"}).status_code == 403
    assert client_of(analyst).post(url, {"reason": ""}).status_code == 403
    missing = client_of(cio).post(url, {"reason": " "})
    assert (missing.status_code, missing.context["form"].errors["reason"]) == (
        422,
        ["Say why it may pass all the same."],
    )
    done = client_of(cio).post(url, {"reason": "The regulator waits"}, follow=True)
    assert done.redirect_chain == [(url_of(bare), 302)]
    assert GateOverride.objects.get().reason == "The regulator waits"
    shown = client_of(cio).get(url, headers=HTMX).content.decode()
    assert "It may be approved once." in shown
    again = client_of(cio).post(url, {"reason": "Twice"}, follow=True)
    assert again.status_code == 200


def test_the_page_of_what_passed_says_how(bare: Initiative, cio: User, client_of: ClientOf) -> None:
    approve(bare)
    part = client_of(cio).get(reverse("initiative_gate", args=[bare.uid]), headers=HTMX).context["gate"]
    assert [(row["outcome"], row["came"]) for row in part["passages"]] == [
        ("warned", "Approved on 2 Nov 2026 by system.")
    ]
    assert (part["is_before"], part["is_told"]) == (False, True)


def test_nothing_to_override_is_said_at_the_form(
    scene: Scene, cio: User, client_of: ClientOf, claims: Unit
) -> None:
    granted = {"exempt_reason": "The law", "exempt_by": make_person("Ida"), "exempt_until": NOW.date()}
    free = make_initiative(unit=claims, status=Status.PROPOSED, **granted)
    url = reverse("initiative_gate", args=[free.uid])
    assert client_of(cio).post(url, {"reason": "Why not"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_many_as_for_one(
    count: int,
    bare: Initiative,
    cio: User,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for _ in range(count):
        made = make_initiative(unit=bare.unit, status=Status.PROPOSED)
        make_outlay(initiative=made, amount=Decimal(5), fiscal_year=YEAR)
    client = client_of(cio)
    with django_assert_num_queries(21):
        client.get(reverse(PAGE))
