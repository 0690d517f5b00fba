"""Whether the figures of metrics are those of the night that was due last: what is shown, and what failed or waits since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Subquery

from accounts.models import Enterprise
from accounts.queries import day_at
from metrics.choices import RunOccasion, RunState
from metrics.models import Run

HOUR = 2
"""Local time from which the night of a date is due."""
PATIENCE = timedelta(hours=2)
"""How long a night may take, from when it is due until it is late."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """``good`` is the run whose figures every page shows; ``newest`` the last one planned; ``ended`` the last one that is
    not at work; ``missing`` the first night that is late. Each is none where there is none."""

    good: Run | None
    newest: Run | None
    missing: date | None
    ended: Run | None = None

    @property
    def failed(self) -> Run | None:
        """The last run that ended, where it failed: what is shown is older than it should be, until another succeeds."""
        return self.ended if self.ended and self.ended.state == RunState.FAILED else None

    @property
    def at_work(self) -> Run | None:
        return self.newest if self.newest and not self.newest.is_finished else None

    @property
    def is_fresh(self) -> bool:
        """Nothing failed and nothing is late. So is an installation in which nothing was ever due."""
        return self.failed is None and self.missing is None


def freshness(*, now: datetime, enterprise: Enterprise) -> Freshness:
    """One query."""
    newest = Run.objects.newest_first()
    nights = Run.objects.filter(occasion=RunOccasion.NIGHT).order_by("-as_of_date")
    told = (newest[:1], newest[1:2], Run.objects.good().newest_first()[:1], nights[:1])
    asked = Q(pk__in=[])
    for rows in told:
        asked |= Q(pk=Subquery(rows.values("pk")))
    runs = list(Run.objects.without_plan().filter(asked).newest_first())
    if not runs:
        return Freshness(None, None, None)
    ended = next((run for run in runs if run.is_finished), None)  # one at most is at work
    good = next((run for run in runs if run.is_good), None)
    night = max(
        (run for run in runs if run.occasion == RunOccasion.NIGHT),
        key=lambda run: run.as_of_date,
        default=runs[0],
    )
    return Freshness(good, runs[0], _missing(night, now, enterprise), ended)


def _missing(last: Run, now: datetime, enterprise: Enterprise) -> date | None:
    """The first night after that of a run which should have been done by now and is not; a failed one is no missing one."""
    due = day_at(now - timedelta(hours=HOUR) - PATIENCE, enterprise)
    if last.is_finished:
        return next_night(last.as_of_date, today=due)
    return last.as_of_date if last.as_of_date < due or now - last.created_at > PATIENCE else None


def next_night(last: date, *, today: date) -> date | None:
    """The night after the last one, where it has begun; none before."""
    return last + timedelta(days=1) if last < today else None
