"""How the columns of a file become the fields of records: what a mapping file says, or the header itself."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
import dataclasses
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext as _

from workbench.exchange.problems import Problem, Refused, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.catalog import ObjectType

MAX_BYTES = 65_536
IDENTITY = ("uid", "source", "external_key")
"""What every type may be given besides its fields."""
READ_ONLY = ("code",)
"""Columns of an export that an import reads past."""
SHARED = ("decimal", "date_order", "currency")
"""Conventions a mapping may state once for all its columns."""
OPTIONS = {"decimal": (".", ","), "date_order": ("", "dmy", "mdy", "ymd")}


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
    rules: tuple[Rule, ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. ``key`` is the column that becomes the external key; ``distinct`` the one by which rows
    are collapsed; with ``skip_blank`` an empty cell leaves a field as it is instead of clearing it."""

    type: str
    rules: tuple[Rule, ...]
    source: str = ""
    key: str = ""
    distinct: str = ""
    skip_blank: bool = False
    parts: tuple[Part, ...] = ()


def load_mapping(data: bytes) -> Mapping:
    """Read a mapping file. Raises ``Refused``, naming the line or the entry."""
    if len(data) > MAX_BYTES:
        raise refused(_("The mapping is larger than 64 kB."), _("Describe each column once."))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=yaml.SafeLoader)):
            raise refused(_("The mapping uses YAML aliases."), _("Write out each entry."))
        content = yaml.safe_load(data)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else 0
        raise refused(_("The mapping is not valid YAML: %s.") % error.problem, _guide(), row=row) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise refused(_("The mapping is not valid YAML."), _guide()) from error
    return _mapping_of(content)


def mapping_of_header(object_type: ObjectType, header: Sequence[str]) -> Mapping:
    """The mapping a header stands for: each column is headed by a field's name or label, in any case."""
    known = names_of(object_type)
    rules, problems = [], []
    for column in filter(None, header):
        name = known.get(plain_name(column))
        if name is None:
            message = _("“%(column)s” is no field of %(type)s.") % {"column": column, "type": object_type.key}
            remedy = _("Head the column with one of %(names)s, remove it, or use a mapping.")
            problems.append((column, message, remedy % {"names": ", ".join(writable(object_type))}))
        elif name not in READ_ONLY:
            rules.append(Rule(name, column))
    if problems:
        raise Refused([Problem(1, column, message, remedy) for column, message, remedy in problems])
    return Mapping(object_type.key, tuple(rules))


def names_of(object_type: ObjectType) -> dict[str, str]:
    """Fields by everything they may be called in a header."""
    labels = {column.name: str(column.verbose_name) for column in object_type.model._meta.fields}
    known = {plain_name(labels[name]): name for name in writable(object_type)}
    return known | {plain_name(name): name for name in (*writable(object_type), *READ_ONLY)}


def writable(object_type: ObjectType) -> tuple[str, ...]:
    """What a file may say about a record."""
    return (*IDENTITY, *object_type.fields)


