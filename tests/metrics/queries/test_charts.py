"""Charts of what is published: the same figures, whatever lies at whichever place, in as many statements for one as for many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from customers.models import Segment
from metrics.choices import FormulaKind, Grain, Pattern, SignalRule, Standing
from metrics.engine.layout import SCALE, STANDINGS
from metrics.engine.observed import Kept
from metrics.models import Metric
from metrics.models.metric import PER_BASE
from metrics.queries.charts import Spot, charts
from tests.factories.metrics import make_target
from tests.metrics.observed import Firm, courses, drawn, make_firm, published, random_day, recompute

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def firm(root: object) -> Firm:
    return make_firm()


def spots(firm: Firm) -> list[Spot]:
    at: dict[int | None, int] = {None: 0} | {key: place.position for key, place in firm.places.items()}
    return [
        Spot(metric, firm.cut.pk, grain, position, segment)
        for metric in firm.metrics
        for segment, position in at.items()
        for grain in Grain
    ]


def test_a_chart_tells_what_is_published_of_every_place(firm: Firm) -> None:
    random = Random(3)
    for _ in range(150):
        metric = random.choice(firm.metrics)
        firm.observe((metric, random.choice(firm.segments), random_day(random), drawn(metric, random)))
    make_target(metric=firm.metrics[0], start_date=date(2025, 1, 1), end_date=date(2026, 12, 31))
    recompute(day=DAY)
    asked, kept, behaved, seen = spots(firm), published(), courses(), 0

    for spot, chart in zip(asked, charts(asked, DAY), strict=True):
        for point in chart.points:
            records = kept.get((spot.metric.pk, spot.grain, point.start))
            if records is None or spot.position >= len(records):
                assert (point.value, point.n) == (None, 0)
                continue
            record = records[spot.position]
            told = [point.value, point.low, point.high]
            assert [np.nan if each is None else each for each in told] == pytest.approx(
                [record["value"], record["low"], record["high"]], nan_ok=True
            )
            assert point.standing == STANDINGS[record["standing"]]
            divides = spot.metric.formula in PER_BASE
            assert point.n == (record["denominator"] // SCALE if divides else record["n"])
            assert point.is_over == (point.end < DAY)
            start, course = behaved[spot.metric.pk, spot.grain]
            index = (point.start.year - start.year) * 12 + point.start.month - start.month
            if spot.grain is Grain.MONTH and point.value is not None and point.is_over:
                limits = course.limits_of(spot.position)[index]
                assert (point.limits.points if point.limits else 0) == limits["points"]
            seen += 1
    assert seen > 300


def steps(firm: Firm, metric: Metric, segment: Segment, values: list[int]) -> None:
    for index, value in enumerate(values):
        day = date(2024 + index // 12, index % 12 + 1, 9)
        firm.observe((metric, segment, day, Kept(value * SCALE, 0, 1)))


def test_steps_limits_and_signals_are_those_of_the_place(root: object) -> None:
    """Twelve months about 10, then about 20: a proven step; the last is beyond. Next door nothing happens."""
    firm = make_firm((FormulaKind.SUM,))
    (metric,) = firm.metrics
    wild = [9, 11] * 6 + [19, 21] * 5 + [19, 90]
    steps(firm, metric, firm.segments[2], wild)
    steps(firm, metric, firm.segments[4], [5, 6] * 12)
    make_target(
        metric=metric,
        segment=firm.segments[2],
        start_date=date(2025, 1, 1),
        end_date=date(2025, 12, 31),
        value=Decimal(50),
    )
    day = date(2026, 1, 1)
    recompute(day=day)
    places = firm.places
    one, other = (
        Spot(metric, firm.cut.pk, Grain.MONTH, places[segment.pk].position, segment.pk)
        for segment in (firm.segments[2], firm.segments[4])
    )

    stepped, steady = charts([one, other], day, periods=25)

    assert [point.start for point in stepped.points if point.begins] == [date(2025, 1, 1)]
    assert stepped.judged[-1].above[0] == SignalRule.BEYOND
    assert (stepped.finding.pattern, stepped.finding.since) == (Pattern.BEYOND, date(2025, 12, 1))
    assert [point.standing for point in stepped.judged[-2:]] == [Standing.OFF, Standing.ON]
    assert (steady.finding.pattern, steady.aims) == (Pattern.STEADY, ())
    assert [len(chart.judged) for chart in charts([one, other], day, periods=5)] == [4, 4]


def test_many_charts_ask_no_more_often_than_one(
    firm: Firm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for metric in firm.metrics:
        firm.observe((metric, firm.segments[2], date(2026, 3, 3), drawn(metric, Random(1))))
    recompute(day=DAY)
    asked = spots(firm)
    for some in (asked[:1], asked[:3], asked[:48]):
        with django_assert_num_queries(3):
            charts(some, DAY)
    with django_assert_num_queries(0):
        assert charts([], DAY) == []
