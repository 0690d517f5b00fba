"""Signing in and out and passwords: allauth's views, each with our rule. Only these have a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy

from accounts.doors import Door
from accounts.queries import is_open

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class SignIn(views.LoginView):
    """Sign in by email and password. In an empty installation the first run comes first."""

    is_public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_open():
            return HttpResponseRedirect(reverse("first_run"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SignOut(views.LogoutView):
    """Sign out, by a button: a link could be followed by accident."""

    is_public = True
    http_method_names = ("post",)


class PasswordChange(views.PasswordChangeView, Door):
    """A new password, for somebody who knows the old one; other sessions and tokens end."""

    permission = None
    success_url = reverse_lazy("profile")


class PasswordReset(views.PasswordResetView):
    """Ask for a mail with a link. The answer does not tell whether the address is known."""

    is_public = True


class PasswordResetDone(views.PasswordResetDoneView):
    is_public = True


class PasswordResetFromKey(views.PasswordResetFromKeyView):
    """Choose a password by the link from an invitation or a reset; the link works once, for three days."""

    is_public = True


class PasswordResetFromKeyDone(views.PasswordResetFromKeyDoneView):
    is_public = True
