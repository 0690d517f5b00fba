"""Makes the world of a round, in a process of its own: it is told a line of JSON and answers with one.

A round begins with what was published three nights ago and with what was told since; three nights are due.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import django
import pytest
from django.db import DatabaseError, connections, transaction

NIGHTS = 3
FEW, MANY = 60, 25


def build(zone: str) -> dict[str, object]:
    """The firm: enough metrics for several parts."""
    from metrics.choices import FormulaKind  # app ready
    from tests.factories.accounts import make_enterprise, make_unit
    from tests.metrics.observed import make_firm

    with transaction.atomic():
        make_unit(make_enterprise(time_zone=zone).name)
        Holder.firm = make_firm(tuple(FormulaKind))
    return {"metrics": len(Holder.firm.metrics)}


class Holder:
    """What one round leaves to the next: metrics and segments stay, everything about them is told again."""

    firm: Any = None


def prepare(seed: int, day: str, is_over: bool = False) -> dict[str, object]:
    """One transaction, so that nobody works on half a world. ``is_over`` makes the nights here, without being killed."""
    from metrics.choices import RunOccasion  # app ready
    from metrics.models import Course, Difference, Observation, Run, Shard, Snapshot
    from tests.metrics.observed import recompute

    today, firm = date.fromisoformat(day), Holder.firm
    states = []
    with transaction.atomic():
        for model in (Shard, Snapshot, Course, Run, Difference, Observation):
            model.objects.all()._raw_delete("default")
        firm.told.clear()
        random = Random(seed)
        tell(random, FEW)
        recompute(occasion=RunOccasion.NIGHT, day=today - timedelta(days=NIGHTS))
        states.append(shown())
        tell(random, MANY)
        for later in range(1, NIGHTS + 1) if is_over else ():
            recompute(occasion=RunOccasion.NIGHT, day=today - timedelta(days=NIGHTS - later))
            states.append(shown())
    return {"states": states}


def tell(random: Random, count: int, key: str = "") -> None:
    from tests.metrics.observed import drawn, random_day  # app ready

    firm = Holder.firm
    for _ in range(count):
        metric = random.choice(firm.metrics)
        row = (metric, random.choice(firm.segments), random_day(random), drawn(metric, random))
        firm.observe(row, key=key or random.choice(["", "again"]))


def shown() -> str:
    from django.db import connection  # app ready

    from tests.reliability.house import SHOWN

    with connection.cursor() as cursor:
        cursor.execute(SHOWN)
        return str(cursor.fetchone()[0])


def ask() -> dict[str, object]:
    """A job, as a page asks for it."""
    from foundation.actors import SYSTEM  # app ready
    from jobs.operations.jobs import enqueue

    job = enqueue(kind="recompute_metrics", payload={}, actor=SYSTEM, now=datetime(2026, 3, 2, tzinfo=UTC))
    return {"uid": str(job.uid)}


def calendar(zone: str, begin: str, days: int, seed: int, forgets: bool = False) -> dict[str, object]:
    """Let days pass in a time zone: time is given, nobody waits for it. ``forgets`` plants a night left out."""
    from accounts.models import Enterprise  # app ready
    from jobs.models import Schedule
    from metrics.choices import RunOccasion
    from metrics.models import Course, Difference, Observation, Run, Shard, Snapshot
    from metrics.operations import nights
    from tests.metrics.observed import recompute

    random, first = Random(seed), date.fromisoformat(begin)
    for model in (Shard, Snapshot, Course, Run, Difference, Observation):
        model.objects.all()._raw_delete("default")
    former = Enterprise.objects.values_list("time_zone", flat=True)[0]
    Enterprise.objects.update(time_zone=zone)
    recompute(occasion=RunOccasion.NIGHT, day=first)
    end = datetime.combine(first, time(12), tzinfo=ZoneInfo(zone)) + timedelta(days=days)
    now = datetime.combine(first, time(12), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    Schedule.objects.all().delete()
    with pytest.MonkeyPatch.context() as patched:
        if forgets:
            patched.setattr(nights, "next_night", left_out)
        while now < end:
            now = min(
                end, now + timedelta(hours=random.choice([3, 7, 13, 26, 75]), minutes=random.randrange(60))
            )
            tell(random, 1)
            pass_by(now, random)
    Schedule.objects.all().delete()
    Enterprise.objects.update(time_zone=former)
    runs = list(Run.objects.order_by("as_of_date").values_list("as_of_date", "state"))
    expected = [first + timedelta(days=index) for index in range(days + 1)]
    told = {
        "dates have not one run each": [day for day, _state in runs] != expected,
        "a run is not good": not {state for _day, state in runs} <= {"published", "unchanged"},
    }
    return {"problems": [f"{zone} {begin}, seed {seed}: {what}" for what, is_so in told.items() if is_so]}


def left_out(last: date, *, today: date) -> date | None:
    """The night of today alone, whatever was missed."""
    return today if last < today else None


def pass_by(now: datetime, random: Random) -> None:
    """Two schedulers look at once, and by clocks that disagree; then three workers do what waits."""
    from jobs.models import Job  # app ready
    from jobs.operations.running import run_job
    from jobs.operations.ticking import tick

    def work(_index: int) -> None:
        for uid in list(Job.objects.claimable().oldest_first().values_list("uid", flat=True)):
            run_job(uid=uid, now=now)
        connections.close_all()

    def look(moment: datetime) -> None:
        tick(now=moment)
        connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(look, [now, now - timedelta(minutes=random.randrange(90))]))
        while Job.objects.claimable().exists():
            list(pool.map(work, range(3)))


def write(seed: int, count: int) -> dict[str, object]:
    """Tell observations, each in a transaction of its own and under a key of its own; what went wrong."""
    from customers.models import Segment  # app ready
    from metrics.models import Cut, Metric
    from tests.metrics.observed import Firm

    cut = Cut.objects.get(segmentation__isnull=False)
    Holder.firm = Firm([*Segment.objects.order_by("pk")], cut, [*Metric.objects.order_by("pk")])
    random, problems = Random(seed), []
    for index in range(count):
        try:
            tell(random, 1, key=f"{seed} {index}")
        except DatabaseError as error:
            problems.append(f"{type(error).__name__}: {error}")
    return {"problems": problems}


def keep_computing(ended: str) -> dict[str, object]:
    """Recompute until a file says that all is written; then what was added up bit by bit is what is added up anew."""
    from metrics.models import Observation  # app ready
    from tests.metrics.observed import recompute

    problems, runs, is_over = [], 0, False
    while not is_over:
        is_over = Path(ended).exists()
        try:
            recompute()
            runs += 1
        except DatabaseError as error:
            problems.append(f"{type(error).__name__}: {error}")
    if recompute(is_full=True).state != "unchanged":
        problems.append("added up anew it comes to something else")
    return {"problems": problems, "runs": runs, "written": Observation.objects.count()}


if __name__ == "__main__":
    django.setup()
    calls = {each.__name__: each for each in (build, prepare, ask, calendar, write, keep_computing)}
    for line in sys.stdin:
        asked = json.loads(line)
        answer = calls[asked.pop("call")](**asked)
        connections.close_all()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
