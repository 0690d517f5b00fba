"""The sidebar and what every page shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import md5
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override

from accounts.queries import enterprise_of
from activity.queries import unread_count
from foundation.actors import Actor
from foundation.catalog import ObjectType, Page
from workbench.cells import plural_of
from workbench.links import list_url
from workbench.types import all_types

QUICK = ("l", "i", "n")
"""What the tab bar of the phone offers, by its key: the line of sight, initiatives, needs."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the enterprise and, for members, the sidebar.

    What the templates keep of it between requests is told apart by ``frame_key``; the sidebar is only put together
    where it has not been kept.
    """
    enterprise = enterprise_of(request)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"enterprise": enterprise, "navigation": [], "frame_key": str(enterprise)}
    items = [item for item in menu(get_language() or settings.LANGUAGE_CODE) if item.is_for(user)]
    shown = [{**item.shown, "current": item.leads_to(request.path)} for item in items]
    quick = {item["shortcut"]: item for item in shown}
    firm = enterprise and (enterprise.name, enterprise.is_demonstration)
    known = [(item["url"], item["current"]) for item in shown], firm, user.access.part
    return {
        "enterprise": enterprise,
        "navigation": lambda: [
            _group(label, list(group)) for label, group in groupby(shown, key=itemgetter("group"))
        ],
        "quick_navigation": [quick[key] for key in QUICK if key in quick],
        "frame_key": md5(repr(known).encode(), usedforsecurity=False).hexdigest(),
        "single_keys_off": not user.single_keys,
        "inbox_count": unread_count(user),
    }


def _group(label: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """One heading of the sidebar with its lines; one that folds stands open around the page that is shown."""
    folds = label in map(str, import_string(settings.FOLDED))
    return {"label": label, "items": items, "folds": folds, "open": any(item["current"] for item in items)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar, in one language."""

    shown: dict[str, Any]
    permission: str = ""
    units: tuple[str, ...] = ()

    def is_for(self, viewer: Actor) -> bool:
        """Whether a person may open the page: everybody, where it asks for no permission."""
        return not self.permission or viewer.access.allows(self.permission, self.units)

    def leads_to(self, path: str) -> bool:
        url = self.shown["url"]
        return path == url if url == "/" else path.startswith(url)


@cache
def menu(language: str) -> tuple[Entry, ...]:
    """Every line of the sidebar in menu order, in ``language``."""
    with override(language):
        pages = [
            _entry(reverse(page.url_name), str(page.label), page, page.permission, page.units)
            for page in import_string(settings.PAGES)
        ]
        lists = [_entry(list_url(kind), plural_of(kind), kind) for kind in all_types() if kind.in_menu]
        order = [str(group) for group in import_string(settings.GROUPS)]
    known = [entry for entry in (*pages, *lists) if entry.shown["group"] in order]
    return tuple(sorted(known, key=lambda entry: order.index(entry.shown["group"])))


def _entry(url: str, label: str, what: Page | ObjectType, *needed: Any) -> Entry:
    shown = {"url": url, "label": label, "icon": what.icon, "shortcut": what.shortcut, "count": ""}
    return Entry({**shown, "group": str(what.group)}, *needed)
