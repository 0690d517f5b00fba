from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import Token

if TYPE_CHECKING:
    from rest_framework.views import APIView


class SignedIn(BasePermission):
    """Members only; a read-only token may not write. What a member may change is the operation's question."""

    message = "This token may only read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        token = request.auth
        return request.method in SAFE_METHODS or not (isinstance(token, Token) and token.read_only)
