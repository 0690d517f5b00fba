"""What every record type promises of its list: many changed at once, views, search and files."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from audit.models import Event
from tests.factories.accounts import NOW
from tests.factories.registry import SPECIMENS, make_full, make_in
from tests.workbench.world import form_data, rows, stored, trail, uids, url
from workbench.bulk import bulk_fields
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.mapping import mapping_of_header
from workbench.exchange.reading import read_table
from workbench.listing import filtered
from workbench.models import SavedView
from workbench.ordering import sortable
from workbench.search import search
from workbench.types import all_types

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from foundation.models import Record
    from tests.personas import ClientOf

IN_MENU = [kind for kind in all_types() if kind.in_menu]


def test_one_field_of_many_is_set_at_once(
    kind: ObjectType, browser: Client, owner: User, claims: Unit
) -> None:
    records, done = (
        [make_in(kind.model, claims), make_in(kind.model, claims), make_full(kind.model, claims)],
        [],
    )
    for field in bulk_fields(kind):
        value = next((v for v, _ in field.options if v and v != _sent(records[0], field.name)), "")
        if value == "":
            continue
        before = stored(kind, records[2])
        sent = {"uid": uids(*records[:2]), "action": field.name, "value": value, "query": "sort=name"}
        response = browser.post(url(kind, "bulk"), sent)
        assert (response.status_code, response["Location"]) == (302, f"{url(kind, 'list')}?sort=name")
        assert stored(kind, records[2]) == before
        messages = [str(message) for message in browser.get(url(kind, "list")).context["messages"]]
        changed = [_sent(kind.model.objects.get(pk=record.pk), field.name) == value for record in records[:2]]
        assert changed == [True, True] or "Nothing was changed." in messages[0], messages
        done.append(changed == [True, True])
    assert any(done) or not done or SPECIMENS[kind.model].one_by_one


def _sent(record: Record, name: str) -> str:
    return form_data({name: getattr(record, name)}).get(name, "")


def test_many_are_put_away_and_brought_back(
    kind: ObjectType, browser: Client, client_of: ClientOf, outsider: User, claims: Unit
) -> None:
    records = [make_in(kind.model, claims) for _ in range(3)]
    sent = {"uid": uids(*records[:2]), "query": ""}
    for action, expected in (("archive", [True, True, False]), ("restore", [False] * 3)):
        browser.post(url(kind, "bulk"), {**sent, "action": action})
        assert [kind.model.objects.get(pk=record.pk).is_archived for record in records] == expected
    assert [trail(record) for record in records] == [["archived", "restored"]] * 2 + [[]]

    assert browser.post(url(kind, "bulk"), {**sent, "action": "uid"}).status_code == 400
    if kind.model.UNIT_LOOKUPS:
        client_of(outsider).post(url(kind, "bulk"), {**sent, "action": "archive"})
        assert not kind.model.objects.archived().exists()


def test_a_view_of_a_list_is_named_and_forgotten(
    kind: ObjectType, browser: Client, client_of: ClientOf, colleague: User, claims: Unit
) -> None:
    browser.post(url(kind, "view"), {"name": "Newest", "query": "sort=-number"})
    shown = browser.get(url(kind, "list"), {"sort": "-number"}).context["page"]["listing"]
    assert [(view.label, view.url, view.current) for view in shown.views] == [
        ("All", "?", False),
        *((str(label), f"?{query}", False) for label, query in kind.views),
        ("Newest", "?sort=-number", True),
    ]
    view = SavedView.objects.get()
    client_of(colleague).post(url(kind, "view"), {"forget": str(view.uid)})
    assert SavedView.objects.count() == 1
    browser.post(url(kind, "view"), {"forget": str(view.uid)})
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("menu", [kind for kind in all_types() if kind.views], ids=lambda kind: kind.key)
def test_a_view_that_a_type_brings_along_names_filters_and_an_order_that_exist(
    menu: ObjectType, owner: User
) -> None:
    for label, query in menu.views:
        asked = QueryDict(query)
        bound = filtered(menu, asked, owner)
        assert bound.form.is_valid(), (label, bound.form.errors)
        assert set(asked) <= {*bound.form.fields, "sort"}, label
        assert asked.get("sort", "number").lstrip("-") in sortable(menu), label


@pytest.mark.parametrize("menu", IN_MENU, ids=lambda kind: kind.key)
def test_search_finds_what_may_be_seen(menu: ObjectType, owner: User, outsider: User, claims: Unit) -> None:
    words = SPECIMENS[menu.model].words
    given = {words: "Zebra crossing"} if words else {}
    record = make_in(menu.model, claims, **given)
    text_of: Any = record
    for name in menu.search[0].split("__"):
        text_of = getattr(text_of, name)
    expected = [(str(menu.model._meta.verbose_name), record.code, text_of, url(menu, "detail", record))]
    for query in (str(text_of).lower(), record.code.lower()):
        hits = [(hit.kind, hit.code, hit.text, hit.url) for hit in search(query, owner)]
        assert hits == expected
        hits = [(hit.kind, hit.code, hit.text, hit.url) for hit in search(query, outsider)]
        assert hits == ([] if menu.model.UNIT_LOOKUPS else expected)


def test_what_is_exported_is_imported_without_a_change(
    kind: ObjectType, browser: Client, owner: User, claims: Unit
) -> None:
    make_full(kind.model, claims)
    make_in(kind.model, claims, **SPECIMENS[kind.model].other)
    response: Any = browser.get(url(kind, "export"), {"format": "csv"})
    content = b"".join(response.streaming_content)
    lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert [line["uid"] for line in lines] == rows(browser.get(url(kind, "list")))

    table = read_table(content)
    plan = plan_import(
        object_type=kind, table=table, mapping=mapping_of_header(kind, table.header), actor=owner
    )
    assert plan.problems == []
    apply_import(plan=plan, actor=owner, now=NOW)
    assert plan.batches[0].counts == {"created": 0, "updated": 0, "unchanged": len(lines)}
    assert not Event.objects.exclude(verb="exported").exists()
