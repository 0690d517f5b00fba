"""From a row to a step: what it says, which record it is about, what differs, and whether the actor may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from accounts.rules import unit_paths
from foundation.catalog import ObjectType
from workbench.exchange.kin import Kin, refuse_rings
from workbench.exchange.mapping import Mapping, Part, Rule
from workbench.exchange.matching import Shelf
from workbench.exchange.problems import Problem, Unfit
from workbench.exchange.references import Library, names_record
from workbench.exchange.values import ABSENT, identifier, parse, refuse_unstorable
from workbench.exchange.writing import plain

Cells = dict[str, str]


@dataclass(slots=True)
class Step:
    """What one row does to one record. ``values`` are those that differ, ``changes`` how they read before and
    after; ``result`` is the record as it will be, a sketch of a new one until it is saved. ``kin`` are the relations to
    the same type, found once every row is read; ``joins`` those that lead to a row which has to be written before."""

    row: int
    cells: Cells
    parent: Step | None = None
    uid: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    unknown: dict[str, tuple[str, Unfit]] = field(default_factory=dict)
    kin: dict[str, tuple[str, Rule]] = field(default_factory=dict)
    joins: dict[str, Step] = field(default_factory=dict)
    record: Any = None
    result: Any = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def action(self) -> str:
        if self.record is None:
            return "created"
        return "updated" if self.values else "unchanged"


class Planner:
    """Plans the steps of one type. What is wrong is noted in ``problems``, and the next row can be read."""

    def __init__(
        self, object_type: ObjectType, mapping: Mapping, part: Part | None, library: Library
    ) -> None:
        self.type, self.mapping, self.part, self.library = object_type, mapping, part, library
        self.problems: list[Problem] = []
        self.columns: dict[str, Any] = {column.name: column for column in object_type.model._meta.fields}
        self.rules: Sequence[Rule] = part.rules if part else mapping.rules
        relations = [name for name, column in self.columns.items() if isinstance(column, ForeignKey)]
        records = object_type.model.objects.visible_to(library.actor).for_list().select_related(*relations)
        self.shelf = Shelf(object_type.model, records)
        self.claimed: dict[Any, int] = {}

    def step(self, row: int, cells: Cells, parent: Step | None = None) -> Step | None:
        """The step of one row; nothing where it cannot be told which record it is about."""
        step = Step(row, cells, parent)
        for rule in self.rules:
            if not rule.when or cells[rule.when].strip():
                self.read(step, rule)
        try:
            self.add_key(step)
            step.record = self.shelf.match(step.uid, step.values)
            self.refuse_twins(step)
        except Unfit as unfit:
            self.note(row, "", unfit)
            return None
        self.compare(step)
        if not step.kin:
            self.check_permission(step)
        return step

    def finish(self, steps: Sequence[Step]) -> None:
        """Find what rows say about records of their own type, which may be other rows, and whether the actor may."""
        related = [step for step in steps if step.kin]
        if not related:
            return
        kin = Kin(self, steps)
        for step in related:
            for name, (text, rule) in step.kin.items():
                self.join(step, name, text, partial(kin.find, step, text, rule))
            self.check_permission(step)
        for name in sorted({name for step in related for name in step.kin}):
            refuse_rings(self, steps, name)

    def join(self, step: Step, name: str, text: str, find: Callable[[], Any]) -> None:
        """Point a step to the record or to the row it names, if that differs from what the record says now."""
        current = getattr(step.record, name, None)
        try:
            found = find()
        except Unfit as unfit:
            if current is None or not names_record(text, current):
                self.note(step.row, self.column_of(name), unfit)
            return
        value = (found.record or found.result) if isinstance(found, Step) else found
        if value.pk is None:
            step.joins[name] = found
        elif not self.differs(step.record, name, value):
            return
        step.values[name] = value
        step.changes[name] = (plain(current), plain(value))
        if step.record is None:
            setattr(step.result, name, value)

    def column_of(self, name: str) -> str:
        """The column of the file that gives a field."""
        return next((rule.column or name for rule in self.rules if rule.field == name), name)

    def note(self, row: int, name: str, unfit: Unfit) -> None:
        self.problems.append(Problem(row, name, unfit.message, unfit.remedy))

    def read(self, step: Step, rule: Rule) -> None:
        """Read one field of a row."""
        text = rule.constant or step.cells[rule.column]
        text = rule.values.get(text.strip().casefold(), text)
        try:
            value = self.value(step, rule, text if text.strip() else rule.default)
        except Unfit as unfit:
            self.note(step.row, rule.column or rule.field, unfit)
        else:
            if value is not ABSENT and not (self.mapping.skip_blank and value in (None, "")):
                step.values[rule.field] = value

    def value(self, step: Step, rule: Rule, text: str) -> Any:
        """The value a text states; a related record that is not found is left for later."""
        if rule.field == "uid":
            step.uid = identifier(text)
            return ABSENT
        column = self.columns[rule.field]
        if not isinstance(column, ForeignKey) or not text.strip():
            return parse(column, text, rule)
        refuse_unstorable(text)
        if column.related_model is self.type.model:
            step.kin[rule.field] = text, rule
            return ABSENT
        try:
            return self.library.find(column.related_model, text, rule, self.mapping.source)
        except Unfit as unfit:
            step.unknown[rule.field] = text, unfit
            return ABSENT

    def add_key(self, step: Step) -> None:
        """The external key from the key column; a part's is completed by its name, and points to its parent."""
        if self.mapping.key:
            key = step.cells[self.mapping.key].strip()
            if not key:
                raise Unfit(_("The key “%s” is empty.") % self.mapping.key, _("Give each row a key."))
            suffix = f"/{self.part.name}" if self.part else ""
            step.values |= {"source": self.mapping.source, "external_key": key + suffix}
        if self.part and step.parent:
            step.values[self.part.parent] = step.parent.result

    def refuse_twins(self, step: Step) -> None:
        """Two rows must not be the same record: the second would undo the first."""
        external = step.values.get("external_key")
        identity = step.record.pk if step.record else external and (step.values.get("source", ""), external)
        identity = identity or self.shelf.natural_key(step.values)
        first = self.claimed.setdefault(identity, step.row) if identity else step.row
        if first != step.row:
            raise Unfit(_("Row %s is the same record.") % first, _("Remove one of them."))

    def compare(self, step: Step) -> None:
        """Keep the values that differ from the record's."""
        for name, (text, unfit) in step.unknown.items():
            current = getattr(step.record, name, None)
            if current is None or not names_record(text, current):
                self.note(step.row, name, unfit)
        step.values = {
            name: value for name, value in step.values.items() if self.differs(step.record, name, value)
        }
        before = {name: getattr(step.record, name, None) for name in step.values}
        step.changes = {name: (plain(before[name]), plain(value)) for name, value in step.values.items()}
        step.result = step.record or self.type.model(**step.values)

    def differs(self, record: Any, name: str, value: Any) -> bool:
        if record is None:  # blank is what a new record is anyway, unless its field has a default
            return value not in (None, "") or self.shelf.defaults[name] not in (None, "")
        if isinstance(self.columns[name], ForeignKey):
            return bool(getattr(record, self.columns[name].attname) != (value and value.pk))
        current = getattr(record, name)
        return bool(current != value and not (isinstance(current, str) and current.strip() == value))

    def check_permission(self, step: Step) -> None:
        """Whether the actor may write the record, in the units it leaves and in those it comes to."""
        where = {lookup.split("__")[0] for lookup in self.type.model.UNIT_LOOKUPS}
        if step.action == "unchanged" or where & step.unknown.keys():
            return  # nothing is written, or nobody knows where: that has been noted
        paths = list(unit_paths(step.result))
        if step.record and where & step.values.keys():
            moved = {name: getattr(step.record, name) for name in where} | step.values
            paths += unit_paths(self.type.model(**moved))
        if not self.library.actor.access.allows(self.type.permission, paths):
            self.note(step.row, "", lacking(self.type.permission))


def lacking(permission: str) -> Unfit:
    message = _("This needs the permission “%s” in the unit of the record.") % permission
    return Unfit(message, _("Ask an administrator for a role that has it, or leave the row out."))


def put_away(step: Step) -> Problem:
    """What to know of a row that found an archived record: it may mean something new, or something thought to be there."""
    message = _("This is %s, which is archived: importing does not bring it back.") % step.record.code
    return Problem(step.row, "", message, _("Bring it back first, or call the row something else."))
