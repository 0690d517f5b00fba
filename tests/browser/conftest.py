"""One running site with the demonstration enterprise, and real Chromium in front of it.

The site is started once in each test process, on a database of its own that is kept for the whole run: a test that
writes uses records of its own, or takes away what it made. These tests run by themselves
(``python3 dev.py test`` does so): the driver's event loop and the kept data do not mix with other tests.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories.accounts import make_rate
from tools.testing import browser_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
HERE = Path(__file__).parent
ALONE = pytest.mark.skip(reason="the browser suite runs by itself: `python3 dev.py test tests/browser`")

Open = Callable[..., "Visit"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    if len(ours) < len(items):
        for item in ours:
            item.add_marker(ALONE)


@dataclass
class Visit:
    """A page in its own browser context, everything the browser complained about, and every status it met."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a path and wait until it has loaded and its fonts are there."""
        self.complaints.clear()
        self.statuses.clear()
        self.page.goto(self.base + path)
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def shown(self, selector: str) -> Locator:
        """The matches of a selector that a reader sees."""
        return self.page.locator(selector).filter(visible=True)

    @property
    def path(self) -> str:
        """Path and query of the present address."""
        return self.page.url.removeprefix(self.base)


@pytest.fixture(scope="session")
def database(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database for this process and these tests.

    SQLite keeps it in a file, so that the server's threads and the test each have a connection of their own.
    """
    kept = connections["default"].settings_dict
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    is_file = kept["ENGINE"].endswith("sqlite3")
    name = settings.DATA_DIR / f"browser-{process}.sqlite3" if is_file else f"test_browser_{process}"
    kept["TEST"]["NAME"] = str(name)
    kept["CONN_MAX_AGE"] = 0  # what a server's thread keeps open would hold the database at the end
    with django_db_blocker.unblock():
        before = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(before, verbosity=0)


@pytest.fixture(scope="session")
def site(database: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the demonstration, served from the test database."""
    with django_db_blocker.unblock():
        call_command("demonstration", stdout=StringIO())
        make_rate("USD", Decimal("0.92"))  # the demonstration reckons in one currency
        settings.SOURCE_DATABASES = {"surveys": "sqlite:////srv/surveys.sqlite3"}  # an operator's to name
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def chromium(site: str) -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        pytest.skip("no browser found: install Chromium or set CHROMIUM_PATH")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver runs an event loop in this thread
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # those opened beside the event loop, which nobody else sees


@pytest.fixture(autouse=True)
def reach_data(site: str, django_db_blocker: Any) -> Iterator[None]:
    """Browser tests look at what the site did."""
    with django_db_blocker.unblock():
        yield


def visit_in(context: BrowserContext, site: str) -> Visit:
    """A new page of a context, with somebody who writes down what goes wrong."""
    visit = Visit(context.new_page(), site)
    visit.page.set_default_timeout(30_000)
    visit.page.on("console", lambda said: visit.complaints.append(f"{said.type}: {said.text}"))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("response", lambda answer: visit.statuses.append(answer.status))
    return visit


@pytest.fixture(scope="session")
def context_for(chromium: Browser, site: str) -> Callable[..., BrowserContext]:
    """A new browser of somebody of the demonstration (``None``: a stranger)."""

    def made(
        who: str | None = "cio", *, theme: str = "light", size: dict[str, int] = DESK, script: bool = True
    ) -> BrowserContext:
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            java_script_enabled=script,
            accept_downloads=True,
        )
        if who:
            context.add_cookies([{"name": "session", "value": session_of(who), "url": site}])
        return context

    return made


@pytest.fixture
def open_as(context_for: Callable[..., BrowserContext], site: str) -> Iterator[Open]:
    """``open_as("cio")`` gives a browser in which that person has signed in; ``open_as(None)`` a stranger's."""
    contexts: list[BrowserContext] = []

    def opened(who: str | None = "cio", **settings: Any) -> Visit:
        contexts.append(context_for(who, **settings))
        return visit_in(contexts[-1], site)

    yield opened
    for context in contexts:
        context.close()


def session_of(who: str) -> str:
    """A session of a person: of the demonstration by first part of the address, or of any address."""
    email = who if "@" in who else f"{who}@demo.example"
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=email))
    return client.cookies["session"].value
