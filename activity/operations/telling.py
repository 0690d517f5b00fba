"""Telling people something: a line in their inbox and a mail, once for each occasion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.queries import reachable, time_zone
from activity.models import Notification
from foundation.addresses import absolute
from foundation.values import end_of_quiet
from jobs.operations.outbox import Letter, post_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import User
    from activity.choices import NotificationKind

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class News:
    """What one reader is told: ``title`` and ``text`` in their language, ``url`` the path of the page to open.

    ``key`` names the occasion: whoever tells it again reaches nobody twice. What ``can_wait`` comes by mail when the
    reader's quiet hours are over; the inbox has it at once.
    """

    user: User
    kind: NotificationKind
    title: str
    text: str
    url: str
    key: str
    by_mail: bool = True
    can_wait: bool = False


@transaction.atomic
def tell(*, news: Sequence[News], now: datetime) -> list[News]:
    """Put into inboxes, and into the outbox for those a mail can reach, what was not told before; return that.

    Part of the transaction that decides what there is to tell. A constant number of statements.
    """
    lines = {
        line.uid: (line, one)
        for one in news
        for line in [
            Notification(
                user=one.user,
                kind=one.kind,
                title=one.title[:300],
                text=one.text,
                url=one.url,
                key=one.key,
                created_at=now,
            )
        ]
    }
    if not lines:
        return []
    Notification.objects.bulk_create(
        [line for line, _ in lines.values()], ignore_conflicts=True, batch_size=500
    )
    kept = set(Notification.objects.filter(uid__in=lines).values_list("uid", flat=True))
    told = [one for uid, (_, one) in lines.items() if uid in kept]
    _mail([one for one in told if one.by_mail], now)
    return told


def _mail(news: Sequence[News], now: datetime) -> None:
    users = {user.pk for user in reachable([one.user for one in news])}
    reached = [one for one in news if one.user.pk in users]
    zone = time_zone() if any(one.can_wait for one in reached) else ""
    post_many(channel=MAIL, letters=[_letter(one, now, zone) for one in reached], now=now)


def _letter(one: News, now: datetime, zone: str) -> Letter:
    body = "\n\n".join(filter(None, (one.text, absolute(one.url))))
    waits = _waits(one.user, now, zone) if one.can_wait else None
    return Letter(one.user.email, one.title, f"{body}\n", key=f"{one.key}:{one.user.uid}", not_before=waits)


def _waits(user: User, now: datetime, zone: str) -> datetime | None:
    return end_of_quiet(now, ZoneInfo(user.time_zone or zone), user.quiet_from, user.quiet_until)
