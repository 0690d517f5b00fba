"""What it costs a write that the states of chains are kept in its transaction, among ``rows`` initiatives.

The floor is the same write through the same door, with nobody listening: what would be left if states were computed when
asked for. One page is saved, and 500 rows are changed at once: in a way no chain depends on, and in a way that takes
their work out of every chain. A bare bulk update of the same rows stands beside it. Every round is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alignment.choices import Status
from alignment.models import ChainStanding, Initiative, NeedLink
from alignment.operations.standing import keep_standings
from alignment.receivers import await_standings
from alignment.receivers import keep_standings as follow
from benchmarks.worlds.portfolio import World, portfolio
from foundation.actors import SYSTEM
from tests.factories.registry import values_of
from tests.workbench.world import form_data
from tools.races import Race
from workbench.operations.records import Change, save_many
from workbench.signals import records_awaited, records_written
from workbench.types import type_with_key

DATABASE = True
ROWS = 5_000
MANY = 500
PAGE_GOAL, ASIDE_GOAL, WHOLE_GOAL, BARE_GOAL = 1.5, 1.1, 8.0, 30.0
"""A page that changes a line; many rows no chain depends on; many rows that leave all chains; the last against bare rows."""
UID = "alignment.standings"


def races(rows: int) -> list[Race]:
    now = timezone.now()
    world = portfolio(rows, now)
    keep_standings(now=now)
    page = _taken_back(_edit(world))
    kind, many = type_with_key("initiative"), min(MANY, rows)

    def put(status: Status) -> Callable[[], None]:
        def work() -> None:
            found = Initiative.objects.exclude(status=status).for_list().order_by("number")[:many]
            changes = [Change({"status": status}, record) for record in found]
            save_many(object_type=kind, changes=changes, actor=SYSTEM, now=now)

        return _taken_back(work)

    def bare() -> None:
        found = list(Initiative.objects.for_list().order_by("number")[:many])
        for record in found:
            record.status = Status.STOPPED
        Initiative.objects.bulk_update(found, ["status", "version", "updated_at"], batch_size=200)

    paused, stopped = put(Status.PAUSED), put(Status.STOPPED)
    among = f"among {rows}"
    return [
        Race(f"a link weakened on its page, {among} ({_asked(page)})", page, _unheard(page), PAGE_GOAL),
        Race(f"{many} paused at once, {among} ({_asked(paused)})", paused, _unheard(paused), ASIDE_GOAL),
        Race(f"{many} stopped at once, {among} ({_asked(stopped)})", stopped, _unheard(stopped), WHOLE_GOAL),
        Race(f"{many} stopped at once, against bare rows", stopped, _taken_back(bare), BARE_GOAL),
    ]


def _edit(world: World) -> Callable[[], None]:
    """Saving the page of a link that its initiative's line depends on."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.viewer, settings.AUTHENTICATION_BACKENDS[0])
    kept = (
        ChainStanding.objects.filter(hop="initiative", state="complete").order_by("record").values("record")
    )
    link = NeedLink.objects.filter(initiative__in=kept, strength__gt=1).for_list().order_by("number")[0]
    values = {**values_of(link, type_with_key("needlink").fields), "strength": 1}
    data, address = form_data(values, version=link.version), reverse("needlink_edit", args=[link.uid])

    def work() -> None:
        answer = client.post(address, data)
        if answer.status_code != 302:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    return work


def _asked(work: Callable[[], None]) -> str:
    """How many statements a round takes, with states kept and without."""
    found = []
    for each in (work, _unheard(work)):
        with CaptureQueriesContext(connection) as asked:
            each()
        found.append(len(asked))
    return "{} statements, {} without".format(*found)


def _unheard(work: Callable[[], None]) -> Callable[[], None]:
    def round_of() -> None:
        with _nobody_listening():
            work()

    return round_of


@contextmanager
def _nobody_listening() -> Iterator[None]:
    records_awaited.disconnect(dispatch_uid=UID)
    records_written.disconnect(dispatch_uid=UID)
    try:
        yield
    finally:
        records_awaited.connect(await_standings, dispatch_uid=UID)
        records_written.connect(follow, dispatch_uid=UID)


def _taken_back(work: Callable[[], Any]) -> Callable[[], None]:
    def round_of() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return round_of
