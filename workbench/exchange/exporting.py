"""Records as rows that import back to no change: every field a file may give, related records by code and name."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from foundation.actors import Actor
from foundation.catalog import ObjectType
from foundation.models import Record, RecordQuerySet
from workbench.exchange.references import reference_text
from workbench.reach import may_see, with_relations
from workbench.types import derived_of, with_derived

CHUNK = 1_000


def export_header(object_type: ObjectType) -> tuple[str, ...]:
    """Fields, what is computed from them, and what is kept about them: importing leaves the latter two alone."""
    known = (*object_type.fields, *object_type.computed, *derived_of(object_type.model))
    return ("uid", "code", *known, "source", "external_key")


def export_rows(*, object_type: ObjectType, records: RecordQuerySet, viewer: Actor) -> Generator[list[Any]]:
    """Rows under ``export_header``, one query a thousand records at most, in the order of ``records``.

    ``records`` are already narrowed to what ``viewer`` may see; a related record that is not keeps its name.
    """
    header = export_header(object_type)
    loaded = with_derived(with_relations(records, header))
    for record in loaded.iterator(chunk_size=CHUNK):
        yield [exported(record, name, viewer) for name in header]


def exported(record: Record, name: str, viewer: Actor) -> Any:
    value = getattr(record, name)
    if not hasattr(value, "PREFIX"):
        return value
    return reference_text(value) if may_see(viewer, value) else value.code
