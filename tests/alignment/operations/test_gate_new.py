"""What is recorded past the first gate at once comes to it as everything else does, through every door."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alignment.choices import Action, GateMode, Overrider, Status
from alignment.models import GatePassage, Initiative
from alignment.operations.gate_overrides import override_gate
from alignment.operations.mending import JOININGS, NewRecord, join
from customers.models import Need
from foundation.actors import SYSTEM
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import (
    make_benefit_link,
    make_gate_policy,
    make_initiative,
    make_need_link,
)
from tests.factories.strategies import make_strategy
from tests.workbench.exchange.imports import bring_in, places, problems
from workbench.links import url_of
from workbench.operations.records import Change, Invalid, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

INITIATIVE = type_with_key("initiative")
REASONS = (
    "It serves no customer need, and Customer intimacy lets needs drive priority. "
    "Its line of sight is broken: no customer need, no benefit."
)
WARNED = f"Passes with a warning. {REASONS}"
HELD = (
    f"{REASONS} Links come after it: record it as Proposed, link what it serves, then approve it; "
    "or, once it is recorded, ask for an override. May override: Whoever may edit the strategy there."
)
DRAFT = "“Bold” is a draft. Put it in force, or leave the status at Proposed."


@pytest.fixture
def blocking(scene: Scene, claims: Unit) -> Any:
    return make_gate_policy(unit=claims, mode=GateMode.BLOCK)


def passages() -> list[tuple[str, str, str, str, list[str]]]:
    rows = GatePassage.objects.order_by("initiative__number").select_related("initiative")
    return [(row.initiative.name, row.before, row.after, row.outcome, row.findings) for row in rows]


def names() -> set[str]:
    return set(Initiative.objects.values_list("name", flat=True))


def new(unit: Unit, *statuses: str) -> list[Change]:
    return [Change({"name": f"New {n}", "unit": unit, "status": s}) for n, s in enumerate(statuses)]


def write(*changes: Change) -> list[list[tuple[str, tuple[str, ...]]]]:
    saved = save_many(object_type=INITIATIVE, changes=changes, actor=SYSTEM, now=NOW)
    return [
        [(w.message, tuple(str(remedy.label) for remedy in w.remedies)) for w in one.warnings]
        for one in saved
    ]


def test_where_its_unit_only_warns_it_is_kept_with_its_warning(scene: Scene, claims: Unit) -> None:
    doing = ("Link need", "Link benefit", "See its line of sight")
    found = write(*new(claims, "approved", "proposed", "delivery", "", "live", "paused", "stopped"))
    told = [(WARNED, doing)]
    assert found == [told, [], told, [], told, told, []]
    broken = ["needs_first", "broken"]
    assert passages() == [
        ("New 0", "", "approved", "warned", broken),
        ("New 2", "", "delivery", "warned", broken),
        ("New 4", "", "live", "warned", broken),
        ("New 5", "", "paused", "warned", broken),
    ]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.DELIVERY, Status.LIVE, Status.PAUSED])
def test_where_its_unit_blocks_it_is_refused_with_what_to_do(
    blocking: Any, claims: Unit, status: Status
) -> None:
    before = names()
    with pytest.raises(Invalid) as refusal:
        write(*new(claims, "proposed", status))
    faults = [(one.index, one.field, one.message, one.remedies) for one in refusal.value.faults]
    assert faults == [(1, "status", HELD, ())]
    assert (names(), passages()) == (before, [])


def test_new_and_known_work_is_asked_together(blocking: Any, scene: Scene, claims: Unit) -> None:
    whole = make_initiative(name="Whole", unit=claims, status=Status.PROPOSED)
    make_need_link(initiative=whole, need=scene.status, strength=3, **FRESH)
    make_benefit_link(initiative=whole, benefit=scene.calls, strength=3, **FRESH)
    bare = make_initiative(name="Bare", unit=claims, status=Status.PROPOSED)
    changes = [Change({"status": "approved"}, record=row) for row in (whole, bare)]
    with pytest.raises(Invalid) as refusal:
        write(*changes, *new(claims, "approved"))
    known = f"{REASONS} Mend it, or ask for an override. May override: Whoever may edit the strategy there."
    assert [(one.index, one.message) for one in refusal.value.faults] == [(1, known), (2, HELD)]


def test_a_draft_holds_it_back_without_any_policy(claims: Unit, root: Unit) -> None:
    make_strategy(name="Bold", unit=root)
    with pytest.raises(Invalid, match=DRAFT) as refusal:
        write(*new(claims, "approved"))
    assert refusal.value.faults[0].message == DRAFT
    make_gate_policy(
        unit=claims, mode=GateMode.BLOCK, overriders=Overrider.NAMED, overrider=make_person("Ida")
    )
    with pytest.raises(Invalid) as refusal:
        write(*new(claims, "approved"))
    assert refusal.value.faults[0].message == (
        f"{DRAFT} Its line of sight is broken: no customer need, no benefit. Links come after it: record it as "
        "Proposed, link what it serves, then approve it; or, once it is recorded, ask for an override. May override: Ida."
    )


def test_what_is_exempt_is_recorded_as_it_is(blocking: Any, claims: Unit) -> None:
    granted = {"exempt_reason": "The law", "exempt_by": make_person("Ida"), "exempt_until": NOW.date()}
    change = Change({"name": "Law", "unit": claims, "status": "approved", **granted})
    assert (write(change), passages()) == ([[]], [])


def test_as_the_refusal_says_it_passes_once_linked(blocking: Any, scene: Scene, claims: Unit) -> None:
    made = save(
        object_type=INITIATIVE, values=new(claims, "proposed")[0].values, actor=SYSTEM, now=NOW
    ).record
    make_need_link(initiative=made, need=scene.status, strength=3, **FRESH)
    make_benefit_link(initiative=made, benefit=scene.calls, strength=3, **FRESH)
    assert write(Change({"status": "approved"}, record=made)) == [[]]
    assert passages() == []


def test_or_is_let_pass_by_who_may_with_a_reason(blocking: Any, claims: Unit, cio: User) -> None:
    made = save(
        object_type=INITIATIVE, values=new(claims, "proposed")[0].values, actor=SYSTEM, now=NOW
    ).record
    override_gate(initiative=made, reason="The lease ends.", actor=cio, now=NOW)
    write(Change({"status": "approved"}, record=made))
    assert passages() == [("New 0", "proposed", "approved", "overridden", ["needs_first", "broken"])]


def test_the_form_refuses_at_the_status_and_warns_once_kept(
    blocking: Any, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    client, form = client_of(cio), {"name": "Bare", "unit": claims.uid, "status": "approved", "version": ""}
    answer = client.post(reverse("initiative_create"), form)
    assert (answer.status_code, answer.context["form"].errors["status"]) == (422, [HELD])
    assert "Bare" not in names()
    blocking.delete()
    answer = client.post(reverse("initiative_create"), form, follow=True)
    bare = Initiative.objects.get(name="Bare")
    warning = str(list(answer.context["messages"])[1])
    assert warning.startswith(WARNED)
    assert reverse("mend", args=["link_need", "initiative", bare.uid]) in warning
    assert [row[0] for row in passages()] == ["Bare"]


def test_the_api_refuses_with_the_field_and_tells_warnings(
    blocking: Any, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    client, values = client_of(cio), {"name": "Bare", "unit": str(claims.uid), "status": "live"}
    answer = client.post("/api/v1/initiatives/", values, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (400, [HELD])
    assert "Bare" not in names()
    blocking.delete()
    answer = client.post("/api/v1/initiatives/", values, content_type="application/json")
    told = json.loads(answer.headers["Sightline-Warnings"])
    assert (answer.status_code, [one["message"] for one in told]) == (201, [WARNED])
    assert told[0]["remedies"][2]["url"] == url_of(Initiative.objects.get(name="Bare"))


def test_a_file_is_refused_row_by_row_and_passes_in_two_steps(
    blocking: Any, scene: Scene, claims: Unit, cio: User
) -> None:
    file = "name,unit,status\nFirst,Claims,Proposed\nSecond,Claims,In delivery\nThird,Claims,Approved\n"
    assert places(problems("initiative", file)) == [(3, "status", HELD), (4, "status", HELD)]
    bring_in("initiative", file.replace("In delivery", "Proposed").replace("Approved", "Proposed"))
    links = "initiative,need,strength,evidence,evidence_date\n" + "".join(
        f"{one.code},{scene.status.code},3,Survey,2026-09-01\n" for one in rows("Second", "Third")
    )
    bring_in("needlink", links)
    promises = "initiative,benefit,strength,evidence,evidence_date\n" + "".join(
        f"{one.code},{scene.calls.code},3,Survey,2026-09-01\n" for one in rows("Second", "Third")
    )
    bring_in("benefitlink", promises)
    bring_in("initiative", file)
    assert [row.status for row in rows("First", "Second", "Third")] == ["proposed", "delivery", "approved"]
    assert passages() == []


def test_the_trial_of_a_file_warns_and_leaves_nothing(scene: Scene, cio: User, client_of: ClientOf) -> None:
    content = SimpleUploadedFile("work.csv", b"name,unit,status\nBare,Claims,Approved\n")
    data = {"type": "initiative", "file": content, "dry_run": "true"}
    answer = client_of(cio).post("/api/v1/imports/", data)
    assert [(row["row"], row["message"]) for row in answer.json()["warnings"]] == [(2, WARNED)]
    assert ("Bare" in names(), passages()) == (False, [])


def test_what_is_named_while_linking_a_need_is_an_idea_without_status(blocking: Any, scene: Scene) -> None:
    named = join(
        joining=JOININGS[Action.LINK_INITIATIVE, Need],
        near=scene.refund,
        far=NewRecord("Named on the way", blocking.unit),
        values={"strength": 2, "evidence": "", "evidence_date": None, "share": None},
        actor=SYSTEM,
        now=NOW,
    ).made
    assert named is not None
    assert (named.record.status, passages()) == ("", [])
    with pytest.raises(Invalid, match="Mend it, or ask for an override"):
        write(Change({"status": "approved"}, record=named.record))


def rows(*wanted: str) -> list[Initiative]:
    return list(Initiative.objects.filter(name__in=wanted).order_by("number"))


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_as_often_for_many_as_for_one(
    count: int, scene: Scene, claims: Unit, django_assert_num_queries: Callable[..., Any]
) -> None:
    records = [Initiative(name=f"New {n}", unit=claims, status="approved") for n in range(count)]
    prepare = INITIATIVE.prepare
    assert prepare is not None
    with django_assert_num_queries(7):
        warnings = prepare(records=records, actor=SYSTEM, now=NOW) or ()
    assert len(warnings) == count
