"""Pages under gunicorn on PostgreSQL, or else in this process, against plain Django pages of the same rows.

The plain pages stand in benchmarks/floors/ and are served in the same way, from the same database. The plain map shows
every initiative in one page: what a reader would have to read without groups, once with all lines and once each
initiative with the first of its lines. The matrix stands against a plain one of the same links, closed and with one of
its groups open. Statements are counted in this process.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarks.floors.settings import AUTHENTICATION_BACKENDS, MIDDLEWARE
from benchmarks.worlds.portfolio import World, portfolio
from foundation.actors import SYSTEM
from tools.races import Race
from tools.sites import Site
from workbench.links import list_url, record_url
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

DATABASE = True
ROWS = 900
SHELL_GOAL, LIST_GOAL, DETAIL_GOAL, MAP_GOAL = 1.3, 1.5, 2.0, 0.5
"""How many plain pages a page may cost; the map's goal is for 5,000 initiatives."""
SIGN_IN = settings.AUTHENTICATION_BACKENDS[0]
PLAIN = [*MIDDLEWARE, "benchmarks.floors.urls.PlainAddresses"]


def races(rows: int, *sites: Site) -> list[Race]:
    """The product against the floor on their ``sites``; in this process, where there are none."""
    if not sites:
        _serve_files_as_they_are()
    settings.AUTHENTICATION_BACKENDS = [SIGN_IN, *AUTHENTICATION_BACKENDS]
    world = _world(rows)
    inside = Inside(world.viewer, SIGN_IN), Inside(world.viewer, *AUTHENTICATION_BACKENDS)
    with override_settings(MIDDLEWARE=PLAIN):
        inside[1].get("/list/")  # a client reads its middleware at its first request
    outside = [site.reader(reader.cookie) for site, reader in zip(sites, inside, strict=False)]
    gc.collect()
    gc.freeze()  # as config/wsgi.py does, for the page and the floor alike
    gc.set_threshold(50_000, 20, 20)
    return [_race(pair, inside, outside or inside) for pair in _pairs(world, rows)]


class Pair(NamedTuple):
    """A page of the product, and the plain one that stands for the least it must cost."""

    name: str
    page: str
    plain: str
    goal: float


def _pairs(world: World, rows: int) -> list[Pair]:
    kind, initiative = type_with_key("initiative"), world.initiative
    detail = f"/detail/{initiative.pk}/"
    sight = reverse("line_of_sight")
    opened = f"{sight}?view=matrix&group=unit&open={initiative.unit.code}"
    return [
        Pair("shell (an empty inbox)", reverse("inbox"), "/shell/", SHELL_GOAL),
        Pair(f"list of {rows}", list_url(kind), "/list/", LIST_GOAL),
        Pair(f"detail, one of {rows}", record_url(kind, initiative), detail, DETAIL_GOAL),
        Pair(f"map of {rows}, all lines", sight, "/map/", MAP_GOAL),
        Pair(f"map of {rows}, each once", sight, "/initiatives/", MAP_GOAL),
        Pair(f"map of {rows} by segment", f"{sight}?group=segment", "/initiatives/", MAP_GOAL),
        Pair(f"matrix of {rows}", f"{sight}?view=matrix", "/matrix/", MAP_GOAL),
        Pair(f"matrix of {rows}, a group open", opened, "/matrix/", MAP_GOAL),
        Pair(f"broken lines of {rows}", f"{sight}?view=gaps", "/initiatives/", MAP_GOAL),
    ]


class Reading(Protocol):
    """Whoever asks for pages, here or of a site."""

    def get(self, address: str) -> bytes: ...


class Inside:
    """One reader of the pages in this process."""

    def __init__(self, user: User, sign_in: str) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(user, sign_in)

    @property
    def cookie(self) -> str:
        """By what a site knows the reader: it shares the database and the key."""
        return self.client.cookies.output(attrs=[], header="", sep=";").strip()

    def get(self, address: str) -> bytes:
        answer = self.client.get(address)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return answer.content

    def cost(self, address: str) -> str:
        """What a page takes besides time: statements, and kB before compression."""
        self.get(address)  # what is read once for a process must not count
        with CaptureQueriesContext(connection) as asked:
            content = self.get(address)
        return f"{len(asked)} statements, {len(content) / 1000:.0f} kB"


def _race(pair: Pair, inside: tuple[Inside, Inside], readers: Sequence[Reading]) -> Race:
    (name, page, plain, goal), (product, floor) = pair, readers
    costs = f"{inside[0].cost(page)}; plain {inside[1].cost(plain)}"
    return Race(f"{name} ({costs})", lambda: product.get(page), lambda: floor.get(plain), goal)


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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database that grew over months knows its tables
    return world
