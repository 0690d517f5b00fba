from __future__ import annotations

from workbench.views.detail import RecordDetail


class BenefitDetail(RecordDetail):
    """A benefit's page opens with what came of the promise."""

    led_by = "contract"
