"""Observations are pulled from databases, whole or not at all, and nothing but reading is done there."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import psycopg2  # type: ignore[import-untyped]
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import Grant, Unit, User
from activity.models import Notification
from audit.models import Event
from jobs.choices import State
from jobs.models import Job, Message
from jobs.operations.jobs import cancel
from jobs.operations.running import run_job
from metrics.choices import FormulaKind
from metrics.engine.layout import SCALE
from metrics.models import Delivery, Observation, Source, SourceQuery
from metrics.operations.pulls import JOB, ask, ask_all, keep_query
from metrics.serializers import query_rows, row_process
from tests.environment import has_postgres
from tests.factories.accounts import NOW
from tests.factories.metrics import make_source
from tests.metrics.observed import metric_of

pytestmark = pytest.mark.django_db
SELECT = "SELECT metric, unit, day, minutes AS value, ticket AS key FROM calls WHERE day >= :since"
TABLE = "CREATE TABLE calls (metric text, unit text, day date, minutes numeric, ticket text)"
INSERT = "INSERT INTO calls VALUES ({})"
END_PULLS = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'Sightline'"
)
"""A query may go on for some seconds after its process was killed."""
TODAY = NOW.date()


@pytest.fixture
def desk(claims: Unit) -> Source:
    metric_of(FormulaKind.MEAN, name="Delay")
    return make_source(name="Service desk", kind="sql")


Fill = Callable[..., None]


@pytest.fixture
def sqlite_calls(tmp_path: Path, settings: Any) -> Path:
    """A SQLite file with the table of calls, named ``calls``."""
    path = tmp_path / "ca%lls.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute(TABLE)
    settings.SOURCE_DATABASES = {"calls": f"sqlite:///{quote(str(path))}"}
    return path


@pytest.fixture
def postgres_calls(settings: Any) -> Iterator[dict[str, Any]]:
    """A table of calls beside the tables of the test, which are this process's own, named ``calls``."""
    given = connection.get_connection_params()
    own = {key: given[key] for key in ("host", "port", "user", "password", "dbname") if given.get(key)}
    made = psycopg2.connect(**own)
    made.autocommit = True
    with made.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS calls")
        cursor.execute(TABLE)
        cursor.execute("CREATE SEQUENCE tickets OWNED BY calls.ticket")
    settings.SOURCE_DATABASES = {
        "calls": f"postgres://{own['user']}@/{own['dbname']}?host={quote(str(own['host']))}"
    }
    yield own
    with made.cursor() as cursor:
        cursor.execute(END_PULLS)
        cursor.execute("DROP TABLE calls")
    made.close()


@pytest.fixture
def fill(request: pytest.FixtureRequest) -> Fill:
    """Adds rows to the table of calls, whichever database it is in."""
    kind = "postgres_calls" if has_postgres() else "sqlite_calls"
    at = request.getfixturevalue(kind)

    def add(*rows: tuple[Any, ...]) -> None:
        opened = psycopg2.connect(**at) if has_postgres() else sqlite3.connect(at)
        mark = "%s" if has_postgres() else "?"
        with closing(opened):
            opened.cursor().executemany(INSERT.format(", ".join([mark] * 5)), rows)
            opened.commit()

    return add


def call(minutes: Any = 1.5, days_ago: int = 1, ticket: str = "t1", metric: str = "Delay") -> tuple[Any, ...]:
    return metric, "Claims", (TODAY - timedelta(days=days_ago)).isoformat(), minutes, ticket


def values(**changed: Any) -> dict[str, Any]:
    return {
        "database": "calls",
        "statement": SELECT,
        "headings": {},
        "days_back": 10,
        "is_nightly": True,
        **changed,
    }


def query_of(source: Source, actor: User, **changed: Any) -> SourceQuery:
    return keep_query(source=source, values=values(**changed), actor=actor, now=NOW)


def pulled(source: Source, actor: User, **changed: Any) -> Delivery:
    """What comes of one pull."""
    return worked(ask(query=query_of(source, actor, **changed), actor=actor, now=NOW))


