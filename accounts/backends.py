from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.queries import reader


class EmailBackend(AuthenticationBackend):
    """Signs in by email address and loads the person along with the user: every page shows the name."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session; nobody once deactivated, so that the session ends there."""
        return reader(user_id)
