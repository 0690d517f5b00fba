"""The list of metrics: each with its newest value and how that stands."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.requests import today_of
from metrics.models import Metric
from metrics.queries.measures import newest_of
from metrics.serializers.measures import newest_cell
from workbench.listing import Head, Listing
from workbench.views.list import RecordList

AFTER = 1
"""Columns before the newest value: the metric's name."""


class MetricList(RecordList):
    """The metrics of the catalogue, with the way to those that Sightline brings along."""

    def page(self, shown: Listing) -> dict[str, Any]:
        page = super().page(shown)
        page["listing"] = self.widened(shown)
        page["library_url"] = reverse("metric_library") if self.may_edit() else ""
        return page

    def widened(self, shown: Listing) -> Listing:
        """The listing with what each metric read last, and whether that is late. Two queries."""
        metrics: list[Metric] = list(shown.page.object_list)
        found = newest_of(metrics, today_of(self.request))
        rows = tuple(
            dataclasses.replace(
                row, cells=(*row.cells[:AFTER], newest_cell(metric, each), *row.cells[AFTER:])
            )
            for row, metric, each in zip(shown.rows, metrics, found, strict=True)
        )
        head = Head("newest", _("Newest value"))
        columns = (*shown.columns[:AFTER], head, *shown.columns[AFTER:])
        return dataclasses.replace(shown, columns=columns, rows=rows)
