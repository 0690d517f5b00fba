"""A cell's text as a value of a field: strict, with a remedy for each refusal, and never a guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from workbench.exchange.cells import Cell
from workbench.exchange.days import day
from workbench.exchange.figures import number, whole_number
from workbench.exchange.limits import Exact
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Unfit

AnyField: TypeAlias = "models.Field[Any, Any]"

ABSENT = object()
"""What a blank cell means for a field that cannot be empty: the file does not say."""
WORDS = {
    **dict.fromkeys(("true", "yes", "y", "1", "x", "on"), True),
    **dict.fromkeys(("false", "no", "n", "0", "off"), False),
}


def parse(column: AnyField, text: str, rule: Rule) -> Any:
    """The value of ``column`` that ``text`` states, ``ABSENT`` where a blank states none. Raises ``Unfit``."""
    refuse_unstorable(text)
    stated = text.strip()
    if not stated:
        return blank(column)
    if column.choices:
        return choice(column, stated)
    for kind, reader in READERS:
        if isinstance(column, kind):
            return reader(Cell(column, stated, rule, typed=type(text) is Exact))
    return stated


def blank(column: AnyField) -> Any:
    """What an empty cell says: missing where the field can be, else nothing at all. Never zero."""
    if column.null:
        return None
    return "" if column.blank and column.empty_strings_allowed else ABSENT


def refuse_unstorable(text: str) -> None:
    """No database keeps a NUL character or half a surrogate pair."""
    half_pair = not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)
    if half_pair or "\0" in text:
        raise Unfit(_("“%s” has a character that cannot be stored."), _("Type the text anew."), text)


def choice(column: AnyField, text: str) -> Any:
    """One of the field's choices, by its value or its label, in any case."""
    wanted = text.casefold()
    for value, label in column.flatchoices:
        if wanted in (str(value).casefold(), str(label).casefold()):
            return value
    labels = ", ".join(str(label) for value, label in column.flatchoices if value not in (None, ""))
    raise Unfit(_("“%s” is not a choice here."), _("Write one of: %s.") % labels, text)


def truth(cell: Cell) -> bool:
    word = cell.text.casefold()
    if word not in WORDS:
        raise Unfit(_("“%s” is neither yes nor no."), _("Write yes or no."), cell.text)
    return WORDS[word]


def identifier(text: str) -> UUID | None:
    """The uid a cell states, nothing where it is blank. Raises ``Unfit``."""
    try:
        return UUID(text.strip()) if text.strip() else None
    except ValueError:
        raise Unfit(
            _("“%s” is not a uid."), _("Copy it from an export, or leave the cell empty."), text
        ) from None


READERS: tuple[tuple[type[AnyField], Callable[[Cell], Any]], ...] = (
    (models.BooleanField, truth),
    (models.DateField, day),
    (models.DecimalField, number),
    (models.IntegerField, whole_number),
)
"""Readers by field; every other field keeps its text, which the record's own validation judges."""
