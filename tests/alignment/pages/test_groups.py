"""A crowd on the page: groups that open, and lines that are sent when they are unfolded."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.models import Initiative, Program
from tests.alignment.scene import FRESH, Scene
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_initiative,
    make_need_link,
    make_outlay,
    make_program,
)
from tests.factories.customers import make_need
from tests.factories.metrics import make_metric

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

CROWD = 61
"""One more than a column shows by name."""


@pytest.fixture
def program(scene: Scene, claims: Unit) -> Program:
    """A program whose initiatives and benefits are too many to be shown by name."""
    program = make_program(name="Portals", unit=claims)
    metric = make_metric(name="Days to an answer")
    for number in range(CROWD):
        initiative = make_initiative(name=f"Portal {number}", unit=claims, program=program)
        make_need_link(initiative=initiative, need=scene.status, **FRESH)
        benefit = make_benefit(
            name=f"Fewer calls {number}", unit=claims, metric=metric, baseline_value=9, target_value=4
        )
        make_benefit_link(initiative=initiative, benefit=benefit, **FRESH)
    return program


@pytest.fixture
def browser(program: Program, cio: User, client_of: ClientOf) -> Client:
    return client_of(cio)


def columns(client: Client, **query: str) -> list[list[tuple[str, str]]]:
    page: Any = client.get(reverse("line_of_sight"), query).context["page"]
    return [[(node.name, node.size) for node in column["nodes"]] for column in page["columns"]]


def test_groups_stand_for_initiatives_and_benefits(browser: Client, claims: Unit) -> None:
    _, _, items, benefits = columns(browser)
    assert sorted(items) == [(claims.name, "1"), ("Portals", "61")]
    assert benefits == [(claims.name, "62")]


def test_an_open_group_names_its_members(browser: Client, program: Program, claims: Unit) -> None:
    assert len(columns(browser, open=program.code)[2]) == CROWD + 1
    opened = columns(browser, open=f"B-{claims.code}")
    assert (len(opened[2]), len(opened[3])) == (2, 41)
    assert sum(size == "22" for _name, size in opened[3]) == 1
    assert len(columns(browser, open=f"B-{claims.code}", names="80")[3]) == CROWD + 1
    answer = browser.get(reverse("line_of_sight"), {"open": f"B-{claims.code}"}).content.decode()
    assert f"Close B-{claims.code}" in answer


def test_the_lines_of_a_need_are_sent_when_they_are_unfolded(browser: Client, scene: Scene) -> None:
    """Without script the same is a link to the page with that need unfolded."""
    code = scene.status.code
    whole = browser.get(reverse("line_of_sight")).content.decode()
    assert f'hx-get="/lines/{code}/?"' in whole
    part = browser.get(reverse("line_of_sight_part", args=[code]))
    assert part.content.decode().count("<li>") == 2
    assert "/?&amp;open=" in part.content.decode()
    assert f'id="part-{code}" open' not in whole
    assert f'id="part-{code}" open' in browser.get("/", {"part": code}).content.decode()


def test_the_lines_of_nothing_are_not_found(browser: Client) -> None:
    assert browser.get(reverse("line_of_sight_part", args=["N-99"])).status_code == 404


def test_lines_hold_only_what_the_reader_may_see(
    program: Program, scene: Scene, outsider: User, client_of: ClientOf
) -> None:
    answer = client_of(outsider).get(reverse("line_of_sight_part", args=[scene.status.code]))
    assert "Portals" not in answer.content.decode()


def test_groups_stand_for_needs(scene: Scene, cio: User, client_of: ClientOf) -> None:
    for number in range(41):
        make_need(statement=f"Answer me in {number} hours")
    client = client_of(cio)
    group = f"N-{scene.objective.code}"
    assert columns(client)[1] == [("1 need", "1")]
    assert columns(client, open=group)[1] == [(scene.status.short, "")]
    answer = client.get(reverse("line_of_sight"), {"open": group}).content.decode()
    assert f"Close {group}" in answer


def test_billions_are_told_in_millions_so_that_no_member_reads_as_nothing(
    browser: Client, program: Program
) -> None:
    members = Initiative.objects.filter(program=program).order_by("number")
    make_outlay(initiative=members[0], amount=Decimal(4_000_000_000))
    make_outlay(initiative=members[1], amount=Decimal(2_000_000))
    page: Any = browser.get(reverse("line_of_sight"), {"open": program.code, "basis": "life"}).context["page"]
    figures = {node.name: node.amount for node in page["columns"][2]["nodes"]}
    assert page["head"] == "€m"
    assert (figures["Portal 0"], figures["Portal 1"]) == ("4,000.00", "2.00")


def test_a_column_of_groups_has_no_targets_to_head(browser: Client, claims: Unit) -> None:
    head = "<span>target</span>"
    assert head not in browser.get(reverse("line_of_sight")).content.decode()
    opened = browser.get(reverse("line_of_sight"), {"open": f"B-{claims.code}"}).content.decode()
    assert opened.count(head) == 1
