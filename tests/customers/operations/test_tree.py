"""Segments stay a tree within one segmentation, whoever writes them and however many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from customers.models import Segment, Segmentation
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from workbench.operations.records import Change, Fault, Invalid, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

KIND = type_with_key("segment")
RING = "A segment cannot be part of itself or of a segment below it."
ELSEWHERE = "Choose a segment of the same segmentation."
LEFT_BEHIND = "Segments below it belong to the present segmentation. Move those first."


@pytest.fixture
def chain() -> list[Segment]:
    """Households > Families > Young families."""
    made: list[Segment] = []
    for name in ("Households", "Families", "Young families"):
        whole = made[-1] if made else None
        segmentation = whole.segmentation if whole else make_segmentation()
        made.append(make_segment(name=name, segmentation=segmentation, parent=whole))
    return made


def write(*changes: Change) -> None:
    save_many(object_type=KIND, changes=changes, actor=SYSTEM, now=NOW)


def faults(*changes: Change) -> tuple[Fault, ...]:
    before = list(Segment.objects.order_by("pk").values())
    with pytest.raises(Invalid) as refusal:
        write(*changes)
    assert list(Segment.objects.order_by("pk").values()) == before
    return refusal.value.faults


def test_a_segment_is_not_part_of_a_segment_below_it(chain: list[Segment]) -> None:
    top, _, bottom = chain
    assert faults(Change({"parent": bottom}, top)) == (Fault(0, "parent", RING),)


def test_a_segment_is_not_part_of_itself(chain: list[Segment]) -> None:
    assert faults(Change({"parent": chain[0]}, chain[0])) == (Fault(0, "parent", RING),)


def test_two_rows_that_close_a_ring_together_are_both_named() -> None:
    segmentation = make_segmentation()
    one, other, third = (make_segment(segmentation=segmentation) for _ in range(3))
    changes = [
        Change({"name": "Renamed"}, third),
        Change({"parent": other}, one),
        Change({"parent": one}, other),
    ]
    assert faults(*changes) == (Fault(1, "parent", RING), Fault(2, "parent", RING))


def test_two_segments_change_places_in_one_write(chain: list[Segment]) -> None:
    top, middle, _ = chain
    write(Change({"parent": None}, middle), Change({"parent": middle}, top))
    assert [Segment.objects.get(pk=one.pk).parent for one in chain] == [middle, None, middle]


def test_a_part_is_of_the_segmentation_of_its_whole(chain: list[Segment]) -> None:
    other = make_segmentation()
    new = Change({"name": "Renters", "segmentation": other, "parent": chain[0]})
    assert faults(new) == (Fault(0, "parent", ELSEWHERE),)
    assert faults(Change({"segmentation": other}, chain[0])) == (Fault(0, "segmentation", LEFT_BEHIND),)


def test_what_has_been_astray_before_does_not_stop_another_change(chain: list[Segment]) -> None:
    make_segment(name="Strays", segmentation=make_segmentation(), parent=chain[2])
    write(Change({"name": "Young couples"}, chain[2]))
    assert Segment.objects.get(pk=chain[2].pk).name == "Young couples"


def test_a_whole_tree_moves_to_another_segmentation_at_once(chain: list[Segment]) -> None:
    other = make_segmentation()
    write(*(Change({"segmentation": other}, segment) for segment in reversed(chain)))
    assert set(Segment.objects.values_list("segmentation", flat=True)) == {other.pk}


def test_a_segment_without_segmentation_is_told_that_only(chain: list[Segment]) -> None:
    nowhere = Change({"name": "Nobody", "parent": chain[0]})
    assert faults(nowhere) == (Fault(0, "segmentation", "This field cannot be null."),)


@pytest.mark.parametrize("depth", [1, 30])
def test_the_check_takes_one_question_at_any_depth(depth: int, django_assert_num_queries: Any) -> None:
    segment = make_segment()
    for _ in range(depth):
        segment = make_segment(segmentation=segment.segmentation, parent=segment)
    prepare = KIND.prepare
    assert prepare is not None
    with django_assert_num_queries(1):
        prepare(records=[Segment(name="New", segmentation=segment.segmentation, parent=segment)])


# ── the three ways in ────────────────────────────────────────────────────────────────────────────
def test_the_rows_of_a_file_that_close_a_ring_are_named(
    analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    segmentation: Segmentation = make_segmentation(name="By life")
    for name in ("Families", "Young families"):
        make_segment(name=name, segmentation=segmentation)
    text = "name,segmentation,parent\nFamilies,By life,Young families\nYoung families,By life,Families\n"
    file = SimpleUploadedFile("segments.csv", text.encode())
    answer = client_of(analyst).post("/api/v1/imports/", {"type": "segment", "file": file})
    assert answer.status_code == 400
    assert [(p["row"], p["field"], p["message"]) for p in answer.json()["problems"]] == [
        (2, "parent", "Rows 2, 3 would be part of each other."),
        (3, "parent", "Rows 2, 3 would be part of each other."),
    ]
    assert not Segment.objects.exclude(parent=None).exists()


def test_the_api_refuses_a_ring(
    chain: list[Segment], analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    address = reverse("api-segment-detail", args=[chain[0].uid])
    values = {"parent": str(chain[2].uid)}
    answer = client_of(analyst).patch(
        address, values, content_type="application/json", headers={"If-Match": "1"}
    )
    assert (answer.status_code, answer.json()) == (400, {"parent": [RING]})


def test_the_page_refuses_a_ring_beside_its_field(
    chain: list[Segment], analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    top, _, bottom = chain
    form = {"name": top.name, "segmentation": str(top.segmentation.uid), "kind": top.kind}
    answer = client_of(analyst).post(
        reverse("segment_edit", args=[top.uid]), {**form, "parent": str(bottom.uid)}
    )
    assert (answer.status_code, answer.context["form"].errors) == (422, {"parent": [RING]})
