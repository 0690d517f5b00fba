"""Records as they were: rebuilt from their present values and the events since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey

from audit.engine.plain import instant as spelled
from audit.engine.plain import plain
from audit.engine.rewind import Step, rewound
from audit.queries import steps_since

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from foundation.models import Record

KEPT = ("created_at", "archived_at")
"""What is needed of every record besides the fields asked for."""


@dataclass(frozen=True, slots=True)
class Past:
    """Some records of one type with everything that happened to them since the earliest instant asked about."""

    model: type[Record]
    fields: tuple[str, ...]
    present: Mapping[UUID, Record]
    steps: Mapping[UUID, list[Step]]

    def at(self, instant: datetime, *, put_away: bool = False) -> dict[UUID, dict[str, Any]]:
        """The values just before ``instant`` of those that were there, relations by uid.

        What had been put away by then is left out unless ``put_away``.
        """
        found = {}
        for uid in {**self.present, **self.steps}:
            record = self.present.get(uid)
            values = rewound(
                self._plain(record) if record else None, self.steps.get(uid, ()), spelled(instant)
            )
            if values is not None and (put_away or not values.get("archived_at")):
                found[uid] = {name: self._typed(name, values.get(name)) for name in self.fields}
        return found

    def _plain(self, record: Record) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in (*self.fields, *KEPT)}
        return {name: plain(getattr(value, "uid", value)) for name, value in values.items()}

    def _typed(self, name: str, value: Any) -> Any:
        """A value of the trail as Python has it, so that 8 and 8.00 are the same; a relation is its uid."""
        column = self.model._meta.get_field(name)
        if isinstance(column, ForeignKey):
            return value.partition(" ")[0] if value else None
        return column.to_python(value)  # type: ignore[union-attr]  # fields of the catalog are columns


def past_of(
    model: type[Record],
    fields: tuple[str, ...],
    records: Iterable[Record],
    since: datetime,
    *,
    gone: Iterable[UUID] = (),
) -> Past:
    """The past of ``records``, and of others that are ``gone``, back to ``since``. One query; relations are loaded."""
    present = {record.uid: record for record in records}
    steps = steps_since(model._meta.label_lower, {*present, *gone}, since)
    return Past(model, fields, present, steps)
