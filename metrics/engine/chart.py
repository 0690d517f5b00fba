"""A control chart as it is read: a metric in one place, period by period, with its limits, its signals and its targets.

It tells from what is published already; nothing here is added up. What the course comes to in one word (``pattern``) is our own
rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.choices import Direction, Grain, Pattern, SignalRule, Standing
from metrics.engine.attainment import Aim, aim_on


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one part of a process, in the metric's unit; ``points`` is how many values they rest on."""

    centre: float
    lower: float
    upper: float
    points: int


@dataclass(frozen=True, slots=True)
class Point:
    """One period. What is not known is none; a period that is not over has no limits, signals or standing yet.

    ``begins`` where the process has been proven to have stepped to another level.
    """

    start: date
    end: date
    is_over: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    standing: Standing = Standing.UNKNOWN
    limits: Limits | None = None
    begins: bool = False
    above: tuple[SignalRule, ...] = ()
    below: tuple[SignalRule, ...] = ()

    @property
    def side(self) -> int:
        """1 where a signal lies above or upwards, −1 where below or downwards, 0 without one."""
        return 1 if self.above else -1 if self.below else 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a course comes to, and since when. ``side`` is 1 upwards and −1 downwards; ``is_better`` is none where it says neither.

    ``rule`` is the first one that the last value completes.
    """

    pattern: Pattern
    since: date | None = None
    side: int = 0
    is_better: bool | None = None
    rule: SignalRule | None = None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Periods follow one another without a gap, oldest first. ``aims`` are the targets of this place."""

    grain: Grain
    direction: Direction
    points: tuple[Point, ...] = ()
    aims: tuple[Aim, ...] = ()

    @property
    def judged(self) -> list[Point]:
        """Those that are over and have a value."""
        return [point for point in self.points if point.is_over and point.value is not None]

    @property
    def newest(self) -> Point | None:
        """The last one judged; where none is over yet, the last with a value so far."""
        known = self.judged or [point for point in self.points if point.value is not None]
        return known[-1] if known else None

    @property
    def change(self) -> float | None:
        """By how much the newest value differs from that of the period before; none where that has none."""
        return self.change_since(1)

    def change_since(self, periods: int) -> float | None:
        """The same against so many periods before."""
        now = self.newest
        before = self.before(periods)
        if now is None or now.value is None or before is None or before.value is None:
            return None
        return now.value - before.value

    def before(self, periods: int) -> Point | None:
        """The point so many periods before the newest."""
        now = self.newest
        index = self.points.index(now) - periods if now else -1
        return self.points[index] if index >= 0 else None

    @property
    def aim(self) -> Aim | None:
        """The target on the last day of the newest period."""
        return aim_on(self.aims, self.newest.end) if self.newest else None

    @property
    def next_aim(self) -> Aim | None:
        """The target in force, or the next one to come."""
        if self.newest is None:
            return None
        coming = [each for each in self.aims if each.end >= self.newest.end]
        return self.aim or min(coming, key=lambda each: each.start, default=None)

    @property
    def finding(self) -> Finding:
        """What the course comes to on its last judged period."""
        judged = self.judged
        if not judged:
            return Finding(Pattern.NOTHING)
        last = judged[-1]
        if last.limits is None:
            return Finding(Pattern.FEW)
        if last.side:
            rule = (last.above or last.below)[0]
            pattern = Pattern.BEYOND if rule == SignalRule.BEYOND else Pattern.DRIFT
            return self._found(pattern, _since(judged, last.side), last.side, rule)
        steps = [index for index, point in enumerate(judged) if point.begins]
        if steps:
            return self._stepped(judged, steps[-1])
        return Finding(Pattern.STEADY, judged[0].start)

    def _stepped(self, judged: Sequence[Point], index: int) -> Finding:
        now, former = judged[index].limits, judged[index - 1].limits if index else None
        if now is None or former is None:
            return Finding(Pattern.STEADY, judged[index].start)
        return self._found(Pattern.STEP, judged[index].start, 1 if now.centre > former.centre else -1)

    def _found(self, pattern: Pattern, since: date, side: int, rule: SignalRule | None = None) -> Finding:
        sign = self.direction.sign
        return Finding(pattern, since, side, None if not sign else side == sign, rule)


def _since(judged: Sequence[Point], side: int) -> date:
    """The first of the last periods that all signal to one side."""
    since = judged[-1].start
    for point in reversed(judged):
        if point.side != side:
            break
        since = point.start
    return since
