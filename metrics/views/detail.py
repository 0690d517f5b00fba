"""A metric's page: where it stands against its target first."""

from __future__ import annotations

from typing import Any

from workbench.views.detail import RecordDetail


class MetricDetail(RecordDetail):
    """The newest reading and the target of the period open the page."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        for panel in page["panels"]:
            if panel["name"] == "series":
                page["finding_lead"], page["finding_rest"] = panel["data"]["finding"]
        return page
