"""How the columns of a file become the fields of records: what a mapping file says, or the header itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext as _

from foundation.catalog import ObjectType
from workbench.exchange.problems import Problem, Refused, refused
from workbench.types import derived_of

MAX_BYTES = 65_536
MAX_BRACKETS = 1_000
"""The time YAML takes to read brackets grows with the square of their depth."""
IDENTITY = ("uid", "source", "external_key")
"""What every type may be given besides its fields."""
READ_ONLY = ("code",)
"""Columns of an export that an import reads past."""
SHARED = ("decimal", "date_order", "currency")
"""Conventions a mapping may state once for all its columns."""
CHOICES = {"decimal": (".", ","), "date_order": ("dmy", "mdy")}

Built = TypeVar("Built", "Rule", "Part", "Mapping")


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the value of one field comes from, and by which conventions its text is read.

    ``constant`` replaces the column, ``default`` a blank cell; ``values`` translates text to text. With ``when``
    (``if`` in the file) the field is given only in rows where that column says something. ``lookup`` is the field
    by which a related record is found, ``format`` how a day is written (``%d.%m.%y``), ``date_order`` resolves
    01/02/2026, ``decimal`` is the decimal sign, ``currency`` the one whose sign an amount may carry.
    """

    field: str
    column: str = ""
    constant: str = ""
    default: str = ""
    when: str = ""
    values: Dictionary[str, str] = dataclasses.field(default_factory=dict)
    lookup: str = ""
    format: str = ""
    date_order: str = ""
    decimal: str = "."
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A record of another type that each row brings along, such as the budget of an initiative.

    ``parent`` is its field that points to the row's record; ``name`` completes the row's key to its own; a blank
    ``when`` column means that there is no such record.
    """

    type: str
    parent: str
    name: str
    rules: tuple[Rule, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. ``key`` is the column that becomes the external key; ``distinct`` the one by which rows
    are collapsed; with ``skip_blank`` an empty cell leaves a field as it is instead of clearing it."""

    type: str
    rules: tuple[Rule, ...] = ()
    source: str = ""
    key: str = ""
    distinct: str = ""
    skip_blank: bool = False
    parts: tuple[Part, ...] = ()


def load_mapping(data: bytes) -> Mapping:
    """Read a mapping file. Raises ``Refused``, naming the line or the entry."""
    if len(data) > MAX_BYTES or data.count(b"[") + data.count(b"{") > MAX_BRACKETS:
        raise refused(_("The mapping is larger than a mapping may be."), _("Describe each column once."))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=yaml.SafeLoader)):
            raise refused(_("The mapping uses YAML aliases."), _("Write out each entry."))
        content = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise wrong(_("The mapping is not valid YAML."), row=mark.line + 1 if mark else 0) from error
    return mapping_of(content)


def mapping_of(content: Any) -> Mapping:
    """A mapping from what its YAML says."""
    entries = dict(_entries("mapping", content))
    shared = {name: entries.pop(name) for name in SHARED if name in entries}
    columns, parts = entries.pop("columns", None), entries.pop("parts", [])
    rules = _rules("columns", columns, shared)
    if not isinstance(parts, list):
        raise wrong(_("“parts” must be a list."), field="parts")
    return _built(
        Mapping, "mapping", entries, rules=rules, parts=tuple(_part(part, shared) for part in parts)
    )


def _part(content: Any, shared: dict[str, Any]) -> Part:
    entries = dict(_entries("parts", content))
    rules = _rules("parts.columns", entries.pop("columns", None), shared)
    return _built(Part, "parts", entries, rules=rules)


def _rules(where: str, content: Any, shared: dict[str, Any]) -> tuple[Rule, ...]:
    rules = []
    for name, entry in _entries(where, content).items():
        place = f"{where}.{name}"
        rule = _built(
            Rule, place, shared | (entry if isinstance(entry, dict) else {"column": entry}), field=name
        )
        if bool(rule.column) == bool(rule.constant):
            raise wrong(_("“%s” needs either a column or a constant.") % place, field=place)
        for option, choices in CHOICES.items():
            if getattr(rule, option) not in ("", *choices):
                message = _("“%(entry)s” must be one of %(choices)s.")
                words = {"entry": f"{place}.{option}", "choices": " ".join(choices)}
                raise wrong(message % words, field=place)
        rules.append(rule)
    return tuple(rules)


