"""The owner of a metric hears what happened to it: each event once, and all of one night together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.queries import enterprise_day
from activity.choices import NotificationKind
from activity.models import Notification
from activity.operations.telling import News, tell
from metrics.models import Alert
from metrics.queries.alerts import Happened, Watched, happened, watched

Words = Callable[[Sequence[Happened]], tuple[str, str, str]]
"""Title, text and page of what is told, in the language that is active."""


@transaction.atomic
def tell_owners(*, now: datetime, said: Words) -> int:
    """Tell owners what they were not told before; returns how many were told. A second call tells nobody.

    A constant number of statements.
    """
    by_owner: dict[User, list[tuple[Alert, Happened]]] = defaultdict(list)
    for alert, each in _new(happened(watched()), now):
        by_owner[each.watched.user].append((alert, each))
    news = []
    for user, own in by_owner.items():
        with translation.override(user.language or settings.LANGUAGE_CODE):
            title, text, url = said([each for _alert, each in own])
        key = f"alert:{own[0][0].uid}"
        news.append(News(user, NotificationKind.ALERT, title, text, url, key, can_wait=True))
    return len(tell(news=news, now=now))


Digest = Callable[[Sequence[Watched], date], tuple[str, str, str]]
"""The same of a week, told by its first day."""


@transaction.atomic
def send_digest(*, now: datetime, said: Digest) -> int:
    """Tell owners once a week how all their metrics stand; returns how many were told. Whoever does not want it is left out.

    The first call from Monday on does it, and later ones in that week tell nobody.
    """
    today = enterprise_day(now)
    monday = today - timedelta(days=today.weekday())
    key = f"digest:{monday}"
    if Notification.objects.filter(key=key).exists():
        return 0
    by_owner: dict[User, list[Watched]] = defaultdict(list)
    for each in watched():
        if each.user.weekly_digest:
            by_owner[each.user].append(each)
    news = []
    for user, own in by_owner.items():
        with translation.override(user.language or settings.LANGUAGE_CODE):
            title, text, url = said(own, monday)
        news.append(News(user, NotificationKind.ALERT, title, text, url, key, can_wait=True))
    return len(tell(news=news, now=now))


def _new(found: Sequence[Happened], now: datetime) -> list[tuple[Alert, Happened]]:
    """What has begun since somebody looked last; what is no longer found is over. Whoever looks at the same time tells the rest."""
    going = {
        (alert.metric_id, alert.kind, alert.detail): alert.pk for alert in Alert.objects.filter(ended_at=None)
    }
    lasting = {_key(each) for each in found}
    over = [pk for key, pk in going.items() if key not in lasting]
    Alert.objects.filter(pk__in=over).update(ended_at=now)
    begun = [
        (
            Alert(
                metric=each.metric,
                kind=each.event.kind,
                since_date=each.event.since,
                detail=each.event.detail,
                created_at=now,
            ),
            each,
        )
        for each in found
        if _key(each) not in going
    ]
    Alert.objects.bulk_create([alert for alert, _ in begun], ignore_conflicts=True, batch_size=500)
    kept = set(Alert.objects.filter(ended_at=None, created_at=now).values_list("uid", flat=True))
    return [(alert, each) for alert, each in begun if alert.uid in kept]


def _key(each: Happened) -> tuple[int, str, str]:
    return each.metric.pk, each.event.kind, each.event.detail
