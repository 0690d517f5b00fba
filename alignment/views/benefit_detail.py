from __future__ import annotations

from typing import Any

from workbench.views.detail import RecordDetail


class BenefitDetail(RecordDetail):
    """A benefit's page opens with what came of the promise."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        contract = next(panel["data"] for panel in page["panels"] if panel["name"] == "contract")
        page["finding_lead"], page["finding_rest"] = contract["finding"]
        return page
