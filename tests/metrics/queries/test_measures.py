"""How objectives stand: from records to scores, in few statements, and only what the viewer may read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from metrics.choices import Standing, Unknown
from metrics.engine.attainment import Aim, Observed, Whole
from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from metrics.queries.measures import (
    NOTHING,
    objectives_of,
    scored_objectives,
    series_of,
    told_objective,
    whole_of,
)
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective
from tests.metrics.scene import Scene, make_scene, measured

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

DAY = date(2026, 11, 2)


@pytest.fixture
def scene(claims: Unit) -> Scene:
    return make_scene(claims)


def test_an_objective_is_scored_by_its_outcomes_alone(scene: Scene, analyst: User) -> None:
    found = scored_objectives([scene.kept, scene.bare], analyst, DAY)
    kept = found[scene.kept.pk]
    assert (kept.outcome, kept.output, kept.standing) == (
        Whole(Fraction(50), 1, 2),
        Whole(Fraction(100), 1, 1),
        Standing.WATCH,
    )
    assert [str(each.measure.metric) for each in kept.measures] == ["Retention", "Calls", "Letters"]
    assert [each.attainment.unknown for each in kept.outcomes] == [None, Unknown.NO_TARGET]
    assert (kept.missing, found[scene.bare.pk]) == (Unknown.NO_TARGET, NOTHING)
    assert NOTHING.missing == Unknown.NO_OUTCOME


def test_the_newest_reading_and_the_target_of_the_day_count(scene: Scene, analyst: User) -> None:
    make_reading(metric=scene.retention, day=date(2026, 11, 1), value=Decimal(86))
    make_reading(metric=scene.retention, day=date(2026, 11, 3), value=Decimal(99))
    make_target(metric=scene.retention, start_date=date(2027, 1, 1), value=Decimal(95))
    (first, *_rest) = scored_objectives([scene.kept], analyst, DAY)[scene.kept.pk].outcomes
    assert first.reading == Observed(date(2026, 11, 1), Decimal(86))
    assert first.aim == Aim(date(2026, 1, 1), date(2026, 12, 31), Decimal(90), Decimal(84))
    assert first.is_stale is False
    (later, *_rest) = scored_objectives([scene.kept], analyst, date(2027, 2, 1))[scene.kept.pk].outcomes
    assert later.aim is not None
    assert (later.aim.value, later.reading, later.is_stale) == (
        Decimal(95),
        Observed(date(2026, 11, 3), Decimal(99)),
        True,
    )


def test_a_reading_is_given_the_grace_of_its_metric(scene: Scene, analyst: User) -> None:
    day = date(2026, 11, 16)
    (first, *_rest) = scored_objectives([scene.kept], analyst, day)[scene.kept.pk].outcomes
    assert first.is_stale is True
    Metric.objects.filter(pk=scene.retention.pk).update(grace_days=1)
    (first, *_rest) = scored_objectives([scene.kept], analyst, day)[scene.kept.pk].outcomes
    assert first.is_stale is False


def test_a_target_for_one_segment_is_not_that_of_the_whole(scene: Scene, analyst: User) -> None:
    segment = make_segment(name="Young")
    make_target(metric=scene.calls, segment=segment, start_date=date(2026, 1, 1), value=Decimal(5))
    make_target(metric=scene.retention, segment=segment, start_date=date(2026, 1, 2), value=Decimal(99))
    scored, series = told_objective(scene.kept, analyst, DAY)
    assert [each.aim and each.aim.value for each in scored.outcomes] == [Decimal(90), None]
    assert [len(series[each.pk].targets) for each in (scene.retention, scene.calls)] == [1, 0]


def test_what_is_archived_does_not_count(scene: Scene, analyst: User) -> None:
    Reading.objects.filter(metric=scene.retention).update(archived_at=NOW)
    (first, *_rest) = scored_objectives([scene.kept], analyst, DAY)[scene.kept.pk].outcomes
    assert (first.reading, first.attainment.unknown) == (None, Unknown.NO_READING)
    Target.objects.filter(metric=scene.retention).update(archived_at=NOW)
    assert told_objective(scene.kept, analyst, DAY)[0].outcomes[0].aim is None
    ObjectiveMeasure.objects.update(archived_at=NOW)
    assert told_objective(scene.kept, analyst, DAY) == (NOTHING, {})


def test_one_objective_and_all_of_them_say_the_same(scene: Scene, analyst: User) -> None:
    told, series = told_objective(scene.kept, analyst, DAY)
    assert told == scored_objectives([scene.kept], analyst, DAY)[scene.kept.pk]
    assert series[scene.retention.pk] == series_of(scene.retention)
    assert [reading.value for reading in series_of(scene.retention).readings] == [Decimal(85)]


def test_a_perspective_is_the_mean_by_weight_of_what_is_known(scene: Scene, analyst: User) -> None:
    other = make_objective(name="Be first", strategy=scene.strategy, perspective="customer", weight=1)
    make_objective_measure(
        objective=other,
        metric=scene.retention,
        baseline_value=Decimal(70),
        baseline_date=date(2026, 1, 31),
    )
    objectives = [scene.kept, other, scene.bare]
    found = scored_objectives(objectives, analyst, DAY)
    assert found[other.pk].outcome.score == 75
    assert whole_of(objectives, found) == Whole(Fraction(225, 4), 2, 3)


def test_a_stranger_reads_no_measure(scene: Scene, outsider: User) -> None:
    assert scored_objectives([scene.kept], outsider, DAY)[scene.kept.pk] == NOTHING
    assert objectives_of(scene.strategy, outsider) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    count: int, scene: Scene, analyst: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    objectives = [scene.kept]
    for index in range(count):
        objectives.append(make_objective(name=f"Other {index}", strategy=scene.strategy))
        measured(objectives[-1], make_metric(), base=9, read=8, target=7)
    assert analyst.access.allows("read")
    with django_assert_num_queries(3):
        scored_objectives(objectives, analyst, DAY)
    with django_assert_num_queries(1):
        scored_objectives([scene.bare], analyst, DAY)
    with django_assert_num_queries(3):
        told_objective(scene.kept, analyst, DAY)
