"""What people see and change of their own sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.forms import PREFERENCES, ProfileForm, TokenForm
from accounts.models import Token
from accounts.operations.token import create_token, revoke_token
from accounts.operations.user import ChangedMeanwhile, change_profile
from accounts.views.base import Page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class Profile(Page):
    """Name, title, language, time zone, shortcuts; and the way to the password."""

    permission = None
    template_name = "accounts/profile.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ProfileForm(user=self.viewer))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST, user=self.viewer)
        if not form.is_valid():
            return self.page(form)
        try:
            change_profile(
                user=self.viewer,
                person=form.values("name", "title"),
                preferences=form.values(*PREFERENCES),
                version=form.cleaned_data["version"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except ChangedMeanwhile:
            form.add_error(
                None, _("Somebody else changed your name or title meanwhile. Open the page again to see it.")
            )
            return self.page(form)
        messages.success(request, _("Profile saved."))
        return HttpResponseRedirect(reverse("profile"))

    def page(self, form: ProfileForm) -> HttpResponse:
        return self.show(form=form, grants=self.viewer.grants.in_order())


class Tokens(Page):
    """A user's keys to the API. A new key is shown once, on the page that answers the request for it."""

    permission = None
    template_name = "accounts/tokens.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        now = timezone.now()
        new = create_token(
            user=self.viewer,
            name=form.cleaned_data["name"],
            read_only=form.cleaned_data["read_only"],
            expires_at=now + form.life,
            actor=self.viewer,
            now=now,
        )
        return self.page(TokenForm(), key=new.key)

    def page(self, form: TokenForm, **context: Any) -> HttpResponse:
        now = timezone.now()
        return self.show(form=form, tokens=self.viewer.tokens.usable(now).newest_first(), now=now, **context)


class TokenRevoke(Door):
    """End one of one's own keys."""

    permission = None
    http_method_names = ("post",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.token = get_object_or_404(
                Token.objects.select_related("user"), user=request.user, uid=kwargs["uid"]
            )

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        revoke_token(token=self.token, actor=self.viewer, now=timezone.now())
        messages.success(request, _("%(name)s is revoked.") % {"name": self.token.name})
        return HttpResponseRedirect(reverse("tokens"))
