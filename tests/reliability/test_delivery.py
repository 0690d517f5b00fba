"""Hints that come twice, late or in another order, and workers that wake up when others have done their part: the same is
published, each night has one run, and every job is done.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from foundation.actors import SYSTEM
from jobs.models import Job
from jobs.models.leased import LeasedQuerySet
from jobs.operations import leases
from jobs.operations.jobs import enqueue
from jobs.operations.leases import Claim
from jobs.operations.running import run_job
from metrics import tasks
from metrics.choices import FormulaKind, RunOccasion
from metrics.models import Run, Shard
from metrics.operations import recomputing
from tests.factories.accounts import NOW
from tests.metrics.observed import Firm, digests, drawn, make_firm, random_day, recompute
from tests.reliability.figures import SEED, Batch

pytestmark = pytest.mark.django_db
KINDS = (FormulaKind.SUM, FormulaKind.NPS, FormulaKind.MEDIAN)
STEPS = {"sleep": 3, "wake": 3, "silence": 3, "part": 3, "hint": 1}
"""What may happen, and how often: a worker takes a part and sleeps, or wakes up, perhaps twice; its lease ends; a part is
done; a hint comes, perhaps again."""
MOST_PLAYED = 400
"""Histories in which a fault that is planted has to show; it does in every sixth or so."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Histories:
    """One world, told many times."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.firm: Firm = make_firm(KINDS)
        self.tell(12)
        recompute(occasion=RunOccasion.NIGHT, day=NOW.date() - timedelta(days=1))
        self.tell(4)
        self.undisturbed = self.play(disturbed=False)

    def tell(self, count: int) -> None:
        for _ in range(count):
            metric = self.random.choice(self.firm.metrics)
            segment = self.random.choice(self.firm.segments)
            self.firm.observe((metric, segment, random_day(self.random), drawn(metric, self.random)))

    def play(self, *, disturbed: bool = True) -> Any:
        """What came of one history, which is taken back."""
        with transaction.atomic():
            jobs = [self.job(f"job {index}") for index in range(2)]
            held: list[Claim] = []
            if disturbed:
                recomputing.plan(as_of=NOW.date(), occasion=RunOccasion.NIGHT, now=NOW)
                for step in self.random.choices([*STEPS], [*STEPS.values()], k=6):
                    self.disturb(step, jobs, held)
            for uid in [*(job.uid for job in jobs), self.job("last").uid]:
                self.silence(Shard.objects.running(), Job.objects.running())
                run_job(uid=uid, now=NOW)
            runs = sorted(Run.objects.values_list("as_of_date", "state"))
            states = set(Job.objects.values_list("state", "last_error"))
            found = (digests(), runs, states, Shard.objects.count())
            transaction.set_rollback(True)
        return found

    def disturb(self, step: str, jobs: list[Job], held: list[Claim]) -> None:
        if step == "hint":
            run_job(uid=self.random.choice(jobs).uid, now=NOW)
        elif step == "sleep" and (claim := leases.claim_next(Shard.objects.all())):
            held.append(claim)
        elif step == "wake" and held:
            recomputing._attempt(self.random.choice(held))
        elif step == "part" and (claim := leases.claim_next(Shard.objects.all())):
            recomputing._attempt(claim)
        elif step == "silence" and (running := list(Shard.objects.running())):
            self.silence(Shard.objects.filter(pk=self.random.choice(running).pk))

    def job(self, key: str) -> Job:
        return enqueue(kind=tasks.recompute_metrics.__name__, payload={}, actor=SYSTEM, now=NOW, key=key)

    def silence(self, *silent: LeasedQuerySet) -> None:
        """Their holders have been silent for longer than a lease: they are offered again."""
        for rows in silent:
            rows.update(lease_until=LONG_AGO)
            leases.sweep(rows.model, error="silent")


@pytest.fixture
def histories(root: object, monkeypatch: pytest.MonkeyPatch) -> Histories:
    monkeypatch.setattr(recomputing, "AT_ONCE", 1)
    monkeypatch.setattr(recomputing, "LOOKS", 1)
    monkeypatch.setattr(recomputing, "sleep", lambda _seconds: None)
    monkeypatch.setattr(tasks, "beating", nullcontext)
    return Histories(Random(f"R3 {SEED}"))


def test_hints_in_any_order_come_to_the_same(histories: Histories) -> None:
    print(f"R3 seed {SEED}")  # noqa: T201 - to repeat a failure
    batch = Batch("R3")
    while batch.goes_on:
        same = histories.play() == histories.undisturbed
        batch.note([] if same else [f"history {batch.count} came to something else"])
    assert not batch.problems, f"seed {SEED}: {batch.problems}"


def test_without_the_fence_they_do_not(histories: Histories, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: whoever wakes up writes over what others have done since."""

    def unfenced(claim: Claim, **fields: Any) -> None:
        claim.model.objects.filter(pk=claim.pk).update(**fields)

    monkeypatch.setattr(leases, "_write", unfenced)
    assert any(histories.play() != histories.undisturbed for _ in range(MOST_PLAYED))


def test_who_wakes_up_after_all_is_published_finds_nothing_to_do(histories: Histories) -> None:
    run = recomputing.plan(as_of=date(2026, 3, 1), occasion=RunOccasion.ASKED, now=NOW)
    assert run is not None
    late = leases.claim_next(run.shards.all())
    assert late is not None
    Shard.objects.running().update(lease_until=LONG_AGO)
    recomputing.work(run=run, now=NOW, report=lambda _percent: None, keep=nullcontext)
    shown = digests()

    recomputing._attempt(late)

    assert digests() == shown
