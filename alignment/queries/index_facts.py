"""Rows turned into what the alignment index is computed from, as of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.models import Enterprise, Unit
from alignment.engine.facts import Id
from alignment.engine.index import Known
from alignment.engine.progress import Course, is_moving, track
from alignment.models import Benefit, IndexWeights
from alignment.queries.facts import gathered, strategy_fact, year_asked
from alignment.queries.rows import Rows, rows
from customers.models import EarlierAnswer
from metrics.choices import Direction
from metrics.queries.readings import readings_of
from strategies.queries.in_force import followed_by_units

COURSE = (
    "pk", "metric_id", "metric__direction", "baseline_value", "baseline_date", "target_value", "target_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """What is known on the enterprise's day, the fiscal year whose money counts (none: the whole life), and the weights."""

    known: Known
    rows: Rows
    year: int | None
    weights: IndexWeights | None

    def scopes(self) -> dict[int, frozenset[Id]]:
        """Initiatives of each unit with everything below it, for units that have any; the topmost has all."""
        units: Mapping[int, Unit] = self.rows.units
        by_path = {unit.path: pk for pk, unit in units.items()}
        found: defaultdict[int, set[Id]] = defaultdict(set)
        for fact in self.known.facts.initiatives:
            path = units[int(fact.unit)].path if fact.unit is not None else ""
            while path:
                found[by_path[path]].add(fact.id)
                path = path[: -Unit.STEP]
        return {unit: frozenset(keys) for unit, keys in found.items()}


def index_facts(now: datetime) -> IndexFacts:
    """Read everything as it stands. Sixteen statements at most, whatever there is."""
    loaded = rows(now, Enterprise.objects.get())
    today = loaded.today
    year = year_asked(loaded)
    followed = followed_by_units(today)
    known = Known(
        facts=gathered(loaded, today, year).facts,
        today=today,
        followed={unit: strategy_fact(strategy, today) for unit, strategy in followed.items()},
        moving=_moving(loaded),
        track=_track(today),
    )
    return IndexFacts(known, loaded, year, weights_on(today))


def weights_on(day: date) -> IndexWeights | None:
    """The weights that count on a day; none where nobody has decided on any."""
    found: IndexWeights | None = IndexWeights.objects.in_force_on(day).first()
    return found


def _moving(loaded: Rows) -> dict[Id, bool]:
    """Needs of which it is known whether customers are better served than before."""
    series: defaultdict[int, list[Decimal]] = defaultdict(list)
    earlier = EarlierAnswer.objects.active().exclude(satisfaction=None).order_by("asked_date")
    for need, score in earlier.values_list("need_id", "satisfaction_score"):
        series[need].append(score)
    found: dict[Id, bool] = {}
    for need in loaded.needs.values():
        newest = [] if need.satisfaction_score is None else [need.satisfaction_score]
        told = is_moving([*series[need.pk], *newest], need.importance_score)
        if told is not None:
            found[need.pk] = told
    return found


def _track(today: date) -> dict[Id, Fraction]:
    """Benefits of which it is known how far they have come. Two statements."""
    courses = (
        Benefit.objects.active().measured().filter(baseline_date__isnull=False, target_date__isnull=False)
    )
    promised: list[Any] = list(courses.values_list(*COURSE))
    newest = _newest({row[1] for row in promised}, today) if promised else {}
    found: dict[Id, Fraction] = {}
    for pk, metric, direction, baseline, since, target, until in promised:
        if metric in newest:
            day, value = newest[metric]
            course = Course(baseline, since, target, until, value, day, Direction(direction).sign)
            come = track(course)
            if come is not None:
                found[pk] = come
    return found


def _newest(metrics: set[int], today: date) -> dict[int, tuple[date, Decimal]]:
    """The last reading of each metric up to a day; what is dated later does not count yet."""
    found = readings_of(metrics, today)
    return {metric: (own[-1].day, own[-1].value) for metric, own in found.items()}
