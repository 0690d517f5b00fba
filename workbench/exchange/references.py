"""Related records in a file: how they are written, and how what is written is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workbench.exchange.problems import Unfit, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.actors import Actor
    from foundation.models import Record
    from workbench.exchange.mapping import Rule

LONGEST_LABEL = 80


def plain_label(text: object) -> str:
    """A name on one line, for comparing."""
    return " ".join(str(text).split())


def reference_text(record: Record) -> str:
    """How an export names a related record: by its code, for machines, and its name, for people."""
    return f"{record.code} · {plain_label(record)[:LONGEST_LABEL]}".rstrip()


def names_record(text: str, record: Record) -> bool:
    """Whether ``text`` is what an export writes for ``record``, with or without the name."""
    return plain_label(text).casefold() in {
        plain_label(name).casefold() for name in (record.code, reference_text(record))
    }


class Directory:
    """The records of one model that somebody may see, by everything a file may call them."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.records = list(records)
        self.tiers: tuple[dict[str, list[Any]], ...] = ({}, {}, {}, {})
        for record in self.records:
            codes, uids, keys, names = self.tiers
            for tier, name in (
                (codes, record.code),
                (codes, reference_text(record)),
                (uids, record.uid),
                (keys, f"{record.source}:{record.external_key}" if record.external_key else ""),
                *((names, name) for name in {str(record), *self.natural_name(record)}),
            ):
                self.add(tier, name, record)
        self.fields: dict[tuple[str, str], dict[str, list[Any]]] = {}

    @staticmethod
    def add(tier: dict[str, list[Any]], name: object, record: Any) -> None:
        key = plain_label(name).casefold()
        if key:
            tier.setdefault(key, []).append(record)

    @staticmethod
    def natural_name(record: Any) -> list[str]:
        key = type(record).NATURAL_KEY
        return [str(getattr(record, key[0]))] if len(key) == 1 else []

    def by_field(self, name: str, source: str) -> dict[str, list[Any]]:
        """Records by one field; by external key only those of the file's own source."""
        if (name, source) not in self.fields:
            tier: dict[str, list[Any]] = {}
            for record in self.records:
                if name != "external_key" or record.source == source:
                    self.add(tier, getattr(record, name, ""), record)
            self.fields[name, source] = tier
        return self.fields[name, source]

    def find(self, text: str, rule: Rule, source: str) -> Any:
        """The one record that ``text`` names: by code, uid, key or name, or by the rule's field. Raises ``Unfit``."""
        wanted = plain_label(text).casefold()
        for tier in (self.by_field(rule.lookup, source),) if rule.lookup else self.tiers:
            found = tier.get(wanted, [])
            if len(found) > 1:
                found = [record for record in found if not record.is_archived] or found
            if len(found) == 1:
                return found[0]
            if found:
                codes = ", ".join(record.code for record in found[:5])
                raise Unfit(
                    _("“%s” is the name of several records.") % quoted(text), _("Write one of %s.") % codes
                )
        raise Unfit(
            _("“%s” names no record that you may see.") % quoted(text),
            _("Write its code, its name or its uid as an export shows them, or create it first."),
        )


class Library:
    """The directories an import needs, each loaded once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.directories: dict[type[Record], Directory] = {}

    def find(self, model: type[Record], text: str, rule: Rule, source: str) -> Any:
        if model not in self.directories:
            self.directories[model] = Directory(model.objects.visible_to(self.actor).for_list())
        return self.directories[model].find(text, rule, source)
