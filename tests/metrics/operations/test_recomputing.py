"""Recomputing: every figure is what the observations come to, however it was arrived at; nothing is half published."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from django.db import IntegrityError

from jobs.operations import leases
from metrics.choices import FormulaKind, Grain, RunOccasion, RunState, Standing
from metrics.engine import formulas
from metrics.engine.layout import SCALE, STANDINGS, Records
from metrics.engine.observed import Kept
from metrics.engine.rolling import TooLarge
from metrics.models import Difference, Metric, Run, Shard, Snapshot, Target
from metrics.operations import recomputing, shards
from metrics.operations.recomputing import plan, work
from tests.environment import has_postgres
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment
from tests.factories.metrics import make_target
from tests.metrics.observed import (
    FIRST,
    Firm,
    courses,
    digests,
    drawn,
    make_firm,
    published,
    random_day,
    recompute,
)

pytestmark = pytest.mark.django_db
SEEDS = range(4) if has_postgres() else range(4, 8)
"""Other worlds on each database."""


@pytest.fixture
def firm(root: object) -> Firm:
    return make_firm()


def filled(firm: Firm, seed: int, count: int = 60) -> Random:
    random = Random(seed)
    for _ in range(count):
        metric = random.choice(firm.metrics)
        row = (metric, random.choice(firm.segments), random_day(random), drawn(metric, random))
        firm.observe(row, key=random.choice(["", "", "again"]))
    return random


def check(firm: Firm) -> int:
    """Every figure is that of the exact engine; how many there were."""
    places, seen = firm.places, 0
    at: dict[int | None, int] = {None: 0} | {segment: place.position for segment, place in places.items()}
    for (metric_pk, grain, start), records in published().items():
        metric = next(each for each in firm.metrics if each.pk == metric_pk)
        for segment, position in at.items():
            period = (metric, segment, Grain(grain), start)
            check_one(metric, firm.sums(*period), firm.values(*period), records, position)
            seen += 1
    return seen


def check_one(
    metric: Metric, sums: formulas.Sums, values: list[Fraction], records: Records, position: int
) -> None:
    kind = FormulaKind(metric.formula)
    if position >= len(records):
        assert sums.n == 0
        return
    record = records[position]
    assert (record["numerator"], record["n"]) == (sums.numerator * SCALE, sums.n)
    if kind in formulas.RAW:
        value, interval = formulas.quantile(values, metric.percentile or formulas.MEDIAN), None
    else:
        value = formulas.value(kind, sums, base=metric.base)
        interval = formulas.interval(kind, sums, base=metric.base)
    low, high = (interval.low, interval.high) if interval else (None, None)
    for name, expected in (("value", value), ("low", low), ("high", high)):
        if expected is None:
            assert np.isnan(record[name])
        else:
            assert record[name] == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_that_of_the_exact_engine(seed: int, firm: Firm) -> None:
    filled(firm, seed)

    assert recompute().state == RunState.PUBLISHED
    assert check(firm) > 200
    assert {grain for _metric, grain, _start in published()} == {*Grain.values}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_added_up_bit_by_bit_is_what_is_added_up_anew(seed: int, firm: Firm) -> None:
    """Loads, corrections, removals, segments that move and metrics that are defined anew, in any order."""
    random = filled(firm, seed, 10)
    done: Counter[str] = Counter()
    for _night in range(6):
        for _ in range(random.randint(0, 4)):
            done[step(firm, random)] += 1
        recompute()
        check(firm)
        kept = digests()
        assert recompute(is_full=True).state == RunState.UNCHANGED
        assert digests() == kept
    assert len(done) > 2


def step(firm: Firm, random: Random) -> str:
    what = random.choice(["tell", "tell", "correct", "forget", "move", "define"])
    metric = random.choice(firm.metrics)
    if what == "tell" or not firm.told:
        firm.observe((metric, random.choice(firm.segments), random_day(random), drawn(metric, random)))
    elif what == "move":
        group, other = firm.segments[:2]
        firm.move(random.choice(firm.segments[2:]), random.choice([group, other, None]))
    elif what == "define":
        Metric.objects.filter(formula=FormulaKind.RATIO).update(base=random.choice([1, 100, 1000]))
        firm.metrics = list(Metric.objects.order_by("pk"))
    else:
        key = random.choice(sorted(firm.told))
        told = next(each for each in firm.metrics if each.pk == key[0])
        segment = next(each for each in firm.segments if each.pk == key[1])
        if what == "forget":
            assert firm.forget(key) == 1
        else:
            firm.observe((told, segment, key[2], drawn(told, random)), key=key[3])
    return what


def test_nothing_changed_writes_nothing(firm: Firm) -> None:
    filled(firm, 1)
    recompute()
    before = digests(), Snapshot.objects.count()

    run = recompute()

    assert (run.state, run.written) == (RunState.UNCHANGED, 0)
    assert (digests(), Snapshot.objects.count()) == before
    assert not Difference.objects.exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_days_that_pass_come_to_the_same_bit_by_bit_and_anew(seed: int, firm: Firm) -> None:
    """Through the ends of months, quarters and a year, and back."""
    random = filled(firm, seed)
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 4, 1), date(2025, 11, 30)):
        if random.random() < 0.5:
            step(firm, random)
        recompute(day=day)
        kept = digests()
        assert recompute(is_full=True, day=day).state == RunState.UNCHANGED
        assert digests() == kept


def test_what_is_not_over_is_not_judged(root: object) -> None:
    """Half a month's sum is neither off target nor a signal; on the first day of the next it is."""
    firm = make_firm((FormulaKind.SUM,))
    (metric,) = firm.metrics
    make_target(metric=metric, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31), value=Decimal(100))
    months = [date(2025, month, 1) for month in range(1, 13)]
    for month in months:
        total = 100 + month.month % 2 if month.month < 12 else 3
        firm.observe((metric, firm.segments[2], month, Kept(total * SCALE, 0, 1)))
    last = (metric.pk, Grain.MONTH, months[-1])

    def judged() -> tuple[object, list[bool]]:
        _start, course = courses()[metric.pk, Grain.MONTH]
        signals = course.signals_of(0)
        return STANDINGS[published()[last][0]["standing"]], [bool(each) for each in signals["below"]]

    recompute(day=date(2025, 12, 31))
    assert judged() == (Standing.UNKNOWN, [False] * 11)

    run = recompute(day=date(2026, 1, 1))
    assert judged() == (Standing.OFF, [False] * 11 + [True])
    assert run.written == 3  # the month, its quarter and its year, all with a standing now


