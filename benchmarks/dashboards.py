"""A dashboard of twelve charts among so many metrics in two hundred segments, against a plain page of the shell.

Two years of months are observed in every segment and recomputed first. Statements are counted in this process.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from benchmarks.floors.settings import AUTHENTICATION_BACKENDS
from benchmarks.metrics import FIRST, finish, observe
from benchmarks.pages import PLAIN, SIGN_IN, Inside, serve_files_as_they_are
from benchmarks.worlds.portfolio import portfolio
from customers.models import Segment
from metrics.choices import RunOccasion
from metrics.models import Dashboard, Metric, Run
from metrics.operations.dashboards import make_dashboard
from metrics.operations.recomputing import plan
from metrics.queries.charts import Wanted
from tools.races import Race

DATABASE = True
ROWS = 500
DAYS, APART, CHARTS = 720, 30, 12
GOAL = 1.57
"""What twelve series cost against a page of 28 kB where each is read as one array."""


def races(rows: int) -> list[Race]:
    serve_files_as_they_are()
    settings.AUTHENTICATION_BACKENDS = [SIGN_IN, *AUTHENTICATION_BACKENDS]
    viewer = portfolio(10, timezone.now()).viewer
    observe(DAYS, rows, APART)
    finish(_planned(), None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    product, floor = Inside(viewer, SIGN_IN), Inside(viewer, *AUTHENTICATION_BACKENDS)
    with override_settings(MIDDLEWARE=PLAIN):
        floor.get("/list/")
    pages = {
        f"{CHARTS} charts of {rows} metrics": f"/dashboards/?show={_board(viewer).uid}",
        f"{CHARTS} charts in as many segments": f"/dashboards/?show={_board(viewer, in_segments=True).uid}",
        f"what needs a look among {rows} metrics": "/dashboards/?featured=1",
    }
    return [
        Race(
            f"{name} ({product.cost(page)}; plain {floor.cost('/shell/')})",
            _reader(product, page),
            _reader(floor, "/shell/"),
            GOAL,
        )
        for name, page in pages.items()
    ]


def _planned() -> Run:
    run = plan(
        as_of=FIRST + timedelta(days=DAYS), occasion=RunOccasion.ASKED, now=timezone.now(), is_full=True
    )
    if run is None:
        raise RuntimeError("There is a run already.")
    return run


def _board(viewer: User, *, in_segments: bool = False) -> Dashboard:
    metrics = Metric.objects.exclude(segmentation=None).order_by("pk")[:CHARTS]
    leaves = Segment.objects.exclude(parent=None).order_by("pk")[:CHARTS]
    tiles = [
        Wanted(metric, leaf if in_segments else None) for metric, leaf in zip(metrics, leaves, strict=True)
    ]
    return make_dashboard(name=f"{CHARTS} {in_segments}", role="", tiles=tiles, actor=viewer)


def _reader(who: Inside, page: str) -> Callable[[], object]:
    return lambda: who.get(page)
