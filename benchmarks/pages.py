"""Pages through Django's test client, against plain Django pages with hand-written statements.

The plain shell, list and detail stand in benchmarks/floors/pages.py. The plain map shows every initiative in one page:
what a reader would have to read without groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from accounts.models import User
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
TABLE = Engine().from_string("""<!doctype html><html lang="en"><title>Plain</title><body>
<p>{{ user.email }}{% if count %}, {{ count }} rows{% endif %}</p>
{% if facts %}<dl>{% for fact in facts %}<dt>{{ forloop.counter }}</dt><dd>{{ fact }}</dd>{% endfor %}</dl>{% endif %}
<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>
</body></html>""")

LINES = """
    SELECT i.number, i.name, i.status, u.name, n.statement, o.name, b.name, a.amount
    FROM alignment_initiative i
    JOIN accounts_unit u ON u.id = i.unit_id
    LEFT JOIN alignment_outlay a ON a.initiative_id = i.id AND a.fiscal_year = %s
    LEFT JOIN alignment_needlink l ON l.initiative_id = i.id
    LEFT JOIN customers_need n ON n.id = l.need_id
    LEFT JOIN alignment_elementneed en ON en.need_id = n.id
    LEFT JOIN alignment_elementobjective eo ON eo.element_id = en.element_id
    LEFT JOIN strategies_objective o ON o.id = eo.objective_id
    LEFT JOIN alignment_benefitlink bl ON bl.initiative_id = i.id
    LEFT JOIN alignment_benefit b ON b.id = bl.benefit_id
    WHERE i.archived_at IS NULL"""
ALL = f"{LINES} ORDER BY i.number"


def plain_addresses(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: plain pages have addresses of their own."""

    def answered(request: HttpRequest) -> Any:
        request.urlconf = __name__
        return get_response(request)

    return answered


def plain_map(request: HttpRequest) -> HttpResponse:
    return _table(request, _asked(ALL, timezone.now().year))


urlpatterns = [
    path("shell/", plain_shell),
    path("list/", plain_list),
    path("detail/<int:pk>/", plain_detail, name="plain_detail"),
    path("map/", plain_map),
]


def races(rows: int) -> list[Race]:
    _serve_files_as_they_are()
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


def _asked(statement: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _table(request: HttpRequest, rows: Sequence[Any], **more: Any) -> HttpResponse:
    return HttpResponse(TABLE.render(Context({"user": request.user, "rows": rows, **more})))
