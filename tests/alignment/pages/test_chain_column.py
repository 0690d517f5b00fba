"""How chains stand, as a column of lists: shown, sorted, filtered, kept in views, exported, and told by the API."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.choices import ChainState, Hop
from alignment.models import Benefit, ChainStanding, Initiative
from alignment.operations.standing import keep_standings
from alignment.queries.chains import ChainQuestion, chain_report
from alignment.queries.links import MODELS
from alignment.queries.standing_lists import WORST_FIRST
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit, make_benefit_link, make_initiative
from tests.workbench.world import api, url
from workbench.exchange.importing import plan_of_file
from workbench.types import type_for, with_derived

if TYPE_CHECKING:
    from django.test import Client

    from foundation.catalog import ObjectType

STATIONS = list(MODELS)


@pytest.fixture(params=STATIONS, ids=[hop.value for hop in STATIONS])
def hop(request: pytest.FixtureRequest, scene: Scene) -> Hop:
    keep_standings(now=NOW)
    found: Hop = request.param
    return found


def expected(hop: Hop) -> dict[str, str]:
    """The states by uid, as the report of chains tells them."""
    return {
        str(line.uid): line.chain.state.value
        for line in chain_report(SYSTEM, NOW, ChainQuestion(hop=hop.value)).lines
    }


def shown(browser: Client, kind: ObjectType, **query: str) -> dict[str, str]:
    """The states by uid, as the list shows them, in its order."""
    listing = browser.get(url(kind, "list"), {"columns": f"{kind.columns[0]},chain", **query}).context[
        "page"
    ]["listing"]
    place = [head.key for head in listing.columns].index("chain")
    return {row.uid: row.cells[place].value for row in listing.rows}


def test_lists_show_what_the_report_tells(hop: Hop, browser: Client) -> None:
    states = expected(hop)
    assert states
    assert {uid: state for uid, state in shown(browser, type_for(MODELS[hop])).items() if state} == states


def test_they_sort_and_filter_by_it(hop: Hop, browser: Client) -> None:
    kind, states = type_for(MODELS[hop]), expected(hop)
    places = [
        WORST_FIRST.index(ChainState(state)) for state in shown(browser, kind, sort="chain").values() if state
    ]
    assert places == sorted(places)
    back = [
        WORST_FIRST.index(ChainState(state))
        for state in shown(browser, kind, sort="-chain").values()
        if state
    ]
    assert back == sorted(places, reverse=True)
    for state in ChainState:
        narrowed = {uid for uid, each in states.items() if each == state}
        assert {*shown(browser, kind, chain=state.value)} == narrowed
    nowhere = {*shown(browser, kind)} - {*states}
    assert {*shown(browser, kind, chain="none")} == nowhere


def test_files_and_api_tell_the_same(hop: Hop, browser: Client) -> None:
    kind, states = type_for(MODELS[hop]), expected(hop)
    listed = browser.get(api(kind)).json()["results"]
    assert {one["uid"]: one["chain"] for one in listed if one["chain"]} == states
    single = listed[0]
    assert browser.get(f"{api(kind)}{single['uid']}/").json()["chain"] == single["chain"]
    for state in {*states.values()}:
        narrowed = [one["uid"] for one in listed if one["chain"] == state]
        assert [one["uid"] for one in browser.get(api(kind), {"chain": state}).json()["results"]] == narrowed
    assert browser.get(api(kind), {"chain": "nonsense"}).status_code == 400

    answer: Any = browser.get(url(kind, "export"), {"format": "csv"})
    content = b"".join(answer.streaming_content)
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert {row["uid"]: row["chain"] for row in rows if row["chain"]} == states
    (batch,) = plan_of_file(object_type=kind, data=content, mapping=b"", actor=SYSTEM).batches
    assert batch.counts == {"created": 0, "updated": 0, "unchanged": len(rows)}


def test_a_view_keeps_the_filter(hop: Hop, browser: Client) -> None:
    kind = type_for(MODELS[hop])
    browser.post(url(kind, "view"), {"name": "To mend", "query": "chain=broken&sort=-chain"})
    views = browser.get(url(kind, "list")).context["page"]["listing"].views
    assert (views[-1].label, views[-1].url) == ("To mend", "?chain=broken&sort=-chain")


def test_it_asks_for_no_statement_more(scene: Scene, browser: Client) -> None:
    keep_standings(now=NOW)
    kind = type_for(Initiative)
    counts = []
    for query in ({}, {"chain": "broken"}, {"sort": "chain", "columns": "name,chain"}):
        browser.get(url(kind, "list"), query)
        with CaptureQueriesContext(connection) as asked:
            browser.get(url(kind, "list"), query)
        counts.append(len(asked))
    # A narrowed list also counts what there is without its filter.
    assert counts[1] - counts[0] == 1
    assert counts[2] <= counts[0]


def test_a_write_answers_with_what_follows_from_it(scene: Scene, browser: Client) -> None:
    keep_standings(now=NOW)
    kind = type_for(Initiative)
    made = browser.post(
        api(kind),
        {"name": "A portal", "unit": str(scene.tracker.unit.uid)},
        content_type="application/json",
    )
    assert (made.status_code, made.json()["chain"]) == (201, "broken")
    record = Initiative.objects.get(uid=made.json()["uid"])
    assert ChainStanding.objects.get(hop=Hop.INITIATIVE, record=record.pk).state == "broken"
    assert (
        with_derived(Initiative.objects.filter(pk=record.pk)).values_list("chain", flat=True).get()
        == "broken"
    )


def test_a_benefit_tells_the_best_of_its_work(scene: Scene, browser: Client) -> None:
    measured = {field: getattr(scene.calls, field) for field in ("metric", "baseline_value", "target_value")}
    lost, idle, alone = (
        make_benefit(name=name, unit=scene.tracker.unit, **measured) for name in ("Lost", "Idle", "Alone")
    )
    make_benefit_link(initiative=scene.archive, benefit=scene.calls, strength=3)
    make_benefit_link(initiative=scene.archive, benefit=lost, strength=3)
    make_benefit_link(initiative=scene.tracker, benefit=lost, strength=0)
    make_benefit_link(initiative=make_initiative(status="stopped"), benefit=idle, strength=3)
    keep_standings(now=NOW)
    kind = type_for(Benefit)
    states = {scene.calls.uid: "complete", lost.uid: "broken", idle.uid: "", alone.uid: ""}
    assert shown(browser, kind) == {str(uid): state for uid, state in states.items()}
    assert [*shown(browser, kind, sort="chain").values()] == ["broken", "complete", "", ""]
    assert [*shown(browser, kind, chain="complete")] == [str(scene.calls.uid)]
    assert {*shown(browser, kind, chain="none")} == {str(idle.uid), str(alone.uid)}
    told = {one["uid"]: one["chain"] or "" for one in browser.get(api(kind)).json()["results"]}
    assert told == shown(browser, kind)


@pytest.mark.parametrize(
    ("lacks", "state"),
    [
        ({}, "complete"),
        ({"metric": None}, "broken"),
        ({"baseline_value": None}, "weak"),
        ({"target_value": None}, "weak"),
        ({"metric": None, "baseline_value": None, "target_value": None}, "broken"),
    ],
)
def test_a_benefit_that_is_not_measured_is_never_complete(
    scene: Scene, browser: Client, lacks: dict[str, None], state: str
) -> None:
    """Its initiative is whole by another benefit, which is measured."""
    measured = {field: getattr(scene.calls, field) for field in ("metric", "baseline_value", "target_value")}
    second = make_benefit(name="Second", unit=scene.tracker.unit, **measured | lacks)
    make_benefit_link(initiative=scene.tracker, benefit=second, strength=3)
    keep_standings(now=NOW)
    kind = type_for(Benefit)
    uid = str(second.uid)
    assert ChainStanding.objects.get(hop=Hop.INITIATIVE, record=scene.tracker.pk).state == "complete"
    assert shown(browser, kind)[uid] == state
    assert (uid in shown(browser, kind, chain="complete")) == (state == "complete")
    assert browser.get(f"{api(kind)}{uid}/").json()["chain"] == state


def test_a_benefit_of_broken_work_is_broken_whatever_it_lacks(scene: Scene, browser: Client) -> None:
    half = make_benefit(
        name="Half",
        unit=scene.tracker.unit,
        metric=scene.calls.metric,
        baseline_value=None,
        target_value=None,
    )
    make_benefit_link(initiative=scene.archive, benefit=half, strength=3)
    keep_standings(now=NOW)
    assert shown(browser, type_for(Benefit))[str(half.uid)] == "broken"
