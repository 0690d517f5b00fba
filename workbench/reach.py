"""To which units a record belongs, read from the record itself, and what that allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey

from accounts.models import Unit
from accounts.rules import unit_paths
from foundation.actors import Actor
from foundation.models import Record, RecordQuerySet


def changed_in(record: Record) -> Iterator[str]:
    """Paths of the units in which changing a record must be allowed: where it belongs.

    A unit is seen by every member and changed by those who hold the permission in it: who may move any
    unit below their own would come to see everything in it.
    """
    if isinstance(record, Unit):
        yield record.path
    else:
        yield from unit_paths(record)


def places_of(model: type[Record], name: str) -> list[str]:
    """From what the relation ``name`` leads to, the lookups to the units it puts a record in; "" for a unit itself.

    Empty where the choice does not say in which units changing the record must be allowed.
    """
    if issubclass(model, Unit):
        return [""] if name == "parent" else []
    return [
        lookup.removeprefix(name).removeprefix("__")
        for lookup in model.UNIT_LOOKUPS
        if lookup.partition("__")[0] == name
    ]


def with_relations(records: RecordQuerySet, names: Iterable[str]) -> RecordQuerySet:
    """The same records with the relations among ``names`` loaded, and the units by which those are judged."""
    paths = []
    for column in records.model._meta.fields:
        if isinstance(column, ForeignKey) and column.name in names:
            lookups: tuple[str, ...] = getattr(column.related_model, "UNIT_LOOKUPS", ())
            paths += [column.name, *(f"{column.name}__{lookup}" for lookup in lookups)]
    return records.select_related(*paths) if paths else records


def shown_with(records: RecordQuerySet, names: Collection[str], *, whole: bool = True) -> RecordQuerySet:
    """The same records for a page that only shows them: of the relations among ``names`` their name and place.

    Without ``whole``, of the records themselves only what is named.
    """
    model: type[Record] = records.model
    # Where a record lies decides what may be done about it, also where its unit is not shown.
    names = [*names, *(lookup for lookup in model.UNIT_LOOKUPS if "__" not in lookup and lookup not in names)]
    own = {column.name for column in model._meta.concrete_fields}
    fields = [*own] if whole else [name for name in ("uid", "number", *names) if name in own]
    fields += [f"{lookup}__path" for lookup in model.UNIT_LOOKUPS if lookup.partition("__")[0] in names]
    for column in model._meta.fields:
        if isinstance(column, ForeignKey) and column.name in names:
            related: Any = column.related_model
            places = [f"{lookup}__path" for lookup in related.UNIT_LOOKUPS]
            named = ("uid", "number", *related.NAMED_BY, *places)
            fields += [f"{column.name}__{field}" for field in named]
    return with_relations(records.select_related(None), names).only(*fields)


def may_see(viewer: Actor, record: Record) -> bool:
    """Whether somebody may read a record that is already loaded."""
    paths = list(unit_paths(record))
    return not paths or viewer.access.reads(paths, from_below=record.READ_FROM_BELOW)


def authorize(actor: Actor, permission: str, records: Iterable[Record]) -> None:
    """Raise ``PermissionDenied`` unless the actor holds ``permission`` wherever the records belong."""
    if not actor.access.allows(permission):
        raise PermissionDenied
    for record in records:
        if not actor.access.allows(permission, changed_in(record)):
            raise PermissionDenied
