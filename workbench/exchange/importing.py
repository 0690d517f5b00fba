"""From a table to records: plan first, then write everything or nothing, through the one door for writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from audit.choices import Verb
from foundation.actors import Actor
from foundation.catalog import ObjectType
from workbench.exchange.kin import waves
from workbench.exchange.mapping import (
    IDENTITY,
    Mapping,
    Part,
    check,
    check_fields,
    load_mapping,
    mapping_of_header,
    wrong,
)
from workbench.exchange.planning import Cells, Planner, Step, lacking, put_away
from workbench.exchange.problems import Problem, Refused
from workbench.exchange.reading import Table, read_table
from workbench.exchange.references import Library
from workbench.operations.records import Change, Fault, Invalid, Saved, Stale, save_many
from workbench.types import type_named

BATCH = 2_000
"""Records written at once: bounds memory and the size of statements."""


@dataclass(slots=True)
class Batch:
    """The steps of one type, in the order of the file; ``part`` where rows only bring them along."""

    object_type: ObjectType
    steps: list[Step]
    part: Part | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many records are created, updated and left alone."""
        found = Counter(step.action for step in self.steps)
        return {action: found[action] for action in ("created", "updated", "unchanged")}


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, for the type of the file first, then for the parts its rows bring along.

    ``problems`` keep it from being applied, ``warnings`` do not: all of them are known once it has been. A plan is
    applied once, even to rehearse.
    """

    batches: list[Batch] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def plan_of_file(*, object_type: ObjectType, data: bytes, mapping: bytes, actor: Actor) -> ImportPlan:
    """Plan a file as it came; without a ``mapping`` its header says what the columns are. Raises ``Refused``."""
    table = read_table(data)
    chosen = load_mapping(mapping) if mapping else mapping_of_header(object_type, table.header)
    return plan_import(object_type=object_type, table=table, mapping=chosen, actor=actor)


def plan_import(*, object_type: ObjectType, table: Table, mapping: Mapping, actor: Actor) -> ImportPlan:
    """Read every row, find its record and what would change, without writing anything.

    Takes a constant number of queries for each type involved. Raises ``Refused`` where the mapping does not fit
    the type or the file.
    """
    check(mapping, object_type, table.header)
    plan = ImportPlan()
    if not actor.access.allows(Permission.IMPORT):
        unfit = lacking(Permission.IMPORT)
        raise Refused([Problem(0, "", unfit.message, unfit.remedy)])
    library, rows = Library(actor), list(rows_of(table, mapping, plan.problems))
    steps = planned(plan, Planner(object_type, mapping, None, library), [(*row, None) for row in rows])
    for part in mapping.parts:
        brought = [step for step in steps if not part.when or step.cells[part.when].strip()]
        parents = [(step.row, step.cells, step) for step in brought]
        planned(plan, Planner(type_of_part(part), mapping, part, library), parents)
    return plan


def planned(plan: ImportPlan, planner: Planner, rows: Sequence[tuple[int, Cells, Step | None]]) -> list[Step]:
    """Add the steps of one type to a plan, with their problems."""
    steps = [step for row in rows if (step := planner.step(*row))]
    planner.finish(steps)
    plan.batches.append(Batch(planner.type, steps, planner.part))
    plan.problems += planner.problems
    found = [step for step in steps if step.record and step.record.is_archived and not step.uid]
    plan.warnings += map(put_away, found)
    return steps


def type_of_part(part: Part) -> ObjectType:
    object_type = type_named(part.type)
    if object_type is None or part.parent not in object_type.fields:
        words = {"type": part.type, "field": part.parent}
        raise wrong(_("There is no type “%(type)s” with a field “%(field)s”.") % words, field=part.name)
    check_fields(part.rules, [name for name in object_type.fields if name not in (*IDENTITY, part.parent)])
    return object_type


def rows_of(table: Table, mapping: Mapping, problems: list[Problem]) -> Iterator[tuple[int, Cells]]:
    """Rows by column name; those that repeat the ``distinct`` column are collapsed, if they say the same."""
    used = {mapping.key, *(rule.column for rule in mapping.rules)} - {""}
    first: dict[str, tuple[int, Cells]] = {}
    for row in table.rows:
        cells = dict(zip(table.header, row.cells, strict=True))
        number, seen = row.number, cells
        if mapping.distinct:
            number, seen = first.setdefault(cells[mapping.distinct].strip(), (number, cells))
        if seen is cells:
            yield number, cells
        for column in sorted(name for name in used if seen[name].strip() != cells[name].strip()):
            words = {"row": number, "column": mapping.distinct}
            message = _("Row %(row)s says something else for the same %(column)s.") % words
            problems.append(Problem(row.number, column, message, _("Make the rows agree.")))


def apply_import(*, plan: ImportPlan, actor: Actor, now: datetime, rehearse: bool = False) -> None:
    """Write a plan, all or nothing. Raises ``Refused`` with every problem found.

    With ``rehearse`` everything is checked by really writing it, and then taken back.
    """
    problems = list(plan.problems)
    with transaction.atomic():
        for batch, steps in _in_order(plan):
            if problems:
                break
            for start in range(0, len(steps), BATCH):
                problems += write(batch, steps[start : start + BATCH], actor, now, plan.warnings)
        transaction.set_rollback(bool(problems) or rehearse)
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row))


def _in_order(plan: ImportPlan) -> Iterator[tuple[Batch, list[Step]]]:
    """What can be written at once, one after the other: parts after their rows, rows after those they refer to."""
    for batch in plan.batches:
        for steps in waves(batch.steps):
            yield batch, steps


def write(
    batch: Batch, some: Sequence[Step], actor: Actor, now: datetime, warnings: list[Problem]
) -> list[Problem]:
    """Write those steps that change something, and return what is wrong with them; note what is warned of."""
    steps = [step for step in some if step.action != "unchanged"]
    try:
        saved = _saved(batch, steps, actor, now) if steps else []
    except Invalid as invalid:
        faults = invalid.faults
        return [Problem(steps[one.index].row, one.field, one.message, _again(one)) for one in faults]
    except Stale as stale:
        return [Problem(0, "", str(stale), _("Import the file again."))]
    except PermissionDenied:
        unfit = lacking(batch.object_type.permission)
        return [Problem(0, "", unfit.message, unfit.remedy)]
    for step, result in zip(steps, saved, strict=True):
        step.result = result.record
        warnings += [Problem(step.row, one.field, one.message, _todo(one)) for one in result.warnings]
    return []


def _again(fault: Fault) -> str:
    """What to do about a refused row before the file comes again."""
    return _("%(todo)s, and import the file again.") % {"todo": _todo(fault) or _("Correct the row")}


def _todo(fault: Fault) -> str:
    """What mends a fault, in words: a file has no links."""
    return ", ".join(str(remedy.label) for remedy in fault.remedies)


def _saved(batch: Batch, steps: Sequence[Step], actor: Actor, now: datetime) -> list[Saved]:
    for step in steps:
        if batch.part and step.parent and step.record is None:
            step.values[batch.part.parent] = step.parent.result
        step.values |= {name: other.result for name, other in step.joins.items()}
    changes = [Change(values=step.values, record=step.record) for step in steps]
    return save_many(object_type=batch.object_type, changes=changes, actor=actor, now=now, verb=Verb.IMPORTED)
