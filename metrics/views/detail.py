from __future__ import annotations

from workbench.views.detail import RecordDetail


class MetricDetail(RecordDetail):
    """The newest reading and the target of the period open a metric's page."""

    led_by = "series"
