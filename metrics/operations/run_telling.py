"""Administrators and owners of metrics hear of a run that failed: once, with what happened and what is shown until it is mended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Grant, User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from foundation import formats
from metrics.models import Metric, Run


def tell_of_failure(*, run: Run, error: str, now: datetime) -> int:
    """Tell whoever may run the installation and whoever owns a metric; returns how many were told. A second call tells nobody."""
    administrators = Q(pk__in=Grant.objects.of_administrators().values("user"))
    owners = Q(person__in=Metric.objects.active().filter(owner__archived_at=None).values("owner"))
    users = User.objects.filter(administrators | owners, is_active=True).order_by("pk")
    return len(tell(news=[_news(run, error, user) for user in users], now=now))


def _news(run: Run, error: str, user: User) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        title = _("The metrics of %(day)s were not computed") % {"day": formats.day(run.as_of_date)}
        text = _(
            "%(error)s\n\nEvery page keeps the figures of the last good run until the next one succeeds."
        )
        words = {"error": error}
    url = f"{reverse('metric_runs')}#run-{run.uid}"
    return News(user, NotificationKind.FAILURE, title, text % words, url, f"run:{run.uid}")
