"""What every test has: fast and private settings, the people of tests/personas.py, a fixed instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Iterator

# No test may depend on timing; a slow machine is no counterexample.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

pytest_plugins = ["tests.audit_flush", "tests.personas"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Replace what is slow or shared between processes, before the apps are loaded."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test meets the counters of another one."""
    yield
    cache.clear()
