"""What the guards of tests/test_architecture.py look for: each returns what is wrong, in words."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from accounts.backends import TokenAuthentication
from accounts.doors import rule_of, signs_in_itself
from accounts.models import Unit
from foundation.models import Record, RecordQuerySet
from workbench.api.permissions import SignedIn
from workbench.types import all_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(settings.SIGHTLINE_APPS)
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
CATALOGUED = [kind.model for kind in all_types()]
DAYS_AND_INSTANTS = {"at", "since", "day", "last_login"}
"""Names of days and instants that say what they are without an ending."""


def layers() -> dict[str, int]:
    """The height of each app, as the import contract in pyproject.toml states it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (stated,) = [contract["layers"] for contract in contracts if contract["id"] == "apps"]
    return {app: -depth for depth, line in enumerate(stated) for app in line.split(" | ")}


def doors(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address the resolver knows."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, route)
        else:
            yield route, pattern


def all_doors() -> list[tuple[str, URLPattern]]:
    return list(doors(get_resolver().url_patterns))


def name_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


def undeclared(found: Iterable[tuple[str, URLPattern]]) -> list[str]:
    """Addresses whose view does not say who may pass."""
    return [route for route, pattern in found if rule_of(pattern.callback) is None]


def open_apis(found: Iterable[tuple[str, URLPattern]]) -> list[str]:
    """Addresses that say they sign in by themselves and do not: no token, or no question who calls."""
    wrong = []
    for route, pattern in found:
        view: Any = getattr(pattern.callback, "cls", getattr(pattern.callback, "view_class", None))
        if signs_in_itself(pattern.callback) and not (
            issubclass(view, APIView)
            and TokenAuthentication in view.authentication_classes
            and SignedIn in view.permission_classes
        ):
            wrong.append(route)
    return wrong


def uncatalogued(found: Iterable[type[models.Model]]) -> list[str]:
    """Records without pages."""
    return [name_of(model) for model in found if issubclass(model, Record) and model not in CATALOGUED]


def without_vocabulary(found: Iterable[type[models.Model]]) -> list[str]:
    """Records that cannot be narrowed to a viewer, or whose lists would ask again for every row."""
    wrong = []
    for model in found:
        rows: Any = model._default_manager.all()
        relates = any(isinstance(column, models.ForeignKey) for column in model._meta.fields)
        narrows = isinstance(rows, RecordQuerySet)
        if not narrows or (relates and type(rows).for_list is RecordQuerySet.for_list):
            wrong.append(name_of(model))
    return wrong


def astray(found: Iterable[type[Record]]) -> list[str]:
    """Lookups that do not end at a unit."""
    return [
        f"{model.__name__}: {lookup}"
        for model in found
        for lookup in model.UNIT_LOOKUPS
        if _end(model, lookup) is not Unit
    ]


def _end(model: Any, lookup: str) -> Any:
    for name in lookup.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def upward(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations that do not point down: a foreign key written as a text escapes the import contract."""
    height = layers()
    return [
        f"{name_of(model)}.{column.name}"
        for model, column, target in relations(found)
        if target in height
        and target != model._meta.app_label
        and height[target] >= height[model._meta.app_label]
    ]


def misnamed(found: Iterable[type[models.Model]]) -> list[str]:
    """Names by which a lower app would see a relation of an upper one without learning where it comes from."""
    return [
        f"{name_of(model)}.{column.name}"
        for model, column, target in relations(found)
        if target != model._meta.app_label
        and not (column.remote_field.related_name or "").startswith((model._meta.app_label, "+"))
    ]


def relations(found: Iterable[type[models.Model]]) -> Iterator[tuple[type[models.Model], Any, str]]:
    """Each relation with the app it points to, also where it is written as a text."""
    for model in found:
        for column in (*model._meta.fields, *model._meta.many_to_many):
            if column.remote_field is not None:
                target: Any = column.remote_field.model
                yield (
                    model,
                    column,
                    target.split(".")[0] if isinstance(target, str) else target._meta.app_label,
                )


def willful(found: Iterable[type[models.Model]]) -> list[str]:
    """Models with an order of their own, an overridden save, no text, or days and instants named otherwise."""
    return [fault for model in found for fault in _faults(model)]


def _faults(model: type[models.Model]) -> Iterator[str]:
    own = [base for base in model.__mro__ if base.__module__.startswith((*OURS, "tests"))]
    if model._meta.ordering:
        yield f"{name_of(model)} has an order"
    if any(word in vars(base) for base in own for word in ("save", "delete", "save_base")):
        yield f"{name_of(model)} overrides save"
    if not any("__str__" in vars(base) for base in own):
        yield f"{name_of(model)} has no text"
    for column in model._meta.fields:
        ending = {"DateTimeField": "_at", "DateField": "_date"}.get(column.get_internal_type(), "")
        if not column.name.endswith((ending, "_until")) and column.name not in DAYS_AND_INSTANTS:
            yield f"{name_of(model)}.{column.name} does not end in {ending}"
    if re.search(r"(Manager|Data|Info|Item)$", model.__name__):
        yield f"{name_of(model)} is named after nothing"


def loose(found: Iterable[Callable[..., Any]]) -> list[str]:
    """Operations that take who acts or when it is as a position, or leave their types open."""
    wrong = []
    for operation in found:
        signature = inspect.signature(operation)
        acts = {"actor", "now"} & {*signature.parameters}
        kinds = {parameter.kind for parameter in signature.parameters.values()}
        typed = all(p.annotation is not p.empty for p in signature.parameters.values())
        if acts and (
            kinds != {inspect.Parameter.KEYWORD_ONLY}
            or not typed
            or signature.return_annotation is signature.empty
        ):
            wrong.append(operation.__name__)
    return wrong


def operations() -> Iterator[Callable[..., Any]]:
    """Every public function of every ``operations``."""
    for app in OURS:
        package = ROOT / app / "operations"
        for module in walk_packages([str(package)], f"{app}.operations."):
            for name, member in vars(import_module(module.name)).items():
                if (
                    inspect.isfunction(member)
                    and member.__module__ == module.name
                    and not name.startswith("_")
                ):
                    yield member


def bare_reads(source: str) -> list[str]:
    """Reads of records in a page that do not go through what the viewer may see."""
    names = "|".join(model.__name__ for model in CATALOGUED)
    return re.findall(rf"\b(?:{names})\.objects\b(?!\s*\.visible_to\()", source)
