"""The first gate is kept at every door, says which row and why, and asks as often for many rows as for one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Status
from alignment.models import Initiative
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import (
    make_element_need,
    make_initiative,
    make_need_link,
    make_strategy_element,
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
DRAFT = "“Bold” is a draft. Put it in force, or leave the status at Proposed."
ENDED = (
    "“Closer to customers” is no longer in force. Re-map it, link a need this serves to a strategy that is in force, "
    "or leave the status at Proposed."
)


@pytest.fixture
def bold(root: Unit) -> Any:
    """A draft of the root with one element that asks for one need."""
    return make_strategy(name="Bold", unit=root)


def approve(*initiatives: Initiative, actor: Any = SYSTEM, status: str = Status.APPROVED) -> None:
    changes = [Change({"status": status}, record=row) for row in initiatives]
    save_many(object_type=INITIATIVE, changes=changes, actor=actor, now=NOW)


def refused(
    *initiatives: Initiative, actor: Any = SYSTEM, status: str = Status.APPROVED
) -> list[tuple[int, str, str]]:
    with pytest.raises(Invalid) as refusal:
        approve(*initiatives, actor=actor, status=status)
    return [(fault.index, fault.field, fault.message) for fault in refusal.value.faults]


def test_work_without_links_waits_for_the_draft_of_its_unit_or_above(bold: Any, claims: Unit) -> None:
    proposed = make_initiative(unit=claims, status=Status.PROPOSED)
    assert refused(proposed) == [(0, "status", DRAFT)]
    bold.state, bold.start_date = StrategyState.IN_FORCE, date(2030, 1, 1)
    bold.save()
    proposed.refresh_from_db()
    approve(proposed)
    proposed.refresh_from_db()
    assert proposed.status == Status.APPROVED


def test_a_draft_of_another_unit_holds_nothing_up(sales: Unit, claims: Unit) -> None:
    make_strategy(unit=sales)
    approve(make_initiative(unit=claims))


def test_one_in_force_on_the_way_up_opens_the_gate(scene: Scene, claims: Unit) -> None:
    make_strategy(unit=claims)
    approve(make_initiative(unit=claims))


def test_links_decide_before_units_do(scene: Scene, bold: Any) -> None:
    make_element_need(element=make_strategy_element(strategy=bold), need=scene.refund, strength=2)
    proposed = make_initiative(unit=scene.tracker.unit, status=Status.PROPOSED)
    link = make_need_link(initiative=proposed, need=scene.refund, strength=1)
    assert refused(proposed) == [(0, "status", DRAFT)]
    proposed.refresh_from_db()
    link.strength = 0
    link.save()
    approve(proposed)


def test_one_of_several_behind_it_that_binds_is_enough(scene: Scene, bold: Any) -> None:
    make_element_need(element=make_strategy_element(strategy=bold), need=scene.status, strength=2)
    proposed = make_initiative(unit=scene.tracker.unit)
    make_need_link(initiative=proposed, need=scene.status)
    approve(proposed)


def test_only_strategies_that_have_ended_close_it_too(scene: Scene) -> None:
    scene.strategy.state = StrategyState.SUPERSEDED
    scene.strategy.end_date = NOW.date() - timedelta(days=1)
    scene.strategy.save()
    proposed = make_initiative(unit=scene.tracker.unit)
    make_need_link(initiative=proposed, need=scene.status)
    assert refused(proposed) == [(0, "status", ENDED)]
    scene.strategy.end_date = NOW.date()
    scene.strategy.save()
    proposed.refresh_from_db()
    approve(proposed)


def test_what_is_exempt_is_carried_by_no_strategy(bold: Any, claims: Unit) -> None:
    granted = {"exempt_reason": "The law", "exempt_by": make_person("Ida"), "exempt_until": NOW.date()}
    approve(make_initiative(unit=claims, **granted))


def test_what_is_past_it_already_is_edited_freely(bold: Any, claims: Unit) -> None:
    core = make_initiative(name="Core", unit=claims, status=Status.DELIVERY)
    save(object_type=INITIATIVE, values={"name": "Core 2"}, record=core, actor=SYSTEM, now=NOW)
    core.refresh_from_db()
    assert (core.name, core.status) == ("Core 2", Status.DELIVERY)


def test_other_changes_pass(bold: Any, claims: Unit) -> None:
    approve(make_initiative(unit=claims, status=Status.PROPOSED), status=Status.STOPPED)
    approve(make_initiative(unit=claims, status=Status.PAUSED), status=Status.DELIVERY)


def test_an_idea_that_was_stopped_is_still_an_idea(bold: Any, claims: Unit) -> None:
    idea = make_initiative(unit=claims, status=Status.PROPOSED)
    approve(idea, status=Status.STOPPED)
    for status in (Status.APPROVED, Status.DELIVERY, Status.LIVE, Status.PAUSED):
        assert refused(idea, status=status) == [(0, "status", DRAFT)]
    approve(idea, status=Status.PROPOSED)


def test_work_that_was_stopped_is_taken_up_again(bold: Any, claims: Unit) -> None:
    work, idea = (
        make_initiative(unit=claims, status=status) for status in (Status.DELIVERY, Status.PROPOSED)
    )
    approve(work, idea, status=Status.STOPPED)
    approve(work, status=Status.PAUSED)
    approve(work, status=Status.STOPPED)
    assert refused(work, idea) == [(1, "status", DRAFT)]
    approve(work, status=Status.DELIVERY)


def test_each_row_that_breaks_it_is_named_and_nothing_is_written(bold: Any, root: Unit, claims: Unit) -> None:
    rows = [make_initiative(unit=claims, status=status) for status in (Status.LIVE, "", Status.PROPOSED)]
    assert [(index, field) for index, field, _ in refused(*rows)] == [(1, "status"), (2, "status")]
    assert list(Initiative.objects.order_by("pk").values_list("status", flat=True)) == [
        "live",
        "",
        "proposed",
    ]


@pytest.fixture
def unseen(scene: Scene, claims: Unit, sales: Unit) -> Initiative:
    """A proposal behind which stands a draft of a unit that those of Claims may not read."""
    hidden = make_strategy(name="Secret", unit=sales)
    make_element_need(element=make_strategy_element(strategy=hidden), need=scene.refund, strength=2)
    proposed = make_initiative(unit=claims)
    make_need_link(initiative=proposed, need=scene.refund)
    return proposed


def test_a_strategy_that_is_not_open_is_not_named(unseen: Initiative, analyst: User) -> None:
    assert [text for _, _, text in refused(unseen, actor=analyst)] == [
        "A strategy that is not open to you is a draft. Put it in force, or leave the status at Proposed."
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_twelve_questions_however_many_rows(
    count: int, bold: Any, claims: Unit, django_assert_num_queries: Callable[..., Any]
) -> None:
    rows = [make_need_link(initiative=make_initiative(unit=claims)).initiative for _ in range(count)]
    prepare = INITIATIVE.prepare
    assert prepare is not None
    for row in rows:
        row.status = Status.LIVE
    with django_assert_num_queries(12), pytest.raises(Invalid):
        prepare(records=rows, actor=SYSTEM, now=NOW)
    for row in rows:
        row.status = Status.STOPPED
    with django_assert_num_queries(0):
        prepare(records=rows, actor=SYSTEM, now=NOW)


def test_the_page_says_so_before_it_bites(bold: Any, claims: Unit, cio: User, client_of: ClientOf) -> None:
    proposed = make_initiative(unit=claims, status=Status.PROPOSED)
    url = reverse("initiative_gate", args=[proposed.uid])
    assert client_of(cio).get(url_of(proposed)).context["page"]["gate_url"] == url
    answer = client_of(cio).get(url, headers={"HX-Request": "true"})
    assert (answer.context["gate"]["outcome"], answer.context["gate"]["text"]) == ("refused", DRAFT)
    assert "It cannot be approved yet." in answer.content.decode()
    bold.state, bold.start_date = StrategyState.IN_FORCE, NOW.date()
    bold.save()
    assert client_of(cio).get(url).context["gate"]["outcome"] == "warned"
    past = make_initiative(unit=claims, status=Status.LIVE)
    answer = client_of(cio).get(reverse("initiative_gate", args=[past.uid]))
    assert (answer.context["gate"]["is_before"], answer.context["gate"]["may_override"]) == (False, False)


def test_the_form_shows_it_at_the_status(bold: Any, claims: Unit, cio: User, client_of: ClientOf) -> None:
    proposed = make_initiative(unit=claims, status=Status.PROPOSED)
    form = {"name": proposed.name, "unit": claims.uid, "status": "approved", "version": 1}
    answer = client_of(cio).post(f"{url_of(proposed)}edit/", form)
    assert (answer.status_code, answer.context["form"].errors["status"]) == (422, [DRAFT])
    assert f'<a class="lnk" href="{url_of(bold)}">Open “Bold”</a>' in answer.content.decode()


def test_who_may_not_read_the_strategy_is_not_led_there(unseen: Initiative, analyst: User) -> None:
    with pytest.raises(Invalid) as refusal:
        approve(unseen, actor=analyst)
    assert "Open “Secret”" not in [str(remedy.label) for remedy in refusal.value.faults[0].remedies]
    unseen.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        approve(unseen)
    assert refusal.value.faults[0].remedies[0].label == "Open “Secret”"


def test_the_bulk_edit_refuses_the_whole_selection(
    bold: Any, claims: Unit, cio: User, client_of: ClientOf
) -> None:
    rows = [make_initiative(unit=claims, status=Status.PROPOSED) for _ in range(2)]
    data = {"uid": [str(row.uid) for row in rows], "action": "status", "value": "approved"}
    answer = client_of(cio).post(reverse("initiative_bulk"), data, follow=True)
    assert [DRAFT in str(message) for message in answer.context["messages"]] == [True]
    assert answer.content.decode().count("Open “Bold”</a>") == 2
    assert set(Initiative.objects.values_list("status", flat=True)) == {"proposed"}


def test_an_import_names_row_and_field(bold: Any, claims: Unit) -> None:
    make_initiative(name="Old", unit=claims, status=Status.PROPOSED)
    new = "name,unit,status\nNew,Claims,Proposed\n"
    bring_in("initiative", new)
    assert places(problems("initiative", f"{new}Old,Claims,Approved\n")) == [(3, "status", DRAFT)]


def test_the_api_refuses_with_the_field(bold: Any, claims: Unit, cio: User, client_of: ClientOf) -> None:
    proposed = make_initiative(unit=claims, status=Status.PROPOSED)
    answer = client_of(cio).patch(
        f"/api/v1/initiatives/{proposed.uid}/",
        {"status": "approved"},
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert (answer.status_code, answer.json()["status"]) == (400, [DRAFT])
