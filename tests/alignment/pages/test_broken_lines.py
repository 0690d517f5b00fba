"""Broken lines: the page with its filters, owners and trend, the file, and naming who answers."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.facts import Ref
from alignment.engine.findings import Finding, lacking
from alignment.models import StandingCount
from alignment.operations.standing import keep_standings
from alignment.queries.chains import ChainQuestion, chain_report, owners
from alignment.queries.standing_trend import standing_trend
from alignment.serializers.broken_lines import HEADER
from alignment.serializers.words import why
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

PAGE = "/broken-lines/"
TODAY = date(2026, 11, 2)


def shown(client: Any, **query: str) -> dict[str, Any]:
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    page: dict[str, Any] = answer.context["page"]
    return page


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["rows"]]


def test_each_line_says_who_and_what(kept: Scene, cio: User, client_of: ClientOf) -> None:
    page = shown(client_of(cio))
    assert (page["fact"], page["tension"]) == ("4 of 6 lines hold.", "2 are broken.")
    need, initiative = page["rows"]
    assert (need["code"], need["station"], need["state"], need["reason"], need["owner"], need["since"]) == (
        "N-02", "Customer need", "broken", "No strategy element linked", "", None,
    )  # fmt: skip
    assert need["owner_url"] == f"/broken-lines/need/{kept.refund.uid}/owner/"
    assert need["remedy"].url == f"/mend/link_element/need/{kept.refund.uid}/"
    assert initiative["remedy"].url == f"/mend/link_need/initiative/{kept.archive.uid}/"
    assert initiative["reason"] == "No customer need linked"


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (lacking(Hop.NEED, Ref(Hop.INITIATIVE, 1)), "No customer need linked"),
        (lacking(Hop.INITIATIVE, Ref(Hop.NEED, 1)), "No initiative linked"),
        (lacking(Hop.BENEFIT, Ref(Hop.INITIATIVE, 1)), "No benefit linked"),
        (lacking(Hop.ELEMENT, Ref(Hop.NEED, 1)), "No strategy element linked"),
        (lacking(Hop.OBJECTIVE, Ref(Hop.ELEMENT, 1)), "No objective linked"),
        (lacking(Hop.STRATEGY, Ref(Hop.OBJECTIVE, 1)), "No strategy in force"),
        (
            Finding(
                Hop.BENEFIT, ChainState.WEAK, Reason.NO_EVIDENCE, Action.ADD_EVIDENCE,
                Ref(Hop.INITIATIVE, 1), Ref(Hop.BENEFIT, 1), 7,
            ),
            "No evidence (Benefit)",
        ),
        (
            Finding(
                Hop.METRIC, ChainState.WEAK, Reason.NO_TARGET, Action.SET_TARGET,
                Ref(Hop.BENEFIT, 1), Ref(Hop.METRIC, 1),
            ),
            "No target",
        ),
    ],
)  # fmt: skip
def test_every_reason_says_which_link(finding: Finding, words: str) -> None:
    assert why(finding) == words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Refund me without asking", "Tape archive"]),
        ({"type": "need"}, ["Refund me without asking"]),
        ({"type": "nothing"}, ["Refund me without asking", "Tape archive"]),
        ({"state": "broken", "owner": "nobody"}, ["Refund me without asking", "Tape archive"]),
        ({"state": "weak"}, []),
        ({"action": "link_need"}, ["Tape archive"]),
        ({"state": "complete", "type": "initiative"}, ["Claim tracker"]),
    ],
)
def test_filters(
    kept: Scene, cio: User, client_of: ClientOf, query: dict[str, str], found: list[str]
) -> None:
    page = shown(client_of(cio), **query)
    assert (names(page), page["matching"]) == (found, len(found))


def test_filters_by_unit_and_owner(kept: Scene, cio: User, sales: Unit, client_of: ClientOf) -> None:
    """Needs belong to no unit; an element's owner is whoever sponsors its strategy."""
    assert names(shown(client_of(cio), unit=str(sales.uid))) == ["Tape archive"]
    assert names(shown(client_of(cio), unit="11111111-1111-4111-8111-111111111111")) == []
    owner = kept.tracker.owner
    assert owner is not None
    everything = shown(client_of(cio), owner=str(owner.uid), state="complete")
    assert names(everything) == ["Let me see where my claim stands", "Claim tracker"]
    assert owners(cio) == [owner]
    kept.strategy.sponsor = owner
    kept.strategy.save()
    lines = chain_report(SYSTEM, NOW, ChainQuestion(hop="element", owner=str(owner.uid))).lines
    assert [(line.record, line.owner) for line in lines] == [(kept.element, owner)]