def worked(delivery: Delivery) -> Delivery:
    job = run_job(uid=job_of(delivery), now=NOW)
    assert job is not None
    assert job.state == State.DONE
    delivery.refresh_from_db()
    return delivery


def job_of(delivery: Delivery) -> UUID:
    assert delivery.job_uid
    return delivery.job_uid


def first_problem(delivery: Delivery) -> str:
    assert delivery.told is None
    assert not Observation.objects.exists()
    return str(delivery.problems[0]["message"])


def test_rows_are_told_and_told_again_corrected(analyst: User, desk: Source, fill: Fill) -> None:
    fill(call(1.5), call(2, 9, "t2"), call(7, 11, "too long ago"))
    assert (pulled(desk, analyst).told, pulled(desk, analyst).written) == (2, 0)
    fill(call("3.25", 2, "t3"))

    again = pulled(desk, analyst)

    assert (again.told, again.written, again.problems) == (3, 1, [])
    kept = Observation.objects.order_by("source_key").values_list("source_key", "day", "numerator")
    assert list(kept) == [
        ("t1", TODAY - timedelta(days=1), int(1.5 * SCALE)),
        ("t2", TODAY - timedelta(days=9), 2 * SCALE),
        ("t3", TODAY - timedelta(days=2), int(3.25 * SCALE)),
    ]


def test_columns_may_be_called_otherwise(analyst: User, desk: Source, fill: Fill) -> None:
    fill(call())
    statement = SELECT.replace("minutes AS value", "minutes")
    assert "There is no column headed" not in str(
        pulled(desk, analyst, statement=statement, headings={"value": "minutes"}).problems
    )
    assert Observation.objects.count() == 1


def test_one_wrong_row_keeps_all_out_and_is_named(analyst: User, desk: Source, fill: Fill) -> None:
    fill(call(ticket="a"), call(ticket="b", metric="Nonsense"))
    delivery = pulled(desk, analyst, statement=f"{SELECT} ORDER BY ticket")
    assert first_problem(delivery) == "There is no metric Nonsense."
    assert (delivery.problems[0]["row"], delivery.problems[0]["field"]) == (2, "metric")


def test_no_rows_are_no_fault(analyst: User, desk: Source, fill: Fill) -> None:
    assert (pulled(desk, analyst).told, Notification.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT metric FROM nowhere", "The database says: "),
        ("SELEC", "The database says: "),
        ("SELECT metric FROM calls", "There is no column headed “day”."),
        ("DELETE FROM calls", ""),
        ("WITH gone AS (DELETE FROM calls RETURNING *) SELECT * FROM gone", ""),
        ("UPDATE calls SET minutes = 0", ""),
        ("DROP TABLE calls", ""),
        ("PRAGMA query_only = 0", ""),
        ("ATTACH DATABASE 'other.sqlite3' AS other", ""),
        ("SET TRANSACTION READ WRITE", ""),
        ("COPY calls TO PROGRAM 'touch there'", ""),
        ("SELECT 1; DELETE FROM calls", "The query has a semicolon: it may be one statement only."),
    ],
)
def test_what_is_no_reading_is_refused_and_changes_nothing(
    statement: str, message: str, analyst: User, desk: Source, fill: Fill
) -> None:
    fill(call())
    assert first_problem(pulled(desk, analyst, statement=statement)).startswith(message)
    assert pulled(desk, analyst).told == 1


@pytest.mark.postgres
def test_a_function_that_writes_is_refused_whatever_the_role_may(
    analyst: User, desk: Source, postgres_calls: dict[str, Any]
) -> None:
    delivery = pulled(desk, analyst, statement="SELECT nextval('tickets')")
    assert first_problem(delivery) == "The query does not only read, and was refused."


def test_who_looks_after_the_source_hears_of_a_refusal_once(
    analyst: User, reader: User, desk: Source, fill: Fill
) -> None:
    Source.objects.update(owner=reader.person)
    for statement in ("SELEC", "SELEC", "SELECT metric FROM calls"):
        pulled(Source.objects.get(), analyst, statement=statement)
    told = Notification.objects.order_by("pk").values_list("user__person__name", "title")
    title = "Nothing could be pulled for Service desk from calls"
    names = (analyst.person.name, reader.person.name)
    assert sorted(told) == sorted((name, title) for name in names for _ in range(2))
    assert Message.objects.exists()


