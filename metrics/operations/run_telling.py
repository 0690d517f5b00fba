"""Administrators and owners of metrics hear of a run that failed and of a night that is late: once, with what is shown until then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Enterprise, Grant, User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from foundation import formats
from metrics.models import Metric, Run
from metrics.queries.freshness import freshness

FAILED = (
    _("The metrics of %(day)s were not computed"),
    _("%(error)s\n\nEvery page keeps the figures of the last good run until the next one succeeds."),
)
LATE = (
    _("The metrics of %(day)s are late"),
    _(
        "They should have been computed by four in the morning. Every page keeps the figures of the last good run until they are. "
        "See whether workers are at work, and whether one of them holds the run."
    ),
)
"""Titles, and what there is to say."""


def tell_of_failure(*, run: Run, error: str, now: datetime) -> int:
    """Tell of a run that failed; returns how many were told. A second call tells nobody."""
    words = {"day": run.as_of_date, "error": error}
    return _tell(FAILED, words, f"{reverse('metric_runs')}#run-{run.uid}", f"run:{run.uid}", now)


def tell_of_lateness(*, now: datetime) -> int:
    """Tell of the first night that is late, if one is; returns how many were told. A second call tells nobody."""
    late = freshness(now=now, enterprise=Enterprise.objects.get()).missing
    return _tell(LATE, {"day": late}, reverse("metric_runs"), f"night:{late}", now) if late else 0


def _tell(told: tuple[Promise, Promise], words: dict[str, Any], url: str, key: str, now: datetime) -> int:
    """Whoever may run the installation and whoever owns a metric."""
    administrators = Q(pk__in=Grant.objects.of_administrators().values("user"))
    owners = Q(person__in=Metric.objects.active().filter(owner__archived_at=None).values("owner"))
    users = User.objects.filter(administrators | owners, is_active=True).order_by("pk")
    return len(tell(news=[_news(told, words, url, key, user) for user in users], now=now))


def _news(told: tuple[Promise, Promise], words: dict[str, Any], url: str, key: str, user: User) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        said = {**words, "day": formats.day(words["day"])}
        title, text = (str(each) % said for each in told)
    return News(user, NotificationKind.FAILURE, title, text, url, key)