def _entries(where: str, content: Any) -> dict[str, Any]:
    if not isinstance(content, dict) or not content or not all(isinstance(name, str) for name in content):
        raise wrong(_("“%s” has no entries with a name.") % where, field=where)
    return content


def _built(kind: type[Built], where: str, content: dict[str, Any], **given: Any) -> Built:
    """A rule, part or mapping with its entries, and no others."""
    allowed = {item.name: item for item in dataclasses.fields(kind) if item.name not in given}
    entries = {"when" if name == "if" else name: value for name, value in content.items()}
    for name in entries.keys() - allowed.keys():
        words = {"where": where, "name": name}
        raise wrong(_("“%(where)s” does not know the entry “%(name)s”.") % words, field=where)
    for name, item in allowed.items():
        if name not in entries and item.default is item.default_factory is dataclasses.MISSING:
            raise wrong(_("“%(where)s” lacks “%(name)s”.") % {"where": where, "name": name}, field=where)
    return kind(**given, **{name: _value(f"{where}.{name}", value) for name, value in entries.items()})


def _value(where: str, value: Any) -> Any:
    """An entry's value: a text, yes or no for ``skip_blank``, or the translations of ``values``."""
    if where.endswith(".values") and isinstance(value, dict):
        return {str(text).casefold(): _value(where[:-1], meant) for text, meant in value.items()}
    if where.endswith(".skip_blank") and isinstance(value, bool):
        return value
    if value is None or isinstance(value, dict | list) or where.endswith((".values", ".skip_blank")):
        raise wrong(_("“%s” has a value of the wrong kind.") % where, field=where)
    return str(value).lower() if isinstance(value, bool) else str(value)


def wrong(message: str, **place: Any) -> Refused:
    return refused(message, _("The guide “Import a portfolio” shows an example."), **place)


def mapping_of_header(object_type: ObjectType, header: Sequence[str]) -> Mapping:
    """The mapping a header stands for: each column is headed by a field's name or label, in any case."""
    labels = {column.name: column.verbose_name for column in object_type.model._meta.fields}
    known = {plain_name(str(labels[name])): name for name in writable(object_type)}
    read_only = (*READ_ONLY, *object_type.computed, *derived_of(object_type.model))
    known |= {plain_name(name): name for name in (*writable(object_type), *read_only)}
    strange = [column for column in filter(None, header) if plain_name(column) not in known]
    if strange:
        remedy = _("Head the column with one of %s, remove it, or use a mapping.")
        remedy %= ", ".join(writable(object_type))
        raise Refused([Problem(1, name, _("“%s” is no field here.") % name, remedy) for name in strange])
    found = {column: known[plain_name(column)] for column in filter(None, header)}
    rules = tuple(Rule(name, column) for column, name in found.items() if name not in read_only)
    return Mapping(object_type.key, rules)


def writable(object_type: ObjectType) -> tuple[str, ...]:
    """What a file may say about a record."""
    return (*IDENTITY, *object_type.fields)


def plain_name(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


def check(mapping: Mapping, object_type: ObjectType, header: Collection[str]) -> None:
    """See that a mapping fits the type and the file. Raises ``Refused``."""
    if mapping.type != object_type.key:
        words = {"mapped": mapping.type, "type": object_type.key}
        raise wrong(_("The mapping is for %(mapped)s, not for %(type)s.") % words, field="type")
    columns = [mapping.key, mapping.distinct, *(part.when for part in mapping.parts)]
    for rule in (*mapping.rules, *(rule for part in mapping.parts for rule in part.rules)):
        columns += [rule.column, rule.when]
    for column in filter(None, columns):
        if column not in header:
            remedy = _("Its columns are %s.") % ", ".join(filter(None, header))
            raise refused(_("The file has no column “%s”.") % column, remedy, field=column)
    check_fields(mapping.rules, writable(object_type))


def check_fields(rules: Sequence[Rule], allowed: Collection[str]) -> None:
    """See that each rule writes a field that a file may give, and each only once. Raises ``Refused``."""
    fields = [rule.field for rule in rules]
    for name in fields:
        if name not in allowed or fields.count(name) > 1:
            wrong_name = _("“%s” is given twice.") if name in allowed else _("“%s” is no field here.")
            raise refused(wrong_name % name, _("Use one of %s, once.") % ", ".join(allowed), field=name)
