"""Who signs in, and what they may do where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.forms import GrantForm, UserForm, refuse
from accounts.models import Grant, User
from accounts.operations.grant import grant_role, revoke_role
from accounts.operations.password_link import invite
from accounts.operations.user import LastAdministrator, activate_user, add_user, deactivate_user
from accounts.permissions import Permission
from accounts.queries import sign_in_counts, users_with_roles
from accounts.views.base import Page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


class UserList(Page):
    """Everybody with a sign-in, with their roles."""

    permission = Permission.MANAGE_ACCESS
    template_name = "accounts/user_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        shown = Paginator(users_with_roles(words), PER_PAGE).get_page(request.GET.get("page"))
        return self.show(users=shown, words=words, pages=pages_of(shown, words), counts=sign_in_counts())


def pages_of(shown: Any, words: str) -> dict[str, str]:
    """Previous and next, as the pager component takes them."""

    def url(number: int) -> str:
        return "?" + urlencode({"q": words, "page": number})

    return {
        "previous_url": url(shown.previous_page_number()) if shown.has_previous() else "",
        "next_url": url(shown.next_page_number()) if shown.has_next() else "",
        "text": _("Page %(page)d of %(pages)d") % {"page": shown.number, "pages": shown.paginator.num_pages},
    }


class UserAdd(Page):
    """A person who is to sign in; an invitation goes out by mail."""

    permission = Permission.MANAGE_ACCESS
    template_name = "accounts/user_add.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=UserForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UserForm(request.POST)
        if not form.is_valid():
            return self.show(form=form)
        try:
            user = add_user(**form.cleaned_data, actor=self.viewer, now=timezone.now(), is_invited=True)
        except ValidationError as error:
            refuse(form, error)
            return self.show(form=form)
        messages.success(
            request, _("%(name)s is invited by mail. Now say what they may do.") % {"name": user.label}
        )
        return HttpResponseRedirect(url_of(user))


class OfUser(Door):
    """A door to one user."""

    permission = Permission.MANAGE_ACCESS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = get_object_or_404(User.objects.with_person(), uid=kwargs["uid"])


class UserPage(OfUser, Page):
    """What one user may do where, and the keys they hold."""

    template_name = "accounts/user.html"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.page(GrantForm(access=self.viewer.access))

    def page(self, form: GrantForm) -> HttpResponse:
        grants, tokens = self.user.grants.in_order(), self.user.tokens.unrevoked().newest_first()
        revocable = {grant.uid for grant in grants if self.may_manage([grant.unit.path])}
        return self.show(
            shown_user=self.user,
            grants=grants,
            revocable=revocable,
            may_shut_out=len(revocable) == len(grants),
            tokens=tokens,
            form=form,
            now=timezone.now(),
        )

    def may_manage(self, paths: list[str]) -> bool:
        """Whether the viewer decides about access in these units."""
        return self.viewer.access.allows(Permission.MANAGE_ACCESS, paths)


class RoleGrant(UserPage):
    """Give this user a role."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = GrantForm(request.POST, access=self.viewer.access)
        if not form.is_valid():
            return self.page(form)
        try:
            grant_role(user=self.user, **form.cleaned_data, actor=self.viewer, now=timezone.now())
        except ValidationError as error:
            refuse(form, error)
            return self.page(form)
        return HttpResponseRedirect(url_of(self.user))


class UserAction(OfUser, ABC):
    """A button on the page of a user."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except LastAdministrator as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(url_of(self.user))

    @abstractmethod
    def act(self) -> str:
        """One operation; what to say afterwards."""


class UserDeactivate(UserAction):
    def act(self) -> str:
        deactivate_user(user=self.user, actor=self.viewer, now=timezone.now())
        return _("%(name)s can no longer sign in.") % {"name": self.user.label}


class UserActivate(UserAction):
    def act(self) -> str:
        activate_user(user=self.user, actor=self.viewer, now=timezone.now())
        return _("%(name)s can sign in again.") % {"name": self.user.label}


class UserInvite(UserAction):
    def act(self) -> str:
        invite(user=self.user, actor=self.viewer, now=timezone.now())
        return _("A mail with a link to choose a password is on its way.")


class RoleRevoke(UserAction):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.grant = get_object_or_404(Grant.objects.in_order(), user=self.user, uid=kwargs["grant"])
        self.grant.user = self.user

    def act(self) -> str:
        revoke_role(grant=self.grant, actor=self.viewer, now=timezone.now())
        return _("The role is revoked; sessions and tokens have ended.")


def url_of(user: User) -> str:
    """The page of a user."""
    return reverse("user", args=[user.uid])
