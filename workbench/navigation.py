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
from foundation.actors import Access
from foundation.catalog import ObjectType, Page
from workbench.cells import plural_of
from workbench.links import list_url
from workbench.types import all_types

QUICK = ("l", "i", "n")
"""What the tab bar of the phone offers, by its key: the line of sight, initiatives, needs."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the enterprise and, for members, the sidebar.

    ``frame_key`` names all that the frame around the content depends on, so that templates can keep it between
    requests; sidebar and tab bar are only put together where they have not been kept.
    """
    enterprise = enterprise_of(request)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"enterprise": enterprise, "navigation": [], "frame_key": f"nobody {enterprise}"}
    language, path = get_language() or settings.LANGUAGE_CODE, request.path
    access = user.access
    shown = {at: entry.leads_to(path) for at, entry in enumerate(menu(language)) if entry.is_for(access)}
    frame = Frame(language, shown)
    return {
        "enterprise": enterprise,
        "navigation": frame.groups,
        "quick_navigation": frame.quick,
        "frame_key": _digest(
            shown, enterprise and (enterprise.name, enterprise.is_demonstration), access.part
        ),
        "single_keys_off": not user.single_keys,
        "inbox_count": unread_count(user),
    }


def _digest(*known: object) -> str:
    return md5(repr(known).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines of the menu that one reader has: their places in it, each with whether it leads to the page shown."""

    language: str
    places: dict[int, bool]

    def groups(self) -> list[dict[str, Any]]:
        """The headings of the sidebar with their lines; one that folds stands open around the page that is shown."""
        folded = [str(label) for label in import_string(settings.FOLDED)]
        found = [(label, list(lines)) for label, lines in groupby(self._lines(), key=itemgetter("group"))]
        return [
            {
                "label": label,
                "items": lines,
                "folds": label in folded,
                "open": any(line["current"] for line in lines),
            }
            for label, lines in found
        ]

    def quick(self) -> list[dict[str, Any]]:
        """What the tab bar of the phone offers."""
        offered = [line for line in self._lines() if line["shortcut"] in QUICK]
        return sorted(offered, key=lambda line: QUICK.index(line["shortcut"]))

    def _lines(self) -> list[dict[str, Any]]:
        known = menu(self.language)
        return [{**known[at].shown, "current": current} for at, current in self.places.items()]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar, in one language."""

    permission: str
    shown: dict[str, Any]

    def is_for(self, access: Access) -> bool:
        """Whether a person may open the page: everybody, where it asks for no permission."""
        return not self.permission or access.allows(self.permission)

    def leads_to(self, path: str) -> bool:
        url = self.shown["url"]
        return path == url if url == "/" else path.startswith(url)


@cache
def menu(language: str) -> tuple[Entry, ...]:
    """Every line of the sidebar in menu order, in ``language``."""
    with override(language):
        pages = [
            _entry(reverse(page.url_name), str(page.label), page, page.permission)
            for page in import_string(settings.PAGES)
        ]
        lists = [_entry(list_url(kind), plural_of(kind), kind) for kind in all_types() if kind.in_menu]
        order = [str(group) for group in import_string(settings.GROUPS)]
    known = [entry for entry in (*pages, *lists) if entry.shown["group"] in order]
    return tuple(sorted(known, key=lambda entry: order.index(entry.shown["group"])))


def _entry(url: str, label: str, what: Page | ObjectType, permission: str = "") -> Entry:
    shown = {"url": url, "label": label, "icon": what.icon, "shortcut": what.shortcut, "count": ""}
    return Entry(permission, {**shown, "group": str(what.group)})
