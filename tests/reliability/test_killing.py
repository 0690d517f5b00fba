"""Kill anything at any moment: what is published is what an undisturbed run publishes, nobody sees half of it, and each night
has one run. The broker may forget all it was told.

Nothing here measures time: every wait ends with a state, and the bounds are far beyond what is needed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.reliability.figures import SEED, Batch
from tests.reliability.house import LEFT, RUNS, SHOWN, House
from tools.services import postgres_folder, redis_server

pytestmark = [pytest.mark.worker, pytest.mark.postgres, pytest.mark.django_db]  # for the schema to begin with
VICTIMS = ("web", "worker parent", "pool child", "scheduler", "PostgreSQL", "Redis")
WORLD = 10
"""Rounds in one world."""
SPAN = 1.0
"""Seconds in which a kill falls: a little longer than an undisturbed round."""


class World:
    """What a round begins with, and the states in which a reader may find what is published."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.seed = house, seed
        self.states: list[str] = house.tell("prepare", seed=seed, day=TODAY.isoformat(), is_over=True)[
            "states"
        ]
        assert len(set(self.states)) > 1

    def round(self, random: Random, victims: list[str]) -> list[str]:
        """What was wrong with one."""
        house = self.house
        house.tell("prepare", seed=self.seed, day=TODAY.isoformat())
        with house.reading() as seen:
            for victim in victims:
                time.sleep(random.uniform(0, SPAN))
                house.flush() if victim == "hints" else house.strike(victim, random)
            house.until(self.is_over, f"{victims}: the nights are not done")
        return self.judge(victims, seen)

    def is_over(self) -> bool:
        runs, left = self.house.rows(RUNS), self.house.rows(LEFT)
        return bool(runs and left) and runs[-1][0] == TODAY.isoformat() and left == [(0,)]  # type: ignore[index]

    def judge(self, victims: list[str], seen: set[str]) -> list[str]:
        runs, found = self.house.rows(RUNS), self.house.rows(SHOWN)
        assert runs
        assert found
        nights = Counter(night for night, _state in runs)
        expected = {(TODAY - timedelta(days=back)).isoformat() for back in range(4)}
        told = {
            "another state was published": found[0][0] != self.states[-1],
            "a reader saw half a publication": bool(seen - set(self.states)),
            "a night has not one run": nights != Counter(expected),
            "a run failed": any(state == "failed" for _night, state in runs),
        }
        return [f"{victims}: {what}" for what, is_so in told.items() if is_so]


DAYS = 10
"""Simulated days in one window."""
WINDOWS = (
    ("Australia/Lord_Howe", "2026-03-31"),
    ("Pacific/Apia", "2011-12-26"),
    ("Europe/Brussels", "2026-03-24"),
    ("America/St_Johns", "2026-10-27"),
    ("Asia/Kathmandu", "2026-12-27"),
    ("UTC", "2028-02-24"),
    ("Australia/Lord_Howe", "2026-09-29"),
    ("Europe/Brussels", "2026-10-20"),
    ("America/St_Johns", "2026-03-03"),
)
"""Six zones; half an hour, an hour, a whole date that a clock skips or repeats, a leap day."""
NOW = timezone.now()  # noqa: TID251 - workers read the clock too
HOUR = NOW.hour
ZONE = f"Etc/GMT{HOUR - 12:+d}"
"""Where it is noon: no date changes during the test."""
TODAY: date = (NOW + timedelta(hours=12 - HOUR)).date()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[House]:
    if postgres_folder() is None or redis_server() is None:
        pytest.skip("no PostgreSQL or Redis of its own")
    with House(tmp_path_factory.mktemp("rounds")) as house:
        house.begin_with(connection.get_connection_params())
        house.tell("build", zone=ZONE)
        yield house


@pytest.fixture
def house(servers: House) -> House:
    """All of it at work, whatever the test before has left."""
    for name in ("worker", "scheduler", "web"):
        if name not in servers.processes:
            servers.start(name)
    return servers


def worlds(house: House, row: str) -> Iterator[tuple[World, Random, Batch]]:
    """A round after the other, in another world from time to time."""
    print(f"{row} seed {SEED}")  # noqa: T201 - to repeat a failure
    batch, random = Batch(row), Random(f"{row} {SEED}")
    world: World | None = None
    while batch.goes_on:
        if world is None or batch.count % WORLD == 0:
            world = World(house, random.randrange(10**9))
        yield world, random, batch
    assert not batch.problems, f"seed {SEED}: {batch.problems}"


def test_whatever_is_killed_the_same_is_published(house: House) -> None:
    order: list[str] = []
    for world, random, batch in worlds(house, "R1"):
        victims = []
        for _ in range(random.choice([1, 1, 1, 2])):
            order = order or random.sample(VICTIMS, len(VICTIMS))
            victims.append(order.pop())
        batch.note(world.round(random, victims))


def test_a_broker_that_forgets_loses_no_work(house: House) -> None:
    for world, random, batch in worlds(house, "R2"):
        batch.note(world.round(random, ["hints"] * random.choice([1, 2, 3])))


def test_a_publication_in_two_transactions_is_noticed(house: House) -> None:
    """The control of the first test: its reader sees half of what a torn publication shows."""
    world = World(house, SEED)
    house.planted = "torn"
    house.kill("worker")
    house.start("worker")
    try:
        problems = world.round(Random(SEED), [])
    finally:
        house.planted = ""
        house.kill("worker")
    assert any("half a publication" in problem for problem in problems)


def test_without_the_tick_what_the_broker_forgot_is_lost(house: House) -> None:
    """The control of the second test: the hint is gone, a later one is taken, and the first job waits until somebody ticks."""
    house.kill("scheduler")
    house.kill("worker")
    house.flush()
    lost = house.tell("ask")["uid"]
    house.flush()
    taken = house.tell("ask")["uid"]
    house.start("worker")

    house.until(lambda: state(house, taken) == "done", "the later job is not done")
    house.until(lambda: house.asked_of_redis("LLEN", "sightline") == 0, "hints are left")
    assert state(house, lost) == "waiting"

    house.start("scheduler")
    house.until(lambda: state(house, lost) == "done", "the tick does not offer it")


def test_each_date_has_one_run_whatever_the_clocks_do(house: House) -> None:
    """Two schedulers that disagree about the time, three workers, days without any: through the clock changes of six zones."""
    for name in ("scheduler", "worker"):
        house.kill(name)
    print(f"R4 seed {SEED}")  # noqa: T201 - to repeat a failure
    batch, random = Batch("R4"), Random(f"R4 {SEED}")
    while batch.goes_on:
        zone, begin = WINDOWS[batch.count // DAYS % len(WINDOWS)]
        told = {"zone": zone, "begin": begin, "days": DAYS, "seed": random.randrange(10**9)}
        batch.note(house.tell("calendar", **told)["problems"], DAYS)
    assert not batch.problems, f"seed {SEED}: {batch.problems}"


def test_a_night_left_out_in_a_downtime_is_noticed(house: House) -> None:
    """The control of the calendar."""
    for name in ("scheduler", "worker"):
        house.kill(name)
    zone, begin = WINDOWS[0]
    problems = house.tell("calendar", zone=zone, begin=begin, days=DAYS, seed=SEED, forgets=True)["problems"]
    assert any("not one run each" in problem for problem in problems)


def state(house: House, uid: str) -> Any:
    found = house.rows(f"SELECT state FROM jobs_job WHERE uid = '{uid}'")  # noqa: S608 - our own identifier
    return found[0][0] if found else None
