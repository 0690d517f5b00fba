from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from customers.choices import SegmentKind
from customers.models import Need, Segment, Segmentation
from tests.factories.customers import make_need, make_segment, make_segmentation
from tests.validation import is_refused, objections

pytestmark = pytest.mark.django_db

ASKED = date(2026, 3, 31)


def need(**values: Any) -> Need:
    return Need(**{"statement": "Warn me before it breaks", "segment": make_segment(), **values})


def answered(**values: Any) -> Need:
    return need(**{"scale_min": 1, "scale_max": 5, "asked_date": ASKED, **values})


def test_need_reads_as_what_the_customer_says() -> None:
    told = make_need(statement="Know me, whoever I talk to")
    assert (str(told), told.short, told.code) == (
        "Know me, whoever I talk to",
        "Know me, whoever I talk to",
        "N-01",
    )
    told.short_name = "Know me"
    assert told.short == "Know me"


def test_a_need_is_said_in_sixty_characters() -> None:
    assert objections(need(statement="a" * 60)) == []
    assert objections(need(statement="a" * 61)) == [
        "Ensure this value has at most 60 characters (it has 61)."
    ]


def test_a_need_is_said_once() -> None:
    told = make_need()
    twin = need(statement=told.statement)
    assert objections(twin) == ["Another need is stated in these words."]
    assert is_refused(twin)


@pytest.mark.parametrize("ends", [(5, 5), (5, 1), (1, None), (None, 5)])
def test_a_scale_has_two_ends_in_order(ends: tuple[int | None, int | None]) -> None:
    told = need(scale_min=ends[0], scale_max=ends[1])
    assert objections(told) == ["Give both ends of the scale, the lowest answer first."]
    assert is_refused(told)


@pytest.mark.parametrize("name", ["importance", "satisfaction"])
@pytest.mark.parametrize("answer", ["0.99", "5.01"])
def test_an_answer_lies_on_its_scale(name: str, answer: str) -> None:
    told = answered(**{name: Decimal(answer)})
    assert objections(told) == [f"The {name} lies outside its scale, or the scale is missing."]
    assert is_refused(told)


@pytest.mark.parametrize("name", ["importance", "satisfaction"])
def test_an_answer_without_a_scale_is_refused(name: str) -> None:
    told = need(**{name: Decimal(3)}, asked_date=ASKED)
    assert objections(told) == [f"The {name} lies outside its scale, or the scale is missing."]
    assert is_refused(told)


def test_an_answer_says_when_it_was_given() -> None:
    assert objections(answered(importance=Decimal(3), asked_date=None)) == ["Say when customers were asked."]


def test_asked_needs_have_both_answers() -> None:
    whole = make_need(
        importance=Decimal(4), satisfaction=Decimal(2), scale_min=1, scale_max=5, asked_date=ASKED
    )
    make_need(importance=Decimal(4), scale_min=1, scale_max=5, asked_date=ASKED)
    assert list(Need.objects.asked()) == [whole]


def test_one_segmentation_is_the_primary_one() -> None:
    make_segmentation(name="By contract", is_primary=True)
    second = Segmentation(name="By region", is_primary=True)
    assert objections(second) == ["Another segmentation is the primary one."]
    assert is_refused(second)
    assert str(make_segmentation(name="By tenure")) == "By tenure"


def test_a_segment_is_not_its_own_part() -> None:
    segment = make_segment()
    segment.parent = segment
    assert objections(segment)[-1] == "A segment cannot be part of itself."


def test_segments_of_one_name_need_two_segmentations() -> None:
    farms = make_segment(name="Farms")
    twin = Segment(name="Farms", segmentation=farms.segmentation)
    assert objections(twin) == ["This segmentation has a segment of this name already."]
    assert is_refused(twin)


def test_paying_segments_leave_out_internal_users() -> None:
    farms = make_segment(name="Farms")
    make_segment(name="Adjusters", kind=SegmentKind.INTERNAL_USER)
    assert list(Segment.objects.paying()) == [farms]
