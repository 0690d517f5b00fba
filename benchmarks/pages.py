"""Pages through Django's test client, against plain Django pages with hand-written statements.

The plain pages stand in benchmarks/floors/. The plain map shows every initiative in one page: what a reader would have
to read without groups.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from accounts.models import User
from benchmarks.floors.map import plain_map
from benchmarks.floors.pages import plain_detail, plain_list, plain_shell
from benchmarks.worlds.portfolio import World, portfolio
from foundation.actors import SYSTEM
from tools.races import Race
from workbench.links import list_url, record_url
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

DATABASE = True
ROWS = 900
SHELL_GOAL, LIST_GOAL, DETAIL_GOAL, MAP_GOAL = 1.3, 1.5, 2.0, 0.5
"""How many plain pages a page may cost; the map's goal is for 5,000 initiatives."""

PLAIN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "benchmarks.pages.plain_addresses",
]


def plain_addresses(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: plain pages have addresses of their own."""

    def answered(request: HttpRequest) -> Any:
        request.urlconf = __name__
        return get_response(request)

    return answered


urlpatterns = [
    path("shell/", plain_shell),
    path("list/", plain_list),
    path("detail/<int:pk>/", plain_detail, name="plain_detail"),
    path("map/", plain_map),
]


def races(rows: int) -> list[Race]:
    _serve_files_as_they_are()
    gc.collect()
    gc.freeze()  # as config/wsgi.py does, for the page and the floor alike
    world = _world(rows)
    kind, initiative = type_with_key("initiative"), world.initiative
    page, plain = _signed_in(world.viewer), _signed_in(world.viewer)
    with override_settings(MIDDLEWARE=PLAIN):
        plain.get("/list/")  # a client reads its middleware at its first request
    pages = {
        "shell (an empty inbox)": (reverse("inbox"), "/shell/", SHELL_GOAL),
        f"list of {rows}": (list_url(kind), "/list/", LIST_GOAL),
        f"detail, one of {rows}": (record_url(kind, initiative), f"/detail/{initiative.pk}/", DETAIL_GOAL),
        f"map of {rows}": (reverse("line_of_sight"), "/map/", MAP_GOAL),
    }
    return [
        _race(name, Page(page, address), Page(plain, floor), goal)
        for name, (address, floor, goal) in pages.items()
    ]


class Page(NamedTuple):
    """An address, and who asks for it."""

    client: Client
    address: str

    def get(self) -> bytes:
        answer = self.client.get(self.address)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{self.address} answers {answer.status_code}")
        return answer.content

    def cost(self) -> str:
        """What the page takes besides time: statements, and kB before compression."""
        with CaptureQueriesContext(connection) as asked:
            content = self.get()
        return f"{len(asked)} statements, {len(content) / 1000:.0f} kB"


def _race(name: str, page: Page, plain: Page, goal: float) -> Race:
    page.get()  # what is read once for a process must not count
    return Race(f"{name} ({page.cost()}; plain {plain.cost()})", page.get, plain.get, goal)


def _serve_files_as_they_are() -> None:
    """Names of assets without fingerprints: nothing has been collected for this database."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def _world(rows: int) -> World:
    """The portfolio; the record whose page is asked for has a past."""
    now = timezone.now()
    world = portfolio(rows, now)
    change = Change({"description": "What it changes, and for whom."}, world.initiative)
    save_many(object_type=type_with_key("initiative"), changes=[change], actor=SYSTEM, now=now)
    return world


def _signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
