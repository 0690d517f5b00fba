"""The first run of an empty installation: whoever can read its log creates the enterprise."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings as configuration
from django.core.cache import cache

from accounts.operations.enterprise import AlreadyOpen, create_enterprise
from accounts.queries import digest_of, is_open
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.operations.enterprise import Opened

logger = logging.getLogger(__name__)

CACHE_KEY = "accounts.first_run.digest"
LIFE = 24 * 60 * 60
"""Seconds after which an unused token is replaced by a new one."""


class WrongToken(Exception):
    """The token is not the one from the log or the environment."""


def issue_token(*, renew: bool = False) -> str | None:
    """Make sure that there is a one-time token; write it to the log where it is new, and return it.

    Returns None where a token is known already (kept as a digest, so it cannot be shown again) or comes from
    the environment as ``FIRST_RUN_TOKEN``. With ``renew`` an unused token is replaced. Raises ``AlreadyOpen``.
    """
    if is_open():
        raise AlreadyOpen
    if configuration.FIRST_RUN_TOKEN:
        return None
    if renew:
        cache.delete(CACHE_KEY)
    token = secrets.token_urlsafe(24)
    if not cache.add(CACHE_KEY, digest_of(token), LIFE):
        return None
    logger.warning("This installation is empty. Open /first-run/ with the one-time token %s", token)
    return token


def open_enterprise(
    *,
    name: str,
    time_zone: str,
    currency: str,
    fiscal_start_month: int,
    administrator_name: str,
    administrator_email: str,
    password: str,
    token: str,
    now: datetime,
) -> Opened:
    """Create the enterprise and its first administrator, for somebody who knows the one-time token.

    Raises ``WrongToken``, ``AlreadyOpen``, or ``ValidationError`` for a value that breaks a rule.
    """
    if not is_right(token):
        raise WrongToken
    settings: dict[str, Any] = {
        "name": name,
        "time_zone": time_zone,
        "currency": currency,
        "fiscal_start_month": fiscal_start_month,
    }
    administrator = {"name": administrator_name, "email": administrator_email, "password": password}
    opened = create_enterprise(settings=settings, administrator=administrator, actor=SYSTEM, now=now)
    cache.delete(CACHE_KEY)
    return opened


def is_right(token: str) -> bool:
    """Whether this is the one-time token."""
    return secrets.compare_digest(digest_of(token.strip()), _expected_digest())


def _expected_digest() -> str:
    """The digest of the valid token; of nothing anybody can know where none was issued."""
    if configuration.FIRST_RUN_TOKEN:
        return digest_of(configuration.FIRST_RUN_TOKEN)
    return cache.get(CACHE_KEY) or digest_of(secrets.token_urlsafe(24))
