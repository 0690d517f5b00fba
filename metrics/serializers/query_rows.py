"""Rows of a query, read as a stream in a process of their own: nothing can be written, and what hangs is ended from outside.

It therefore imports nothing heavy. What it is told comes by standard input, so that no list of processes shows a password.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from metrics.serializers.observation_rows import BATCH, CPU_SECONDS, MAX_ROWS, answer, answer_batch
from workbench.exchange.limits import Refusal
from workbench.exchange.parsing import limit_this_process

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 500
NOTICES_FROM = 140_000
"""PostgreSQL from this version on can notice that nobody waits for its answer any more: this process may be killed."""
SINCE = re.compile(r"(?<![:\w]):since\b")
LONGEST = 300
"""Characters that are told of what a database says."""
READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
Rows = Iterator[Sequence[Any]]


def rows_of(url: str, statement: str, since: str) -> Rows:
    """The names of the columns, then each row. Raises ``Refusal``."""
    if ";" in statement:
        raise Refusal("several")
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql"}:
        return postgres_rows(url, statement, since)
    if scheme == "sqlite":
        return sqlite_rows(url, statement, since)
    raise Refusal("unknown_kind", kind=scheme)


def postgres_rows(url: str, statement: str, since: str) -> Rows:
    """By a cursor on the server: it takes one statement that reads, and hands over so many rows at a time."""
    import psycopg2  # type: ignore[import-untyped]  # slow import

    options = f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_SECONDS}s"
    try:
        connection = psycopg2.connect(
            url, connect_timeout=CONNECT_SECONDS, options=options, application_name="Sightline"
        )
    except psycopg2.OperationalError as error:
        raise Refusal("unreachable", said=_said(str(error).rpartition("failed: ")[2])) from error
    try:
        if connection.server_version >= NOTICES_FROM:
            with connection.cursor() as setting:
                setting.execute("SET client_connection_check_interval = '5s'")
        with connection, connection.cursor("pull") as cursor:
            cursor.itersize = BATCH
            cursor.execute(SINCE.sub("%(since)s", statement.replace("%", "%%")), {"since": since})
            rows = cursor.fetchmany(BATCH)
            yield [column.name for column in cursor.description]
            while rows:
                yield from rows
                rows = cursor.fetchmany(BATCH)
    except psycopg2.Error as error:
        code = {"57014": "slow", "25006": "writes"}.get(error.pgcode or "", "refused")
        said = error.diag.message_primary or str(error)
        raise Refusal(code, said=_said(said)) from error
    finally:
        connection.close()


def sqlite_rows(url: str, statement: str, since: str) -> Rows:
    """From a file that is opened for reading; whatever is no reading of a table is denied."""
    path = quote(unquote(urlsplit(url).path).replace("//", "/", 1))
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=CONNECT_SECONDS)
    except sqlite3.Error as error:
        raise Refusal("unreachable", said=_said(str(error))) from error
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY
    )
    try:
        cursor = connection.execute(statement, {"since": since})
        if cursor.description is None:
            raise Refusal("writes")
        yield [column[0] for column in cursor.description]
        yield from cursor
    except sqlite3.Error as error:
        code = "writes" if "not authorized" in str(error) else "refused"
        raise Refusal(code, said=_said(str(error))) from error
    finally:
        connection.close()


def text_of(value: Any) -> str:
    """A value as it could be told by hand."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def numbered(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """The names of the columns as row 0, the rows from 1."""
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise Refusal("too_many", limit=f"{MAX_ROWS:,}")
        yield number, [text_of(value) for value in row]


def main() -> None:
    """Write the rows that are asked for by standard input; at the end, or why not."""
    try:
        limit_this_process(CPU_SECONDS)
        asked = json.load(sys.stdin)
        rows = numbered(rows_of(**asked))
        while batch := list(islice(rows, BATCH)):
            answer_batch(batch)
    except Refusal as refusal:
        answer({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        answer({"refused": "too_large", "params": {}})


def _said(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


if __name__ == "__main__":
    main()
