"""Records of several types read by one statement, each with the columns that are looked at.

A page that names a few records of many types would otherwise ask once for each type. Columns that are left out are
read when somebody looks at them, one record at a time: what is looked at belongs on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import AutoField, BigAutoField, BigIntegerField, F, Field, Model, QuerySet, Value
from django.db.models.functions import Cast

Table = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one type, and the columns to read of them besides the primary key."""

    rows: QuerySet[Any]
    columns: tuple[str, ...]

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def ordered(self) -> list[str]:
        """The columns in the order of the model, in which Django makes records of them."""
        return [field.attname for field in self.model._meta.concrete_fields if field.attname in self.columns]


def union_of(*parts: Part) -> list[Table]:
    """The records of each part by primary key, in no order."""
    names = list(dict.fromkeys(name for part in parts for name in part.columns))
    kinds = {name: _field(name, parts) for name in names}
    first, *others = (_values(place, part, names, kinds) for place, part in enumerate(parts))
    found: list[Table] = [{} for _ in parts]
    wanted = [part.ordered for part in parts]
    picks = [[1, *(2 + names.index(name) for name in known)] for known in wanted]
    for row in first.union(*others, all=True):
        place = row[0]
        values = [row[at] for at in picks[place]]
        found[place][row[1]] = parts[place].model.from_db("default", ["id", *wanted[place]], values)
    return found


def _field(name: str, parts: Sequence[Part]) -> Field[Any, Any]:
    """The column of a name, in the first part that reads it."""
    model = next(part.model for part in parts if name in part.columns)
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    return getattr(field, "target_field", field)


def _values(place: int, part: Part, names: Sequence[str], kinds: dict[str, Field[Any, Any]]) -> QuerySet[Any]:
    """All columns in the same order for each part; nothing stands for what a type does not have."""
    columns = {
        f"column_{at}": F(name) if name in part.columns else _empty(kinds[name])
        for at, name in enumerate(names)
    }
    rows = part.rows.order_by().annotate(part_place=Value(place), part_key=F("pk"), **columns)
    return rows.values_list("part_place", "part_key", *columns)


def _empty(field: Field[Any, Any]) -> Cast:
    """Nothing, of the type of a column: statements that are joined must agree on types."""
    return Cast(Value(None), output_field=_plain(field))


def _plain(field: Field[Any, Any]) -> Field[Any, Any]:
    """A column that holds the values of another; a key has a sequence, and numbers do."""
    return BigIntegerField() if isinstance(field, AutoField | BigAutoField) else field
