"""From a StratML plan to steps: which record each part is about, what would change, and what stays as it is.

A part is recognized by its identifier, which is the uid of a record or the external key it came with, and else by its
name. What a file does not say stays; what it says about a metric that is there already is left to the metric.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person, Unit
from foundation.actors import Actor
from metrics.engine.stratml import Aim, Plan, below_goals, flattened, portable, rest_of, short
from metrics.models import ObjectiveMeasure
from metrics.operations.stratml_ledger import Ledger, Linked, recognized, uid_in
from metrics.operations.stratml_measures import Measures
from metrics.queries.stratml import SOURCE
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from workbench.exchange.importing import Batch
from workbench.types import type_with_key


class Planner:
    """Plans one file into one unit; what comes of it stands in the ledger."""

    def __init__(self, plan: Plan, unit: Unit, discipline: str, actor: Actor) -> None:
        self.told, self.unit, self.discipline, self.actor = plan, unit, discipline, actor
        self.aims = flattened(plan)
        self.ledger = Ledger()
        self.people = self.people_named({plan.sponsor, *(aim.owner for aim in self.aims)} - {""})

    def batches(self) -> list[Batch]:
        """Steps by type, in the order of writing."""
        strategy = self.strategy()
        if not self.ledger.problems:
            self.objectives(strategy)
        return [Batch(type_with_key(key), steps) for key, steps in self.ledger.steps.items()]

    def strategy(self) -> Linked:
        plan, record = self.told, self.present_strategy()
        if record is None and not self.discipline:
            text = _("StratML does not say which discipline leads, and this plan is new here.")
            self.ledger.problem(plan.line, "discipline", text, _("Choose the lead discipline."))
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
            self.ledger.leave("Name", plan.name, plan.line)
        if portable(self.unit.name) != plan.organization and plan.organization:
            self.ledger.leave("organization", plan.organization, plan.line)
        if below := below_goals(plan):
            self.ledger.leave("order", str(below), plan.line)
        return self.ledger.step("strategy", plan.line, values, record, plan.identifier)

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
            self.ledger.problem(
                self.told.line, "unit", text, _("Choose %(unit)s to bring it up to date.") % words
            )
        if record.is_archived:
            text = _("This plan is %(code)s %(strategy)s, which is archived.") % words
            self.ledger.problem(self.told.line, "", text, _("Bring the strategy back first."))

    def remark_on(self, record: Strategy) -> None:
        """What a strategy that is there keeps, whatever the file says."""
        if self.discipline and self.discipline != record.discipline:
            self.ledger.leave("discipline", str(record.get_discipline_display()), self.told.line)
        days = [
            (record.start_date, self.told.start_date),
            (record.end_date, self.told.end_date),
        ]
        if record.state != StrategyState.DRAFT and any(told and told != now for now, told in days):
            self.ledger.leave("days", "", self.told.line)

    def objectives(self, strategy: Linked) -> None:
        present: list[Objective] = []
        measures: list[ObjectiveMeasure] = []
        if strategy.record:
            present = list(strategy.record.objectives.select_related("owner").order_by("number"))
            rows = ObjectiveMeasure.objects.visible_to(self.actor).filter(objective__in=present)
            measures = list(rows.select_related("metric", "objective").order_by("number"))
        planned = Measures(self.aims, measures, self.actor, self.ledger)
        discipline = strategy.result.discipline
        for aim in self.aims:
            record = recognized(present, aim.identifier, aim.label)
            if self.ledger.is_put_away(record, aim.line):
                continue
            step = self.objective(aim, record, strategy, discipline)
            mine = [measure for measure in measures if record and measure.objective_id == record.pk]
            for number, indicator in enumerate(aim.indicators, 1):
                planned.indicator(indicator, number, aim, mine, step)

    def objective(self, aim: Aim, record: Objective | None, strategy: Linked, discipline: str) -> Linked:
        values = {
            "name": named(record, aim.name, aim.label),
            "description": aim.description,
            **self.person("owner", aim.owner, record, aim.line),
        }
        if record is None:
            values["discipline"] = discipline
        return self.ledger.step("objective", aim.line, values, record, aim.identifier, strategy=strategy)

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
        self.ledger.leave("Stakeholder", name, line)
        return {}


def named(record: Any, given: str, label: str) -> str:
    """The name to write: nothing where the file gives none, or the one that is there."""
    if record is None:
        return label
    return "" if not given or portable(record.name) in {given, label} else label
