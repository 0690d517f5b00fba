"""Jobs of this app: primitives in, one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.queries import is_open
from jobs.operations.heartbeat import beating
from jobs.operations.running import Progress
from metrics.operations.nights import catch_up


def recompute_metrics(*, progress: Progress, now: datetime, **_: Any) -> dict[str, Any]:
    """Do the nights that are due, or a part of the run that is at work. Repeated, it comes to the same."""
    if not is_open():
        return {"runs": []}
    done = catch_up(now=now, report=progress, keep=beating)
    return {
        "runs": [
            {"as_of": run.as_of_date.isoformat(), "state": run.state, "written": run.written} for run in done
        ]
    }
