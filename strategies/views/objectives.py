"""An objective's page: how it stands by its measures first, as the panel contributed from above says."""

from __future__ import annotations

from typing import Any

from workbench.views.detail import RecordDetail

MEASURES = "measures"
"""The panel, contributed from above, that leads the page."""


class ObjectiveDetail(RecordDetail):
    """The measures lead, and their finding opens the page; what happened last follows."""

    led_by = MEASURES

    def page(self) -> dict[str, Any]:
        page = super().page()
        page["panels"].sort(key=lambda panel: panel["name"] != MEASURES)
        return page
