"""The small line of sight on the pages of the records it runs through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import Enterprise
from alignment.choices import ChainState, Status
from alignment.panels.chain import line_of_sight
from foundation.actors import SYSTEM, Actor
from foundation.models import Record
from tests.alignment.scene import Scene
from tests.factories.alignment import make_initiative, make_need_link, make_outlay
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import User
    from tests.personas import ClientOf


def shown(record: Record, now: datetime, viewer: Actor = SYSTEM) -> dict[str, Any]:
    return line_of_sight(record=record, viewer=viewer, now=now, enterprise=Enterprise.objects.get())


def names(data: dict[str, Any]) -> list[list[str]]:
    return [[node.name for node in column["nodes"]] for column in data["columns"]]


@pytest.mark.parametrize("record", ["objective", "status", "tracker"])
def test_a_whole_line_is_drawn_from_each_of_its_records(scene: Scene, now: datetime, record: str) -> None:
    data = shown(getattr(scene, record), now)
    assert (data["chain"].state, data["findings"]) == (ChainState.COMPLETE, [])
    assert names(data) == [
        ["Settle claims in two days"],
        ["Let me see where my claim stands"],
        ["Claim tracker"],
        ["Fewer status calls"],
    ]
    assert data["edges"] == [
        ("I-01", "B-01", 28.0, "oe"),
        ("N-01", "I-01", 28.0, "oe"),
        ("O-01", "N-01", 28.0, "oe"),
    ]


def test_an_element_shows_its_best_path(scene: Scene, now: datetime) -> None:
    data = shown(scene.element, now)
    assert data["columns"] == []
    assert [label.code for label in data["path"]] == ["S-01", "O-01", "E-01", "N-01", "I-01", "B-01", "M-01"]


def test_what_is_unsound_comes_with_its_action(scene: Scene, now: datetime) -> None:
    make_need_link(initiative=scene.archive, need=scene.status, strength=2)
    findings = shown(scene.archive, now)["findings"]
    assert [(row["where"], row["reason"], row["remedy"].label) for row in findings] == [
        ("Benefit", "Link missing", "Link benefit"),
        ("Customer need: Let me see where my claim stands", "No evidence", "Add evidence"),
    ]
    assert "/mend/add_evidence/needlink/" in findings[1]["remedy"].url


def test_a_draft_strategy_leads_to_its_form(scene: Scene, now: datetime, reader: User) -> None:
    scene.strategy.state = "draft"
    scene.strategy.save()
    found = shown(scene.tracker, now)["findings"][0]
    assert found["remedy"].url == f"{url_of(scene.strategy)}edit/"
    found = shown(scene.tracker, now, reader)["findings"][0]
    assert found["remedy"].url == ""


def test_only_the_largest_neighbors_are_drawn(scene: Scene, now: datetime) -> None:
    for number in range(8):
        initiative = make_initiative(name=f"Portal {number}", unit=scene.tracker.unit)
        make_outlay(initiative=initiative, amount=number)
        make_need_link(initiative=initiative, need=scene.status)
    column = shown(scene.status, now)["columns"][2]
    assert (column["nodes"][0].name, len(column["nodes"]), column["more"]) == (
        "Claim tracker",
        6,
        "3 more",
    )


def test_stopped_work_owes_no_line(scene: Scene, now: datetime) -> None:
    scene.archive.status = Status.STOPPED
    scene.archive.save()
    assert shown(scene.archive, now)["chain"] is None


def test_the_panel_takes_one_query_for_each_kind_of_link(
    scene: Scene, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(7):
        shown(scene.tracker, now)


@pytest.mark.parametrize("record", ["objective", "element", "status"])
def test_the_pages_show_the_panel(scene: Scene, cio: User, client_of: ClientOf, record: str) -> None:
    answer = client_of(cio).get(url_of(getattr(scene, record)))
    assert answer.status_code == 200
    assert "alignment/chain_panel.html" in [template.name for template in answer.templates]


def test_the_page_of_a_need_says_how_the_work_for_it_stands(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    page = client_of(cio).get(url_of(scene.status)).content.decode()
    node = page.split(f'data-n="{scene.tracker.code}"')[1].split("</a>")[0]
    assert str(scene.tracker.get_status_display()) in node


def test_what_serves_a_need_is_not_denied_to_those_who_may_not_read_it(
    scene: Scene, cio: User, outsider: User, client_of: ClientOf
) -> None:
    """The tracker of Claims serves the need; somebody in Sales is not told that nothing does."""
    told = [
        client_of(viewer).get(url_of(need)).content.decode().count(words)
        for viewer, need, words in (
            (outsider, scene.status, "None that you may read."),
            (outsider, scene.status, "None yet."),
            (cio, scene.refund, "None yet."),
        )
    ]
    assert told == [1, 0, 2], "nothing asks for the refund either"
