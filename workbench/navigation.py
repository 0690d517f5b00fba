"""The sidebar and what every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.queries import enterprise_of
from activity.queries import unread_count
from foundation.actors import Actor
from workbench.cells import plural_of
from workbench.links import list_url
from workbench.types import all_types

QUICK = ("l", "i", "n")
"""What the tab bar of the phone offers, by its key: the line of sight, initiatives, needs."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the enterprise and, for members, the sidebar."""
    enterprise = enterprise_of(request)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"enterprise": enterprise, "navigation": []}
    groups = navigation(request.path, user)
    items = {item["shortcut"]: item for group in groups for item in group["items"]}
    return {
        "enterprise": enterprise,
        "navigation": groups,
        "quick_navigation": [items[key] for key in QUICK if key in items],
        "single_keys_off": not user.single_keys,
        "inbox_count": unread_count(user),
    }


def navigation(path: str, viewer: Actor) -> list[dict[str, Any]]:
    """Groups in menu order; a group shows when it has pages this person may open."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for page in import_string(settings.PAGES):
        if page.permission and not viewer.access.allows(page.permission):
            continue
        item = _item(reverse(page.url_name), str(page.label), page.icon, path, page.shortcut)
        groups.setdefault(str(page.group), []).append(item)
    for object_type in all_types():
        if object_type.in_menu:
            label = plural_of(object_type)
            item = _item(list_url(object_type), label, object_type.icon, path, object_type.shortcut)
            groups.setdefault(str(object_type.group), []).append(item)
    order = [str(group) for group in import_string(settings.GROUPS)]
    return [{"label": label, "items": groups[label]} for label in order if label in groups]


def _item(url: str, label: str, icon: str, path: str, shortcut: str) -> dict[str, Any]:
    current = path == url if url == "/" else path.startswith(url)
    return {"url": url, "label": label, "icon": icon, "current": current, "shortcut": shortcut, "count": ""}