def test_a_database_that_is_named_no_more_says_so(
    analyst: User, desk: Source, fill: Fill, settings: Any
) -> None:
    query = query_of(desk, analyst)
    settings.SOURCE_DATABASES = {}
    delivery = worked(ask(query=query, actor=analyst, now=NOW))
    assert first_problem(delivery) == "There is no database named calls any more."


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:////nowhere/at/all.sqlite3", "The database cannot be reached: unable to open database file"),
        ("mysql://reader:secret@host/db", "Databases of the kind “mysql” cannot be asked."),
        ("postgres://reader:secret@127.0.0.1:1/db?connect_timeout=1", "The database cannot be reached: "),
    ],
)
def test_what_cannot_be_reached_is_said_without_its_password(
    url: str, message: str, analyst: User, desk: Source, settings: Any
) -> None:
    settings.SOURCE_DATABASES = {"calls": url}
    delivery = pulled(desk, analyst)
    assert first_problem(delivery).startswith(message)
    said = [str(delivery.problems), *map(str, Event.objects.values_list("changes", flat=True))]
    assert "secret" not in "".join([*said, *Notification.objects.values_list("text", flat=True)])


def test_a_server_that_never_answers_is_given_up(
    analyst: User, desk: Source, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_process, "SECONDS", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.SOURCE_DATABASES = {"calls": f"postgres://reader@127.0.0.1:{silent.getsockname()[1]}/db"}
        assert first_problem(pulled(desk, analyst)) == "The database has not answered in time."


def test_a_query_that_never_ends_is_given_up(
    analyst: User, desk: Source, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_process, "SECONDS", 2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    assert first_problem(pulled(desk, analyst, statement=endless)) == "The database has not answered in time."


def test_a_source_is_pulled_once_at_a_time(analyst: User, desk: Source, fill: Fill) -> None:
    query = query_of(desk, analyst)
    first = ask(query=query, actor=analyst, now=NOW)
    assert ask(query=query, actor=analyst, now=NOW) == first
    assert ask_all(now=NOW) == 1
    assert Job.objects.filter(kind=JOB).count() == Delivery.objects.count() == 1
    cancel(uid=job_of(first), actor=analyst)
    assert ask(query=query, actor=analyst, now=NOW) != first


def test_every_night_asks_for_those_that_are_to_be(analyst: User, desk: Source, fill: Fill) -> None:
    query_of(make_source(name="By button"), analyst, is_nightly=False)
    query_of(make_source(name="Archived", archived_at=NOW), analyst)
    query_of(desk, analyst)
    assert ask_all(now=NOW) == 1
    assert Delivery.objects.get().source == desk


def test_a_query_may_no_more_than_who_kept_it(analyst: User, desk: Source, fill: Fill) -> None:
    fill(call())
    query_of(desk, analyst)
    ask_all(now=NOW)
    Grant.objects.filter(user=analyst).delete()
    delivery = Delivery.objects.get()
    run_job(uid=job_of(delivery), now=NOW)
    assert not Observation.objects.exists()
    with pytest.raises(PermissionDenied):
        query_of(desk, User.objects.get(pk=analyst.pk))


def test_what_is_kept_is_in_the_trail(analyst: User, desk: Source, fill: Fill) -> None:
    query_of(desk, analyst)
    query_of(desk, analyst, days_back=20)
    query_of(desk, analyst, days_back=20)
    changes = list(Event.objects.filter(object_uid=desk.uid).order_by("pk").values_list("changes", flat=True))
    assert [sorted(each) for each in changes][-2:] == [
        ["database", "days_back", "headings", "is_nightly", "statement"],
        ["days_back"],
    ]
    with pytest.raises(ValidationError):
        query_of(desk, analyst, days_back=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (1e-7, "0.0000001"),
        (date(2026, 3, 2), "2026-03-02"),
        (10**20, "1" + "0" * 20),
    ],
)
def test_values_are_told_as_by_hand(value: Any, text: str) -> None:
    assert query_rows.text_of(value) == text
