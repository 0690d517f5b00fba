"""Administrators hear of a run that failed: once, with what happened and what is shown until it is mended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Grant, User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from foundation import formats
from metrics.models import Run


def tell_of_failure(*, run: Run, error: str, now: datetime) -> int:
    """Tell everybody who may run the installation; returns how many were told. A second call tells nobody."""
    administrators = User.objects.filter(pk__in=Grant.objects.of_administrators().values("user"))
    return len(tell(news=[_news(run, error, user) for user in administrators], now=now))


def _news(run: Run, error: str, user: User) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        title = _("The metrics of %(day)s were not computed") % {"day": formats.day(run.as_of_date)}
        text = _(
            "%(error)s\n\nEvery page keeps the figures of the last good run until the next one succeeds."
        )
        words = {"error": error}
    return News(user, NotificationKind.FAILURE, title, text % words, reverse("metric_runs"), f"run:{run.uid}")
