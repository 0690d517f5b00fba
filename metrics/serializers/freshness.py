"""In a few words how fresh the figures of metrics are, for the head of every page that shows some."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import formats
from metrics.choices import RunOccasion
from metrics.models import Run
from metrics.queries.freshness import Freshness


def freshness_view(found: Freshness, now: datetime) -> dict[str, Any] | None:
    """Since when figures are as they are, and whether that is late; none before the first run."""
    if found.newest is None:
        return None
    return {
        "text": freshness_words(found, now),
        "late": not found.is_fresh,
        "title": _("The nightly run"),
        "url": reverse("metric_runs"),
    }


def freshness_words(found: Freshness, now: datetime) -> str:
    """``Computed 02:14 last night``, or as of which day figures are and what has failed or is late since."""
    if found.failed:
        words = {"day": formats.day(found.failed.as_of_date)}
        return f"{_kept(found)}; {_('the run of %(day)s failed') % words}"
    if found.missing:
        words = {"day": formats.day(found.missing)}
        return f"{_kept(found)}; {_('the night of %(day)s is late') % words}"
    if found.good is None or found.good.finished_at is None:
        return _("The first run is at work")
    return _computed(found.good, found.good.finished_at, now)


def _kept(found: Freshness) -> str:
    if found.good is None:
        return _("No figures yet")
    return _("Figures of %(day)s") % {"day": formats.day(found.good.as_of_date)}


def _computed(good: Run, finished: datetime, now: datetime) -> str:
    words = {"at": formats.clock(finished)}
    if timezone.localtime(finished).date() != timezone.localtime(now).date():
        return _("Computed %(day)s, %(at)s") % {
            **words,
            "day": formats.day(timezone.localtime(finished).date()),
        }
    if good.occasion == RunOccasion.NIGHT and timezone.localtime(finished).hour < MORNING:
        return _("Computed %(at)s last night") % words
    return _("Computed %(at)s") % words


MORNING = 6
"""Until this hour it is still night."""
