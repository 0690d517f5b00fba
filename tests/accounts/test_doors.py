"""The rule each door declares, and that the rule is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View

from accounts.doors import Door, is_public, public, rule_of
from accounts.permissions import Permission
from accounts.urls import urlpatterns

if TYPE_CHECKING:
    from accounts.models import Unit, User


class Open(View):
    is_public = True


class ForMembers(Door):
    permission: ClassVar[Permission | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")


class ForAnalysts(ForMembers):
    permission: ClassVar[Permission | None] = Permission.EDIT_INITIATIVES
    units: ClassVar[tuple[str, ...]] = ()

    def concerned_units(self) -> tuple[str, ...]:
        return self.units


class ByType(Door):
    def needed_permission(self) -> str | None:
        return None


class Silent(Door):
    pass


class Plain(View):
    pass


@public
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Api(View):
    signs_in_itself = True


@pytest.mark.parametrize(
    ("view", "rule"),
    [
        (page, "public"),
        (Open.as_view(), "public"),
        (Api.as_view(), "own sign-in"),
        (ForMembers.as_view(), "member"),
        (ForAnalysts.as_view(), "edit_initiatives"),
        (ForAnalysts.as_view(permission=Permission.IMPORT), "import"),
        (ForAnalysts.as_view(permission=None), "member"),
        (ByType.as_view(), "by record type"),
        (Silent.as_view(), None),
        (Plain.as_view(), None),
        (undeclared, None),
    ],
)
def test_the_rule_of_a_view_is_what_it_declares(view: Any, rule: str | None) -> None:
    assert rule_of(view) == rule


def test_every_door_of_this_app_declares_its_rule() -> None:
    rules = {pattern.name: rule_of(pattern.callback) for pattern in urlpatterns}
    assert None not in rules.values()
    assert [name for name, rule in rules.items() if rule == "public"] == [
        "first_run",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    ]
    assert [
        pattern.name
        for pattern in urlpatterns
        if is_public(pattern.callback) != (rules[pattern.name] == "public")
    ] == []


def ask(user: Any, view: type[Door], units: tuple[str, ...] = ()) -> HttpResponse:
    request = RequestFactory().get("/somewhere/")
    request.user = user
    return view.as_view(**({"units": units} if units else {}))(request)  # type: ignore[return-value]


def test_a_door_lets_in_who_holds_the_permission_where_it_is_needed(
    analyst: User, reader: User, claims: Unit, sales: Unit
) -> None:
    assert ask(analyst, ForAnalysts).content == b"in"
    assert ask(analyst, ForAnalysts, (claims.path,)).content == b"in"
    for user, units in ((reader, ()), (analyst, (sales.path,)), (analyst, (claims.path, sales.path))):
        with pytest.raises(PermissionDenied):
            ask(user, ForAnalysts, units)


def test_a_member_needs_no_role_where_none_is_asked(member: User) -> None:
    assert ask(member, ForMembers).content == b"in"


def test_a_door_sends_strangers_to_the_sign_in_even_without_the_middleware() -> None:
    assert ask(AnonymousUser(), ForMembers)["Location"] == "/accounts/login/?next=/somewhere/"
