from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from metrics.views.freshness import fresh
from workbench.views.detail import RecordDetail


class MetricDetail(RecordDetail):
    """The newest reading and the target of the period open a metric's page, and its head says how fresh they are."""

    led_by = "series"

    def render_to_response(self, context: dict[str, Any], **given: Any) -> HttpResponse:
        return super().render_to_response({**context, "freshness": fresh(self)}, **given)
