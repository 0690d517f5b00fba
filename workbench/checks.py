"""Stops the start on a name in a catalog entry that the model does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from foundation.catalog import ObjectType
from workbench.cells import column_of
from workbench.types import all_types


def register_checks() -> None:
    """Have Django run the checks at every start."""
    register(catalog_names)


def catalog_names(**_options: Any) -> list[CheckMessage]:
    """One error per misspelt name."""
    return [fault for object_type in all_types() for fault in faults_in(object_type)]


def faults_in(object_type: ObjectType) -> Iterator[CheckMessage]:
    """Names in one entry that mean nothing to its model."""
    model = object_type.model
    written = {"fields": object_type.fields, "filters": object_type.filters}
    written["sections"] = tuple(name for section in object_type.sections for name in section.fields)
    written["search"] = tuple(lookup.split("__")[0] for lookup in object_type.search)
    written["UNIT_LOOKUPS"] = tuple(lookup.split("__")[0] for lookup in model.UNIT_LOOKUPS)
    written["DATED_BY"] = model.DATED_BY
    for place, names in written.items():
        for name in names:
            if column_of(model, name) is None:
                yield _error(object_type, place, name)
    yield from (
        _error(object_type, "columns", name) for name in object_type.columns if not hasattr(model, name)
    )
    if not model.PREFIX:
        yield Error(f"{model.__name__} has no PREFIX for its codes", id="workbench.E002")


def _error(object_type: ObjectType, place: str, name: str) -> Error:
    text = f"{object_type.model.__name__}: {place} names {name!r}, which the model does not have"
    return Error(text, id="workbench.E001", hint="Correct the entry in the app's catalog.py.")
