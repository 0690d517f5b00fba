"""Whether the figures of metrics are those of the night that was due last: what is shown, and what failed or waits since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    """``good`` is the run whose figures every page shows; ``newest`` the last one planned; ``missing`` the first night that
    is late. Each is none where there is none."""

    good: Run | None
    newest: Run | None
    missing: date | None

    @property
    def failed(self) -> Run | None:
        """The newest run, where it failed: what is shown is older than it should be."""
        return self.newest if self.newest and self.newest.state == RunState.FAILED else None

    @property
    def at_work(self) -> Run | None:
        return self.newest if self.newest and not self.newest.is_finished else None

    @property
    def is_fresh(self) -> bool:
        """Nothing failed and nothing is late. So is an installation in which nothing was ever due."""
        return self.failed is None and self.missing is None


def freshness(*, now: datetime, enterprise: Enterprise) -> Freshness:
    """Three queries."""
    newest = Run.objects.newest_first().first()
    if newest is None:
        return Freshness(None, None, None)
    night = Run.objects.filter(occasion=RunOccasion.NIGHT).order_by("-as_of_date").first()
    return Freshness(Run.objects.last_good(), newest, _missing(night or newest, now, enterprise))


def _missing(last: Run, now: datetime, enterprise: Enterprise) -> date | None:
    """The first night after that of a run which should have been done by now and is not; a failed one is no missing one."""
    if not last.is_finished:
        return last.as_of_date if now - last.created_at > PATIENCE else None
    return next_night(last.as_of_date, today=day_at(now - timedelta(hours=HOUR) - PATIENCE, enterprise))


def next_night(last: date, *, today: date) -> date | None:
    """The night after the last one, where it has begun; none before."""
    return last + timedelta(days=1) if last < today else None
