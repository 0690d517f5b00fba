from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from accounts.doors import is_public, signs_in_itself
from accounts.queries import is_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


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
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated or is_public(view) or signs_in_itself(view):
            return None
        if not is_open():
            return HttpResponseRedirect(reverse("first_run"))
        return redirect_to_login(request.get_full_path())


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
