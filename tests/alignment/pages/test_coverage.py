"""What serves each element: the page with its gaps, the file, the data, and the column of the list of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import Status, Verdict
from alignment.queries.coverage import Serving, serving
from alignment.serializers.coverage import HEADER, served_by
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_adoption,
    make_element_need,
    make_initiative,
    make_need_link,
    make_strategy_element,
)
from tests.factories.customers import make_need

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from tests.personas import ClientOf

PAGE = "/it-need-coverage/"


def test_elements_with_their_needs_and_what_serves_them(scene: Scene, cio: User, client_of: ClientOf) -> None:
    make_element_need(element=scene.element, need=scene.refund, strength=1)
    bare = make_adoption(strategy=scene.strategy, verdict=Verdict.ADAPTED).element
    answer = client_of(cio).get(PAGE)
    page = answer.context["page"]
    assert (page["fact"], page["tension"]) == (
        "1 of 2 elements are served.",
        "1 names no customer need, nothing serves 1 need.",
    )
    first, second = page["rows"]
    assert [
        (need["name"], need["strength"], [one["name"] for one in need["initiatives"]])
        for need in first["needs"]
    ] == [
        ("Let me see where my claim stands", "Decisively", ["Claim tracker"]),
        ("Refund me without asking", "A little", []),
    ]
    assert f"/mend/link_initiative/need/{scene.refund.uid}/" in first["needs"][1]["remedy"].url
    assert bare is not None
    assert (second["name"], second["answer"], second["needs"]) == (bare.name, "Adapted", [])
    assert f"/mend/link_need/strategyelement/{bare.uid}/" in second["remedy"].url
    assert [view["count"] for view in page["views"]] == ["2", "2"]


def test_gaps_alone_and_parts_of_the_page(scene: Scene, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    answer = client.get(PAGE, {"show": "gaps"})
    assert (answer.context["page"]["rows"], "No gaps." in answer.content.decode()) == ([], True)
    assert answer.context["page"]["tension"] == "Every need they ask for has an initiative."
    part = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'hx-target="#exports"' in part) == (False, True)


def test_what_may_not_be_read_is_counted_and_not_named(
    scene: Scene, outsider: User, client_of: ClientOf
) -> None:
    page = client_of(outsider).get(PAGE).context["page"]
    assert page["fact"] == "1 of 1 element is served."
    assert [one["name"] for one in page["rows"][0]["needs"][0]["initiatives"]] == ["Not open to you"]
    assert page["rows"][0]["answer"] == ""


def test_nothing_to_show_teaches(scene: Scene, cio: User, member: User, client_of: ClientOf) -> None:
    scene.element.archived_at = NOW
    scene.element.save()
    assert "Adopt what the discipline needs from IT" in client_of(cio).get(PAGE).content.decode()
    answer = client_of(member).get(PAGE)
    assert (answer.context["page"]["strategy"], "State a strategy first" in answer.content.decode()) == (
        None,
        True,
    )


def test_the_file_has_one_row_for_each_way(
    scene: Scene, cio: User, member: User, client_of: ClientOf
) -> None:
    make_element_need(element=scene.element, need=scene.refund, strength=1)
    bare = make_strategy_element(name="Bare", strategy=scene.strategy)
    content = b"".join(client_of(cio).get(f"{PAGE}export/")).decode()
    rows = [line.split(",") for line in content.lstrip("\ufeff").splitlines()]
    assert rows[0] == list(HEADER)
    assert [(row[0], row[4], row[7], row[10]) for row in rows[1:]] == [
        ("E-01", "N-01", "I-01", ""),
        ("E-01", "N-02", "", "unserved"),
        (bare.code, "", "", "no_need"),
    ]
    nothing = b"".join(client_of(member).get(f"{PAGE}export/"))
    assert nothing.decode().lstrip("\ufeff").strip() == ",".join(HEADER)


def test_programs_get_the_same(scene: Scene, cio: User, member: User, client_of: ClientOf) -> None:
    data = client_of(cio).get("/api/v1/it-need-coverage/").json()
    assert (data["elements_total"], data["elements_served"]) == (1, 1)
    element = data["elements"][0]
    assert (element["name"], element["gap"], element["answer"]) == ("Claims without calls", None, None)
    assert element["needs"][0]["initiatives"] == [
        {"uid": str(scene.tracker.uid), "code": "I-01", "name": "Claim tracker", "strength": 3}
    ]
    assert client_of(member).get("/api/v1/it-need-coverage/").json() == {"strategy": None, "elements": []}


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_elements(
    count: int, scene: Scene, cio: User, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(count):
        element = make_adoption(strategy=scene.strategy, verdict=Verdict.ADOPTED).element
        need = make_element_need(element=element).need
        make_need_link(need=need, initiative=scene.archive)
    client = client_of(cio)
    client.get(PAGE)
    with django_assert_num_queries(11):
        client.get(PAGE)


def test_the_list_of_needs_says_what_serves_each(scene: Scene, analyst: User, outsider: User) -> None:
    more = make_initiative(name="More", unit=scene.tracker.unit)
    make_need_link(initiative=more, need=scene.status, strength=2)
    make_need_link(initiative=make_initiative(status=Status.STOPPED), need=scene.refund, strength=2)
    make_need_link(initiative=scene.archive, need=scene.refund, strength=0)
    needs = [scene.status, scene.refund]
    assert serving(needs, SYSTEM) == [Serving(2, scene.tracker, 3), Serving()]
    told = served_by(records=needs, viewer=analyst, now=NOW)
    assert [(cell.text, cell.kind) for cell in told] == [
        ("Claim tracker +1", ""),
        ("Nothing serves it", "health"),
    ]
    assert served_by(records=needs, viewer=outsider, now=NOW)[0].text == "2 initiatives"


def test_the_column_stands_in_the_list(scene: Scene, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get("/needs/").content.decode()
    assert ("Served by" in answer, "Nothing serves it" in answer) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_column_takes_two_questions(
    count: int, scene: Scene, django_assert_num_queries: Callable[..., Any]
) -> None:
    needs = [make_need_link(initiative=scene.tracker, need=make_need()).need for _ in range(count)]
    with django_assert_num_queries(2):
        served_by(records=needs, viewer=SYSTEM, now=NOW)
