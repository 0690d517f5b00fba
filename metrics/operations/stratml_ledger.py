"""What importing a StratML plan would do, noted part by part: steps, problems, and what has no home."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from metrics.engine.stratml import LeftOut, portable, short
from metrics.queries.stratml import SOURCE
from workbench.exchange.planning import Step
from workbench.exchange.problems import Problem
from workbench.exchange.writing import plain
from workbench.types import type_with_key

ORDER = ("strategy", "objective", "metric", "objectivemeasure", "target", "reading")
"""Types in the order in which their records are written: what is referred to comes first."""
LONGEST_SHOWN = 120
KEY = ("source", "external_key")


@dataclass(slots=True)
class Linked(Step):
    """A step whose record refers to those of other steps, by field."""

    links: dict[str, Step] = field(default_factory=dict)


class Ledger:
    """Steps by type, what is wrong with the file in ``problems``, and what has no home in ``left_out``."""

    def __init__(self) -> None:
        self.steps: dict[str, list[Step]] = {key: [] for key in ORDER}
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self.said: dict[tuple[Any, ...], Any] = {}

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
        if key not in self.said:
            self.said[key] = value, line
            return False
        first = self.said[key]
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
