"""The smallest valid segmentations, segments and needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from customers.models import EarlierAnswer, Need, Segment, Segmentation
from tests.factories.accounts import stamped


def make_segmentation(**values: Any) -> Segmentation:
    values.setdefault("name", f"Segmentation {Segmentation.objects.count() + 1}")
    segmentation: Segmentation = stamped(Segmentation(**values))
    return segmentation


def make_segment(**values: Any) -> Segment:
    values.setdefault("name", f"Segment {Segment.objects.count() + 1}")
    parent = values.get("parent")
    given = values.get("segmentation")
    values["segmentation"] = given or (parent.segmentation if parent else make_segmentation())
    segment: Segment = stamped(Segment(**values))
    return segment


def make_need(**values: Any) -> Need:
    """A need nobody has been asked about."""
    values.setdefault("statement", f"Answer me within the day {Need.objects.count() + 1}")
    values["segment"] = values.get("segment") or make_segment()
    need: Need = stamped(Need(**values))
    return need


def make_asked_need(importance: str = "4.7", satisfaction: str = "3.1", **values: Any) -> Need:
    """A need about which 400 people were asked on a scale from 1 to 5."""
    asked = {"scale_min": 1, "scale_max": 5, "respondents": 400, "asked_date": date(2026, 3, 2), **values}
    return make_need(importance=Decimal(importance), satisfaction=Decimal(satisfaction), **asked)


def make_earlier_answer(**values: Any) -> EarlierAnswer:
    """What customers answered a year before they were asked last."""
    values["need"] = values.get("need") or make_need(
        importance=Decimal("4.50"), scale_min=1, scale_max=5, asked_date=date(2026, 3, 2)
    )
    values.setdefault("asked_date", date(2025 - values["need"].earlier_answers.count(), 3, 2))
    values.setdefault("importance", Decimal("4.20"))
    values.setdefault("scale_min", 1)
    values.setdefault("scale_max", 5)
    answer: EarlierAnswer = stamped(EarlierAnswer(**values))
    return answer