def test_a_day_that_ends_no_month_makes_no_work(firm: Firm) -> None:
    filled(firm, 1)
    recompute(day=date(2026, 5, 1))

    run = plan(as_of=date(2026, 5, 31), occasion=RunOccasion.ASKED, now=NOW)
    assert run is not None
    assert not run.shards.exists()


def test_the_same_told_again_changes_nothing(firm: Firm) -> None:
    row = (firm.metrics[0], firm.segments[2], FIRST, Kept(7 * SCALE, 0, 1, 0, 49))
    assert [firm.observe(row), firm.observe(row)] == [1, 0]
    assert Difference.objects.count() == 1


def test_only_what_changed_is_written(firm: Firm) -> None:
    metric, segment = firm.metrics[0], firm.segments[2]
    firm.observe(*((each, segment, FIRST, Kept(SCALE, SCALE, 1)) for each in firm.metrics))
    recompute()

    firm.observe((metric, segment, FIRST + timedelta(days=1), Kept(SCALE, 0, 1)))
    run = recompute()

    assert run.written == len(Grain)
    assert Snapshot.objects.filter(is_current=False, superseded_at=NOW).count() == len(Grain)
    assert set(Snapshot.objects.filter(run=run).values_list("metric", flat=True)) == {metric.pk}


def test_a_new_segment_alone_restates_nothing(firm: Firm) -> None:
    filled(firm, 2, 12)
    recompute()
    firm.segments.append(make_segment(segmentation=firm.segments[0].segmentation, parent=firm.segments[0]))

    assert recompute().state == RunState.UNCHANGED
    firm.observe((firm.metrics[0], firm.segments[-1], FIRST, Kept(SCALE, 0, 1)))
    assert recompute().state == RunState.PUBLISHED
    check(firm)


def test_targets_are_held_against_the_place_they_are_for(firm: Firm) -> None:
    metric, segment = firm.metrics[0], firm.segments[0]
    year = {"start_date": date(2025, 1, 1), "end_date": date(2026, 12, 31)}
    firm.observe((metric, firm.segments[2], FIRST, Kept(5 * SCALE, 0, 1, 0, 25)))
    make_target(metric=metric, value=Decimal(5), **year)
    make_target(metric=metric, value=Decimal(9), acceptable_value=Decimal(4), segment=segment, **year)
    recompute()
    records = published()[metric.pk, Grain.MONTH, date(2025, 11, 1)]

    position = firm.places[segment.pk].position
    told = [STANDINGS[records[at]["standing"]].value for at in (0, position, position + 2)]
    assert told == ["ok", "watch", "gap"]
    Target.objects.update(value=Decimal(6))
    assert recompute().written == len(Grain)


def test_a_night_has_one_run_however_often_it_is_asked_for(firm: Firm) -> None:
    filled(firm, 3, 3)
    first = recompute(occasion=RunOccasion.NIGHT)
    assert plan(as_of=first.as_of_date, occasion=RunOccasion.NIGHT, now=NOW) is None
    assert Run.objects.count() == 1


