"""What every record type promises on its list and its page. A new type is tested by being in the catalog."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import ForeignKey
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import Promise

from accounts.models import Person, Unit
from audit.models import Event
from foundation import formats
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from tests.factories.registry import (
    SPECIMENS,
    make_full,
    make_in,
    new_values,
    parts_of,
    users_of,
    values_of,
)
from tests.workbench.statements import DETAIL_AT_MOST, LIST_AT_MOST, QUERIES
from tests.workbench.world import HOSTILE, api, column, form_data, json_data, rows, text, uids, url
from workbench.cells import cell_of
from workbench.filters import NONE
from workbench.forms import sections_of
from workbench.listing import filtered
from workbench.operations.records import save
from workbench.ordering import sortable
from workbench.types import all_types, derived_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from foundation.catalog import ObjectType
    from tests.personas import ClientOf


def is_open(kind: ObjectType) -> bool:
    """Whether every member with a role may read records of a type wherever they are."""
    return not kind.model.UNIT_LOOKUPS


def found(kind: ObjectType, viewer: User, query: dict[str, str] | None = None) -> list[str]:
    """The uids of the rows of a list, which its page, its file and the API share."""
    return uids(*filtered(kind, QueryDict(urlencode(query or {})), viewer).qs)


# ── the list ─────────────────────────────────────────────────────────────────────────────────────
def test_list_shows_what_there_is(kind: ObjectType, browser: Client, claims: Unit) -> None:
    before = rows(browser.get(url(kind, "list")))
    made = [make_in(kind.model, claims) for _ in range(3)]
    response = browser.get(url(kind, "list"))
    assert sorted(rows(response)) == sorted([*before, *uids(*made)])
    for record in made:
        assert f'href="{url(kind, "detail", record)}"' in text(response)
        assert record.code in text(response)


def test_list_shows_each_person_what_they_may_see(
    kind: ObjectType,
    client_of: ClientOf,
    claims: Unit,
    owner: User,
    colleague: User,
    outsider: User,
    auditor: User,
    member: User,
) -> None:
    record = make_in(kind.model, claims)
    seen = {
        user.email: uids(record)[0] in rows(client_of(user).get(url(kind, "list")))
        for user in (owner, colleague, auditor, outsider, member)
    }
    assert seen == {
        owner.email: True,
        colleague.email: True,
        auditor.email: True,
        outsider.email: is_open(kind),
        member.email: kind.model in {Unit, Person},
    }


@pytest.mark.once
def test_nobody_reads_without_signing_in(kind: ObjectType, anonymous: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    for address in (url(kind, "list"), url(kind, "detail", record), url(kind, "edit", record)):
        response = anonymous.get(address)
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


def test_list_can_be_empty(kind: ObjectType, browser: Client) -> None:
    response = browser.get(url(kind, "list"), {"q": "nothing-is-called-this"})
    assert (response.status_code, rows(response)) == (200, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    kind: ObjectType,
    count: int,
    browser: Client,
    claims: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = [make_full(kind.model, claims) for _ in range(count)]
    on_list, on_detail, over_api = QUERIES[kind.key]
    assert on_list <= LIST_AT_MOST
    assert on_detail <= DETAIL_AT_MOST
    with django_assert_num_queries(on_list):
        browser.get(url(kind, "list"))
    with django_assert_num_queries(on_detail):
        browser.get(url(kind, "detail", records[0]))
    with django_assert_num_queries(over_api):
        assert browser.get(api(kind)).status_code == 200


def test_list_sorts_by_each_of_its_columns(kind: ObjectType, owner: User, claims: Unit) -> None:
    made = [make_full(kind.model, claims), make_in(kind.model, claims, **SPECIMENS[kind.model].other)]
    ranked = kind.model.objects.annotate(**{key: kept.rank() for key, kept in derived_of(kind.model).items()})
    everything = sorted(found(kind, owner))
    assert set(uids(*made)) <= set(everything)
    for heading, lookup in sortable(kind).items():
        for by in (heading, f"-{heading}"):
            in_order = found(kind, owner, {"sort": by})
            values = {str(uid): value for uid, value in ranked.values_list("uid", lookup)}
            shown = [values[uid] for uid in in_order]
            known = [value for value in shown if value is not None]
            assert sorted(in_order) == everything
            assert shown == known + [None] * (len(shown) - len(known))
            assert _is_sorted(known, descending=by != heading)


def _is_sorted(values: list[Any], *, descending: bool) -> bool:
    return all(a >= b if descending else a <= b for a, b in pairwise(values))


def test_list_ignores_an_order_it_does_not_know(kind: ObjectType, owner: User, claims: Unit) -> None:
    made = [make_in(kind.model, claims) for _ in range(2)]
    expected = found(kind, owner)
    assert {*uids(*made)} <= {*expected}
    for by in ("id", "-pk", "uid", "password", "created_at", "--"):
        assert found(kind, owner, {"sort": by}) == expected


@pytest.mark.parametrize("kind", [kind for kind in all_types() if kind.filters], ids=lambda kind: kind.key)
def test_each_filter_keeps_the_rows_it_names(kind: ObjectType, owner: User, claims: Unit) -> None:
    make_full(kind.model, claims)
    make_in(kind.model, claims, **SPECIMENS[kind.model].other)
    everything = [r for r in kind.model.objects.all() if str(r.uid) in found(kind, owner)]
    for name in kind.filters:
        for value in {getattr(record, name) for record in everything}:
            if value is None and not isinstance(column(kind, name), ForeignKey):
                continue
            sent = NONE if value is None else str(json_data({name: value})[name]).lower()
            expected = [record for record in everything if sent == "" or getattr(record, name) == value]
            shown = found(kind, owner, {name: sent})
            assert sorted(shown) == sorted(uids(*expected)), (name, sent)


def menus(kind: ObjectType) -> list[str]:
    """The filters of a type that are chosen from a menu."""
    return [
        name
        for name in kind.filters
        if column(kind, name).is_relation or getattr(column(kind, name), "choices", None)
    ]


@pytest.mark.parametrize("kind", [kind for kind in all_types() if menus(kind)], ids=lambda kind: kind.key)
def test_a_filter_that_means_nothing_shows_nothing(kind: ObjectType, browser: Client, claims: Unit) -> None:
    """To show everything would be taken for the answer."""
    make_in(kind.model, claims)
    for name in menus(kind):
        response = browser.get(url(kind, "list"), {name: str(uuid4())})
        assert (response.status_code, rows(response)) == (200, []), name


def test_words_find_a_record(kind: ObjectType, owner: User, claims: Unit) -> None:
    record, other = make_in(kind.model, claims), make_in(kind.model, claims)
    value: Any = record
    for name in kind.search[0].split("__"):
        value = getattr(value, name)
    shown = found(kind, owner, {"q": str(value).upper()})
    assert uids(record)[0] in shown
    assert (uids(other)[0] in shown) == (kind.search[0] == "currency")


def test_a_code_finds_its_record(kind: ObjectType, owner: User, claims: Unit) -> None:
    record, _ = make_in(kind.model, claims), make_in(kind.model, claims)
    assert found(kind, owner, {"q": record.code.lower()}) == uids(record)


def test_list_hides_what_was_put_away_until_asked(kind: ObjectType, owner: User, claims: Unit) -> None:
    here = make_in(kind.model, claims)
    away = make_in(kind.model, claims, archived_at=here.created_at)
    shown = {
        word: {*found(kind, owner, {"archived": word})} & {*uids(here, away)} for word in ("", "with", "only")
    }
    assert shown == {"": {*uids(here)}, "with": {*uids(here, away)}, "only": {*uids(away)}}


@pytest.mark.once
def test_a_part_of_the_list_comes_alone(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    part = browser.get(url(kind, "list"), headers={"HX-Request": "true"})
    assert uids(record)[0] in rows(part)
    assert "<html" not in text(part)
    assert "HX-Request" in part["Vary"]
    back = browser.get(
        url(kind, "list"), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<!doctype html>" in back.content.decode()


# ── one record ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.once
def test_detail_shows_every_field_that_the_heading_does_not(
    kind: ObjectType, browser: Client, claims: Unit
) -> None:
    record = make_full(kind.model, claims)
    shown = text(browser.get(url(kind, "detail", record)))
    for section in sections_of(kind):
        cells = {name: cell_of(record, name, SYSTEM).text for name in section.fields}
        told = {name for name, value in cells.items() if value != str(record)}
        is_known = any(cells[name] != formats.MISSING for name in told)
        for name in cells:
            label = str(column(kind, name).verbose_name)
            is_said = is_known and name in told
            assert (f"<dt>{label[0].upper()}{label[1:]}</dt>" in shown) == is_said, name
    assert record.code in shown
    assert url(kind, "edit", record) in shown
    assert url(kind, "archive", record) in shown
    assert url(kind, "delete", record) in shown


def test_detail_does_not_ask_again_for_each_record_around_it(
    kind: ObjectType, browser: Client, claims: Unit
) -> None:
    asked = []
    for count in (1, 3):
        record = make_in(kind.model, claims)
        for model, name in (*users_of(record), *parts_of(record)):
            most = 1 if model._meta.get_field(name).one_to_one else count
            for _ in range(most):
                make_full(model, claims, **{name: record})
        for version in range(1, count + 1):
            values = values_of(record, kind.fields) | {"source": f"import {version}"}
            save(object_type=kind, values=values, record=record, actor=SYSTEM, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url(kind, "detail", record)).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1] <= DETAIL_AT_MOST


def test_detail_of_what_may_not_be_seen_is_not_there(
    kind: ObjectType, client_of: ClientOf, claims: Unit, outsider: User, browser: Client
) -> None:
    record = make_in(kind.model, claims)
    expected = 200 if is_open(kind) else 404
    assert client_of(outsider).get(url(kind, "detail", record)).status_code == expected
    missing = kind.model(uid=uuid4())
    assert [browser.get(url(kind, page, missing)).status_code for page in ("detail", "edit", "delete")] == [
        404
    ] * 3


@pytest.mark.once
def test_readers_are_offered_no_change_and_refused_one(
    kind: ObjectType, client_of: ClientOf, reader: User, claims: Unit
) -> None:
    record, client = make_in(kind.model, claims), client_of(reader)
    shown = text(client.get(url(kind, "detail", record))) + text(client.get(url(kind, "list")))
    pages = [("edit", record), ("archive", record), ("delete", record), ("create", None), ("import", None)]
    for page, of in pages:
        assert f'"{url(kind, page, of)}"' not in shown
    gets = [client.get(url(kind, page, of)).status_code for page, of in pages if page != "archive"]
    posts = [
        client.post(url(kind, page, of)).status_code for page, of in [*pages, ("bulk", None), ("draft", None)]
    ]
    assert (gets, posts) == ([403] * 4, [403] * 7)
    record.refresh_from_db()
    assert (record.version, record.archived_at, Event.objects.count()) == (1, None, 0)


@pytest.mark.once
def test_people_elsewhere_cannot_change_a_record(
    kind: ObjectType, client_of: ClientOf, outsider: User, claims: Unit
) -> None:
    record, client = make_in(kind.model, claims), client_of(outsider)
    posts = [client.post(url(kind, page, record)).status_code for page in ("edit", "archive", "delete")]
    if not is_open(kind):
        assert posts == [404] * 3
    elif kind.model is Unit:
        assert posts == [403] * 3
    else:
        assert posts == [422, 302, 302]


@pytest.mark.once
def test_what_people_write_stays_text(kind: ObjectType, browser: Client, claims: Unit) -> None:
    columns = [column(kind, name) for name in kind.fields]
    hostile = {
        each.name: HOSTILE[: each.max_length or None]
        for each in columns
        if each.get_internal_type() in {"CharField", "TextField", "EmailField"} and not each.choices
    }
    for each in columns:
        if isinstance(each, ForeignKey) and each.related_model is not kind.model:
            related: Any = each.related_model
            words = SPECIMENS[related].words
            hostile[each.name] = make_in(related, claims, **{words: HOSTILE})
    specimen = SPECIMENS[kind.model]
    record = make_in(kind.model, claims, **(specimen.other | specimen.full | hostile))
    edited = browser.post(
        url(kind, "edit", record), form_data({name: getattr(record, name) for name in hostile})
    )
    pages = [browser.get(url(kind, page, record)) for page in ("detail", "edit", "delete")]
    pages += [browser.get(url(kind, "list"), {"q": HOSTILE}), browser.get(url(kind, "list")), edited]
    pages += [browser.get("/search/", {"q": HOSTILE}), browser.get(url(kind, "create"))]
    for page in pages:
        assert "<x>" not in text(page)
        assert "<img src=x" not in text(page)
    assert "&lt;x&gt;" in text(pages[0])


def test_history_tells_who_changed_what(kind: ObjectType, browser: Client, claims: Unit) -> None:
    values = new_values(kind.model, kind.fields, claims)
    created = browser.post(url(kind, "create"), form_data(values))
    shown = text(browser.get(created["Location"]))
    assert "Nora Flynn" in shown
    assert "created" in shown


# ── names ────────────────────────────────────────────────────────────────────────────────────────
def test_records_of_a_type_can_be_told_apart(kind: ObjectType, claims: Unit) -> None:
    names = [str(make_in(kind.model, claims)) for _ in range(3)]
    assert len(set(names)) == 3
    assert all(0 < len(name) <= 500 for name in names)


def test_labels_can_be_translated(kind: ObjectType) -> None:
    meta: Any = kind.model._meta
    assert isinstance(meta.original_attrs["verbose_name"], Promise)
    assert isinstance(meta.original_attrs["verbose_name_plural"], Promise)
    for name in kind.fields:
        label = meta.get_field(name).verbose_name
        assert isinstance(label, Promise), name
        assert str(label) == str(label).strip().rstrip(".:"), name
    assert isinstance(kind.group, Promise)
    assert all(isinstance(section.title, Promise) for section in kind.sections)
