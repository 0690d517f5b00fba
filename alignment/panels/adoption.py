"""What answers to IT needs add to the pages of strategies and of IT needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.permissions import Permission
from accounts.queries import enterprise_day
from alignment.queries.adoption import (
    OPEN,
    answerable,
    answers_of,
    chosen_strategy,
    library,
    reads_papers,
)
from alignment.serializers.adoption import adoption_row, answer_row, breakdown, progress
from foundation.actors import Actor
from strategies.choices import StrategyState
from strategies.models import ITNeed, Strategy

SHOWN = 4
"""Open IT needs named on the page of a strategy; the rest is one tap away."""


def answers_panel(*, record: Strategy, viewer: Actor, **_: Any) -> dict[str, Any]:
    """How far a strategy has answered the library of its discipline. Two queries."""
    if not reads_papers(viewer, record):
        return {"is_closed": True}
    found = library(record)
    waiting = [answer_row(answer, record, may_edit=False) for answer in found.of(OPEN)]
    return {
        "fact": progress(found),
        "tension": breakdown(found),
        "has_needs": bool(found.answers),
        "waiting": waiting[:SHOWN],
        "more": len(waiting) - SHOWN,
        "url": f"{reverse('it_need_answers')}?{urlencode({'strategy': record.uid})}",
    }


def answered_by_panel(*, record: ITNeed, viewer: Actor, now: datetime, **_: Any) -> dict[str, Any]:
    """What strategies say to an IT need, and where one's own strategy says it."""
    rows = list(answers_of(record, viewer))
    strategies = [row for row in answerable(viewer) if row.state != StrategyState.SUPERSEDED]
    own = chosen_strategy(strategies, None, viewer, enterprise_day(now))
    may = own is not None and viewer.access.allows(Permission.EDIT_STRATEGY, [own.unit.path])
    return {
        "rows": [adoption_row(row) for row in rows],
        "own": own,
        "is_answered": own is not None and own.pk in {row.strategy_id for row in rows},
        "answer_url": reverse("it_need_answer", args=[own.uid, record.uid]) if may and own else "",
    }
