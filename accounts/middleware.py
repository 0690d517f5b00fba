from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.defaults import bad_request

from accounts.doors import is_public, signs_in_itself
from accounts.queries import is_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict


OPEN_TO = "Sightline-Open-To"
"""The header by which an answer says that it is about a part: the names of the units its reader may read."""
REVALIDATED = "no-cache, private"
"""Set by a page that may be kept because it is asked each time whether it still holds."""


class SignInRequired:
    """Lets nobody past a door without signing in, except where the view says it is public.

    While the installation is empty there is nobody to sign in as: the first run comes first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and response.headers.get("Cache-Control") != REVALIDATED:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        if request.user.is_authenticated and request.user.access.is_partial:
            response[OPEN_TO] = json.dumps(request.user.access.part)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated or is_public(view) or signs_in_itself(view):
            return None
        if not is_open():
            return HttpResponseRedirect(reverse("first_run"))
        return redirect_to_login(request.get_full_path())


class WithoutNul:
    """Refuses an address or a form with NUL in it: no keyboard types it, and PostgreSQL takes no text that has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Programs are answered by the API itself, which says in which field it is."""
        if signs_in_itself(view):
            return None
        if any("\0" in text for text in (request.path, *_values(request.GET), *_values(request.POST))):
            return bad_request(request, BadRequest())
        return None


def _values(sent: QueryDict) -> list[str]:
    return [text for _name, texts in sent.lists() for text in texts]


class ReaderSettings:
    """Pages speak the reader's language and show instants in the reader's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        reader = request.user
        if reader.language:
            translation.activate(reader.language)
            request.LANGUAGE_CODE = reader.language
        with timezone.override(ZoneInfo(reader.zone)):
            return self.get_response(request)
