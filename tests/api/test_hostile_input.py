"""Whatever stands in a query or a form, the answer is a page or a refusal in words: never a fault of the server.

Each address is sent values under every name that any page reads: some in a run, with SIGHTLINE_RELEASE=1 all.
"""

from __future__ import annotations

import os
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.http import SimpleCookie
from django.test import Client

from accounts.doors import BY_RECORD_TYPE
from tests.api.matrix import Cell, address_of, build, cells
from workbench.types import all_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from tests.personas import ClientOf

WHOLE = bool(os.environ.get("SIGHTLINE_RELEASE"))
AT_LEAST = 500
VALUES = [
    "a\0b",
    "9" * 30,
    "-1",
    "1e999",
    "NaN",
    "²",
    "0001-01-01",
    "9999-12-31T23:59:59+00:00",
    "2024-02-30",
    "x" * 5_000,
    "//elsewhere.example/",
    "'\"><b>%s{{ 7 }}\u202e\U0010ffff",
    "00000000-0000-4000-8000-00000000000f",
]
READ = (
    *(
        "action",
        "archived",
        "as",
        "at",
        "basis",
        "cell",
        "columns",
        "counted",
        "decision",
        "deletion",
        "density",
    ),
    *(
        "discipline",
        "drop",
        "email",
        "field",
        "file",
        "for",
        "forget",
        "format",
        "group",
        "here",
        "kind",
        "login",
    ),
    *(
        "mapping",
        "mark",
        "moment",
        "name",
        "named",
        "next",
        "note",
        "owner",
        "page",
        "password",
        "person",
        "point",
    ),
    *(
        "q",
        "query",
        "reason",
        "record",
        "role",
        "show",
        "sort",
        "state",
        "step",
        "strategy",
        "text",
        "to",
        "token",
    ),
    *(
        "type",
        "uid",
        "unit",
        "upload",
        "value",
        "verdict",
        "version",
        "view",
        "weight",
        "answer",
        "key",
        "days",
    ),
)
"""Names that pages read besides the fields and filters of the types."""
ONCE = {"initiative", "need", "metric", "round", "unit"}
"""Types whose pages stand for those of every type."""


def doors() -> Iterator[Cell]:
    """One address of each view, about a record that its caller may see; that of a few types for the generic ones."""
    seen: set[str] = set()
    for cell in cells():
        if cell.method in {"GET", "POST"} and cell.place in {"", "claims"}:
            key = cell.name.partition("_")[0]
            generic = cell.rule == BY_RECORD_TYPE and any(kind.key == key for kind in all_types())
            if cell.route not in seen and (not generic or key in ONCE):
                seen.add(cell.route)
                yield cell


def values_for(number: int) -> list[str]:
    """What a door is sent in this run: every other one NUL, which only PostgreSQL minds, and one of the others."""
    if WHOLE:
        return VALUES
    return [] if number % 2 else [VALUES[0], VALUES[1 + number // 2 % (len(VALUES) - 1)]]


def test_no_value_is_too_much(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    world, faults, asked = build(), [], 0
    names = {*READ, *(name for kind in all_types() for name in (*kind.fields, *kind.filters))}
    for number, door in enumerate(doors()):
        address = address_of(world, door)
        for method, value in product(("get", "post"), values_for(number)):
            client = Client(raise_request_exception=False)
            client.cookies = SimpleCookie(world.cookies["owner"])
            with transaction.atomic():
                answer: Any = getattr(client, method)(address, dict.fromkeys(sorted(names), value))
                b"".join(answer)
                transaction.set_rollback(True)
            asked += 1
            if answer.status_code >= 500 or "elsewhere" in answer.get("Location", "").partition("?")[0]:
                faults.append(f"{method} {address} {value[:20]!r} {answer.status_code}")
    assert faults == []
    assert asked > AT_LEAST


def test_nul_is_refused_wherever_people_type(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    assert [client.get("/search/", {"q": word}).status_code for word in ("a\0b", "ab")] == [400, 200]
    assert client.post("/initiatives/draft/", {"name": "a\0b"}).status_code == 400
    assert client.get("/comments/a%00b/").status_code == 404
