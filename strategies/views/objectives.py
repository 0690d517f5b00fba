"""An objective's page: how it stands by its measures first, as the panel contributed from above says."""

from __future__ import annotations

from typing import Any

from workbench.views.detail import RecordDetail

MEASURES = "measures"
"""The panel, contributed from above, that leads the page."""


class ObjectiveDetail(RecordDetail):
    """The measures lead, and their finding opens the page; what happened last follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        leading = [panel for panel in page["panels"] if panel["name"] == MEASURES]
        page["panels"] = leading + [panel for panel in page["panels"] if panel["name"] != MEASURES]
        for panel in leading:
            page["finding_lead"], page["finding_rest"] = panel["data"]["finding"]
        return page
