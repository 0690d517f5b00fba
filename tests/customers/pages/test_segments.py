"""The page of segments: trees with the needs of each branch; as a list where that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from customers.choices import SegmentKind
from customers.models import Segment
from tests.factories.accounts import NOW
from tests.factories.customers import make_asked_need, make_need, make_segment, make_segmentation
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(reader: User, client_of: ClientOf) -> Client:
    return client_of(reader)


@pytest.fixture
def forest() -> dict[str, Segment]:
    """Households > Families > Young families, beside Adjusters; needs in the first, the third and no other."""
    segmentation = make_segmentation(name="By life")
    made: dict[str, Segment] = {}
    for name, above in (("Households", ""), ("Families", "Households"), ("Young families", "Families")):
        made[name] = make_segment(name=name, segmentation=segmentation, parent=made.get(above))
    made["Adjusters"] = make_segment(
        name="Adjusters", segmentation=segmentation, kind=SegmentKind.INTERNAL_USER
    )
    make_asked_need("5", "1", segment=made["Young families"])
    make_need(segment=made["Young families"])
    make_asked_need("3", "5", segment=made["Households"])
    return made


def rows(answer: Any) -> list[tuple[str, int, str, int, int, int]]:
    return [
        (row.name, row.depth, row.kind, row.whole.needs, row.whole.extreme, row.whole.unanswered)
        for tree in answer.context["page"]["trees"]
        for row in tree["rows"]
    ]


def test_a_tree_shows_each_branch_with_everything_below(browser: Client, forest: dict[str, Segment]) -> None:
    answer = browser.get("/segments/")
    assert rows(answer) == [
        ("Adjusters", 0, "Internal user", 0, 0, 0),
        ("Households", 0, "Paying customer", 3, 1, 1),
        ("Families", 1, "Paying customer", 2, 1, 1),
        ("Young families", 2, "Paying customer", 2, 1, 1),
    ]
    page = answer.context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == ("4 segments.", "1 has no need stated.")
    assert "Customers were asked about 2 of 3 needs." in answer.content.decode()
    assert f"/needs/?segment={forest['Families'].uid}&amp;band=none" in answer.content.decode()
    extreme = f"/needs/?segment={forest['Families'].uid}&band=extreme"
    assert extreme.replace("&", "&amp;") in answer.content.decode()
    assert browser.get(extreme).context["page"]["listing"].count_text == "1 of 3"


def test_a_segmentation_without_needs_says_so(browser: Client) -> None:
    make_segment()
    text = browser.get("/segments/").content.decode()
    assert ("No need is stated for its segments yet." in text, "Customers were asked" in text) == (
        True,
        False,
    )


def test_where_there_is_no_segment_the_list_says_so(browser: Client) -> None:
    page = browser.get("/segments/").context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == ("No segments yet.", "")


def test_archived_segments_and_needs_do_not_count(browser: Client, forest: dict[str, Segment]) -> None:
    Segment.objects.filter(name="Young families").update(archived_at=NOW)
    assert [row[:4] for row in rows(browser.get("/segments/"))] == [
        ("Adjusters", 0, "Internal user", 0),
        ("Households", 0, "Paying customer", 1),
        ("Families", 1, "Paying customer", 0),
    ]


def test_what_is_filtered_or_sorted_is_a_list(browser: Client, forest: dict[str, Segment]) -> None:
    answer = browser.get("/segments/", {"kind": "internal_user"})
    assert [row.cells[0].text for row in answer.context["page"]["listing"].rows] == ["Adjusters"]
    part = browser.get("/segments/", headers={"HX-Request": "true"}).content.decode()
    assert "Young families" in part
    assert "<html" not in part


def test_more_segments_than_a_tree_holds_are_a_list(
    browser: Client, forest: dict[str, Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("customers.views.segment_list.TREE_AT_MOST", 3)
    assert len(browser.get("/segments/").context["page"]["listing"].rows) == 4
    monkeypatch.setattr("customers.views.segment_list.TREE_AT_MOST", 4)
    assert len(rows(browser.get("/segments/"))) == 4


def test_without_segments_the_page_teaches(browser: Client, cio: User, client_of: ClientOf) -> None:
    assert "Whom do you serve?" in browser.get("/segments/").content.decode()
    assert reverse("segmentation_create") not in browser.get("/segments/").content.decode()
    assert reverse("segmentation_create") in client_of(cio).get("/segments/").content.decode()


def test_a_segment_shows_what_it_is_part_of_and_its_parts(
    browser: Client, forest: dict[str, Segment]
) -> None:
    answer = browser.get(url_of(forest["Families"]))
    place = next(part["data"] for part in answer.context["page"]["panels"] if part["name"] == "place")
    assert [(row.name, row.depth, row.current, row.whole.needs) for row in place["rows"]] == [
        ("Households", 0, False, 3),
        ("Families", 1, True, 2),
        ("Young families", 2, False, 2),
    ]
    assert answer.context["page"]["finding_lead"] == "2 needs. 1 is an extreme opportunity."


@pytest.mark.parametrize(
    ("name", "finding"), [("Adjusters", "No need is stated here."), ("Farms", "1 need.")]
)
def test_a_segment_opens_with_its_needs(
    browser: Client, forest: dict[str, Segment], name: str, finding: str
) -> None:
    make_need(segment=make_segment(name="Farms"))
    page = browser.get(url_of(Segment.objects.get(name=name))).context["page"]
    assert page["finding_lead"] == finding


def test_an_archived_segment_still_has_its_place(browser: Client, forest: dict[str, Segment]) -> None:
    Segment.objects.filter(name="Families").update(archived_at=NOW)
    place = browser.get(url_of(forest["Families"])).context["page"]["panels"][0]["data"]
    assert [row.name for row in place["rows"]] == ["Households", "Families", "Young families"]


def test_the_api_counts_as_the_page_does(browser: Client, forest: dict[str, Segment]) -> None:
    told = browser.get(reverse("api_segment_coverage")).json()["segments"]
    assert [(row["name"], row["depth"], row["needs"], row["extreme"], row["unanswered"]) for row in told] == [
        ("Adjusters", 0, 0, 0, 0),
        ("Households", 0, 3, 1, 1),
        ("Families", 1, 2, 1, 1),
        ("Young families", 2, 2, 1, 1),
    ]
    assert (told[1]["answered"], told[1]["kind"]) == (2, "paying_customer")


@pytest.mark.parametrize("depth", [1, 3])
def test_the_trees_take_as_many_questions_at_any_depth(
    browser: Client, depth: int, django_assert_num_queries: Any
) -> None:
    segment = make_segment()
    for _ in range(depth):
        segment = make_segment(segmentation=segment.segmentation, parent=segment)
    browser.get("/segments/")
    with django_assert_num_queries(6):
        browser.get("/segments/")
