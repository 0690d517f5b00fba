"""The joined catalog, reached through settings: the only upward strings of the code base."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from foundation.catalog import Column, Columns, Derivations, Derived, ObjectType, Panel, Panels


@cache
def all_types() -> tuple[ObjectType, ...]:
    """Every record type, in menu order."""
    types: tuple[ObjectType, ...] = import_string(settings.CATALOG)
    return types


@cache
def _by_model() -> dict[type[Model], ObjectType]:
    return {object_type.model: object_type for object_type in all_types()}


@cache
def _by_name() -> dict[str, ObjectType]:
    return {name: kind for kind in all_types() for name in (kind.key, kind.slug, kind.label)}


def type_of(model: type[Model]) -> ObjectType | None:
    """The type of a model; nothing for models that are not records."""
    return _by_model().get(model)


def type_for(model: type[Model]) -> ObjectType:
    """The type of a model that is known to be a record's. Raises ``KeyError``."""
    return _by_model()[model]


def type_named(name: str) -> ObjectType | None:
    """The type called ``name``: its key, its slug or its label, in any case."""
    return _by_name().get(name.strip().lower())


def type_with_key(key: str) -> ObjectType:
    """The type whose key is known to exist. Raises ``KeyError``."""
    return _by_name()[key]


def panels_of(model: type[Model]) -> tuple[Panel, ...]:
    """What upper apps contribute to the detail page of a model."""
    panels: Panels = import_string(settings.PANELS)
    return panels.get(model, ())


def columns_of(model: type[Model]) -> tuple[Column, ...]:
    """What upper apps contribute to the list of a model."""
    columns: Columns = import_string(settings.COLUMNS)
    return columns.get(model, ())


@cache
def _derived() -> dict[type[Model], Mapping[str, Derived]]:
    known: Derivations = import_string(settings.DERIVED)
    return {model: {each.key: each for each in kept} for model, kept in known.items()}


def derived_of(model: type[Model]) -> Mapping[str, Derived]:
    """What upper apps keep about records of a model, by key."""
    return _derived().get(model, {})


def with_derived(records: QuerySet[Any]) -> QuerySet[Any]:
    """The same records with what upper apps keep about them, by the same statement."""
    kept = {key: each.value() for key, each in derived_of(records.model).items()}
    return records.annotate(**kept) if kept else records
