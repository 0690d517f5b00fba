"""What a production installation refuses to start with, the local key of any other one, and the address of one that says none."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def local_key(folder: Path) -> str:
    """The signing key of a local installation: made once, kept in its data folder for its owner alone."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def likely_address(hosts: Sequence[str], *, https: bool, port: str) -> str:
    """Where an installation that does not say so is reached: by its first whole name, else on this machine.

    Only names of this machine get the ``port``: in front of any other one stands a server of its own.
    """
    host = next((name for name in hosts if not name.startswith(("*", "."))), LOCAL[0])
    if host in LOCAL:
        host = f"{host}:{port}"
    return f"{'https' if https else 'http'}://{host}"


def refuse_unsafe(*, debug: bool, key: str, https: bool, plain_http_allowed: bool) -> None:
    """Raise ``ImproperlyConfigured``, with the remedy, where a production installation would be unsafe."""
    if debug:
        raise ImproperlyConfigured(
            "DEBUG shows strangers how the product works. Leave it unset in production."
        )
    if len(key) < SHORTEST_KEY or len(set(key)) < 10:
        raise ImproperlyConfigured(f"Set SECRET_KEY to at least {SHORTEST_KEY} random characters.")
    if not https and not plain_http_allowed:
        raise ImproperlyConfigured(
            "Set HTTPS=true behind a server that ends TLS, or PLAIN_HTTP=true on a network you trust."
        )
