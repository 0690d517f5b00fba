"""Jobs of this app: primitives in, one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alignment.operations.challenges import remind_of_late_challenges
from alignment.operations.reviews import plan_and_remind


def remind_of_challenges(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell those whose answer to a challenge is late. A repeated attempt tells nobody twice."""
    return {"reminded": remind_of_late_challenges(now=now)}


def benefit_reviews(*, now: datetime, **_: Any) -> dict[str, int]:
    """Plan benefit reviews as go-live moves, and tell whose are due. A repeated attempt tells nobody twice."""
    return plan_and_remind(now=now)
