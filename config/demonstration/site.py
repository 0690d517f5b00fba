"""The demonstration while it is being built: what has been saved so far, and its calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from config.catalog import TYPES
from foundation.actors import SYSTEM
from foundation.values import months_after
from workbench.operations.records import Change, save_many

if TYPE_CHECKING:
    from foundation.models import Record

OBJECT_TYPES = {one.model: one for one in TYPES}
NAMESPACE = uuid5(NAMESPACE_URL, "https://demo.example/sightline")

Rows = Iterable[tuple[str, dict[str, Any]]]
"""Keys with the values of their records."""


def identity(model: type[Record], key: str) -> UUID:
    """The uid of a record, the same whenever and wherever the demonstration is built."""
    return uuid5(NAMESPACE, f"{model._meta.label_lower}:{key}")


@dataclass(slots=True)
class Site:
    """Saves records as the system, remembers them by key, and turns months into days."""

    now: datetime
    time_zone: str
    records: dict[tuple[type[Record], str], Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in the enterprise's zone."""
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()

    def add(self, model: type[Record], rows: Rows) -> None:
        """Save the records of one type, in their order, and remember them."""
        keyed = list(rows)
        changes = [Change({"uid": identity(model, key), **values}) for key, values in keyed]
        saved = save_many(object_type=OBJECT_TYPES[model], changes=changes, actor=SYSTEM, now=self.now)
        for (key, _), one in zip(keyed, saved, strict=True):
            self.records[model, key] = one.record

    def remember(self, key: str, record: Record) -> None:
        """Know a record that was saved elsewhere."""
        self.records[type(record), key] = record

    def get(self, model: type[Record], key: str) -> Any:
        """The record of that key; ``None`` for an empty key."""
        return self.records[model, key] if key else None

    def beginning(self, months: int) -> date:
        """The first day of the month so many months from now."""
        return months_after(self.today.replace(day=1), months)

    def end(self, months: int) -> date:
        """The last day of the month so many months from now."""
        return self.beginning(months + 1) - timedelta(days=1)

    def ago(self, months: int, days: int = 0) -> date:
        """The day so many months and days before today."""
        return months_after(self.today, -months) - timedelta(days=days)
