"""Rows that refer to rows of the same file, such as a segment and the one it is part of, in whatever order they stand.

A row that does not exist yet has no code; it is called by its external key, with or without its source, or by its
name. What already exists is called as everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workbench.exchange.matching import comparable
from workbench.exchange.problems import Unfit
from workbench.exchange.references import plain_label

if TYPE_CHECKING:
    from collections.abc import Hashable

    from workbench.exchange.mapping import Rule
    from workbench.exchange.planning import Planner, Step

SHOWN = 20
"""Rows a message names at most."""


class Kin:
    """The rows of one type in a file, by what other rows of the file may call them."""

    def __init__(self, planner: Planner, steps: Sequence[Step]) -> None:
        self.planner, self.steps = planner, steps
        self.called: dict[str, tuple[dict[str, list[Step]], ...]] = {}

    def find(self, step: Step, text: str, rule: Rule) -> Any:
        """The record or the step of this file that ``text`` in ``step`` names. Raises ``Unfit``.

        Where a name says both an existing record and rows, or several of them, the one that shares the rest of its
        natural key with the row is meant: the segment of the same segmentation.
        """
        model, source = self.planner.type.model, self.planner.mapping.source
        records, is_exact = self.planner.library.candidates(model, text, rule, source)
        rows = [row for row in self.rows(text, rule) if row.record not in records]
        found = records if is_exact else [*records, *rows]
        if len(found) > 1:
            found = [one for one in found if self.around(one) == self.around(step)]
        if len(found) == 1:
            return found[0]
        if rows and not is_exact:
            remedy = _("Write the code of a record, or source:key of a row.")
            raise Unfit(_("“%s” names several records or rows."), remedy, text)
        return self.planner.library.find(model, text, rule, source)

    def rows(self, text: str, rule: Rule) -> list[Step]:
        """The steps that a text calls by external key, else those it calls by name; by the rule's field if it has one."""
        if rule.lookup not in self.called:
            self.called[rule.lookup] = tuple(self.tiers(rule.lookup))
        wanted = plain_label(text).casefold()
        return next((tier[wanted] for tier in self.called[rule.lookup] if wanted in tier), [])

    def tiers(self, lookup: str) -> Iterator[dict[str, list[Step]]]:
        namings = (lambda step: {stated(step, lookup)},) if lookup else (keys_of, names_of)
        for naming in namings:
            tier: defaultdict[str, list[Step]] = defaultdict(list)
            for step in self.steps:
                for name in {plain_label(name).casefold() for name in naming(step)} - {""}:
                    tier[name].append(step)
            yield dict(tier)

    def around(self, subject: Any) -> list[Any]:
        """What the natural key of a record or a step says besides its name."""
        model = self.planner.type.model
        rest = [name for name in model.NATURAL_KEY if name not in model.NAMED_BY]
        return [comparable(stated(subject, name)) for name in rest]


def stated(subject: Any, name: str) -> Any:
    """A value as it will be, of a step or of a record that the file does not touch."""
    values = getattr(subject, "values", {})
    return values[name] if name in values else getattr(getattr(subject, "result", subject), name, None)


def keys_of(step: Step) -> set[str]:
    key = stated(step, "external_key")
    return {key, f"{stated(step, 'source')}:{key}"} if key else set()


def names_of(step: Step) -> set[str]:
    """The fields that alone name a record, as they will be."""
    alone = [names for names in (step.result.NAMED_BY, step.result.NATURAL_KEY) if len(names) == 1]
    return {str(stated(step, name) or "") for (name,) in alone}


def refuse_rings(planner: Planner, steps: Sequence[Step], name: str) -> None:
    """Note for each row that it would lead back to itself by the relation ``name``, and by way of which rows."""
    column = planner.columns[name]
    parents: dict[Hashable, Hashable] = {
        record.pk: getattr(record, column.attname) for record in planner.shelf.by_uid.values()
    }
    by_key = {key_of(step): step for step in steps}
    parents |= {key: _leads_to(step, name, column.attname) for key, step in by_key.items()}
    for ring in rings(parents):
        rows = sorted(by_key[key].row for key in ring if key in by_key)
        shown = ", ".join(map(str, rows[:SHOWN])) + (" …" if len(rows) > SHOWN else "")
        text = ngettext(
            "Row %(rows)s would be part of itself.", "Rows %(rows)s would be part of each other.", len(rows)
        )
        unfit = Unfit(text % {"rows": shown}, _("Let one of them refer to something else, or to nothing."))
        for key in ring:
            if key in by_key and name in by_key[key].values:
                planner.note(by_key[key].row, planner.column_of(name), unfit)


def key_of(step: Step) -> Hashable:
    """What tells the record of a step apart, whether or not it exists yet."""
    return step.record.pk if step.record else f"row {step.row}"


def _leads_to(step: Step, name: str, attname: str) -> Hashable:
    if name in step.joins:
        return key_of(step.joins[name])
    if name in step.values:
        return step.values[name] and step.values[name].pk
    return getattr(step.record, attname, None)


def rings(parents: Mapping[Hashable, Hashable]) -> list[list[Hashable]]:
    """Every ring among keys that each lead to at most one other, once."""
    done: set[Hashable] = set()
    found = []
    for start in parents:
        path: dict[Hashable, None] = {}
        key = start
        while key in parents and key not in done and key not in path:
            path[key] = None
            key = parents[key]
        if key in path:
            way = list(path)
            found.append(way[way.index(key) :])
        done.update(path)
    return found


def waves(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps in the order in which they can be written: each after the rows it refers to, as few times as possible.

    Steps that wait for each other in a ring are in none.
    """
    found: list[list[Step]] = [[step for step in steps if not step.joins]]
    written = {id(step) for step in found[0]}
    waiting = [step for step in steps if step.joins]
    while waiting:
        ready = [step for step in waiting if all(id(other) in written for other in step.joins.values())]
        if not ready:
            break
        written |= {id(step) for step in ready}
        waiting = [step for step in waiting if id(step) not in written]
        found.append(ready)
    return found
