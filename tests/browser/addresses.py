"""Every page of the product that can be opened with the demonstration's data, found in the URLconf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from workbench.types import all_types, type_with_key

WRITES_ONLY = {"bulk", "view", "draft", "archive"}
"""Addresses that take a form and show no page."""
NO_PAGES = {
    "account_logout", "api_schema", "first_run", "livez", "readyz",
}  # fmt: skip
"""Addresses that answer without a page, or only before the first run."""


def names() -> list[str]:
    """Names of all addresses outside the API, sorted."""
    found = {str(pattern.name) for pattern in _patterns(get_resolver().url_patterns, "") if pattern.name}
    return sorted(found)


def _patterns(entries: list[Any], prefix: str) -> Iterator[URLPattern]:
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, route)
        elif not route.startswith("api/"):
            yield entry


def page_names() -> list[str]:
    """Names of the addresses that show a page."""
    return [name for name in names() if name not in NO_PAGES and not _is_write(name)]


def _is_write(name: str) -> bool:
    key, _, page = name.rpartition("_")
    keys = {object_type.key for object_type in all_types()}
    return key in keys and page in {*WRITES_ONLY, "export", "options"}


def path_of(name: str) -> str | None:
    """The path of an address, with a record of the demonstration where it takes one."""
    key, _, page = name.rpartition("_")
    try:
        return reverse(name)
    except NoReverseMatch:
        if name.startswith("user"):
            return reverse(name, args=[User.objects.order_by("pk")[0].uid])
        if key not in {object_type.key for object_type in all_types()}:
            return None
    record = type_with_key(key).model.objects.order_by("number").first()
    return reverse(name, args=[record.uid]) if record else None
