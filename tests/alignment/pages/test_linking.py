"""Marked cells of the matrix: the form, what it answers, and density."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.models import NeedLink
from tests.alignment.scene import Scene
from tests.factories.accounts import make_grant
from tests.factories.alignment import make_initiative, make_need_link
from tests.factories.customers import make_need

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


def cell(initiative: Any, need: Any) -> str:
    return f"{initiative.code}:{need.code}"


def answered(client: Client, *cells: str, **more: Any) -> Any:
    typed = {
        "cell": list(cells),
        "strength": "2",
        "evidence": "",
        "evidence_date": "",
        **more.pop("typed", {}),
    }
    return client.post(reverse("link_needs"), typed, **more)


def matrix(client: Client, **query: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get("/", {"view": "matrix", **query}).context["page"]
    return page


def marks(client: Client, **query: str) -> list[str]:
    return [
        each.mark for row in matrix(client, mark="on", **query)["rows"] for each in row.cells if each.mark
    ]


def test_cells_can_be_marked_only_when_asked_for(scene: Scene, browser: Client) -> None:
    assert [each.mark for row in matrix(browser)["rows"] for each in row.cells] == ["", ""]
    assert marks(browser) == [cell(scene.tracker, scene.status), cell(scene.tracker, scene.refund)]
    answer = browser.get("/", {"view": "matrix", "mark": "on"}).content.decode()
    assert answer.count('type="checkbox" name="cell"') == 4
    assert 'aria-labelledby="o1 c2"' in answer
    assert 'aria-labelledby="r1 c2"' in answer


def test_readers_mark_nothing(scene: Scene, reader: User, client_of: ClientOf) -> None:
    page = matrix(client_of(reader), mark="on")
    assert (page["marks"], page["may_mark"]) == (False, False)
    assert client_of(reader).post(reverse("link_needs")).status_code == 403
    linked = NeedLink.objects.active().count()
    assert client_of(reader).post(reverse("links_undo")).status_code == 302
    assert NeedLink.objects.active().count() == linked


def test_only_rows_of_ones_own_units_are_marked(
    scene: Scene, sales: Unit, analyst: User, client_of: ClientOf
) -> None:
    """The analyst may read Sales through a second grant, and change nothing there."""
    make_need_link(initiative=scene.archive, need=scene.refund)
    make_grant(analyst, "reader", sales)
    assert [row.node.name for row in matrix(client_of(analyst))["rows"]] == ["Claim tracker", "Tape archive"]
    assert marks(client_of(analyst)) == [
        cell(scene.tracker, scene.status),
        cell(scene.tracker, scene.refund),
    ]


def test_groups_have_no_cells_to_mark(scene: Scene, browser: Client) -> None:
    assert marks(browser, group="unit") == []
    assert marks(browser, group="unit", open=scene.tracker.unit.code) == [
        cell(scene.tracker, scene.status),
        cell(scene.tracker, scene.refund),
    ]


def test_the_form_names_what_is_marked(scene: Scene, browser: Client) -> None:
    cells = [cell(scene.tracker, scene.status), cell(scene.archive, scene.refund)]
    answer = browser.post(reverse("link_needs"), {"cell": cells}, **HTMX)
    assert (answer.status_code, answer.context["known"]) == (200, 1)
    assert answer.context["cells"] == cells
    text = answer.content.decode()
    assert "<html" not in text
    assert "Link 2 marked cells" in text
    assert "1 is linked already" in text
    assert "<html" in browser.get(reverse("link_needs"), {"cell": cells}).content.decode()


def test_saving_links_all_and_offers_to_take_it_back(scene: Scene, browser: Client) -> None:
    typed = {"evidence": "Workshop", "next": "/?view=matrix"}
    cells = [cell(scene.tracker, scene.refund), cell(scene.archive, scene.refund)]
    answer = answered(browser, *cells, typed=typed, **HTMX)
    assert answer.status_code == 204
    events = json.loads(answer["HX-Trigger"])
    assert events["sl:toast"]["text"] == "2 links saved."
    made = NeedLink.objects.filter(need=scene.refund)
    assert [(row.strength, row.evidence, row.evidence_date is None) for row in made] == [
        (2, "Workshop", False)
    ] * 2
    undone = browser.post(events["sl:toast"]["undo"], headers={"X-Requested-With": "fetch"})
    assert (undone.status_code, made.active().count()) == (204, 0)
    assert "2 links taken back." in browser.get("/").content.decode()


def test_it_works_without_script(scene: Scene, browser: Client) -> None:
    answer = answered(browser, cell(scene.archive, scene.refund), typed={"next": "/?view=matrix&mark=on"})
    assert answer["Location"] == "/?view=matrix&mark=on"
    page = browser.get("/?view=matrix").content.decode()
    assert "1 link saved." in page
    start = page.index('action="/matrix/links/undo/') + len('action="')
    undo = page[start : page.index('"', start)].replace("&amp;", "&")
    assert browser.post(undo, {"next": "/?view=matrix"})["Location"] == "/?view=matrix"
    assert NeedLink.objects.active().count() == 1


def test_what_changes_nothing_is_not_offered_back(scene: Scene, browser: Client) -> None:
    link = NeedLink.objects.get()
    typed = {"strength": str(link.strength), "evidence": link.evidence, "evidence_date": "2026-05-04"}
    answer = answered(browser, cell(scene.tracker, scene.status), typed=typed, **HTMX)
    assert json.loads(answer["HX-Trigger"])["sl:toast"] == {"text": "0 links saved."}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], "Mark 1 to 500 cells."),
        (["I-99:N-01"], "Some of what was marked is no longer there."),
        (["nonsense"], "Some of what was marked is no longer there."),
        ([f"I-{at}:N-1" for at in range(1, 502)], "Mark 1 to 500 cells."),
    ],
)
def test_marks_that_make_no_sense_are_told(
    scene: Scene, browser: Client, cells: list[str], told: str
) -> None:
    answer = answered(browser, *cells, **HTMX)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_one_row_that_is_not_ones_own_stops_all(
    scene: Scene, sales: Unit, cio: User, analyst: User, client_of: ClientOf
) -> None:
    """The analyst may read Sales through a second grant, and change nothing there."""
    make_grant(analyst, "reader", sales)
    cells = [cell(scene.tracker, scene.refund), cell(scene.archive, scene.refund)]
    answer = answered(client_of(analyst), *cells, **HTMX)
    assert answer.status_code == 422
    assert "You may not link every initiative that is marked. Nothing was saved." in answer.content.decode()
    assert NeedLink.objects.count() == 1


def test_what_is_typed_wrongly_comes_back(scene: Scene, browser: Client) -> None:
    answer = answered(browser, cell(scene.archive, scene.refund), typed={"strength": "9"}, **HTMX)
    assert answer.status_code == 422
    assert "strength" in answer.context["form"].errors
    assert NeedLink.objects.count() == 1


def test_density_is_kept_for_the_person(
    scene: Scene, browser: Client, reader: User, client_of: ClientOf
) -> None:
    browser.get("/", {"view": "matrix"})
    before = browser.get("/", {"view": "matrix"})["ETag"]
    answer = browser.post(reverse("matrix_density"), {"density": "compact", "next": "/?view=matrix"})
    assert answer["Location"] == "/?view=matrix"
    assert matrix(browser)["is_compact"] is True
    assert browser.get("/", {"view": "matrix"})["ETag"] != before
    assert matrix(client_of(reader))["is_compact"] is False
    browser.post(reverse("matrix_density"), {"density": "comfortable", "next": "https://elsewhere.example/"})
    assert matrix(browser)["is_compact"] is False


def test_an_open_group_stands_over_its_members_as_sums(scene: Scene, browser: Client, claims: Unit) -> None:
    second = make_initiative(name="Claim chat", unit=claims)
    make_need_link(initiative=second, need=scene.status)
    rows = matrix(browser, group="unit", open=claims.code)["rows"]
    assert [(row.node.name, row.depth, row.turn) for row in rows] == [
        ("Claims", 0, "chevron-down"),
        ("Claim tracker", 1, ""),
        ("Claim chat", 1, ""),
    ]
    assert (rows[0].close_url, rows[0].node.amount, rows[0].cells[0].amount) == (
        "?view=matrix&group=unit",
        "100",
        "100",
    )
    closed = matrix(browser, group="unit")["rows"]
    assert [(row.node.name, row.turn, row.url) for row in closed] == [
        ("Claims", "chevron-right", f"?view=matrix&group=unit&open={claims.code}")
    ]


def test_columns_open_under_the_head_that_closes_them(scene: Scene, browser: Client) -> None:
    page = matrix(browser, group="segment")
    assert [(head.name, head.span, head.close_url) for head in page["heads"]] == [("Segments", 1, "")]
    opened = matrix(browser, group="segment", open=f"N-{scene.segment.code}")
    assert [(head.name, head.span) for head in opened["heads"]] == [("Households", 2)]
    assert opened["heads"][0].close_url == "?view=matrix&group=segment"
    assert [crumb.name for crumb in opened["trails"][0].crumbs] == ["All", "Households"]


def test_the_matrix_writes_only_some_initiatives_without_a_need(scene: Scene, browser: Client) -> None:
    for number in range(25):
        make_initiative(name=f"Loose {number}", unit=scene.archive.unit)
    page = matrix(browser)
    assert (len(page["orphans"]["rows"]), page["orphans"]["more"]) == (20, 6)
    listed: Any = browser.get(page["orphans_url"]).context["page"]
    assert [(group.kind, len(group.rows)) for group in listed["groups"]] == [("initiative_without_need", 26)]


def test_what_serves_no_need_yet_is_marked_too(
    scene: Scene, sales: Unit, browser: Client, analyst: User, client_of: ClientOf
) -> None:
    def loose(page: Any) -> list[tuple[str, list[str]]]:
        return [(row.gap.name, list(row.marks)) for row in page["orphans"]["rows"]]

    needs = [f"{scene.archive.code}:{need.code}" for need in (scene.status, scene.refund)]
    assert loose(matrix(browser)) == [("Tape archive", [])]
    assert loose(matrix(browser, mark="on")) == [("Tape archive", needs)]
    assert loose(matrix(browser, mark="on", group="segment")) == [("Tape archive", [])]
    make_grant(analyst, "reader", sales)
    assert loose(matrix(client_of(analyst), mark="on")) == [("Tape archive", [])]


def test_words_are_looked_for_in_needs_and_initiatives(scene: Scene, browser: Client) -> None:
    def found(words: str) -> tuple[int, int]:
        line: Any = browser.get("/", {"q": words}).context["page"]
        return len(line["columns"][2]["nodes"]), line["gap_count"]

    assert found("tracker") == (1, 0)
    assert found("CLAIM STANDS") == (1, 0)
    assert found("archive") == (0, 1)
    assert found("refund") == (0, 2)
    assert found("nothing has these words") == (0, 0)
    make_need_link(initiative=scene.archive, need=make_need(statement="Keep my papers"))
    assert found("papers")[0] == 1
