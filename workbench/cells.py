"""How a value of a record is shown: as text, once, for lists, detail pages and previews alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation import formats
from foundation.actors import Actor
from foundation.catalog import ObjectType
from foundation.fields import YearField
from foundation.models import Record
from workbench.links import url_of
from workbench.reach import may_see
from workbench.types import derived_of

NUMBERS, FIGURES = (Decimal, int, float), (models.DecimalField, models.IntegerField, models.FloatField)
"""Values, and columns, that people compare."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One shown value. ``kind`` names the glyph or mark that goes with it, "" for plain text."""

    text: str
    url: str = ""
    numeric: bool = False
    kind: str = ""
    value: str = ""


def cells_of(records: Sequence[Record], names: Sequence[str], viewer: Actor) -> list[tuple[Cell, ...]]:
    """The shown values of each record; the figures of one column with equally many decimals."""
    places = {name: _places(records, name) for name in names}
    relation = cache(partial(_relation, viewer=viewer))  # rows of a list share units and owners

    def cell(record: Record, name: str) -> Cell:
        value = getattr(record, name)
        return relation(value) if isinstance(value, Record) else cell_of(record, name, viewer, places[name])

    return [tuple(cell(record, name) for name in names) for record in records]


def _places(records: Sequence[Record], name: str) -> int | None:
    """As many decimals as any figure of a column needs; nothing where it holds none."""
    column = column_of(type(records[0]), name) if records else None
    values = [value for value in (getattr(record, name) for record in records) if is_number(value)]
    return max((_decimals(value, _most_decimals(column)) for value in values), default=None)


def cell_of(record: Record, name: str, viewer: Actor, places: int | None = None) -> Cell:
    """The shown value of a field or derived property of ``record``; a figure with ``places`` decimals if given.

    A model that keeps keys where people read words says them in a static method ``say_<field>``.
    """
    value = getattr(record, name)
    if isinstance(value, Record):
        return _relation(value, viewer)
    column = column_of(type(record), name)
    if column is not None and column.choices and value not in (None, ""):
        words = _words(column, get_language())
        return Cell(words.get(value) or str(value), kind=name, value=str(value))
    kept = derived_of(type(record)).get(name) if column is None else None
    if kept is not None:
        word = dict(kept.choices).get(value)
        return Cell(str(word) if word else formats.MISSING, kind=name, value=value or "")
    if value and (said := getattr(type(record), f"say_{name}", None)):
        return Cell(said(value))
    if isinstance(_shape(column), YearField):
        return Cell(formats.MISSING if value is None else str(value))
    if places is not None and is_number(value):
        return Cell(formats.number(value, decimals=places), numeric=True)
    return Cell(
        text_of(value, decimals=_most_decimals(column)), numeric=is_number(value) or _is_figure(column)
    )


def _relation(value: Record, viewer: Actor) -> Cell:
    """A related record by name; one the viewer may not see keeps its name to itself."""
    if not may_see(viewer, value):
        return Cell(_("Not visible to you"))
    return Cell(str(value), url=url_of(value))


@cache
def _words(column: models.Field[Any, Any], _language: str | None) -> dict[Any, str]:
    """The labels of a field's choices, in the active language."""
    return {value: str(label) for value, label in column.flatchoices}


def text_of(value: Any, *, decimals: int | None = None) -> str:
    """A value as people read it; an en dash where it is missing, never a zero."""
    if value is None or value == "":
        return formats.MISSING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return formats.instant(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, NUMBERS):
        return formats.number(value, decimals=_decimals(value, decimals))
    return str(value)


def _decimals(value: Decimal | int | float, most: int | None) -> int:
    """As many decimals as the value really has, up to the field's."""
    text = format(Decimal(str(value)).normalize(), "f")
    return min(len(text.partition(".")[2]), 6 if most is None else most)


def is_number(value: Any) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


@cache
def column_of(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    """The model field of a name; nothing for a derived property."""
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None


def label_of(object_type: ObjectType, name: str) -> str:
    """How a field or derived property is headed."""
    return _label(object_type.model, name, get_language())


@cache
def _label(model: type[models.Model], name: str, _language: str | None) -> str:
    column = column_of(model, name)
    if column is not None:
        return capfirst(str(column.verbose_name))
    if name in (kept := derived_of(model)):
        return str(kept[name].label)
    described = getattr(model, name)
    label = getattr(getattr(described, "fget", described), "label", None)
    return capfirst(str(label or name.replace("_", " ")))


def is_numeric(object_type: ObjectType, name: str) -> bool:
    """Whether a column holds numbers that people compare, and is therefore set to the right."""
    return _is_figure(column_of(object_type.model, name))


@cache
def _is_figure(column: models.Field[Any, Any] | None) -> bool:
    is_word = column is None or column.choices or isinstance(_shape(column), YearField)
    return not is_word and isinstance(_shape(column), FIGURES)


def _shape(column: models.Field[Any, Any] | None) -> models.Field[Any, Any] | None:
    """The field that says what a column holds: for one that the database computes, what it computes."""
    return column.output_field if isinstance(column, models.GeneratedField) else column


@cache
def _most_decimals(column: models.Field[Any, Any] | None) -> int | None:
    return getattr(_shape(column), "decimal_places", None)


def plural_of(object_type: ObjectType) -> str:
    """How the list of a type is headed."""
    return capfirst(str(object_type.model._meta.verbose_name_plural))
