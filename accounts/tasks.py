"""Jobs of this app: primitives in, fetch, one call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.operations import password_link


def send_invitation(*, payload: dict[str, str], actor: Any, **_: Any) -> dict[str, bool]:
    """Mail somebody the link to choose a password. A repeated attempt sends another link, which does no harm."""
    user = User.objects.with_person().get(uid=UUID(payload["user"]))
    sent = password_link.send_invitation(user=user, actor_label=actor.label)
    return {"sent": sent}


def send_password_reset(*, payload: dict[str, str], **_: Any) -> dict[str, bool]:
    """Mail somebody the link to choose another password."""
    user = User.objects.with_person().get(uid=UUID(payload["user"]))
    return {"sent": password_link.send_reset(user=user)}
