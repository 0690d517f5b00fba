"""How far the objectives are: measures, targets for this period and the next, and what was read off so far."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from config.demonstration import results
from metrics.choices import Frequency, MeasureKind
from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from strategies.models import Objective

if TYPE_CHECKING:
    from config.demonstration.site import Rows, Site

OUTCOME, OUTPUT = MeasureKind.OUTCOME, MeasureKind.OUTPUT
PERIODS = ((-6, 5), (6, 17))
"""First and last month of this period and the next."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A metric as it measures an objective; ``targets`` are target and acceptable value of each period.

    ``readings`` end with the last whole period before building.
    """

    objective: str
    metric: str
    kind: MeasureKind
    weight: int
    baseline: str
    targets: tuple[tuple[str, str], tuple[str, str]]
    readings: str


SCORES = (
    ScoreRow("for_life", "retention", OUTCOME, 2, "84.1", (("87.0", "86.0"), ("89.0", "88.0")),
             "84.6 84.9 85.1 85.4 85.4 85.9 86.1 86.3 86.6"),
    ScoreRow("for_life", "first_contact", OUTPUT, 1, "61", (("72", "68"), ("80", "75")),
             "62 63 63 66 67 69 70 72 73"),
    ScoreRow("first_call", "farm_policies", OUTCOME, 1, "1.9", (("2.3", "2.1"), ("2.6", "2.4")), "1.9 2.0 2.0 2.2"),
    ScoreRow("first_call", "storm_loss", OUTPUT, 1, "", (("900", "600"), ("1800", "1200")), "0 140 310 480"),
    ScoreRow("two_days", "claim_days", OUTCOME, 2, "6.4", (("3.0", "4.0"), ("2.0", "2.5")),
             "5.6 5.1 4.8 4.4 4.2 3.9 4.3 4.6 5.0"),
    ScoreRow("two_days", "status_calls", OUTPUT, 1, "2.3", (("1.4", "1.6"), ("0.8", "1.0")),
             "2.2 2.2 2.0 1.9 1.7 1.6 1.6 1.5 1.5"),
    ScoreRow("half_effort", "cost_to_serve", OUTCOME, 1, "61", (("52", "55"), ("45", "48")), "60 59 56 54"),
    ScoreRow("half_effort", "rekey_rate", OUTPUT, 1, "38", (("20", "25"), ("10", "13")),
             "37 36 36 34 33 31 30 28 27"),
    ScoreRow("new_cover", "new_premium", OUTCOME, 1, "0", (("4000000", "3000000"), ("12000000", "9000000")),
             "0 350000 1100000 2300000"),
)  # fmt: skip


def add_scorecard(site: Site) -> None:
    site.add(ObjectiveMeasure, _measures(site))
    site.add(Target, _targets(site))
    site.add(Reading, _readings(site))


def _measures(site: Site) -> Rows:
    for row in SCORES:
        yield (
            f"{row.objective}:{row.metric}",
            {
                "objective": site.get(Objective, row.objective),
                "metric": site.get(Metric, row.metric),
                "kind": row.kind,
                "weight": row.weight,
                "baseline_value": Decimal(row.baseline) if row.baseline else None,
                "baseline_date": site.end(results.BASELINE) if row.baseline else None,
            },
        )


def _targets(site: Site) -> Rows:
    for row in SCORES:
        for (first, last), (value, acceptable) in zip(PERIODS, row.targets, strict=True):
            yield (
                f"{row.metric}:{first}",
                {
                    "metric": site.get(Metric, row.metric),
                    "start_date": site.beginning(first),
                    "end_date": site.end(last),
                    "value": Decimal(value),
                    "acceptable_value": Decimal(acceptable),
                },
            )


def _readings(site: Site) -> Rows:
    for row in SCORES:
        metric = site.get(Metric, row.metric)
        apart = 3 if metric.frequency == Frequency.QUARTERLY else 1
        values = row.readings.split()
        for back, value in enumerate(reversed(values)):
            month = -1 - back * apart
            yield f"{row.metric}:{month}", {"metric": metric, "day": site.end(month), "value": Decimal(value)}
