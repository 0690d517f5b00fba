"""What every record type promises when it is written: forms, drafts, many at once, removal, files."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from accounts.permissions import Permission
from audit.models import Event
from tests.factories.accounts import NOW
from tests.factories.registry import SPECIMENS, make_full, make_in, new_values, parts_of, users_of, values_of
from tests.workbench.world import column, form_data, rows, text, uids, url
from workbench.bulk import bulk_fields, bulk_names
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.mapping import mapping_of_header
from workbench.exchange.reading import read_table
from workbench.forms import form_of
from workbench.models import Draft, SavedView
from workbench.operations.restoring import undelete
from workbench.search import search
from workbench.types import all_types

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from foundation.models import Record
    from tests.personas import ClientOf

IN_MENU = [kind for kind in all_types() if kind.in_menu]


def stored(kind: ObjectType, record: Record) -> dict[str, Any]:
    """The record as it is now, by the fields people write."""
    return values_of(kind.model.objects.get(pk=record.pk), kind.fields)


def first_change(kind: ObjectType) -> dict[str, Any]:
    """One valid change of a smallest record."""
    name, value = next(iter(SPECIMENS[kind.model].other.items()))
    return {name: value}


def trail(record: Record) -> list[str]:
    """What the trail says was done to a record, in order."""
    return list(Event.objects.filter(object_uid=record.uid).order_by("pk").values_list("verb", flat=True))


# ── forms ────────────────────────────────────────────────────────────────────────────────────────
def test_a_form_offers_every_field_with_its_label(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_full(kind.model, claims)
    for page, of in (("create", None), ("edit", record)):
        shown = text(browser.get(url(kind, page, of)))
        for name in kind.fields:
            assert f'for="id_{name}"' in shown


def test_a_record_is_created(kind: ObjectType, browser: Client, owner: User, claims: Unit) -> None:
    values = new_values(kind.model, kind.fields, claims)
    response = browser.post(url(kind, "create"), form_data(values))
    record = kind.model.objects.order_by("number").last()
    assert record is not None
    assert (response.status_code, response["Location"]) == (302, url(kind, "detail", record))
    assert stored(kind, record) == values
    assert record.version == 1
    event = Event.objects.get(object_uid=record.uid)
    assert (event.verb, event.type_label, event.actor_uid) == ("created", kind.label, owner.uid)
    assert {*event.all_changes} == {name for name, value in values.items() if value not in (None, "")}


def test_what_is_missing_is_said_beside_its_field(kind: ObjectType, browser: Client, owner: User) -> None:
    before, form = kind.model.objects.count(), form_of(kind)(viewer=owner)
    response = browser.post(url(kind, "create"), {})
    assert response.status_code == 422
    for name in kind.fields:
        assert (f'id="id_{name}_error"' in text(response)) == form.fields[name].required, name
    assert "Fill in " in text(response)
    assert (kind.model.objects.count(), Event.objects.count()) == (before, 0)


def test_a_record_is_changed(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    before, change = values_of(record, kind.fields), first_change(kind)
    response = browser.post(url(kind, "edit", record), form_data(before | change, version=1))
    assert (response.status_code, response["Location"]) == (302, url(kind, "detail", record))
    assert stored(kind, record) == before | change
    record.refresh_from_db()
    assert (record.version, trail(record)) == (2, ["updated"])
    assert {*Event.objects.get().all_changes} == {*change}


def test_two_people_do_not_overwrite_each_other(
    kind: ObjectType, browser: Client, client_of: ClientOf, colleague: User, claims: Unit
) -> None:
    record = make_in(kind.model, claims)
    name, value = next(iter(first_change(kind).items()))
    other = SPECIMENS[kind.model].other | {name: _another(kind, name, value)}
    mine = form_data(values_of(record, kind.fields) | other, version=1)
    theirs = form_data(values_of(record, kind.fields) | {name: value}, version=1)
    assert client_of(colleague).post(url(kind, "edit", record), theirs).status_code == 302

    refused = browser.post(url(kind, "edit", record), mine)
    assert refused.status_code == 409
    conflict = {line["label"]: line for line in refused.context["page"]["conflict"]}
    label = str(column(kind, name).verbose_name)
    line = conflict[label[0].upper() + label[1:]]
    assert line["theirs"] != line["yours"]
    assert line["theirs"] in text(refused)
    assert line["yours"] in text(refused)
    assert stored(kind, record)[name] == value

    again = browser.post(
        url(kind, "edit", record), {**mine, "version": str(refused.context["page"]["version"])}
    )
    assert (again.status_code, stored(kind, record)[name]) == (302, _another(kind, name, value))
    assert trail(record) == ["updated", "updated"]


def _another(kind: ObjectType, name: str, value: Any) -> Any:
    """A value of the same kind, valid in the same place."""
    choices = column(kind, name).flatchoices
    if choices:
        return next(choice for choice, _ in choices if choice != value)
    return f"{value} too"[:60] if isinstance(value, str) else value * 2


def test_saving_without_a_change_leaves_no_trace(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_full(kind.model, claims)
    shown = browser.get(url(kind, "edit", record)).context["form"]
    sent = form_data({name: shown[name].value() for name in (*kind.fields, "version")})
    assert browser.post(url(kind, "edit", record), sent).status_code == 302
    record.refresh_from_db()
    assert (record.version, Event.objects.count()) == (1, 0)


def test_a_draft_waits_for_its_author_and_goes_with_saving(
    kind: ObjectType, browser: Client, client_of: ClientOf, colleague: User, claims: Unit
) -> None:
    record = make_in(kind.model, claims)
    name, value = next(iter(first_change(kind).items()))
    typed = form_data(values_of(record, kind.fields) | {name: value}, version=1)
    kept = browser.post(url(kind, "draft"), {**typed, "record": str(record.uid)})
    assert (kept.status_code, Draft.objects.count()) == (200, 1)
    edit = url(kind, "edit", record)
    assert str(browser.get(edit).context["form"][name].value()) == str(value)
    assert str(client_of(colleague).get(edit).context["form"][name].value()) != str(value)
    assert stored(kind, record)[name] != value

    browser.post(edit, typed)
    assert (Draft.objects.count(), stored(kind, record)[name]) == (0, value)


def test_a_draft_does_not_hide_what_others_saved(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    typed = form_data(values_of(record, kind.fields), version=1)
    browser.post(url(kind, "draft"), {**typed, "record": str(record.uid)})
    kind.model.objects.filter(pk=record.pk).update(version=2)
    shown = browser.get(url(kind, "edit", record)).context["form"]
    assert str(shown["version"].value()) == "1"

    browser.post(url(kind, "draft"), {"record": str(record.uid), "drop": "1"})
    assert Draft.objects.count() == 0
    assert str(browser.get(url(kind, "edit", record)).context["form"]["version"].value()) == "2"


def test_a_new_record_can_start_from_what_is_known(kind: ObjectType, browser: Client, claims: Unit) -> None:
    name, value = next(iter(first_change(kind).items()))
    shown = browser.get(url(kind, "create"), {name: str(value), "version": "7", "uid": "x"}).context["form"]
    assert (shown[name].value(), shown["version"].value()) == (str(value), None)


def test_one_new_record_follows_another(kind: ObjectType, browser: Client, claims: Unit) -> None:
    values = new_values(kind.model, kind.fields, claims)
    response = browser.post(url(kind, "create"), form_data(values, another="1"))
    assert (response.status_code, response["Location"]) == (302, url(kind, "create"))


# ── many at once ─────────────────────────────────────────────────────────────────────────────────
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
        ("Newest", "?sort=-number", True),
    ]
    view = SavedView.objects.get()
    client_of(colleague).post(url(kind, "view"), {"forget": str(view.uid)})
    assert SavedView.objects.count() == 1
    browser.post(url(kind, "view"), {"forget": str(view.uid)})
    assert SavedView.objects.count() == 0


# ── removal ──────────────────────────────────────────────────────────────────────────────────────
def test_a_record_is_put_away_and_brought_back(kind: ObjectType, browser: Client, claims: Unit) -> None:
    record = make_in(kind.model, claims)
    for expected in (True, False):
        assert browser.post(url(kind, "archive", record)).status_code == 302
        assert kind.model.objects.get(pk=record.pk).is_archived is expected
        assert (uids(record)[0] in rows(browser.get(url(kind, "list")))) is not expected
    assert trail(record) == ["archived", "restored"]


def test_a_record_is_deleted_with_its_parts_and_returns_with_them(
    kind: ObjectType, browser: Client, owner: User, claims: Unit
) -> None:
    record = make_in(kind.model, claims)
    parts = [make_in(model, claims, **{name: record}) for model, name in parts_of(record)]
    before = [stored(kind, record), record.number, record.version]
    page = browser.get(url(kind, "delete", record))
    assert len(page.context["page"]["parts"]) == len(parts)
    assert all(part.code in text(page) for part in parts)

    assert browser.post(url(kind, "delete", record)).status_code == 302
    assert not kind.model.objects.filter(pk=record.pk).exists()
    assert [trail(thing) for thing in (record, *parts)] == [["deleted"]] * (1 + len(parts))

    events = Event.objects.with_personal().filter(verb="deleted").order_by("pk")
    returned = undelete(events=list(events), actor=owner, now=NOW)
    assert sorted(uids(*returned)) == sorted(uids(record, *parts))
    assert [stored(kind, returned[0]), returned[0].number, returned[0].version] == before


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────
def undo_offered(browser: Client, page: str) -> dict[str, str]:
    """What the form in the toast sends, once the page has been read."""
    shown = text(browser.get(page))
    return dict(re.findall(r'<input type="hidden" name="(at|next)" value="([^"]*)">', shown))


def test_what_was_done_is_taken_back_from_the_toast(kind: ObjectType, browser: Client, claims: Unit) -> None:
    records = [make_in(kind.model, claims) for _ in range(2)]
    before = [stored(kind, record) for record in records]
    ways: list[tuple[str, str, dict[str, Any]]] = [
        (url(kind, "archive", records[0]), url(kind, "detail", records[0]), {}),
        (url(kind, "delete", records[0]), url(kind, "list"), {}),
        (url(kind, "bulk"), url(kind, "list"), {"uid": uids(*records), "action": "archive"}),
        (url(kind, "bulk"), url(kind, "list"), {"uid": uids(*records), **some_bulk_change(kind, records[0])}),
    ]
    for action, page, sent in ways:
        events = Event.objects.count()
        browser.post(action, sent)
        done = Event.objects.count() - events
        offer = undo_offered(browser, page)
        if not done:
            assert offer == {}
            continue
        assert offer["next"] == page
        back = browser.post("/undo/", offer)
        assert (back.status_code, back["Location"]) == (302, page)
        present = kind.model.objects.active().filter(uid__in=uids(*records)).order_by("number")
        assert [values_of(record, kind.fields) for record in present] == before, (action, sent)
        assert Event.objects.count() - events == 2 * done
        assert "Undone: " in text(browser.get(page))


def some_bulk_change(kind: ObjectType, record: Record) -> dict[str, str]:
    """A field of the bulk bar and another value for it; nothing where the type has none that is listed."""
    for name in bulk_names(kind):
        values = [value for value, _ in column(kind, name).choices or () if value not in ("", None)]
        for value in values:
            if value != getattr(record, name):
                return {"action": name, "value": str(value)}
    return {"action": "archive_nothing"}


def test_a_record_in_use_is_not_deleted(kind: ObjectType, browser: Client, claims: Unit) -> None:
    for model, name in users_of(kind.model()):
        record = make_in(kind.model, claims)
        user = make_full(model, claims, **{name: record})
        for response in (browser.get(url(kind, "delete", record)), browser.post(url(kind, "delete", record))):
            assert user.code in text(response), (model, name)
        assert response.status_code == 409
        assert kind.model.objects.filter(pk=record.pk).exists()
        assert trail(record) == []


def test_deleting_takes_a_permission_of_its_own(
    kind: ObjectType, client_of: ClientOf, cio: User, claims: Unit, analyst: User
) -> None:
    """An analyst writes much and deletes nothing."""
    record = make_in(kind.model, claims)
    for user in (analyst, cio):
        allowed = user.access.allows(kind.permission) and user.access.allows(Permission.DELETE)
        response = client_of(user).post(url(kind, "delete", record))
        assert response.status_code == (302 if allowed else 403)


# ── search ───────────────────────────────────────────────────────────────────────────────────────
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


# ── files ────────────────────────────────────────────────────────────────────────────────────────
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
