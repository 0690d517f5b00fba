"""One running site with the demonstration enterprise, and real Chromium in front of it.

The site is started once and its data is kept for the whole run: a test that writes uses records of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
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

Open = Callable[..., "Visit"]


@dataclass
class Visit:
    """A page in its own browser context, and everything the browser complained about."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a path and wait until the page is still."""
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Chromium or set CHROMIUM_PATH")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the demonstration, served from the test database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver runs an event loop in this thread
    with django_db_blocker.unblock():
        call_command("demonstration", verbosity=0)
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def reach_data(site: str, django_db_blocker: Any) -> Iterator[None]:
    """Browser tests look at what the site did."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def open_as(chromium: Browser, site: str) -> Iterator[Open]:
    """``open_as("cio")`` gives a browser in which that person has signed in; ``open_as(None)`` a stranger's."""
    contexts: list[BrowserContext] = []

    def opened(who: str | None = "cio", *, theme: str = "light", size: dict[str, int] = DESK) -> Visit:
        context = chromium.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": session_of(who), "url": site}])
        visit = Visit(context.new_page(), site)
        visit.page.on("console", lambda said: visit.complaints.append(f"{said.type}: {said.text}"))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        return visit

    yield opened
    for context in contexts:
        context.close()


def session_of(who: str) -> str:
    """The session key of a person of the demonstration."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    return client.cookies["session"].value