def test_while_a_run_is_at_work_no_other_begins(firm: Firm) -> None:
    run = plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW)
    assert plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW) == run


@pytest.mark.parametrize("is_full", [False, True])
def test_what_is_told_after_the_plan_waits_for_the_next_run(firm: Firm, is_full: bool) -> None:
    metric, segment = firm.metrics[0], firm.segments[2]
    firm.observe((metric, segment, FIRST, Kept(SCALE, 0, 1)))
    recompute()
    firm.observe((metric, segment, FIRST, Kept(2 * SCALE, 0, 1)))
    run = plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW, is_full=is_full)
    assert run is not None
    firm.observe((metric, segment, FIRST, Kept(3 * SCALE, 0, 1)))
    work(run=run, now=NOW, report=lambda _percent: None, keep=nullcontext)

    def shown() -> int:
        return int(published()[metric.pk, Grain.MONTH, date(2025, 11, 1)][0]["numerator"] // SCALE)

    assert shown() == 2
    recompute()
    assert shown() == 3


def test_what_is_told_of_an_archived_metric_waits_until_it_is_taken_back(firm: Firm) -> None:
    metric, segment = firm.metrics[0], firm.segments[2]
    firm.observe((metric, segment, FIRST, Kept(SCALE, 0, 1)))
    recompute()
    Metric.objects.filter(pk=metric.pk).update(archived_at=NOW)
    firm.observe((metric, segment, FIRST + timedelta(days=1), Kept(SCALE, 0, 1)))
    assert recompute().state == RunState.UNCHANGED

    Metric.objects.filter(pk=metric.pk).update(archived_at=None)
    recompute()

    assert check(firm) > 0


def test_a_part_that_fails_again_and_again_fails_the_run_and_leaves_what_is_shown(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(firm, 4, 5)
    recompute()
    shown = digests()
    firm.observe((firm.metrics[0], firm.segments[2], FIRST, Kept(SCALE, 0, 1)))
    whole = shards.compute

    def breaking(*given: object) -> int:
        whole(*given)  # type: ignore[arg-type]
        raise RuntimeError("out of paper")

    monkeypatch.setattr(shards, "compute", breaking)
    monkeypatch.setattr(leases, "ATTEMPTS", 1)
    run = recompute()

    assert (run.state, run.error) == (RunState.FAILED, "RuntimeError. The log of the worker has the rest.")
    assert digests() == shown
    assert Difference.objects.exists()
    monkeypatch.setattr(shards, "compute", whole)
    assert recompute().state == RunState.PUBLISHED
    check(firm)


def test_sums_that_no_longer_fit_are_said_at_once(firm: Firm) -> None:
    total = next(metric for metric in firm.metrics if metric.formula == FormulaKind.SUM)
    days, most = [FIRST + timedelta(days=index) for index in range(10)], Kept(10**18, 0, 1)
    with pytest.raises(TooLarge):
        firm.observe(*((total, firm.segments[2], day, most) for day in days))
    firm.observe(*((total, segment, day, most) for day in days[:9] for segment in firm.segments[2:4]))
    run = recompute()

    assert run.state == RunState.FAILED
    assert "larger unit" in run.error


def test_a_part_that_somebody_else_has_taken_over_changes_nothing(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(firm, 5, 5)
    run = plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW)
    assert run is not None
    claim = leases.claim_next(run.shards.all())
    assert claim is not None
    Shard.objects.filter(pk=claim.pk).update(fence=claim.fence + 1)

    recomputing._attempt(claim)

    assert Shard.objects.get(pk=claim.pk).result == b""


def test_who_has_no_month_to_add_up_waits_for_what_comes_after(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(firm, 6, 5)
    run = plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW)
    assert run is not None
    other = leases.claim_next(run.shards.all())
    assert other is not None
    waited: list[float] = []

    def ending(seconds: float) -> None:
        """Meanwhile the other process ends its month."""
        waited.append(seconds)
        leases.finish(other, result=shards.do(Shard.objects.get(pk=other.pk)))

    monkeypatch.setattr(recomputing, "sleep", ending)
    work(run=run, now=NOW, report=lambda _percent: None, keep=nullcontext)

    assert (run.state, waited) == (RunState.PUBLISHED, [recomputing.PAUSE])
    assert check(firm) > 0


def test_two_runs_at_once_are_refused_by_the_database(firm: Firm) -> None:
    Run.objects.create(as_of_date=NOW.date(), occasion=RunOccasion.ASKED, created_at=NOW)
    with pytest.raises(IntegrityError):
        Run.objects.create(as_of_date=NOW.date(), occasion=RunOccasion.ASKED, created_at=NOW)
