"""Related records in a file: how they are written, and how what is written is found again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.models import Record
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Unfit

LONGEST_LABEL = 80

Tier = dict[str, list[Any]]


def plain_label(text: object) -> str:
    """A name on one line, for comparing."""
    return " ".join(str(text).split())


def reference_text(record: Record) -> str:
    """How an export names a related record: by its code, for machines, and its name, for people."""
    return f"{record.code} · {plain_label(record)[:LONGEST_LABEL]}".rstrip()


def names_record(text: str, record: Record) -> bool:
    """Whether ``text`` is what an export writes for ``record``, with or without its name."""
    return plain_label(text).casefold() in (record.code.casefold(), reference_text(record).casefold())


class Directory:
    """The records of one model that somebody may see, by everything a file may call them."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.records = list(records)
        self.fields: dict[tuple[str, str], Tier] = {}
        self.tiers: tuple[Tier, ...] = (
            self.tier(lambda record: {record.code, reference_text(record)}),
            self.tier(lambda record: {record.uid}),
            self.tier(
                lambda record: {f"{record.source}:{record.external_key}"} if record.external_key else ()
            ),
            self.tier(lambda record: {str(record), *natural_name(record)}),
        )

    def tier(self, names_of: Any) -> Tier:
        found: Tier = {}
        for record in self.records:
            for name in {plain_label(name).casefold() for name in names_of(record)} - {""}:
                found.setdefault(name, []).append(record)
        return found

    def by_field(self, name: str, source: str) -> Tier:
        """Records by one field; by external key only those of the file's own source."""
        if (name, source) not in self.fields:
            self.fields[name, source] = self.tier(
                lambda record: (
                    () if name == "external_key" and record.source != source else {getattr(record, name, "")}
                )
            )
        return self.fields[name, source]

    def find(self, text: str, rule: Rule, source: str) -> Any:
        """The one record that ``text`` names: by code, uid, key or name, or by the rule's field. Raises ``Unfit``."""
        found, _is_exact = self.candidates(text, rule, source)
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(record.code for record in found[:5])
            raise Unfit(_("“%s” names several records."), _("Write one of %s.") % codes, text)
        raise Unfit(
            _("“%s” names no record that you may see."),
            _("Write its code as in an export, or create it first."),
            text,
        )

    def candidates(self, text: str, rule: Rule, source: str) -> tuple[list[Any], bool]:
        """The records ``text`` may name, and whether it does so by what tells every record apart, not by a name."""
        wanted = plain_label(text).casefold()
        for tier in (self.by_field(rule.lookup, source),) if rule.lookup else self.tiers:
            found = tier.get(wanted, [])
            if found:
                alive = [record for record in found if not record.is_archived]
                return alive or found, not rule.lookup and tier is not self.tiers[-1]
        return [], False


def natural_name(record: Record) -> tuple[str, ...]:
    """The natural key of a record if it is one field, such as the email of a person."""
    return (str(getattr(record, record.NATURAL_KEY[0])),) if len(record.NATURAL_KEY) == 1 else ()


class Library:
    """The directories an import needs, each loaded once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.directories: dict[Any, Directory] = {}

    def find(self, model: Any, text: str, rule: Rule, source: str) -> Any:
        return self.directory(model).find(text, rule, source)

    def candidates(self, model: Any, text: str, rule: Rule, source: str) -> tuple[list[Any], bool]:
        return self.directory(model).candidates(text, rule, source)

    def directory(self, model: Any) -> Directory:
        if model not in self.directories:
            self.directories[model] = Directory(model.objects.visible_to(self.actor).for_list())
        return self.directories[model]
