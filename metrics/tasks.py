"""Jobs of this app: primitives in, one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.queries import is_open
from jobs.operations.heartbeat import beating
from jobs.operations.running import Progress
from metrics.models import Delivery
from metrics.operations.alerting import send_digest, tell_owners
from metrics.operations.deliveries import file_of, take
from metrics.operations.nights import catch_up
from metrics.operations.pulls import address_of, ask_all, pull, since_of
from metrics.operations.run_telling import tell_of_lateness
from metrics.serializers.alerts import digest, told
from metrics.serializers.observation_files import observations_in
from metrics.serializers.pulled import observations_pulled
from workbench.exchange.mapping import Rule


def recompute_metrics(*, progress: Progress, now: datetime, **_: Any) -> dict[str, Any]:
    """Do the nights that are due, or a part of the run that is at work. Repeated, it comes to the same."""
    if not is_open():
        return {"runs": []}
    progress.begin()
    done = catch_up(now=now, report=progress, keep=beating)
    return {
        "runs": [
            {"as_of": run.as_of_date.isoformat(), "state": run.state, "written": run.written} for run in done
        ]
    }


def tell_of_metrics(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell owners what happened to their metrics, once. Repeated, it tells nobody."""
    return {"told": tell_owners(now=now, said=told)}


def watch_nights(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell administrators and owners of a night that is late, once. Repeated, it tells nobody."""
    return {"told": tell_of_lateness(now=now) if is_open() else 0}


def digest_of_metrics(*, now: datetime, **_: Any) -> dict[str, int]:
    """Tell owners how all their metrics stand, once a week. Repeated, it tells nobody."""
    return {"told": send_digest(now=now, said=digest) if is_open() else 0}


def take_delivery(
    *, payload: dict[str, str], progress: Progress, now: datetime, **_: Any
) -> dict[str, Any] | None:
    """Tell what a file of a source says. It is told once: what ends the job forgets the file."""
    delivery = Delivery.objects.open().select_related("source").filter(uid=payload["delivery"]).first()
    if delivery is None:
        return None
    actor = User.objects.with_person().get(pk=delivery.user_id)
    rule = Rule("", decimal=delivery.decimal, date_order=delivery.date_order)
    with file_of(delivery) as file:
        said = observations_in(file, delivery.headings, rule, lambda percent: progress(9 * percent // 10))
        take(delivery=delivery, said=said, actor=actor, now=now, finish=progress.finish)
    return None


def pull_sources(*, now: datetime, **_: Any) -> dict[str, int]:
    """Ask for the pulls of this night, each a job of its own: one that hangs holds up no other."""
    return {"asked": ask_all(now=now) if is_open() else 0}


def pull_source(*, payload: dict[str, str], progress: Progress, now: datetime, **_: Any) -> None:
    """Tell what a query of a source finds. It is told once: what ends the job ends the pull."""
    delivery = Delivery.objects.open().select_related("source__query").filter(uid=payload["delivery"]).first()
    if delivery is None:
        return
    actor, query = User.objects.with_person().get(pk=delivery.user_id), delivery.source.query
    said = observations_pulled(
        query.database, address_of(query), query.statement, since_of(query=query, now=now), query.headings
    )
    pull(delivery=delivery, said=said, actor=actor, now=now, finish=progress.finish)
