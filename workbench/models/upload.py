from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A file somebody has tried out and may import; private, kept for a day."""

    HOURS_KEPT = 24

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbench_uploads"
    )
    type_label = models.CharField(max_length=100)
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField()
    mapping = models.TextField(blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name
