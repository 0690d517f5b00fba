"""What of a chart is an event, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from foundation.values import months_after
from metrics.choices import AlertKind, Direction, Frequency, Grain, SignalRule, Standing
from metrics.engine.alerting import Event, events_of, staleness
from metrics.engine.chart import ControlChart, Limits, Point
from metrics.engine.periods import end_of

ON, WATCH, OFF, UNKNOWN = Standing.ON, Standing.WATCH, Standing.OFF, Standing.UNKNOWN
LIMITS = Limits(10, 5, 15, 20)
FIRST = date(2026, 1, 1)


def month(index: int) -> date:
    return months_after(FIRST, index)


def chart(*points: Mapping[str, Any]) -> ControlChart:
    made = []
    for index, values in enumerate(points):
        given: dict[str, Any] = {"value": 1.0, "is_over": True, "limits": LIMITS, **values}
        made.append(Point(month(index), end_of(Grain.MONTH, month(index)), **given))
    return ControlChart(Grain.MONTH, Direction.HIGHER, tuple(made))


def stood(*standings: Standing) -> list[Event]:
    return events_of(chart(*({"standing": each} for each in standings)))


@pytest.mark.parametrize(
    ("standings", "since"),
    [
        ([OFF], 0),
        ([ON, OFF, OFF], 1),
        ([UNKNOWN, OFF], 1),
        ([WATCH, OFF], 1),
        ([ON, WATCH], 1),
        ([UNKNOWN, WATCH, WATCH], 1),
        ([OFF, WATCH], None),
        ([OFF, ON], None),
        ([OFF, UNKNOWN], None),
        ([ON], None),
    ],
)
def test_a_turn_for_the_worse_is_one_event_from_its_first_period(
    standings: list[Standing], since: int | None
) -> None:
    expected = [] if since is None else [Event(AlertKind.STANDING, month(since), standings[-1].value)]
    assert stood(*standings) == expected


def test_a_signal_is_one_event_while_it_lasts_on_one_side() -> None:
    up, down = {"above": (SignalRule.BEYOND,)}, {"below": (SignalRule.BEYOND,)}
    drift = {"above": (SignalRule.SEVEN_TREND,)}
    assert events_of(chart({}, up, up)) == [Event(AlertKind.SIGNAL, month(1), "1")]
    assert events_of(chart({}, up, drift)) == [Event(AlertKind.SIGNAL, month(1), "1")]
    assert events_of(chart(up, down)) == [Event(AlertKind.SIGNAL, month(1), "-1")]
    assert events_of(chart(up, {})) == []
    assert events_of(chart({"limits": Limits(5, 1, 9, 20)}, {"begins": True})) == []


def test_what_is_not_over_says_nothing() -> None:
    so_far = {"above": (SignalRule.BEYOND,), "standing": OFF, "is_over": False}
    assert events_of(chart({}, so_far)) == []
    assert events_of(chart(so_far)) == []
    assert events_of(chart()) == []


def test_a_value_is_late_after_its_days_of_grace() -> None:
    read = date(2026, 1, 31)
    late = [Event(AlertKind.STALE, read)]
    assert staleness(Frequency.MONTHLY, read, date(2026, 3, 5), grace_days=5) == []
    assert staleness(Frequency.MONTHLY, read, date(2026, 3, 6), grace_days=5) == late
    assert staleness(Frequency.MONTHLY, None, date(2026, 3, 6), grace_days=5) == []
