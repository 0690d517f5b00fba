"""A small enterprise in which anything may be written at any moment, through every door there is."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from alignment.choices import Hop, Status
from alignment.engine.chains import Chain
from alignment.engine.facts import Ref
from alignment.models import (
    Benefit,
    BenefitLink,
    ChainStanding,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    StrategyElement,
)
from alignment.queries.standing_check import kept_chains
from audit.choices import Verb
from audit.models import Event
from customers.models import Need
from foundation.actors import SYSTEM
from strategies.choices import Discipline, StrategyState
from strategies.models import Objective, Strategy
from strategies.operations.force import CannotBind, put_in_force
from tests.factories.accounts import make_person
from tests.factories.customers import make_segment
from tests.factories.metrics import make_metric
from workbench.exchange.exporting import export_header, export_rows
from workbench.exchange.importing import apply_import, plan_of_file
from workbench.exchange.problems import Refused
from workbench.exchange.writing import csv_chunks
from workbench.operations.records import Change, Invalid, save_many
from workbench.operations.removal import InUse, archive_many, delete, restore_many
from workbench.operations.restoring import CannotReturn, undelete
from workbench.operations.undoing import undo
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import Unit, User

LINKS: dict[type[Any], tuple[str, type[Any], str, type[Any]]] = {
    ElementObjective: ("element", StrategyElement, "objective", Objective),
    ElementNeed: ("element", StrategyElement, "need", Need),
    NeedLink: ("initiative", Initiative, "need", Need),
    BenefitLink: ("initiative", Initiative, "benefit", Benefit),
}
TYPES: tuple[type[Any], ...] = (Strategy, Objective, StrategyElement, Need, Initiative, Benefit, *LINKS)
LEAD = Discipline.CUSTOMER_INTIMACY
REFUSALS = (Invalid, InUse, CannotReturn, CannotBind, LookupError, Refused)


def stored() -> dict[Ref, Chain]:
    """The chains as they are kept, with columns that say the same as their sides."""
    found = kept_chains()
    for row in ChainStanding.objects.all():
        chain = found[Ref(Hop(row.hop), row.record)]
        assert (row.state, row.action) == (chain.state, chain.action or "")
    return found


class Doors:
    """Writes at random, the same for the same seed; what a rule refuses is not written."""

    def __init__(self, seed: int, units: list[Unit], user: User, now: datetime) -> None:
        self.chance, self.units, self.user, self.now = Random(seed), units, user, now
        self.segment, self.metric, self.person = make_segment(), make_metric(), make_person("Grace Hill")
        self.count = 0

    @property
    def today(self) -> date:
        return self.now.date()

    def fill(self) -> None:
        """Some records of each type; work as ideas, which pass the first gate whatever strategy there is."""
        ideas = {"status": Status.PROPOSED}
        for model in (*TYPES, *LINKS, *LINKS):
            self.save(model, [self.new(model) | (ideas if model is Initiative else {}) for _ in range(4)])

    def step(self) -> str:
        """One write through one door; returns which."""
        acts: list[tuple[Callable[[], Any], int]] = [
            (self.create, 6),
            (self.change, 10),
            (self.archive, 3),
            (self.restore, 4),
            (self.delete, 1),
            (self.undelete, 2),
            (self.undo, 2),
            (self.bind, 1),
            (self.bring_in, 3),
        ]
        act = self.chance.choices([each for each, _ in acts], [weight for _, weight in acts])[0]
        self.now += timedelta(seconds=1)
        try:
            act()
        except REFUSALS as refusal:
            return f"{act.__name__}: {type(refusal).__name__}"
        return act.__name__

    def create(self) -> None:
        model = self.chance.choice(TYPES)
        self.save(model, [self.new(model) for _ in range(self.chance.randint(1, 3))])

    def change(self) -> None:
        model = self.chance.choice(TYPES)
        found = self.some(model.objects.active().for_list(), 3)
        changes = []
        for record in found:
            values = {
                name: value for name, value in self.new(model).items() if name not in ("name", "statement")
            }
            names = self.chance.sample(sorted(values), min(2, len(values)))
            if model in LINKS or model is Objective:
                names = [name for name in names if name not in ("element", "initiative", "strategy")]
            changes.append(Change({name: values[name] for name in names}, record))
        if changes:
            save_many(object_type=type_for(model), changes=changes, actor=self.user, now=self.now)

    def archive(self) -> None:
        model = self.chance.choice(TYPES)
        found = self.some(model.objects.active().for_list(), 2)
        archive_many(object_type=type_for(model), records=found, actor=self.user, now=self.now)

    def restore(self) -> None:
        model = self.chance.choice(TYPES)
        found = self.some(model.objects.archived().for_list(), 2)
        restore_many(object_type=type_for(model), records=found, actor=self.user, now=self.now)

    def delete(self) -> None:
        model = self.chance.choice(TYPES)
        for record in self.some(model.objects.for_list(), 1):
            delete(object_type=type_for(model), record=record, actor=self.user, now=self.now)

    def undelete(self) -> None:
        gone = Event.objects.filter(verb=Verb.DELETED).order_by("-pk").first()
        if gone:
            events = Event.objects.filter(verb=Verb.DELETED, at=gone.at).with_personal().order_by("pk")
            undelete(events=list(events), actor=self.user, now=self.now)

    def undo(self) -> None:
        last = Event.objects.filter(actor_uid=self.user.uid).order_by("-pk").first()
        if last:
            undo(at=last.at, actor=self.user, now=self.now)

    def bind(self) -> None:
        for draft in self.some(Strategy.objects.active().filter(state=StrategyState.DRAFT).for_list(), 1):
            day = self.today + timedelta(days=self.chance.choice((-20, 0, 2)))
            put_in_force(strategy=draft, start_date=day, actor=SYSTEM, now=self.now)

    def bring_in(self) -> None:
        """A file of every record of a type, as it was exported, with other values in some of its rows."""
        models: tuple[type[Any], ...] = (Initiative, *LINKS)
        model = self.chance.choice(models)
        kind, name = type_for(model), "status" if model is Initiative else "strength"
        header = export_header(kind)
        rows = list(
            export_rows(object_type=kind, records=model.objects.active().order_by("pk"), viewer=SYSTEM)
        )
        for row in self.chance.sample(rows, min(len(rows), 3)):
            row[header.index(name)] = self.new(model)[name]
        data = "".join(csv_chunks(header, rows)).encode()
        apply_import(
            plan=plan_of_file(object_type=kind, data=data, mapping=b"", actor=self.user),
            actor=self.user,
            now=self.now,
        )

    def save(self, model: type[Any], values: list[dict[str, Any]]) -> None:
        try:
            changes = [Change(each) for each in values]
            save_many(object_type=type_for(model), changes=changes, actor=self.user, now=self.now)
        except Invalid:
            return

    def some(self, records: Any, most: int) -> list[Any]:
        known = list(records.order_by("pk"))
        return self.chance.sample(known, min(len(known), self.chance.randint(1, most)))

    def new(self, model: type[Any]) -> dict[str, Any]:
        """Values of a record that does not exist yet."""
        self.count += 1
        if model in LINKS:
            near, near_model, far, far_model = LINKS[model]
            return {near: self.one(near_model), far: self.one(far_model), **self.tie()}
        name = {"statement" if model is Need else "name": f"{model.__name__} {self.count}"}
        makers: dict[type[Any], Callable[[], dict[str, Any]]] = {
            Strategy: lambda: {"unit": self.unit(), "discipline": LEAD, **self.days()},
            Objective: lambda: {"strategy": self.one(Strategy), "discipline": LEAD},
            StrategyElement: lambda: {"strategy": self.one(Strategy)},
            Need: lambda: {"segment": self.segment},
            Initiative: lambda: {
                "unit": self.unit(),
                "status": self.chance.choice(Status.values),
                **self.exempt(),
            },
            Benefit: lambda: {"unit": self.unit(), **self.measured()},
        }
        return {**name, **makers[model]()}

    def unit(self) -> Unit:
        return self.chance.choice(self.units)

    def one(self, model: type[Any]) -> Any:
        return self.chance.choice(list(model.objects.order_by("pk")))

    def days(self) -> dict[str, Any]:
        state = self.chance.choice((StrategyState.DRAFT, StrategyState.SUPERSEDED))
        start, end = (self.today + timedelta(days=self.chance.randint(-40, 0) + more) for more in (0, 38))
        return {"state": state, "start_date": start, "end_date": end}

    def tie(self) -> dict[str, Any]:
        return {
            "strength": self.chance.randint(0, 3),
            "evidence": self.chance.choice(("", "Interviews", "A survey")),
            "evidence_date": self.chance.choice((None, self.today, self.today - timedelta(days=89))),
            "review_months": self.chance.choice((1, 3, 12)),
        }

    def exempt(self) -> dict[str, Any]:
        if self.chance.random() < 0.7:
            return {"exempt_reason": "", "exempt_by": None, "exempt_until": None}
        until = self.today + timedelta(days=self.chance.randint(-1, 2))
        return {"exempt_reason": "The law", "exempt_by": self.person, "exempt_until": until}

    def measured(self) -> dict[str, Any]:
        return {
            "metric": self.chance.choice((None, self.metric, self.metric)),
            "baseline_value": self.chance.choice((None, 1, 2)),
            "target_value": self.chance.choice((None, 3, 4)),
        }
