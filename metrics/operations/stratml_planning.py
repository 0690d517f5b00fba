"""From a StratML plan to steps: which record each part is about, what would change, and what stays as it is.

A part is recognized by its identifier, which is the uid of a record or the external key it came with, and else by its
name. What a file does not say stays; what it says about a metric that is there already is left to the metric.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from accounts.models import Person, Unit
from foundation.actors import Actor
from metrics.choices import FormulaKind, MeasureKind
from metrics.engine.stratml import (
    Aim,
    Figure,
    Indicator,
    LeftOut,
    Period,
    Plan,
    below_goals,
    flattened,
    joined,
    portable,
    rest_of,
    short,
)
from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from metrics.queries.stratml import SOURCE, STAGE
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from workbench.exchange.importing import Batch
from workbench.exchange.planning import Step
from workbench.exchange.problems import Problem
from workbench.exchange.writing import plain
from workbench.types import type_with_key

ORDER = ("strategy", "objective", "metric", "objectivemeasure", "target", "reading")
"""Types in the order in which their records are written: what is referred to comes first."""
LONGEST_UNIT, LONGEST_NOTE = 20, 200
LONGEST_SHOWN = 120
KEY = ("source", "external_key")
KINDS = {stage: kind for kind, stage in STAGE.items()}


@dataclass(slots=True)
class Linked(Step):
    """A step whose record refers to those of other steps, by field."""

    links: dict[str, Step] = field(default_factory=dict)


class Planner:
    """Plans one file into one unit. What is wrong is noted in ``problems``, what has no home in ``left_out``."""

    def __init__(self, plan: Plan, unit: Unit, discipline: str, actor: Actor) -> None:
        self.told, self.unit, self.discipline, self.actor = plan, unit, discipline, actor
        self.aims = flattened(plan)
        self.steps: dict[str, list[Step]] = {key: [] for key in ORDER}
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self.claimed: dict[tuple[Any, ...], Any] = {}
        self.people = self.people_named({plan.sponsor, *(aim.owner for aim in self.aims)} - {""})

    def batches(self) -> list[Batch]:
        """Steps by type, in the order of writing."""
        strategy = self.strategy()
        if not self.problems:
            self.objectives(strategy)
        return [Batch(type_with_key(key), self.steps[key]) for key in ORDER]

    # ── the strategy ─────────────────────────────────────────────────────────────────────────────
    def strategy(self) -> Linked:
        plan, record = self.told, self.present_strategy()
        if record is None and not self.discipline:
            text = _("StratML does not say which discipline leads, and this plan is new here.")
            self.problem(plan.line, "discipline", text, _("Choose the lead discipline."))
        if record is not None:
            self.refuse_unfit(record)
            self.remark_on(record)
        values = {
            "name": short(plan.name),
            "customer": plan.customer,
            "statement": plan.statement,
            "will_not": plan.will_not,
            **self.person("sponsor", plan.sponsor, record, plan.line),
        }
        if record is None:
            values |= {"unit": self.unit, "discipline": self.discipline}
        if record is None or record.state == StrategyState.DRAFT:
            values |= {"start_date": plan.start_date, "end_date": plan.end_date}
        if rest_of(plan.name):
            self.leave("Name", plan.name, plan.line)
        if portable(self.unit.name) != plan.organization and plan.organization:
            self.leave("organization", plan.organization, plan.line)
        if below := below_goals(plan):
            self.leave("order", str(below), plan.line)
        return self.step("strategy", plan.line, values, record, plan.identifier)

    def present_strategy(self) -> Strategy | None:
        """The strategy the plan is about, if the actor may see it."""
        plan, uid = self.told, uid_in(self.told.identifier)
        by_key = Q(source=SOURCE, external_key=plan.identifier) if plan.identifier else Q(pk=None)
        asked = Q(uid=uid) | by_key | Q(unit=self.unit, name=short(plan.name))
        rows = Strategy.objects.visible_to(self.actor).select_related("unit", "sponsor").filter(asked)
        found: Strategy | None = recognized(list(rows.order_by("number")), plan.identifier, short(plan.name))
        return found

    def refuse_unfit(self, record: Strategy) -> None:
        words = {"code": record.code, "strategy": record, "unit": record.unit}
        if record.unit_id != self.unit.pk:
            text = _("This plan is %(code)s %(strategy)s of %(unit)s already.") % words
            self.problem(self.told.line, "unit", text, _("Choose %(unit)s to bring it up to date.") % words)
        if record.is_archived:
            text = _("This plan is %(code)s %(strategy)s, which is archived.") % words
            self.problem(self.told.line, "", text, _("Bring the strategy back first."))

    def remark_on(self, record: Strategy) -> None:
        """What a strategy that is there keeps, whatever the file says."""
        if self.discipline and self.discipline != record.discipline:
            self.leave("discipline", str(record.get_discipline_display()), self.told.line)
        days = [
            (record.start_date, self.told.start_date),
            (record.end_date, self.told.end_date),
        ]
        if record.state != StrategyState.DRAFT and any(told and told != now for now, told in days):
            self.leave("days", "", self.told.line)

    # ── objectives and what measures them ────────────────────────────────────────────────────────
    def objectives(self, strategy: Linked) -> None:
        present: list[Objective] = []
        measures: list[ObjectiveMeasure] = []
        if strategy.record:
            present = list(strategy.record.objectives.select_related("owner").order_by("number"))
            rows = ObjectiveMeasure.objects.visible_to(self.actor).filter(objective__in=present)
            measures = list(rows.select_related("metric", "objective").order_by("number"))
        self.load_metrics(measures)
        discipline = strategy.result.discipline
        for aim in self.aims:
            record = recognized(present, aim.identifier, aim.label)
            if self.is_put_away(record, aim.line):
                continue
            step = self.objective(aim, record, strategy, discipline)
            mine = [measure for measure in measures if record and measure.objective_id == record.pk]
            for number, indicator in enumerate(aim.indicators, 1):
                self.indicator(indicator, number, aim, mine, step)

    def objective(self, aim: Aim, record: Objective | None, strategy: Linked, discipline: str) -> Linked:
        values = {
            "name": named(record, aim.name, aim.label),
            "description": aim.description,
            **self.person("owner", aim.owner, record, aim.line),
        }
        if record is None:
            values["discipline"] = discipline
        return self.step("objective", aim.line, values, record, aim.identifier, strategy=strategy)

    def indicator(
        self, told: Indicator, number: int, aim: Aim, present: list[ObjectiveMeasure], objective: Linked
    ) -> None:
        name = told.name or f"{aim.label}: indicator {number}"
        record = recognized(present, told.identifier, short(name), lambda measure: measure.metric.name)
        if self.is_put_away(record, told.line):
            return
        metric = self.metric(told, name, record)
        values = {"kind": KINDS.get(told.stage, "" if record else MeasureKind.OUTCOME)}
        links: dict[str, Step] = {"objective": objective, "metric": metric}
        self.step("objectivemeasure", told.line, values, record, told.identifier, **links)
        for period in told.periods:
            self.target(period, metric)
        for figure in told.figures:
            self.reading(figure, metric)

    def load_metrics(self, measures: Iterable[ObjectiveMeasure]) -> None:
        """The metrics that may be meant, with their targets and readings. Three queries."""
        wanted = {
            short(told.name or f"{aim.label}: indicator {number}")
            for aim in self.aims
            for number, told in enumerate(aim.indicators, 1)
        }
        own = {measure.metric_id for measure in measures}
        found = list(Metric.objects.visible_to(self.actor).filter(Q(name__in=wanted) | Q(pk__in=own)))
        self.metrics: dict[Any, Metric] = {portable(metric.name): metric for metric in found}
        self.periods = {
            (row.metric_id, row.start_date): row
            for row in Target.objects.visible_to(self.actor).filter(metric__in=found)
        }
        self.figures = {
            (row.metric_id, row.day): row
            for row in Reading.objects.visible_to(self.actor).filter(metric__in=found)
        }

    def metric(self, told: Indicator, name: str, measure: ObjectiveMeasure | None) -> Linked:
        """The metric of an indicator: that of its measure, else the one of its name, else a new one."""
        record = measure.metric if measure else self.metrics.get(short(name))
        key = ("metric", record.pk if record else short(name))
        if key in self.claimed:
            return self.claimed[key]
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
            self.leave("metric", record.name, told.line)
        self.claimed[key] = self.step("metric", told.line, values, record, "")
        return self.claimed[key]

    def target(self, told: Period, metric: Linked) -> None:
        record = self.periods.get((metric.record.pk, told.start)) if metric.record else None
        if self.is_said((id(metric), "target", told.start), (told.end, told.value), told.line):
            return
        if not self.is_put_away(record, told.line):
            values = {"start_date": told.start, "end_date": told.end, "value": told.value}
            self.step("target", told.line, values, record, "", metric=metric)

    def reading(self, told: Figure, metric: Linked) -> None:
        record = self.figures.get((metric.record.pk, told.day)) if metric.record else None
        if self.is_said((id(metric), "reading", told.day), (told.value, told.note), told.line):
            return
        if rest_of(told.note, LONGEST_NOTE):
            self.leave("Description", told.note, told.line)
        if not self.is_put_away(record, told.line):
            values = {"day": told.day, "value": told.value, "note": short(told.note, LONGEST_NOTE)}
            self.step("reading", told.line, values, record, "", metric=metric)

    # ── steps ────────────────────────────────────────────────────────────────────────────────────
    def step(
        self, key: str, line: int, values: dict[str, Any], record: Any, identifier: str, **links: Step
    ) -> Linked:
        """Add a step with the values that differ; a new record, or one without a key, gets the identifier as its key."""
        step = Linked(line, {}, record=record, links=links)
        if identifier and (record is None or not (record.external_key or uid_in(identifier) == record.uid)):
            values = {**values, "source": SOURCE, "external_key": identifier}
        step.values = {name: value for name, value in values.items() if differs(record, name, value)}
        model = type_with_key(key).model
        step.changes = {
            name: (worded(model, name, getattr(record, name, None)), worded(model, name, value))
            for name, value in step.values.items()
            if name not in KEY
        }
        parts = {name: link.result for name, link in links.items()}
        step.result = record or model(**step.values, **parts)
        self.steps[key].append(step)
        return step

    def is_said(self, key: tuple[Any, ...], value: Any, line: int) -> bool:
        """Whether the file has said this before, of one metric under two objectives; saying two things is a problem."""
        if key not in self.claimed:
            self.claimed[key] = value, line
            return False
        first = self.claimed[key]
        if first[0] != value:
            words = {"line": first[1], "day": key[-1].isoformat()}
            text = _("For %(day)s, line %(line)s says something else of the same metric.") % words
            self.problem(line, "NumberOfUnits", text, _("Make the lines agree."))
        return True

    def is_put_away(self, record: Any, line: int) -> bool:
        """Whether the record is archived: it stays so, and the file's part is left out."""
        if record is None or not record.is_archived:
            return False
        self.leave("archived", f"{record.code} {record}", line)
        return True

    def people_named(self, names: set[str]) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {name: [] for name in names}
        for person in Person.objects.visible_to(self.actor).active().filter(name__in=names):
            found[person.name].append(person)
        return found

    def person(self, role: str, name: str, record: Any, line: int) -> dict[str, Any]:
        """Somebody by name, where exactly one person has it; otherwise the file's stakeholder is left out."""
        present = getattr(record, role, None)
        if not name or (present and portable(present.name) == name):
            return {}
        found = self.people[name]
        if len(found) == 1:
            return {role: found[0]}
        self.leave("Stakeholder", name, line)
        return {}

    def leave(self, kind: str, name: str, line: int) -> None:
        self.left_out.append(LeftOut(kind, name, line))

    def problem(self, line: int, name: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(line, name, message, remedy))


