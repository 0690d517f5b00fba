"""What a viewer may add about measures, each as the address of its form."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from metrics.models import Metric, ObjectiveMeasure
from strategies.models import Objective, Strategy
from workbench.links import page_url, record_url, url_of
from workbench.types import type_with_key


@dataclass(frozen=True, slots=True)
class Ways:
    """What the viewer may add, and the page to come back to."""

    viewer: User
    back: str
    may_measure: bool
    may_read_off: bool

    @classmethod
    def of(cls, viewer: User, record: Objective | Strategy | Metric, path: str = "") -> Ways:
        """Measures belong to the unit at ``path``; targets and readings to the whole enterprise."""
        paths = [path] if path else []
        may_measure = viewer.access.allows(Permission.EDIT_STRATEGY, paths)
        return cls(viewer, url_of(record), may_measure, viewer.access.allows(Permission.EDIT_METRICS))

    def create(self, key: str, **given: object) -> str:
        """The form of a new record, filled in as far as known."""
        return f"{page_url(type_with_key(key), 'create')}?{urlencode({**given, 'next': self.back})}"

    def measure(self, objective: Objective) -> str:
        return self.create("objectivemeasure", objective=objective.uid) if self.may_measure else ""

    def weigh(self, measure: ObjectiveMeasure) -> str:
        """The form of a measure's weight and baseline."""
        kind = type_with_key("objectivemeasure")
        return (
            f"{record_url(kind, measure, 'edit')}?{urlencode({'next': self.back})}"
            if self.may_measure
            else ""
        )

    def target(self, metric: Metric) -> str:
        return self.create("target", metric=metric.uid) if self.may_read_off else ""

    def reading(self, metric: Metric) -> str:
        if not self.may_read_off:
            return ""
        return f"{reverse('metric_reading', args=[metric.uid])}?{urlencode({'next': self.back})}"
