"""Where allauth's sign-in meets our rules and our trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.operations.password_link import offer_reset
from accounts.operations.sign_in import note_failed, note_signed_in, note_signed_out
from accounts.operations.user import change_password
from audit.choices import Verb

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from accounts.models import User

SAID = {
    "account/messages/password_changed.txt": _(
        "The password is changed. Other sessions and tokens have ended."
    )
}
"""What is worth saying; the rest shows by itself."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: an administrator adds people. What happens at the door is in the trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Somebody deactivated hears the same as somebody with a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failed(email=credentials.get("email", ""), address=self.get_client_ip(request), now=_now())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note_signed_in(user=user, address=self.get_client_ip(request), now=_now())

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            note_signed_out(user=request.user, now=_now())
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Through the operation, which ends the user's other sessions and tokens."""
        by_themselves = context.request.user.is_authenticated
        verb = Verb.PASSWORD_CHANGED if by_themselves else Verb.PASSWORD_RESET
        change_password(user=user, password=password, verb=verb, actor=user, now=_now())

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """By a job: the page answers alike, and as fast, whether somebody signs in with the address or nobody."""
        offer_reset(user=user, now=_now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """In our words, and only where there is something to say."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


def _now() -> datetime:
    return timezone.now()  # noqa: TID251 - allauth calls us as a view would, and hands down no instant
