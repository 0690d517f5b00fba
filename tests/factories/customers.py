"""The smallest valid segmentations, segments and needs."""

from __future__ import annotations

from typing import Any

from customers.models import Need, Segment, Segmentation
from tests.factories.accounts import stamped


def make_segmentation(**values: Any) -> Segmentation:
    values.setdefault("name", f"Segmentation {Segmentation.objects.count() + 1}")
    segmentation: Segmentation = stamped(Segmentation(**values))
    return segmentation


def make_segment(**values: Any) -> Segment:
    values.setdefault("name", f"Segment {Segment.objects.count() + 1}")
    values["segmentation"] = values.get("segmentation") or make_segmentation()
    segment: Segment = stamped(Segment(**values))
    return segment


def make_need(**values: Any) -> Need:
    """A need nobody has been asked about."""
    values.setdefault("statement", f"Answer me within the day {Need.objects.count() + 1}")
    values["segment"] = values.get("segment") or make_segment()
    need: Need = stamped(Need(**values))
    return need
