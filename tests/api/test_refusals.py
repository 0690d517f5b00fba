"""What the API answers where it takes nothing, and whom it tells that they are told a part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.middleware import OPEN_TO
from accounts.roles import ROLES
from tests.factories.accounts import make_grant, make_token, make_user
from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

KEY = {"Authorization": "Bearer a-key"}
TOO_MUCH = (
    "One request may hold 2.5 MB beside its file, and 6,000 fields. "
    "Send records one by one, or many in a file to /api/v1/imports/."
)
FILE = SimpleUploadedFile("a.csv", b"name\nPortal\n")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/initiatives/", json.dumps({"name": "x" * 2_700_000})),
        ("/api/v1/imports/", {"type": "initiative", "file": FILE, "note": "x" * 2_700_000}),
        ("/api/v1/imports/", {"file": FILE, **{f"field{n}": "x" for n in range(6_001)}}),
        ("/api/v1/imports/", {f"file{n}": FILE for n in range(101)}),
    ],
    ids=["body", "field", "fields", "files"],
)
def test_more_than_a_request_may_hold_is_refused_with_the_way_out(
    anonymous: Client, owner: User, caplog: pytest.LogCaptureFixture, address: str, body: Any
) -> None:
    caplog.set_level("CRITICAL")
    make_token(owner)
    kind = {"content_type": "application/json"} if isinstance(body, str) else {}
    answer = anonymous.post(address, body, headers=KEY, **kind)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()) == (413, {"detail": TOO_MUCH})


def test_an_address_that_there_is_not_is_told_as_data(anonymous: Client, owner: User) -> None:
    make_token(owner)
    answer = anonymous.get("/api/v1/nothing/", headers=KEY)
    told = {"detail": "There is nothing at this address. /api/v1/schema/ tells all there are."}
    assert (answer.status_code, answer.json()) == (404, told)
    page = anonymous.get("/nothing/")
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_fault_is_told_as_data(
    anonymous: Client, owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("planted")

    caplog.set_level("CRITICAL")
    make_token(owner)
    monkeypatch.setattr("workbench.api.views.RecordViewSet.list", fail)
    monkeypatch.setattr("workbench.views.list.listing", fail)
    anonymous.raise_request_exception = False
    answer = anonymous.get("/api/v1/initiatives/", headers=KEY)
    told = {"detail": "The server failed and has noted why. Send the request again later."}
    assert (answer.status_code, answer.json()) == (500, told)
    anonymous.force_login(owner)
    page = anonymous.get("/initiatives/")
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("grants", "told"),
    [
        ((("reader", "root"),), None),
        ((("reader", "claims"),), '["Claims"]'),
        ((("reader", "sales"), ("analyst", "claims")), '["Claims", "Sales"]'),
        ((("reader", "claims"), ("auditor", "root")), None),
        ((), "[]"),
    ],
)
def test_an_answer_about_a_part_says_which(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    anonymous: Client,
    root: Unit,
    sales: Unit,
    grants: tuple[tuple[str, str], ...],
    told: str | None,
) -> None:
    user = make_user("Ann Part")
    for role, unit in grants:
        make_grant(user, ROLES[role].key, request.getfixturevalue(unit))
    make_initiative(unit=sales)
    make_token(user)
    asked: list[Callable[[], Any]] = [
        lambda: anonymous.get("/api/v1/initiatives/", headers=KEY),
        lambda: anonymous.get("/api/v1/roll-up/", headers=KEY),
        lambda: client_of(user).get("/api/v1/chains/"),
        lambda: client_of(user).get("/initiatives/export/"),
    ]
    answers = [ask() for ask in asked]
    assert [(answer.status_code, answer.get(OPEN_TO)) for answer in answers] == [(200, told)] * 4


def test_no_name_of_a_unit_breaks_out_of_the_header(
    claims: Unit, client_of: ClientOf, anonymous: Client
) -> None:
    make_grant(user := make_user("Ann Part"), "reader", claims)
    claims.name = 'Schäden "A"\r\nSet-Cookie: role=cio'
    claims.save()
    for page in ("/needs/", "/api/v1/initiatives/", "/nothing/"):
        answer = client_of(user).get(page)
        assert (answer[OPEN_TO].isascii(), json.loads(answer[OPEN_TO])) == (True, [claims.name])
        assert "role" not in answer.cookies
        assert anonymous.get(page).get(OPEN_TO) is None
