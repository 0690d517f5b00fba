from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody typed into a form and has not saved yet. Private; expires after 30 days."""

    DAYS_KEPT = 30

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbench_drafts"
    )
    type_label = models.CharField(max_length=100)
    record_uid = models.CharField(max_length=36, blank=True, help_text=_("Empty for a new record."))
    values = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["user", "type_label", "record_uid"], name="workbench_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.type_label} {self.kept_at:%Y-%m-%d}"
