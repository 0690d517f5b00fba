"""What strategies add to the pages of records: the discipline check, and what a discipline needs from IT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.permissions import Permission
from accounts.queries import day_at
from strategies.choices import StrategyState
from strategies.models import DisciplineProfile, ITNeed, Strategy
from strategies.queries.checks import checks, instrument_to_ask, latest_rounds, minimums_of, open_round_of
from strategies.queries.disciplines import followers
from strategies.serializers.check import check_view
from strategies.serializers.library import need_view
from strategies.serializers.profiles import follower_view
from workbench.links import page_url, url_of
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Enterprise, User


def discipline_check(*, record: Strategy, viewer: User, **_: Any) -> dict[str, Any]:
    """The unit's latest check, judged by this strategy; of one that has ended, the last check of its time.

    Six queries with a check, three without one.
    """
    unit = record.unit_id
    rounds = latest_rounds(viewer, [unit], until=record.end_date)
    found = checks(rounds, {unit: minimums_of(record)}).get(unit)
    if found is not None:
        return {"check": check_view(found, record)}
    return {"check": None, **_how_to_ask(record, viewer)}


def _how_to_ask(record: Strategy, viewer: User) -> dict[str, Any]:
    """Where no check may be read: the one being asked, or the way to ask one."""
    path, ended = record.unit.path, record.state == StrategyState.SUPERSEDED
    asked, instrument = open_round_of(viewer, record.unit_id), instrument_to_ask()
    may_ask = (
        instrument is not None
        and record.end_date is None
        and viewer.access.allows(Permission.EDIT_ASSESSMENTS, [path])
    )
    query = {
        "unit": record.unit.uid,
        "instrument": instrument.uid if instrument else "",
        "next": url_of(record),
    }
    return {
        "reads": viewer.access.reads([path]),
        "ended": ended,
        "unit": str(record.unit),
        "open": {"name": str(asked), "url": url_of(asked), "until": asked.closes_date} if asked else None,
        "instrument": str(instrument.name) if instrument else "",
        "instrument_url": url_of(instrument) if instrument else "",
        "ask_url": f"{page_url(type_with_key('round'), 'create')}?{urlencode(query)}" if may_ask else "",
    }


def it_needs(*, record: DisciplineProfile, viewer: User, **_: Any) -> dict[str, Any]:
    """What the discipline needs from IT, to read. One query."""
    needs = ITNeed.objects.visible_to(viewer).active().for_list().filter(discipline=record.discipline)
    address = f"{reverse('itneed_list')}?{urlencode({'discipline': record.discipline})}"
    return {"needs": [need_view(need) for need in needs], "url": address}


def units_that_follow(
    *, record: DisciplineProfile, viewer: User, now: datetime, enterprise: Enterprise
) -> dict[str, Any]:
    """Units led by the discipline, their own choice or one from above. Three queries."""
    bound = followers(viewer, day_at(now, enterprise))
    return {"units": [follower_view(found) for found in bound if found.discipline == record.discipline]}
