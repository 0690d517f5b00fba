"""Pages under gunicorn on PostgreSQL, or else in this process, against plain Django pages of the same rows.

The plain pages stand in benchmarks/floors/ and are served in the same way, from the same database. The map stands
against a plain page of the rows that it reads, all lines, and against a far shorter one that is harder to beat: each
initiative once, with the first of its lines. The matrix stands against a plain one of
the same links, closed and with one of its groups open.

What is asked for again costs less than what nobody has asked for, so views of the line of sight are raced by
the next reader while nothing changes, and by the first reader after a change: the map after one that touches none of
its facts (a description), all of them after one that does (the strength of a link). Statements are counted in this
process.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alignment.models import Initiative, NeedLink
from alignment.operations.standing import keep_standings
from benchmarks.floors.settings import AUTHENTICATION_BACKENDS, MIDDLEWARE
from benchmarks.worlds.portfolio import World, portfolio
from foundation.actors import SYSTEM
from foundation.models import Record
from tools.races import Race, nothing
from tools.sites import Site
from workbench.links import list_url, record_url
from workbench.operations.records import Change, save_many
from workbench.types import type_for, type_with_key

DATABASE = True
ROWS = 900
SHELL_GOAL, LIST_GOAL, DETAIL_GOAL, MAP_GOAL = 1.3, 1.5, 2.0, 0.5
"""How many plain pages a page may cost; the map's goal is for 5,000 initiatives."""
SIGN_IN = settings.AUTHENTICATION_BACKENDS[0]
PLAIN = [*MIDDLEWARE, "benchmarks.floors.urls.PlainAddresses"]


def races(rows: int, *sites: Site) -> list[Race]:
    """The product against the floor on their ``sites``; in this process, where there are none."""
    if not sites:
        serve_files_as_they_are()
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
    before: Callable[[], object] = nothing


def _pairs(world: World, rows: int) -> Iterator[Pair]:
    kind, initiative = type_with_key("initiative"), world.initiative
    detail = f"/detail/{initiative.pk}/"
    sight = reverse("line_of_sight")
    opened = f"{sight}?view=matrix&group=unit&open={initiative.unit.code}"
    yield Pair("shell (an empty inbox)", reverse("inbox"), "/shell/", SHELL_GOAL)
    yield Pair(f"list of {rows}", list_url(kind), "/list/", LIST_GOAL)
    yield Pair(f"detail, one of {rows}", record_url(kind, initiative), detail, DETAIL_GOAL)
    changes = Changes(initiative)
    yield from _views(f"map of {rows}, all its lines in the plain page", sight, "/map/", changes.link)
    once, lines = "/initiatives/", "/matrix/"
    yield from _views(f"map of {rows}", sight, once, changes.description, changes.link)
    yield from _views(f"map of {rows} by segment", f"{sight}?group=segment", once, changes.link)
    yield from _views(f"matrix of {rows}", f"{sight}?view=matrix", lines, changes.link)
    yield from _views(f"matrix of {rows}, a group open", opened, lines)
    yield from _views(f"broken lines of {rows}", f"{sight}?view=gaps", once, changes.link)


def _views(name: str, page: str, plain: str, *changes: Callable[[], object]) -> Iterator[Pair]:
    """A view of the line of sight for the next reader, and for the first one after each of the ``changes``."""
    yield Pair(f"{name}, next reader", page, plain, MAP_GOAL)
    for change in changes:
        yield Pair(f"{name}, first after a change ({change.__name__})", page, plain, MAP_GOAL, change)


class Changes:
    """Writes of one field, each time another value, through the one door."""

    def __init__(self, initiative: Initiative) -> None:
        self.initiative, self.count = initiative, 0

    def description(self) -> None:
        """Nothing of the map depends on it."""
        self.count += 1
        self._save(self.initiative, description=f"What it changes, told {self.count} times.")

    def link(self) -> None:
        """The map divides money by it. Each time another link, so that no facts ever come back."""
        self.count += 1
        links = NeedLink.objects.order_by("pk")
        link = links[self.count % links.count()]
        self._save(link, strength=link.strength % 3 + 1)

    def _save(self, record: Record, **values: object) -> None:
        change = Change(values, record)
        save_many(object_type=type_for(type(record)), changes=[change], actor=SYSTEM, now=timezone.now())


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

    def cost(self, address: str, before: Callable[[], object] = nothing) -> str:
        """What a page takes besides time: statements, and kB before compression."""
        self.get(address)  # what is read once for a process must not count
        before()
        with CaptureQueriesContext(connection) as asked:
            content = self.get(address)
        return f"{len(asked)} statements, {len(content) / 1000:.0f} kB"


def _race(pair: Pair, inside: tuple[Inside, Inside], readers: Sequence[Reading]) -> Race:
    (name, page, plain, goal, before), (product, floor) = pair, readers
    costs = f"{inside[0].cost(page, before)}; plain {inside[1].cost(plain)}"
    return Race(f"{name} ({costs})", lambda: product.get(page), lambda: floor.get(plain), goal, before)


def serve_files_as_they_are() -> None:
    """Names of assets without fingerprints: nothing has been collected for this database."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def _world(rows: int) -> World:
    """The portfolio with its chains; the record whose page is asked for has a past."""
    now = timezone.now()
    world = portfolio(rows, now)
    keep_standings(now=now)
    change = Change({"description": "What it changes, and for whom."}, world.initiative)
    save_many(object_type=type_with_key("initiative"), changes=[change], actor=SYSTEM, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database that grew over months knows its tables
    return world
