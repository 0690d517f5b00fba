"""The same counts on the page, in the API and in the command."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from alignment.choices import ChainState, Hop
from alignment.operations.standing import keep_standings
from alignment.queries.chains import chain_report
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import User
    from tests.personas import ClientOf

NONE = dict.fromkeys(ChainState, 0)


@pytest.fixture
def scene(scene: Scene, now: datetime) -> Scene:
    """The scene, with what is kept of its chains."""
    keep_standings(now=now)
    return scene


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("chain_report", *arguments, stdout=out)
    return out.getvalue()


def fetched(client_of: ClientOf, user: User, name: str, **query: str) -> dict[str, Any]:
    answer = client_of(user).get(reverse(name), query)
    assert answer.status_code == 200
    data: dict[str, Any] = answer.json()
    return data


def test_counts_by_station_and_state(scene: Scene, now: datetime) -> None:
    report = chain_report(SYSTEM, now)
    complete, broken = ChainState.COMPLETE, ChainState.BROKEN
    assert report.counts == {
        Hop.OBJECTIVE: {**NONE, complete: 1},
        Hop.ELEMENT: {**NONE, complete: 1},
        Hop.NEED: {**NONE, complete: 1, broken: 1},
        Hop.INITIATIVE: {**NONE, complete: 1, broken: 1},
    }


def test_every_line_has_its_owner_and_action(scene: Scene, now: datetime) -> None:
    lines = {str(line.record): line for line in chain_report(SYSTEM, now).lines}
    archive, tracker = lines["Tape archive"], lines["Claim tracker"]
    assert (archive.action, archive.reason, archive.near and archive.near.name) == (
        "link_need",
        "missing",
        "Tape archive",
    )
    assert (str(tracker.owner), tracker.action, tracker.reason, tracker.near) == (
        "Lena Fischer",
        None,
        None,
        None,
    )
    assert archive.uid == scene.archive.uid


def test_the_report_takes_one_query_for_each_table(
    scene: Scene, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(12):
        chain_report(SYSTEM, now)


def test_page_api_and_command_count_alike(scene: Scene, cio: User, client_of: ClientOf) -> None:
    command = json.loads(printed("--json", "--as", cio.email))
    chains = fetched(client_of, cio, "api_chains")
    sight = fetched(client_of, cio, "api_line_of_sight")
    page = client_of(cio).get(reverse("line_of_sight"), {"view": "table"}).context["page"]
    assert command == chains
    states = [row["state"] for row in sight["initiatives"]]
    assert [row.state for row in page["rows"]] == states == ["complete", "broken"]
    assert command["counts"]["initiative"] == {state: states.count(state) for state in ChainState.values}
    assert sight["totals"]["gaps"] == page["gap_count"] == 3


def test_the_api_says_what_the_page_says(scene: Scene, cio: User, client_of: ClientOf) -> None:
    data = fetched(client_of, cio, "api_line_of_sight")
    assert (data["currency"], data["basis"], data["measure"]) == ("EUR", "2026", "spend")
    assert data["totals"] == {
        "amount": "160.00",
        "linked_amount": "100.00",
        "initiatives": 2,
        "linked_initiatives": 1,
        "initiatives_without_amount": 0,
        "initiatives_without_rate": 0,
        "needs": 2,
        "served_needs": 1,
        "benefits": 1,
        "measured_benefits": 1,
        "gaps": 3,
        "exempt": 0,
    }
    assert data["disciplines"][1] == {
        "discipline": "operational_excellence",
        "amount": "100.00",
        "percent": "100.00",
        "intended_percent": "30",
    }


def test_the_api_gives_nodes_lines_and_gaps(scene: Scene, cio: User, client_of: ClientOf) -> None:
    data = fetched(client_of, cio, "api_line_of_sight")
    line = {"amount": "100.00", "discipline": "operational_excellence"}
    assert data["edges"] == [
        {"source": "I-01", "target": "B-01", **line},
        {"source": "N-01", "target": "I-01", **line},
        {"source": "O-01", "target": "N-01", **line},
    ]
    assert [(node["code"], node["home"], node["state"]) for node in data["nodes"]] == [
        ("O-01", None, "complete"),
        ("N-01", "O-01", "complete"),
        ("N-02", None, "broken"),
        ("I-01", "N-01", "complete"),
        ("B-01", None, None),
    ]
    assert data["gaps"][2] == {
        "code": "I-02",
        "uid": str(scene.archive.uid),
        "name": "Tape archive",
        "kind": "initiative_without_need",
        "amount": "60.00",
        "reason": "missing",
        "action": "link_need",
        "act_on": "I-02",
    }


def test_the_api_narrows_chains_but_counts_all(scene: Scene, cio: User, client_of: ClientOf) -> None:
    data = fetched(client_of, cio, "api_chains", state="broken", type="need")
    assert [chain["code"] for chain in data["chains"]] == ["N-02"]
    assert data["counts"]["initiative"]["complete"] == 1
    assert data["chains"][0]["missing"] == ["element", "initiative"]
    assert data["chains"][0]["findings"][0] == {
        "hop": "element",
        "state": "broken",
        "reason": "missing",
        "action": "link_element",
        "from": "N-02",
        "to": None,
    }


def test_the_command_shows_a_table_for_people(scene: Scene) -> None:
    lines = printed().splitlines()
    assert lines[0].split() == ["complete", "stale", "weak", "broken", "exempt"]
    assert lines[4].split() == ["initiative", "1", "0", "0", "1", "0"]
    assert lines[6:] == [
        "N-02     broken    link_element     Refund me without asking",
        "I-02     broken    link_need        Tape archive",
    ]


def test_the_command_knows_whom_it_reports_to(scene: Scene, outsider: User) -> None:
    names = [chain["name"] for chain in json.loads(printed("--json", "--as", outsider.email))["chains"]]
    assert "Tape archive" in names
    assert "Claim tracker" not in names
    with pytest.raises(CommandError, match=r"nobody@harbor\.example"):
        printed("--as", "nobody@harbor.example")


@pytest.mark.parametrize("name", ["api_chains", "api_line_of_sight"])
def test_the_api_asks_who_calls(scene: Scene, anonymous: Any, name: str) -> None:
    assert anonymous.get(reverse(name)).status_code == 401
