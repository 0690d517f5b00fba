"""Lets tests empty a database whose audit trail refuses to be emptied.

``manage.py flush`` is refused by the triggers of the trail, and so would be the flush that pytest-django runs after
each transactional test. Here, and only here, the triggers step aside while that flush runs. ``tests/conftest.py``
names this plugin; its ``django_db_setup`` takes the place of pytest-django's fixture of that name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

append_only = import_module("audit.migrations.0002_append_only")


def run(statements: Iterable[str]) -> None:
    """Execute schema statements as written, without looking for parameters in them."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def without_triggers(action: Any, *args: Any, **kwargs: Any) -> Any:
    """Call ``action`` in one transaction in which the trail can be changed like any table."""
    with transaction.atomic():
        run(append_only.remove_statements(connection.vendor))
        result = action(*args, **kwargs)
        run(append_only.install_statements(connection.vendor))
    return result


def emptying(_style: Any, tables: Iterable[str], **_how: bool) -> list[str]:
    """Statements that empty PostgreSQL's tables by deleting: to truncate all of them, nearly all empty, takes a second."""
    names = {table: connection.ops.quote_name(table) for table in tables}
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {names[table]})" for table in names]  # noqa: S608 - our tables
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        found = [names[table] for (table,) in cursor.fetchall()]
    # References are looked at now: where they wait for the end, no trigger can be made before it.
    return [*(f"DELETE FROM {name}" for name in found), "SET CONSTRAINTS ALL IMMEDIATE"]  # noqa: S608 - as above


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with a flush that works."""
    flush = connection.ops.execute_sql_flush
    connection.ops.execute_sql_flush = lambda statements: without_triggers(flush, statements)  # type: ignore[method-assign, assignment]
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = emptying  # type: ignore[method-assign, assignment]
