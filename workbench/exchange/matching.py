"""Which record a row is about: by uid, then by source and external key, then by the type's natural key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from foundation.models import Record
from workbench.exchange.problems import Unfit
from workbench.exchange.references import plain_label


class Shelf:
    """The records of one type that somebody may see, ready to be recognized."""

    def __init__(self, model: type[Record], records: Iterable[Any]) -> None:
        self.takes_archived = not model.may_be_stated_anew()
        self.defaults = {column.name: column.get_default() for column in model._meta.fields}
        self.keys = (model.NATURAL_KEY, ("name",))  # the name for records that leave their natural key empty
        self.by_uid: dict[UUID, Any] = {}
        self.by_external: dict[tuple[str, str], Any] = {}
        self.by_natural: dict[tuple[Any, ...], list[Any]] = {}
        for record in records:
            self.by_uid[record.uid] = record
            self.by_external[record.source, record.external_key] = record
            self.by_natural.setdefault(self.natural_key(record), []).append(record)

    def natural_key(self, subject: Any) -> tuple[Any, ...]:
        """The first natural key in which nothing is blank, with its fields; empty where there is none.

        ``subject`` is a record or the values of a row, in which a field that is not given counts as its default.
        """
        given = subject if isinstance(subject, dict) else None
        for names in self.keys:
            found = [
                getattr(subject, name, "") if given is None else given.get(name, self.defaults.get(name, ""))
                for name in names
            ]
            values = tuple(map(comparable, found))
            if values and "" not in values:
                return (names, *values)
        return ()

    def match(self, uid: UUID | None, values: dict[str, Any]) -> Any:
        """The record a row is about, nothing for a new one. Raises ``Unfit``."""
        external = values.get("external_key", "")
        if uid:
            if uid not in self.by_uid:
                message = _("No record that you may see has this uid.")
                raise Unfit(message, _("Leave the cell empty to create a new record."))
            return self.by_uid[uid]
        if external and (values.get("source", ""), external) in self.by_external:
            return self.by_external[values.get("source", ""), external]
        key = self.natural_key(values)
        alike = [
            found for found in self.by_natural.get(key, []) if key and not (external and found.external_key)
        ]
        active = [found for found in alike if not found.is_archived]
        alike = active or (alike if self.takes_archived else [])
        if len(alike) > 1:
            message = _("Several records are like this row: %s.") % ", ".join(
                found.code for found in alike[:5]
            )
            raise Unfit(message, _("Add a column with the uid, as an export has it."))
        return alike[0] if alike else None


def comparable(value: Any) -> Any:
    """A value as natural keys compare it: text without regard to case and blanks, records by identity."""
    if isinstance(value, Model):
        return value.pk or id(value)
    return plain_label(value).casefold() if isinstance(value, str) else value
