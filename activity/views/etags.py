"""Whether a page is still what its reader has: decided from a stamp, before anything is calculated.

Everything written to the enterprise leaves events in the trail, so the length of the trail tells whether anything has
changed. What the page shows besides (who reads, in which language and zone, what day it is, what waits in the inbox,
which release writes it) is in the stamp itself.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from accounts.middleware import REVALIDATED
from accounts.models import Enterprise, User
from accounts.queries import day_at
from activity.queries import unread_count
from audit.queries import length

WRITTEN_BY = ("alignment", "foundation", "metrics", "static/build", "templates", "workbench")
"""Folders whose files decide how the page is written."""


def known_to(
    request: HttpRequest, viewer: User, enterprise: Enterprise | None, now: datetime, *kept: object
) -> tuple[object, ...]:
    """All that the content of a page follows from, where no reader finds anything personal in it; empty if untold.

    ``kept`` is what the page shows of the reader's own choices, which leave nothing in the trail.
    """
    if settings.DEBUG or enterprise is None:
        return ()
    return (
        length(),
        release(),
        day_at(now, enterprise),
        now.astimezone(timezone.get_current_timezone()).date(),
        translation.get_language(),
        timezone.get_current_timezone_name(),
        sorted(viewer.access.branches.items()),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-History-Restore-Request", ""),
        kept,
    )


def stamp_of(request: HttpRequest, viewer: User, known: tuple[object, ...]) -> str:
    """The entity tag of a page that depends on nothing else; empty where it must be written afresh."""
    token = request.META.get("CSRF_COOKIE", "")
    if not known or not token or len(get_messages(request)):
        return ""
    whole = (*known, *_of_viewer(viewer), request.session.session_key, token)
    return f'W/"{sha256(repr(whole).encode()).hexdigest()[:32]}"'


def _of_viewer(viewer: User) -> tuple[object, ...]:
    """What the page around its content shows of its reader."""
    return (
        viewer.pk,
        viewer.label,
        viewer.email,
        viewer.single_keys,
        unread_count(viewer),
    )


def not_modified(request: HttpRequest, stamp: str) -> HttpResponse | None:
    """The answer to a reader who has this page already."""
    found: HttpResponse | None = get_conditional_response(request, etag=stamp) if stamp else None
    return stamped(found, stamp) if found else None


def stamped(response: HttpResponse, stamp: str) -> HttpResponse:
    """An answer that the browser may keep, if it asks each time whether it still holds."""
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    if stamp:
        response["ETag"] = stamp
        response["Cache-Control"] = REVALIDATED
    return response


@cache
def release() -> int:
    """When the newest file that takes part in writing pages was made, in nanoseconds."""
    folders = (Path(settings.BASE_DIR) / name for name in WRITTEN_BY)
    made = (file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*") if file.is_file())
    return max(made, default=0)
