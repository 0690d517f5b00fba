"""What every test has: fast and private settings, the people of tests/personas.py, a fixed instant."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

# No test may depend on timing; a slow machine is no counterexample. Each run draws other examples.
EXAMPLES = 500 if os.environ.get("SIGHTLINE_RELEASE") else 30
hypothesis.settings.register_profile("patient", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("patient")

pytest_plugins = ["tests.schema", "tests.audit_flush", "tests.personas"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Replace what is slow or shared between processes, before the apps are loaded."""
    settings.SITE_URL = "http://testserver"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "template_fragments": settings.CACHES["template_fragments"],
        # Factories leave no events: what is kept while nothing happens is for the tests that are about it.
        "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Django asks SQLite once for a process whether it knows JSON; no test may count that statement."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """No test meets the counters of another one, or the language of its last page."""
    yield
    cache.clear()
    translation.deactivate()
