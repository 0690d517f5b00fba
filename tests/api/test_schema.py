"""A4: the OpenAPI document is valid, and the API keeps to it whatever it is sent.

Cases are generated from the document, right and wrong ones, against the application itself. A run tries a few per
endpoint; with SIGHTLINE_RELEASE=1 it tries many.
"""

from __future__ import annotations

import os
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import User
from config.wsgi import application
from tests.factories.accounts import make_grant, make_token, make_user
from tests.factories.registry import make_full
from workbench.types import all_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from accounts.models import Unit
    from foundation.catalog import ObjectType

EXAMPLES = 400 if os.environ.get("SIGHTLINE_RELEASE") else 3
"""Cases per endpoint and way of making them; there are five endpoints a type, each tried in three ways.

They are the same each time, and each endpoint and way has its own: what all types share meets them all. The whole suite
asks them of PostgreSQL alone, which refuses more: some 2,100.
"""
CHECKS: list[Callable[..., Any]] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KEY = "a-key"


@pytest.fixture(autouse=True)
def keep_connection() -> Iterator[None]:
    """The application closes old connections after each request; the test's own transaction must outlive them."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@cache
def document() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator().get_schema(public=True)
    return found


@cache
def endpoints() -> dict[str, list[Any]]:
    """The operations of each type by its slug, from the document."""
    loaded: Any = schemathesis.openapi.from_dict(document())
    loaded.app = application
    found: dict[str, list[Any]] = {}
    for result in loaded.get_all_operations():
        operation = result.ok()
        found.setdefault(operation.path.split("/")[3], []).append(operation)
    return found


def test_the_document_is_valid_and_whole() -> None:
    validate: Any = validate_schema
    validate(document())
    slugs = {kind.slug for kind in all_types()}
    assert {*endpoints()} >= slugs
    own = {slug: [each for each in endpoints()[slug] if each.path.count("/") <= 5] for slug in slugs}
    assert {len(operations) for operations in own.values()} == {5}  # what lies below a record is an app's own
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "429"} <= {*operation["responses"]}, (method, path)
            assert operation["security"], (method, path)


def test_the_document_is_served_to_members(browser: Client, anonymous: Client) -> None:
    assert anonymous.get("/api/v1/schema/").status_code == 401
    served = browser.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert (served.status_code, served.json()["openapi"]) == (200, document()["openapi"])


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"name":' * 100_000, b"[" * 5_000 + b"]" * 5_000])
def test_what_is_nested_too_deeply_is_refused(browser: Client, body: bytes) -> None:
    answer = browser.post("/api/v1/initiatives/", body, "application/json")
    assert (answer.status_code, answer.json()) == (400, {"detail": "JSON parse error - nested too deeply."})


@pytest.mark.servers
@pytest.mark.parametrize("mode", ["right", "existing", "wrong"])
def test_the_api_keeps_to_its_document(
    kind: ObjectType, mode: str, claims: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "django.request")
    user = make_user("Nora Flynn", unit=claims)
    make_grant(user, "administrator", claims)
    make_token(user, KEY)
    record = make_full(kind.model, claims)
    for operation in endpoints()[kind.slug]:
        assert _tried(operation, mode, str(record.uid)) >= 1


@pytest.mark.servers
@pytest.mark.parametrize("mode", ["right", "wrong"])
def test_what_is_no_record_type_keeps_to_the_document_too(
    mode: str, claims: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "django.request")
    user = make_user("Nora Flynn", unit=claims)
    make_grant(user, "administrator", claims)
    make_token(user, KEY)
    for kind in all_types():
        make_full(kind.model, claims)
    slugs = {kind.slug for kind in all_types()}
    for operation in [each for slug, found in endpoints().items() if slug not in slugs for each in found]:
        assert _tried(operation, mode, "") >= 1


def _tried(operation: Any, mode: str, uid: str) -> int:
    """Send generated cases to an endpoint; how many there were."""
    count = 0
    wanted = GenerationMode.NEGATIVE if mode == "wrong" else GenerationMode.POSITIVE

    @seed(crc32(f"{operation.label} {mode}".encode()))
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=wanted))
    def send(case: Case) -> None:
        nonlocal count
        count += 1
        headers = {"Authorization": f"Bearer {KEY}"}
        if mode == "existing":
            headers["If-Match"] = '"1"'
            if "uid" in case.path_parameters:
                case.path_parameters["uid"] = uid
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    send()
    return count


def test_an_answer_outside_the_document_is_found(browser: Client) -> None:
    """The control: a status and a field that the document does not know are caught."""
    address = "/api/v1/initiatives/"
    poorer = deepcopy(document())
    del poorer["paths"][address]["get"]["responses"]["401"]
    poorer["components"]["schemas"]["PaginatedInitiativeList"]["properties"]["count"]["type"] = "string"
    loaded = schemathesis.openapi.from_dict(poorer)
    loaded.app = application
    case = loaded[address]["GET"].Case()
    refused = case.call(headers={"Authorization": "Bearer nobody"})
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.validate_response(refused, checks=[status_code_conformance])
    make_token(browser_user(), KEY)
    listed = case.call(headers={"Authorization": f"Bearer {KEY}"})
    with pytest.raises(FailureGroup, match="Response violates schema"):
        case.validate_response(listed, checks=[response_schema_conformance])


def browser_user() -> User:
    user: User = User.objects.get(email="nora.flynn@harbor.example")
    return user
