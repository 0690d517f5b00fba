"""Each unit says what its gate warns of and what it holds back; who passes how is kept, whichever door they use."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from alignment.choices import GateMode, GateOutcome, Overrider, Status
from alignment.models import GateOverride, GatePassage, Initiative
from alignment.operations.gate_overrides import override_gate
from audit.models import Event
from foundation.actors import SYSTEM
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import (
    make_benefit_link,
    make_element_need,
    make_gate_override,
    make_gate_policy,
    make_initiative,
    make_need_link,
    make_strategy_element,
)
from tests.factories.strategies import make_strategy
from workbench.links import url_of
from workbench.operations.records import Change, Invalid, Saved, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

INITIATIVE, OVERRIDE = type_with_key("initiative"), type_with_key("gateoverride")
NEEDS_FIRST = "It serves no customer need, and Customer intimacy lets needs drive priority."
DRAFT = "“Bold” is a draft. Put it in force, or leave the status at Proposed."
BROKEN = "Its line of sight is broken: no customer need, no benefit."
WARNED = f"Passes with a warning. {NEEDS_FIRST} {BROKEN}"
ASK = "Mend it, or ask for an override. May override: Whoever may edit the strategy there."
HELD = f"{NEEDS_FIRST} {BROKEN} {ASK}"


def approve(*initiatives: Initiative, actor: Any = SYSTEM) -> list[Saved]:
    changes = [Change({"status": Status.APPROVED}, record=row) for row in initiatives]
    return save_many(object_type=INITIATIVE, changes=changes, actor=actor, now=NOW)


def told(*initiatives: Initiative) -> list[list[str]]:
    return [[warning.message for warning in one.warnings] for one in approve(*initiatives)]


def refused(*initiatives: Initiative, actor: Any = SYSTEM) -> list[tuple[int, str]]:
    with pytest.raises(Invalid) as refusal:
        approve(*initiatives, actor=actor)
    return [(fault.index, fault.message) for fault in refusal.value.faults]


def passages() -> list[tuple[str, str, list[str], str | None]]:
    rows = GatePassage.objects.order_by("pk").select_related("initiative")
    return [(row.initiative.name, row.outcome, row.findings, row.policy["unit"]) for row in rows]


@pytest.fixture
def blocking(claims: Unit) -> Any:
    return make_gate_policy(unit=claims, mode=GateMode.BLOCK)


def whole(scene: Scene, **link: Any) -> Initiative:
    """Proposed, with a line of sight that holds."""
    made = make_initiative(name="Whole", unit=scene.tracker.unit, status=Status.PROPOSED)
    make_need_link(initiative=made, need=scene.status, **{"strength": 3, **FRESH, **link})
    make_benefit_link(initiative=made, benefit=scene.calls, strength=3, **FRESH)
    return made


def test_without_a_policy_a_broken_line_is_warned_of_and_kept(bare: Initiative) -> None:
    assert told(bare) == [[WARNED]]
    assert passages() == [("Bare", GateOutcome.WARNED, ["needs_first", "broken"], None)]
    kept = GatePassage.objects.get()
    assert (kept.passed_at, kept.before, kept.after, kept.by_uid, kept.by, kept.override) == (
        NOW, "proposed", "approved", SYSTEM.uid, "system", None,
    )  # fmt: skip
    assert str(kept) == "Bare: Passes with a warning"


def test_a_whole_line_passes_without_a_word_and_leaves_no_trace(scene: Scene, blocking: Any) -> None:
    assert (told(whole(scene)), passages()) == ([[]], [])


def test_what_is_exempt_passes_a_gate_that_blocks(scene: Scene, blocking: Any) -> None:
    granted = {"exempt_reason": "The law", "exempt_by": make_person("Ida"), "exempt_until": NOW.date()}
    assert told(make_initiative(unit=scene.tracker.unit, **granted)) == [[]]


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ({"strength": 1}, "Its line of sight is weak."),
        ({"evidence_date": None}, "Its line of sight rests on evidence past its review."),
    ],
)
def test_weak_and_stale_pass_a_gate_that_blocks_with_a_warning(
    scene: Scene, blocking: Any, link: dict[str, Any], text: str
) -> None:
    assert told(whole(scene, **link)) == [[f"Passes with a warning. {text}"]]


def test_unless_its_policy_does_not_accept_that(scene: Scene, claims: Unit) -> None:
    policy = make_gate_policy(unit=claims, mode=GateMode.BLOCK, accepts_weak=False)
    weak = whole(scene, strength=1)
    assert refused(weak) == [(0, f"Its line of sight is weak. {ASK}")]
    policy.accepts_weak, policy.accepts_stale = True, False
    policy.save()
    stale = make_initiative(name="Stale", unit=claims)
    make_need_link(initiative=stale, need=scene.status, strength=3, evidence="Somebody said so")
    make_benefit_link(initiative=stale, benefit=scene.calls, strength=3, **FRESH)
    assert refused(stale) == [(0, f"Its line of sight rests on evidence past its review. {ASK}")]


def test_a_gate_that_blocks_names_each_row_and_the_remedy(
    bare: Initiative, scene: Scene, blocking: Any, motor: Unit
) -> None:
    below = make_initiative(name="Below", unit=motor)
    rows = [whole(scene), bare, below]
    assert refused(*rows) == [(1, HELD), (2, HELD)]
    with pytest.raises(Invalid) as refusal:
        approve(*Initiative.objects.filter(pk=bare.pk))
    mend = reverse("mend", args=["link_need", "initiative", bare.uid])
    benefit = reverse("mend", args=["link_benefit", "initiative", bare.uid])
    assert [(remedy.label, remedy.url) for remedy in refusal.value.faults[0].remedies] == [
        ("Link need", mend), ("Link benefit", benefit), ("See its line of sight", url_of(bare)),
    ]  # fmt: skip
    assert GatePassage.objects.count() == 0


def test_the_nearest_unit_upward_decides(scene: Scene, blocking: Any, motor: Unit, root: Unit) -> None:
    make_gate_policy(unit=root, mode=GateMode.WARN)
    policy = make_gate_policy(unit=motor)
    below = make_initiative(name="Below", unit=motor)
    assert told(below) == [[WARNED]]
    assert passages()[0][3] == str(policy.unit.uid)
    blocking.archived_at = NOW
    blocking.save()
    assert told(make_initiative(name="Beside", unit=scene.tracker.unit)) == [[WARNED]]


def test_the_newest_policy_that_has_begun_counts(bare: Initiative, blocking: Any) -> None:
    make_gate_policy(unit=blocking.unit, start_date=NOW.date() - timedelta(days=9))
    make_gate_policy(unit=blocking.unit, start_date=NOW.date() + timedelta(days=1))
    assert refused(bare) == [(0, HELD)]
    make_gate_policy(unit=blocking.unit.parent, start_date=NOW.date(), mode=GateMode.BLOCK)
    blocking.start_date = NOW.date() - timedelta(days=10)
    blocking.save()
    bare.refresh_from_db()
    assert told(bare) == [[WARNED]]


def test_a_draft_passes_with_a_warning_where_the_policy_says_so(claims: Unit) -> None:
    make_strategy(name="Bold", unit=claims)
    make_gate_policy(unit=claims, draft_mode=GateMode.WARN)
    assert told(make_initiative(unit=claims)) == [[f"Passes with a warning. {DRAFT} {BROKEN}"]]


def test_product_leadership_does_not_put_needs_first(scene: Scene, bare: Initiative) -> None:
    scene.strategy.discipline = "product_leadership"
    scene.strategy.save()
    assert told(bare) == [[f"Passes with a warning. {BROKEN}"]]


def test_an_override_lets_pass_once_what_it_was_written_for(
    bare: Initiative, blocking: Any, cio: User
) -> None:
    events = Event.objects.count()
    saved = override_gate(initiative=bare, reason="The regulator waits", actor=cio, now=NOW)
    override: GateOverride = saved.record
    assert (override.granted_by, override.findings) == (cio.person, ["needs_first", "broken"])
    assert override.policy == {
        "unit": str(blocking.unit.uid), "mode": "block", "draft_mode": "block",
        "accepts_weak": True, "accepts_stale": True,
    }  # fmt: skip
    assert Event.objects.count() == events + 1
    assert told(bare) == [[f"Passes by override: The regulator waits {NEEDS_FIRST} {BROKEN}"]]
    kept = GatePassage.objects.get()
    assert (kept.outcome, kept.override, kept.reason) == ("overridden", override, "The regulator waits")
    Initiative.objects.filter(pk=bare.pk).update(status=Status.PROPOSED)
    bare.refresh_from_db()
    assert refused(bare) == [(0, HELD)]


def test_it_does_not_cover_what_came_after_it(
    bare: Initiative, scene: Scene, blocking: Any, claims: Unit, cio: User
) -> None:
    override_gate(initiative=bare, reason="The regulator waits", actor=cio, now=NOW)
    asking = make_strategy_element(strategy=make_strategy(name="Bold", unit=claims))
    make_element_need(element=asking, need=scene.refund, strength=2)
    make_need_link(initiative=bare, need=scene.refund, strength=2)
    broken = "Its line of sight is broken: no objective, no benefit."
    assert refused(bare) == [(0, f"{DRAFT} {broken}")]


def test_nothing_to_override(scene: Scene, blocking: Any, cio: User) -> None:
    with pytest.raises(Invalid) as refusal:
        override_gate(initiative=whole(scene), reason="Why not", actor=cio, now=NOW)
    assert [(f.field, f.message) for f in refusal.value.faults] == [
        ("initiative", "Nothing holds this initiative back: it needs no override.")
    ]


def test_only_those_the_policy_names_may_override(
    bare: Initiative, blocking: Any, analyst: User, cio: User
) -> None:
    with pytest.raises(PermissionDenied):
        override_gate(initiative=bare, reason="I want it", actor=analyst, now=NOW)
    blocking.overriders = Overrider.INITIATIVES
    blocking.save()
    assert override_gate(initiative=bare, reason="Agreed", actor=analyst, now=NOW).created
    blocking.overriders, blocking.overrider = Overrider.NAMED, analyst.person
    blocking.save()
    other = make_initiative(name="Other", unit=bare.unit)
    with pytest.raises(PermissionDenied):
        override_gate(initiative=other, reason="I may everywhere", actor=cio, now=NOW)
    with pytest.raises(Invalid) as refusal:
        save(object_type=OVERRIDE, values={"initiative": other, "reason": "X"}, actor=cio, now=NOW)
    assert [fault.message for fault in refusal.value.faults] == [
        f"Only these may override here: {analyst.person}."
    ]
    assert (
        override_gate(initiative=other, reason="Agreed", actor=analyst, now=NOW).record.granted_by
        == analyst.person
    )


def test_a_person_named_beside_others_is_told_of(bare: Initiative, blocking: Any) -> None:
    blocking.overrider = make_person("Ida Quill")
    blocking.save()
    assert refused(bare) == [(0, f"{NEEDS_FIRST} {BROKEN} {ASK[:-1]}, Ida Quill.")]


def test_an_override_may_be_reworded_until_it_is_used_and_never_moves(
    bare: Initiative, blocking: Any
) -> None:
    override = make_gate_override(initiative=bare)
    save(object_type=OVERRIDE, values={"reason": "Better said"}, record=override, actor=SYSTEM, now=NOW)
    other = make_initiative(unit=bare.unit)
    with pytest.raises(Invalid, match="stays with its initiative"):
        save(object_type=OVERRIDE, values={"initiative": other}, record=override, actor=SYSTEM, now=NOW)
    override = GateOverride.objects.get()
    override.findings = ["needs_first", "broken"]
    override.save()
    approve(bare)
    with pytest.raises(Invalid, match="has passed by this"):
        save(object_type=OVERRIDE, values={"reason": "Later"}, record=override, actor=SYSTEM, now=NOW)


def test_the_form_says_what_it_passed_with(bare: Initiative, cio: User, client_of: ClientOf) -> None:
    form = {"name": bare.name, "unit": bare.unit.uid, "status": "approved", "version": 1}
    answer = client_of(cio).post(f"{url_of(bare)}edit/", form, follow=True)
    messages = [str(message) for message in answer.context["messages"]]
    mend = reverse("mend", args=["link_need", "initiative", bare.uid])
    assert messages[1].startswith(WARNED)
    assert f'<a class="lnk" href="{mend}">Link need</a>' in messages[1]
    assert f'href="{mend}"' in answer.content.decode()


def test_the_bulk_edit_says_it_row_by_row(
    bare: Initiative, scene: Scene, cio: User, client_of: ClientOf
) -> None:
    rows = [bare, whole(scene)]
    data = {"uid": [str(row.uid) for row in rows], "action": "status", "value": "approved"}
    answer = client_of(cio).post(reverse("initiative_bulk"), data, follow=True)
    warning = str(next(iter(answer.context["messages"])))
    assert warning.startswith(f'<ul><li><a class="lnk" href="{url_of(bare)}">{bare.code} Bare</a>: {WARNED}')
    assert warning.count("<li>") == 1


def test_and_what_it_refuses_likewise(
    bare: Initiative, scene: Scene, blocking: Any, cio: User, client_of: ClientOf
) -> None:
    rows = [bare, whole(scene)]
    data = {"uid": [str(row.uid) for row in rows], "action": "status", "value": "approved"}
    answer = client_of(cio).post(reverse("initiative_bulk"), data, follow=True)
    refusal = str(next(iter(answer.context["messages"])))
    assert refusal.startswith(f'Nothing was changed. <ul><li><a class="lnk" href="{url_of(bare)}">')
    assert HELD in refusal
    assert set(Initiative.objects.filter(pk__in=[r.pk for r in rows]).values_list("status", flat=True)) == {
        "proposed"
    }


def test_the_api_tells_in_a_header(bare: Initiative, cio: User, client_of: ClientOf) -> None:
    def patch(values: dict[str, str], version: int) -> Any:
        return client_of(cio).patch(
            f"/api/v1/initiatives/{bare.uid}/",
            values,
            content_type="application/json",
            headers={"If-Match": f'"{version}"'},
        )

    answer = patch({"status": "approved"}, 1)
    assert json.loads(answer.headers["Sightline-Warnings"]) == [
        {
            "field": "status",
            "message": WARNED,
            "remedies": [
                {"label": "Link need", "url": reverse("mend", args=["link_need", "initiative", bare.uid])},
                {
                    "label": "Link benefit",
                    "url": reverse("mend", args=["link_benefit", "initiative", bare.uid]),
                },
                {"label": "See its line of sight", "url": url_of(bare)},
            ],
        }
    ]
    assert "Sightline-Warnings" not in patch({"name": "Renamed"}, 2).headers


def test_what_was_paused_had_its_day(scene: Scene, blocking: Any) -> None:
    assert told(make_initiative(unit=scene.tracker.unit, status=Status.PAUSED)) == [[]]
