"""What every record type promises to programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Person, Unit
from audit.models import Event
from tests.factories.accounts import make_token
from tests.factories.registry import (
    SPECIMENS,
    make_full,
    make_in,
    new_values,
    types_in_use,
    users_of,
    values_of,
)
from tests.workbench.world import api, column, first_change, json_data, rows, stored, url
from workbench.ordering import sortable
from workbench.types import derived_of

if TYPE_CHECKING:
    from accounts.models import User
    from foundation.catalog import ObjectType
    from foundation.models import Record
    from tests.personas import ClientOf

IDENTITY = ["uid", "code", "version", "created_at", "updated_at", "archived_at"]


def by_token(user: User, key: str = "a-key", **values: Any) -> Client:
    """A program that uses a personal token."""
    make_token(user, key, **values)
    return Client(headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def program(owner: User) -> Client:
    return by_token(owner)


def send(client: Client, method: str, address: str, values: dict[str, Any], etag: str | None = None) -> Any:
    headers = {"If-Match": etag} if etag else {}
    return client.generic(
        method, address, json.dumps(json_data(values)), content_type="application/json", headers=headers
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────
def test_api_lists_and_reads_records(kind: ObjectType, program: Client, claims: Unit) -> None:
    record = make_full(kind.model, claims)
    listed = program.get(api(kind)).json()
    assert {*listed} == {"count", "next", "previous", "results"}
    assert listed["count"] == len(listed["results"])
    (found,) = [one for one in listed["results"] if one["uid"] == str(record.uid)]
    response = program.get(api(kind, record))
    assert (response.status_code, response["ETag"], response.json()) == (200, '"1"', found)
    told = (*kind.fields, *kind.computed, *derived_of(kind.model))
    assert list(found) == [*IDENTITY, *told, "source", "external_key"]
    expected = json_data(values_of(kind.model.objects.get(pk=record.pk), kind.fields))
    assert {name: found[name] for name in kind.fields} == expected
    assert (found["code"], found["version"]) == (record.code, 1)


def test_api_shows_each_person_what_they_may_see(
    kind: ObjectType, claims: Unit, owner: User, auditor: User, outsider: User, member: User
) -> None:
    record = make_in(kind.model, claims)
    everybody = {Unit, Person}
    seen = {
        owner: True,
        auditor: True,
        outsider: not kind.model.UNIT_LOOKUPS,
        member: kind.model in everybody,
    }
    for user, may in seen.items():
        client = by_token(user, user.email)
        listed = [one["uid"] for one in client.get(api(kind)).json()["results"]]
        assert (str(record.uid) in listed) == may
        assert client.get(api(kind, record)).status_code == (200 if may else 404)


@pytest.mark.once
def test_api_asks_who_calls(kind: ObjectType, claims: Unit, owner: User) -> None:
    record = make_in(kind.model, claims)
    for client in (
        Client(),
        Client(headers={"Authorization": "Bearer wrong"}),
        by_token(owner, revoked_at=record.created_at),
    ):
        answers = [
            client.get(api(kind)),
            client.get(api(kind, record)),
            send(client, "POST", api(kind), {}),
            send(client, "PATCH", api(kind, record), {}, '"1"'),
            client.delete(api(kind, record), headers={"If-Match": '"1"'}),
        ]
        assert [answer.status_code for answer in answers] == [401] * 5
        assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


def test_api_filters_and_sorts_like_the_page(
    kind: ObjectType, program: Client, browser: Client, claims: Unit
) -> None:
    record = make_full(kind.model, claims)
    make_in(kind.model, claims, **SPECIMENS[kind.model].other)
    value: Any = json_data({name: getattr(record, name) for name in kind.filters})
    queries = [{name: str(value[name]).lower()} for name in kind.filters if value[name] not in (None, "")]
    queries += [{"sort": "-updated_at"}, {"q": record.code}, {"archived": "only"}, {"archived": "with"}, {}]
    for query in queries:
        results = program.get(api(kind), query).json()["results"]
        assert [one["uid"] for one in results] == rows(browser.get(url(kind, "list"), query)), query


@pytest.mark.once
def test_api_refuses_a_filter_that_means_nothing(kind: ObjectType, program: Client) -> None:
    for query in ({"sort": "password"}, {"archived": "maybe"}):
        response = program.get(api(kind), query)
        assert (response.status_code, list(response.json())) == (400, list(query))
    for name in kind.filters:
        if column(kind, name).is_relation:
            response = program.get(api(kind), {name: str(uuid4())})
            assert (response.status_code, list(response.json())) == (400, [name])
    for name in sortable(kind):
        assert program.get(api(kind), {"sort": f"-{name}"}).status_code == 200


# ── writing ──────────────────────────────────────────────────────────────────────────────────────
def test_api_creates(kind: ObjectType, program: Client, owner: User, claims: Unit) -> None:
    values = new_values(kind.model, kind.fields, claims) | {"source": "pmo", "external_key": "K-1"}
    response = send(program, "POST", api(kind), values)
    assert (response.status_code, response["ETag"]) == (201, '"1"')
    record = kind.model.objects.get(uid=response.json()["uid"])
    assert values_of(record, (*kind.fields, "source", "external_key")) == values
    event = Event.objects.get()
    assert (event.verb, event.object_uid, event.actor_uid) == ("created", record.uid, owner.uid)


@pytest.mark.once
def test_api_says_which_field_is_wrong(kind: ObjectType, program: Client, claims: Unit) -> None:
    before = kind.model.objects.count()
    response = send(program, "POST", api(kind), {})
    required = {
        each.name
        for each in (column(kind, name) for name in kind.fields)
        if not each.blank and not each.has_default()
    }
    assert response.status_code == 400
    assert {*response.json()} == required - {"parent"}
    values = new_values(kind.model, kind.fields, claims)
    for name in kind.fields:
        wrong = {**json_data(values), name: {"no": "object"}}
        answer = send(program, "POST", api(kind), wrong)
        assert answer.status_code == 400, name
        assert name in answer.json()
    assert (kind.model.objects.count(), Event.objects.count()) == (before, 0)


def test_api_changes_the_version_that_was_read(kind: ObjectType, program: Client, claims: Unit) -> None:
    record, change = make_in(kind.model, claims), first_change(kind)
    before = stored(kind, record)
    answers = [
        send(program, "PATCH", api(kind, record), change),
        send(program, "PATCH", api(kind, record), change, '"2"'),
        send(program, "PATCH", api(kind, record), change, "*"),
    ]
    assert [answer.status_code for answer in answers] == [428, 412, 412]
    assert answers[1].json()["version"] == 1
    assert (stored(kind, record), Event.objects.count()) == (before, 0)

    answer = send(program, "PATCH", api(kind, record), change, '"1"')
    assert (answer.status_code, answer["ETag"], answer.json()["version"]) == (200, '"2"', 2)
    assert stored(kind, record) == before | change
    assert send(program, "PATCH", api(kind, record), change, '"1"').status_code == 200
    assert Event.objects.count() == 1


def test_api_deletes_the_version_that_was_read(kind: ObjectType, program: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    for etag, expected in ((None, 428), ('"7"', 412), ('"1"', 204), ('"1"', 404)):
        headers = {"If-Match": etag} if etag else {}
        assert program.delete(api(kind, record), headers=headers).status_code == expected
    assert list(Event.objects.values_list("verb", "object_uid")) == [("deleted", record.uid)]


@pytest.mark.parametrize("kind", types_in_use(), ids=lambda kind: kind.key)
def test_api_says_who_still_refers_to_it(kind: ObjectType, program: Client, claims: Unit) -> None:
    for model, name in users_of(kind.model()):
        record = make_in(kind.model, claims)
        user = make_full(model, claims, **{name: record})
        response = program.delete(api(kind, record), headers={"If-Match": '"1"'})
        assert (response.status_code, response.json()["obstacles"]) == (409, [f"{user.code} {user}"])
        assert kind.model.objects.filter(uid=record.uid).exists()


@pytest.mark.once
def test_a_token_that_may_read_does_not_write(kind: ObjectType, owner: User, claims: Unit) -> None:
    record, reading = make_in(kind.model, claims), by_token(owner, read_only=True)
    assert [reading.get(api(kind)).status_code, reading.get(api(kind, record)).status_code] == [200, 200]
    writes = [
        send(reading, "POST", api(kind), {}),
        send(reading, "PATCH", api(kind, record), first_change(kind), '"1"'),
        reading.delete(api(kind, record), headers={"If-Match": '"1"'}),
    ]
    assert [answer.status_code for answer in writes] == [403] * 3
    assert Event.objects.count() == 0


@pytest.mark.once
def test_api_refuses_those_who_may_not_write(
    kind: ObjectType, reader: User, outsider: User, claims: Unit
) -> None:
    record, values = make_in(kind.model, claims), new_values(kind.model, kind.fields, claims)
    shared = not kind.model.UNIT_LOOKUPS
    elsewhere = 200 if shared and kind.model is not Unit else 403 if shared else 404
    for user, may_change in ((reader, 403), (outsider, elsewhere)):
        client = by_token(user, user.email)
        answer = send(client, "PATCH", api(kind, record), first_change(kind), '"1"')
        assert answer.status_code == may_change
    refused = by_token(reader, "again")
    assert send(refused, "POST", api(kind), values).status_code == 403
    assert refused.delete(api(kind, record), headers={"If-Match": f'"{_version(record)}"'}).status_code == 403


def _version(record: Record) -> int:
    record.refresh_from_db()
    return record.version


@pytest.mark.once
def test_api_in_a_browser_needs_its_token_against_forgery(
    kind: ObjectType, client_of: ClientOf, owner: User, claims: Unit
) -> None:
    record = make_in(kind.model, claims)
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.get(api(kind, record)).status_code == 200
    assert send(client, "PATCH", api(kind, record), first_change(kind), '"1"').status_code == 403