def test_only_what_the_viewer_may_read(kept: Scene, outsider: User, client_of: ClientOf) -> None:
    page = shown(client_of(outsider), state="complete")
    assert "Claim tracker" not in names(page)
    assert page["fact"] == "3 of 5 lines hold."


def test_the_file_says_the_same(kept: Scene, cio: User, client_of: ClientOf) -> None:
    answer: Any = client_of(cio).get("/broken-lines/export/", {"type": "initiative"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows == [
        list(HEADER),
        ["initiative", "I-02", "Tape archive", "", "broken", "", "broken", "broken", "need benefit", "missing", "link_need", "I-02"],
    ]  # fmt: skip


def test_pages_of_fifty(kept: Scene, cio: User, sales: Unit, client_of: ClientOf) -> None:
    for _ in range(60):
        make_initiative(unit=sales)
    keep_standings(now=NOW)
    first, last = shown(client_of(cio)), shown(client_of(cio), page="2")
    assert (len(first["rows"]), len(last["rows"]), last["matching"]) == (50, 12, 62)
    assert (first["pages"]["next_url"], last["pages"]["previous_url"]) == ("?page=2", "?page=1")


def test_before_anything_was_computed(scene: Scene, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(PAGE)
    assert (answer.context["page"]["is_kept"], "Not computed yet" in answer.content.decode()) == (False, True)


def test_the_trend_is_counted_at_night_and_ends_with_now(kept: Scene, cio: User, client_of: ClientOf) -> None:
    StandingCount.objects.update(day=TODAY - timedelta(days=3))
    make_initiative(unit=kept.archive.unit)
    keep_standings(now=NOW)
    told = [
        (tally.day, {state.value: n for state, n in tally.counts.items()})
        for tally in standing_trend(cio, ChainQuestion(), TODAY)
    ]
    assert told == [
        (date(2026, 10, 30), {"complete": 4, "broken": 2}),
        (TODAY, {"complete": 4, "broken": 3}),
    ]
    broken = shown(client_of(cio))["trend"]["rows"][3]
    assert (broken["state"], broken["then"], broken["now"], broken["change"]) == ("broken", "2", "3", "+1")


def test_the_trend_of_a_unit_and_a_station(kept: Scene, cio: User, outsider: User, sales: Unit) -> None:
    StandingCount.objects.update(day=TODAY - timedelta(days=3))

    def then(viewer: User, asked: ChainQuestion) -> dict[str, int]:
        return {state.value: n for state, n in standing_trend(viewer, asked, TODAY)[0].counts.items()}

    assert then(cio, ChainQuestion(unit=sales.uid)) == {"broken": 1}
    assert then(cio, ChainQuestion(hop="need")) == {"broken": 1, "complete": 1}
    assert then(outsider, ChainQuestion()) == {"complete": 3, "broken": 2}
    assert len(standing_trend(cio, ChainQuestion(unit=cio.uid), TODAY)) == 1


def test_naming_who_answers(kept: Scene, cio: User, client_of: ClientOf) -> None:
    client, address = client_of(cio), f"/broken-lines/initiative/{kept.archive.uid}/owner/"
    owner = kept.tracker.owner
    assert owner is not None
    assert [*client.get(address).context["form"].fields] == ["owner", "version"]
    sent = {"owner": str(owner.uid), "version": "1", "next": PAGE}
    assert client.post(address, sent).headers["Location"] == PAGE
    kept.archive.refresh_from_db()
    assert kept.archive.owner == owner
    assert client.post(address, {**sent, "owner": ""}).status_code == 422
    assert client.post(address, {**sent, "owner": "nobody"}).status_code == 422


def test_who_may_not_name_an_owner(kept: Scene, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert client.get(f"/broken-lines/initiative/{kept.tracker.uid}/owner/").status_code == 404
    assert client.get(f"/broken-lines/benefit/{kept.calls.uid}/owner/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_page(
    kept: Scene,
    cio: User,
    sales: Unit,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
    count: int,
) -> None:
    for _ in range(count):
        make_initiative(unit=sales)
    keep_standings(now=NOW)
    client = client_of(cio)
    with django_assert_num_queries(14):
        client.get(PAGE)
