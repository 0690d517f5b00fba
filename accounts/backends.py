from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import Token, User
from accounts.operations.token import note_use
from accounts.queries import reader, usable_token


class EmailBackend(AuthenticationBackend):
    """Signs in by email address and loads the person along with the user: every page shows the name."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session; nobody once deactivated, so that the session ends there."""
        return reader(user_id)


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer KEY`` with a personal token."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Bearer KEY.")
        now = timezone.now()
        token = usable_token(words[1].decode("latin-1"), now)
        if token is None:
            raise AuthenticationFailed(
                "This token is unknown, revoked or expired. Make a new one on the profile page."
            )
        note_use(token=token, now=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
