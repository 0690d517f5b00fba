"""Where this installation is reached from outside: the one place that makes a path into an address."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path that begins with a slash, for what is read outside the site, such as a mail."""
    return f"{settings.SITE_URL}{path}"
