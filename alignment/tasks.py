"""Jobs of this app: primitives in, one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.queries import is_open
from alignment.choices import Occasion
from alignment.operations import money_telling
from alignment.operations.challenges import remind_of_late_challenges
from alignment.operations.index import recompute
from alignment.operations.reviews import plan_and_remind
from alignment.operations.standing import keep_standings
from jobs.operations.running import Progress


def remind_of_challenges(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell those whose answer to a challenge is late. A repeated attempt tells nobody twice."""
    return {"reminded": remind_of_late_challenges(now=now)}


def benefit_reviews(*, now: datetime, **_: Any) -> dict[str, int]:
    """Plan benefit reviews as go-live moves, and tell whose are due. A repeated attempt tells nobody twice."""
    return plan_and_remind(now=now)


def recompute_alignment(
    *, payload: dict[str, Any], progress: Progress, now: datetime, **_: Any
) -> dict[str, Any]:
    """Publish the alignment index anew. What is written from now on asks for a job of its own."""
    if not is_open():
        return {"published": False}
    progress.begin()
    found = recompute(occasion=Occasion(payload.get("occasion", Occasion.NIGHT)), now=now)
    return {"published": found.is_new, "scores": found.scores}


def tell_of_money(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell sponsors whose money begins, ceases or otherwise contradicts their strategy. Repeated, it tells nobody."""
    return {"told": money_telling.tell_of_money(now=now)}


def keep_chain_states(*, now: datetime, **_: Any) -> dict[str, Any]:
    """Bring every chain to the day that has begun, and count the states for the trend."""
    kept = keep_standings(now=now)
    return {"as_of": kept.day and kept.day.isoformat(), "written": kept.written, "removed": kept.removed}
