"""What a StratML plan says of measures: metrics with their targets and readings, below the objectives they measure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from foundation.actors import Actor
from metrics.choices import FormulaKind, MeasureKind
from metrics.engine.stratml import Aim, Figure, Indicator, Period, joined, portable, rest_of, short
from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from metrics.operations.stratml_ledger import Ledger, Linked, recognized
from metrics.queries.stratml import STAGE
from workbench.exchange.planning import Step

LONGEST_UNIT, LONGEST_NOTE = 20, 200
KINDS = {stage: kind for kind, stage in STAGE.items()}


class Measures:
    """Plans the indicators of one file. Three queries find the metrics that may be meant, targets and readings."""

    def __init__(
        self, aims: Iterable[Aim], present: Iterable[ObjectiveMeasure], actor: Actor, ledger: Ledger
    ) -> None:
        self.ledger = ledger
        self.planned: dict[tuple[Any, ...], Linked] = {}
        wanted = {
            short(told.name or f"{aim.label}: indicator {number}")
            for aim in aims
            for number, told in enumerate(aim.indicators, 1)
        }
        own = {measure.metric_id for measure in present}
        found = list(Metric.objects.visible_to(actor).filter(Q(name__in=wanted) | Q(pk__in=own)))
        self.metrics = {portable(metric.name): metric for metric in found}
        self.periods = {
            (row.metric_id, row.start_date): row
            for row in Target.objects.visible_to(actor).of_the_whole().filter(metric__in=found)
        }
        self.figures = {
            (row.metric_id, row.day): row
            for row in Reading.objects.visible_to(actor).filter(metric__in=found)
        }

    def indicator(
        self, told: Indicator, number: int, aim: Aim, present: list[ObjectiveMeasure], objective: Linked
    ) -> None:
        name = told.name or f"{aim.label}: indicator {number}"
        record = recognized(present, told.identifier, short(name), lambda measure: measure.metric.name)
        if self.ledger.is_put_away(record, told.line):
            return
        metric = self.metric(told, name, record)
        values = {"kind": KINDS.get(told.stage, "" if record else MeasureKind.OUTCOME)}
        links: dict[str, Step] = {"objective": objective, "metric": metric}
        self.ledger.step("objectivemeasure", told.line, values, record, told.identifier, **links)
        for period in told.periods:
            self.target(period, metric)
        for figure in told.figures:
            self.reading(figure, metric)

    def metric(self, told: Indicator, name: str, measure: ObjectiveMeasure | None) -> Linked:
        """The metric of an indicator: that of its measure, else the one of its name, else a new one."""
        record = measure.metric if measure else self.metrics.get(short(name))
        key = ("metric", record.pk if record else short(name))
        if key in self.planned:
            return self.planned[key]
        unit = short(told.unit, LONGEST_UNIT)
        definition = joined(rest_of(told.name), rest_of(told.unit, LONGEST_UNIT), told.definition)
        values: dict[str, Any] = {}
        if record is None:
            values = {"name": short(name), "unit_of_measure": unit, "definition": definition}
            values["formula"] = FormulaKind.MEAN
        elif any(
            text and portable(kept) != text
            for kept, text in (
                (record.name, short(told.name)),
                (record.unit_of_measure, unit),
                (record.definition, definition),
            )
        ):
            self.ledger.leave("metric", record.name, told.line)
        self.planned[key] = self.ledger.step("metric", told.line, values, record, "")
        return self.planned[key]

    def target(self, told: Period, metric: Linked) -> None:
        record = self.periods.get((metric.record.pk, told.start)) if metric.record else None
        if self.ledger.is_said((id(metric), "target", told.start), (told.end, told.value), told.line):
            return
        if not self.ledger.is_put_away(record, told.line):
            values = {"start_date": told.start, "end_date": told.end, "value": told.value}
            self.ledger.step("target", told.line, values, record, "", metric=metric)

    def reading(self, told: Figure, metric: Linked) -> None:
        record = self.figures.get((metric.record.pk, told.day)) if metric.record else None
        if self.ledger.is_said((id(metric), "reading", told.day), (told.value, told.note), told.line):
            return
        if rest_of(told.note, LONGEST_NOTE):
            self.ledger.leave("Description", told.note, told.line)
        if not self.ledger.is_put_away(record, told.line):
            values = {"day": told.day, "value": told.value, "note": short(told.note, LONGEST_NOTE)}
            self.ledger.step("reading", told.line, values, record, "", metric=metric)
