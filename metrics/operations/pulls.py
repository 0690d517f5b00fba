"""Observations pulled from databases: by a button or every night. Each pull is a delivery, taken in like a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import enterprise_day
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from audit.choices import Verb
from audit.operations.recording import record_many
from jobs.models import Job
from jobs.operations.jobs import enqueue
from metrics.models import Delivery, Source, SourceQuery
from metrics.operations.deliveries import Finish, take
from metrics.operations.observing import Loaded
from metrics.operations.telling import Said
from workbench.exchange.problems import Problem
from workbench.operations.records import entry_of
from workbench.reach import authorize

JOB = "pull_source"
KEPT = ("database", "statement", "headings", "days_back", "is_nightly")


@transaction.atomic
def keep_query(*, source: Source, values: Mapping[str, Any], actor: User, now: datetime) -> SourceQuery:
    """Keep what a source asks of a database, in the name of the actor. ``values`` are those of ``KEPT``.

    Raises ``ValidationError`` or ``PermissionDenied``.
    """
    authorize(actor, Permission.EDIT_METRICS, [source])
    authorize(actor, Permission.IMPORT, [])
    query = SourceQuery.objects.select_for_update().filter(source=source).first() or SourceQuery(
        source=source
    )
    before = {name: getattr(query, name) if query.pk else None for name in KEPT}
    for name in KEPT:
        setattr(query, name, values[name])
    query.user, query.changed_at = actor, now
    query.full_clean()
    query.save()
    changes = {name: (before[name], values[name]) for name in KEPT if before[name] != values[name]}
    if changes:
        record_many(actor=actor, entries=[entry_of(source, Verb.UPDATED, changes)], now=now)
    return query


@transaction.atomic
def ask(*, query: SourceQuery, actor: User, now: datetime) -> Delivery:
    """Have it pulled in the background, in the name of the actor; where a pull of the source is under way, that is the answer.

    Raises ``PermissionDenied``.
    """
    authorize(actor, Permission.EDIT_METRICS, [query.source])
    authorize(actor, Permission.IMPORT, [])
    return _asked(query, actor, now)


def ask_all(*, now: datetime) -> int:
    """Ask for every pull that is due this night, each in the name of who kept its query; how many those are."""
    due = SourceQuery.objects.filter(is_nightly=True, source__archived_at=None).order_by("pk")
    queries = list(due.select_related("source", "user__person"))
    for query in queries:
        with transaction.atomic():
            _asked(query, query.user, now)
    return len(queries)


def _asked(query: SourceQuery, user: User, now: datetime) -> Delivery:
    Source.objects.select_for_update().get(pk=query.source_id)
    under_way = Job.objects.unfinished().filter(kind=JOB).values("uid")
    already = Delivery.objects.open().pulled().filter(source=query.source, job_uid__in=under_way).first()
    if already:
        return already
    delivery = Delivery.objects.create(
        source=query.source,
        user=user,
        name=query.database,
        database=query.database,
        size=0,
        headings=query.headings,
        handed_in_at=now,
    )
    delivery.job_uid = enqueue(kind=JOB, payload={"delivery": str(delivery.uid)}, actor=user, now=now).uid
    delivery.save(update_fields=["job_uid"])
    return delivery


def address_of(query: SourceQuery) -> str:
    """Where the database is, as the environment says; empty where it names none any more."""
    return str(settings.SOURCE_DATABASES.get(query.database, ""))


def since_of(*, query: SourceQuery, now: datetime) -> date:
    """The first day that is looked at."""
    return enterprise_day(now) - timedelta(days=query.days_back)


def pull(
    *, delivery: Delivery, said: Iterable[Said | Problem], actor: User, now: datetime, finish: Finish
) -> Loaded | None:
    """Tell what was pulled, all or nothing; where it is refused, whoever looks after the source hears of it once.

    ``finish`` is called with the result in the transaction that ends the pull. Raises ``PermissionDenied``.
    """

    def ended(result: Mapping[str, Any]) -> None:
        if delivery.problems:
            _tell_of_refusal(delivery, now)
        finish(result)

    return take(delivery=delivery, said=said, actor=actor, now=now, finish=ended)


def _tell_of_refusal(delivery: Delivery, now: datetime) -> None:
    """The owner of the source, and in whose name it is asked. What was refused before for the same reason is no news."""
    pulled = Delivery.objects.filter(source=delivery.source).pulled().exclude(finished_at=None)
    former = pulled.exclude(pk=delivery.pk).newest_first().first()
    reason = delivery.problems[0]["message"]
    if former and former.problems and former.problems[0]["message"] == reason:
        return
    who = Q(pk=delivery.user_id) | Q(person=delivery.source.owner_id, person__isnull=False)
    news = []
    for user in User.objects.filter(who, is_active=True).order_by("pk"):
        with translation.override(user.language or settings.LANGUAGE_CODE):
            words = {"source": delivery.source, "database": delivery.database}
            title = _("Nothing could be pulled for %(source)s from %(database)s") % words
        text = f"{reason} {delivery.problems[0]['remedy']}"
        url = reverse("source_pull", args=[delivery.source.uid])
        news.append(
            News(user, NotificationKind.FAILURE, title, text, url, f"pull:{delivery.uid}", can_wait=True)
        )
    tell(news=news, now=now)
