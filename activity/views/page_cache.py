"""What is written of large pages, kept in the process for everybody who may see the same.

Writing the map of a large portfolio takes most of a second; most readers ask for it while nothing has changed. What is
kept is known by everything it follows from: the length of the trail, so that a change makes another of it, what the
reader may see and do, the language, zone and days, the whole address, and the release. Who reads is not part of it:
what is personal belongs to the page around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from secrets import token_urlsafe

from django.core.cache import caches
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString

OWN_TOKEN = token_urlsafe(32)
"""Stands in what is kept where each reader's own token against forged requests belongs."""
AGE = 600
"""Seconds after which it is written again: what is written past the doors, in a shell, leaves no event."""

Written = Mapping[str, str]


def kept(request: HttpRequest, known: tuple[object, ...], write: Callable[[], Written]) -> Written:
    """The parts of a page by name, as kept for ``known``, else written now; nothing is kept where that is empty."""
    store, key = caches["pages"], f"written-{sha256(repr(known).encode()).hexdigest()}"
    found: Written | None = store.get(key) if known else None
    if found is None:
        found = write()
        if known:
            store.set(key, found, AGE)
    return {name: _own(request, text) for name, text in found.items()}


def _own(request: HttpRequest, text: str) -> str:
    """A part with the token of who reads it now. It has been escaped when it was written."""
    return SafeString(text.replace(OWN_TOKEN, get_token(request)) if OWN_TOKEN in text else text)
