from __future__ import annotations

from typing import Any

from customers.serializers import words
from workbench.views.detail import RecordDetail


class SegmentDetail(RecordDetail):
    """A segment's page opens with its needs and those of everything below it; what happened last follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        whole = next(panel["data"]["whole"] for panel in page["panels"] if panel["name"] == "place")
        page["finding_rest"] = page["finding_lead"]
        page["finding_lead"] = words.branch(whole)
        return page