def plain_name(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


def check(mapping: Mapping, object_type: ObjectType, header: Sequence[str]) -> None:
    """See that a mapping fits the type and the file. Raises ``Refused``."""
    if mapping.type != object_type.key:
        message = _("The mapping is for %(mapped)s, not for %(type)s.")
        raise refused(message % {"mapped": mapping.type, "type": object_type.key}, _guide(), field="type")
    columns = [mapping.key, mapping.distinct, *(part.when for part in mapping.parts)]
    rules = [*mapping.rules, *(rule for part in mapping.parts for rule in part.rules)]
    columns += [column for rule in rules for column in (rule.column, rule.when)]
    for column in filter(None, columns):
        if column not in header:
            message = _("The file has no column “%(column)s”.") % {"column": column}
            raise refused(message, _("Its columns are %s.") % ", ".join(filter(None, header)), field=column)
    check_fields(mapping.rules, object_type)


def check_fields(rules: Sequence[Rule], object_type: ObjectType, given: Sequence[str] = ()) -> None:
    """See that each rule writes a field of the type. Raises ``Refused``."""
    allowed = [name for name in writable(object_type) if name not in given]
    for rule in rules:
        if rule.field not in allowed:
            message = _("“%(field)s” is no field of %(type)s that a file may give.")
            words = {"field": rule.field, "type": object_type.key}
            raise refused(message % words, _("Its fields are %s.") % ", ".join(allowed), field=rule.field)


def _guide() -> str:
    return _("The guide “Import a portfolio” shows an example.")


def _entries(
    where: str, content: Any, allowed: Sequence[str], required: Sequence[str] = ()
) -> dict[str, Any]:
    """A YAML mapping with no entry but the allowed ones and every required one."""
    if not isinstance(content, dict):
        raise refused(_("“%s” has no entries.") % where, _guide(), field=where)
    unknown = [str(name) for name in content if name not in allowed]
    if unknown:
        message = _("“%(where)s” does not know the entry “%(name)s”.") % {"where": where, "name": unknown[0]}
        raise refused(message, _("It may have %s.") % ", ".join(allowed), field=where)
    for name in required:
        if name not in content:
            raise refused(
                _("“%(where)s” lacks “%(name)s”.") % {"where": where, "name": name}, _guide(), field=where
            )
    return content


def _text(where: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, dict | list):
        raise refused(_("“%s” must be a text.") % where, _("Write it in quotation marks."), field=where)
    return str(value)


def _mapping_of(content: Any) -> Mapping:
    allowed = (*(item.name for item in fields(Mapping) if item.name != "rules"), "columns", *SHARED)
    top = _entries("mapping", content, allowed, ("type", "columns"))
    shared = {name: _text(name, top[name]) for name in SHARED if name in top}
    parts = top.get("parts", [])
    if not isinstance(parts, list) or not isinstance(top.get("skip_blank", False), bool):
        raise refused(_("“parts” is a list, and “skip_blank” is true or false."), _guide(), field="mapping")
    return Mapping(
        rules=_rules("columns", top["columns"], shared),
        parts=tuple(_part(f"parts[{index}]", part, shared) for index, part in enumerate(parts)),
        skip_blank=top.get("skip_blank", False),
        **{name: _text(name, top[name]) for name in ("type", "source", "key", "distinct") if name in top},
    )


def _part(where: str, content: Any, shared: dict[str, str]) -> Part:
    names = ("type", "parent", "name", "columns")
    entries = _entries(where, content, (*names, "if"), names)
    return Part(
        type=_text(f"{where}.type", entries["type"]),
        parent=_text(f"{where}.parent", entries["parent"]),
        name=_text(f"{where}.name", entries["name"]),
        when=_text(f"{where}.if", entries.get("if", "")),
        rules=_rules(f"{where}.columns", entries["columns"], shared),
    )


def _rules(where: str, content: Any, shared: dict[str, str]) -> tuple[Rule, ...]:
    if not isinstance(content, dict) or not content:
        raise refused(_("“%s” has no entries.") % where, _guide(), field=where)
    return tuple(_rule(f"{where}.{name}", str(name), entry, shared) for name, entry in content.items())


def _rule(where: str, name: str, content: Any, shared: dict[str, str]) -> Rule:
    if not isinstance(content, dict):
        return dataclasses.replace(Rule(name, column=_text(where, content)), **shared)
    allowed = ["if" if item.name == "when" else item.name for item in fields(Rule) if item.name != "field"]
    entries = dict(_entries(where, content, allowed))
    values = entries.pop("values", {})
    if not isinstance(values, dict) or not ("column" in entries) ^ ("constant" in entries):
        raise refused(_("“%s” needs either a column or a constant.") % where, _guide(), field=where)
    texts = {"when" if key == "if" else key: _text(f"{where}.{key}", entry) for key, entry in entries.items()}
    for option, choices in OPTIONS.items():
        if texts.get(option, choices[0]) not in choices:
            message = _("“%(where)s.%(option)s” is unknown.") % {"where": where, "option": option}
            raise refused(message, _("Write one of %s.") % ", ".join(filter(None, choices)), field=where)
    translated = {str(key).casefold(): _text(f"{where}.values", entry) for key, entry in values.items()}
    return dataclasses.replace(Rule(name, values=translated), **(shared | texts))
