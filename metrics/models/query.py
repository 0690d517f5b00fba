"""What a source asks of a database."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from metrics.models.source import Source

MOST_DAYS = 3_660


class SourceQuery(models.Model):
    """A query whose rows are observations. The database is known by its name; its address is in the environment.

    ``headings`` says by which column each field is found. It is asked in the name of ``user``, who kept it last: what
    they may not tell, it may not.
    """

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="query")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="metrics_queries"
    )
    database = models.CharField(_("database"), max_length=60)
    statement = models.TextField(_("query"), max_length=20_000)
    headings = models.JSONField(_("headings"), default=dict, blank=True)
    days_back = models.PositiveIntegerField(
        _("days back"), default=40, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    is_nightly = models.BooleanField(_("every night"), default=True)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("query of a source")
        verbose_name_plural = _("queries of sources")

    def __str__(self) -> str:
        return f"{self.source_id} {self.database}"
