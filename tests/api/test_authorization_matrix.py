"""A1 and A7: no cell of the matrix is wrong, no canary is read, no answer goes without its headers.

A run asks a fixed part of the cells, half of it on each database; with SIGHTLINE_RELEASE=1 it asks them all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client

from strategies.models import ITNeed
from tests.api.matrix import (
    ABOUT_USERS,
    OTHERS,
    OWN,
    PEOPLE,
    Cell,
    World,
    address_of,
    allowed,
    ask,
    bare,
    build,
    cells,
    key_of,
    leaks,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHOLE = bool(os.environ.get("SIGHTLINE_RELEASE"))
AT_LEAST = {True: 15_000, False: 900}
"""Cells that the whole matrix has, and that a run asks."""


def asked(person: str) -> Iterator[Cell]:
    """The cells of this run: each person has a part of their own."""
    offset = list(PEOPLE).index(person)
    return (cell for cell in cells() if WHOLE or cell.is_drawn(offset))


@pytest.mark.parametrize("person", PEOPLE)
def test_no_cell_is_wrong(person: str, db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django.request")
    world, faults = build(), []
    for cell in asked(person):
        response = ask(world, cell, person)
        found = [wrong(cell, person, response), *leaks(person, response), *bare(person, cell, response)]
        faults += [
            f"{cell.method} {cell.route} [{cell.place}] {response.status_code}: {fault}"
            for fault in found
            if fault
        ]
    assert faults == []


def test_the_matrix_is_whole() -> None:
    every = list(cells())
    assert len(every) * len(PEOPLE) > AT_LEAST[True]
    assert sum(len(list(asked(person))) for person in PEOPLE) > AT_LEAST[WHOLE]
    assert [cell.route for cell in every if cell.rule == "undeclared"] == []
    assert {cell for person in PEOPLE for cell in asked(person)} <= {*every}


def test_every_address_of_the_matrix_is_about_something() -> None:
    """No part of an address is left as the pattern has it, and each page is about a record of its place."""
    world = World({}, {}, records={("itneed", "claims"): ITNeed()})
    routes = {cell.route: cell for cell in cells() if cell.place in {"", "claims"}}
    left = [route for route, cell in routes.items() if "<" in address_of(world, cell)]
    assert left == []
    about = {cell.name for cell in routes.values() if cell.place and not key_of(cell)}
    assert about == {*OTHERS, *OWN, *ABOUT_USERS}


def test_a_wrong_answer_is_found() -> None:
    """Each fault that the matrix is there for, planted in an answer."""
    edit = Cell("initiatives/<uuid:uid>/edit/", "initiative_edit", "by record type", "GET", "sales")
    assert allowed(edit, "owner") == {404}
    assert wrong(edit, "owner", HttpResponse(status=200)) != ""
    assert wrong(edit, "cio", HttpResponse(status=200)) == ""
    assert wrong(edit, "cio", HttpResponse(status=500)) != ""
    assert wrong(edit, "auditor", HttpResponse(status=200)) != ""
    away = HttpResponse(status=302, headers={"Location": "/elsewhere/"})
    assert wrong(edit, "anonymous", away) == "GET initiatives/<uuid:uid>/edit/ sends strangers to /elsewhere/"
    programs = Cell("api/v1/programs/", "api-program-list", "own sign-in", "POST", "")
    assert [
        wrong(programs, who, HttpResponse(status=201)) != "" for who in ("anonymous", "reader", "analyst")
    ] == [
        True,
        True,
        False,
    ]

    assert leaks("owner", HttpResponse("… Osprey launch …")) == ["OSPREY"]
    assert leaks("owner", HttpResponse(headers={"Content-Disposition": "osprey.csv"})) == ["OSPREY"]
    assert leaks("member", HttpResponse("KESTREL")) == ["KESTREL"]
    assert leaks("cio", HttpResponse("KESTREL OSPREY")) == []
    assert bare("owner", edit, HttpResponse()) == [
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Content-Security-Policy",
        "Cache-Control",
    ]


def test_the_page_of_a_stranger_has_its_headers(anonymous: Client, db: None) -> None:
    cell = Cell("accounts/login/", "account_login", "public", "GET", "")
    assert bare("anonymous", cell, anonymous.get("/livez")) == []


@pytest.mark.parametrize(
    ("address", "host"), [("/livez", "elsewhere.example"), ("/accounts/login", "testserver")]
)
def test_an_answer_without_a_view_has_its_headers_too(
    anonymous: Client, db: None, caplog: pytest.LogCaptureFixture, address: str, host: str
) -> None:
    """A site that is called by another name is refused, and an address without its slash sent on, before any view."""
    caplog.set_level("CRITICAL")
    answer = anonymous.get(address, headers={"host": host})
    assert answer.status_code in {400, 301}
    assert bare("anonymous", Cell("", "", "public", "GET", ""), answer) == []


def test_a_file_of_ours_has_its_headers_too(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "logo.svg").write_text("<svg/>")
    answer = Client().get("/static/logo.svg")
    assert (answer.status_code, b"".join(answer)) == (200, b"<svg/>")
    assert bare("anonymous", Cell("", "", "public", "GET", ""), answer) == []
