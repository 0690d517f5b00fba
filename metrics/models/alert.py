"""What the owners of metrics were told."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from metrics.choices import AlertKind
from metrics.models.metric import Metric


class Alert(models.Model):
    """One event of a metric: told once however often it is found again, and over when it is no longer found.

    What comes again after that is another one.
    """

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(_("kind"), max_length=10, choices=AlertKind)
    since_date = models.DateField(_("since"))
    detail = models.CharField(_("detail"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("told"))
    ended_at = models.DateTimeField(_("over"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "kind", "detail"],
                condition=models.Q(ended_at=None),
                name="metrics_alert_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} {self.kind} {self.since_date}"