def uid_in(identifier: str) -> UUID | None:
    """The uid that Sightline wrote as an identifier."""
    try:
        return UUID(identifier.removeprefix("_"))
    except ValueError:
        return None


def recognized(records: list[Any], identifier: str, name: str, name_of: Any = str) -> Any:
    """The record an element is about: by uid, by external key, and by name where neither says otherwise."""
    uid = uid_in(identifier) if identifier else None
    by_uid = [record for record in records if uid and record.uid == uid]
    by_key = [r for r in records if identifier and (r.source, r.external_key) == (SOURCE, identifier)]
    by_name = [
        record
        for record in records
        if portable(name_of(record)) == name and not (identifier and record.external_key)
    ]
    return next(iter([*by_uid, *by_key, *by_name]), None)


def named(record: Any, given: str, label: str) -> str:
    """The name to write: nothing where the file gives none, or the one that is there."""
    if record is None:
        return label
    return "" if not given or portable(record.name) in {given, label} else label


def worded(model: type[Model], name: str, value: Any) -> str:
    """A value as a preview shows it: on one line, cut, and choices by their label."""
    labels: Any = dict(getattr(model._meta.get_field(name), "flatchoices", ()))
    return short(" ".join(str(labels.get(value, "") or plain(value)).split()), LONGEST_SHOWN)


def differs(record: Any, name: str, value: Any) -> bool:
    """Whether a value would change a record. What is blank says nothing; text counts as it comes back from a file."""
    if value in (None, ""):
        return False
    if record is None:
        return True
    if isinstance(value, Model):
        return bool(getattr(record, f"{name}_id") != value.pk)
    current = getattr(record, name)
    return bool((portable(current) if isinstance(current, str) else current) != value)
