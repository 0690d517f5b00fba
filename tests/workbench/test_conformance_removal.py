"""What every record type promises when it is put away, deleted, brought back and undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from accounts.permissions import Permission
from audit.models import Event
from tests.factories.accounts import NOW
from tests.factories.registry import make_full, make_in, parts_of, types_in_use, users_of, values_of
from tests.workbench.world import column, rows, stored, text, trail, uids, url
from workbench.bulk import bulk_names
from workbench.operations.restoring import undelete

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from foundation.models import Record
    from tests.personas import ClientOf


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


@pytest.mark.parametrize("kind", types_in_use(), ids=lambda kind: kind.key)
def test_a_record_in_use_is_not_deleted(kind: ObjectType, browser: Client, claims: Unit) -> None:
    for model, name in users_of(kind.model()):
        record = make_in(kind.model, claims)
        user = make_full(model, claims, **{name: record})
        for response in (browser.get(url(kind, "delete", record)), browser.post(url(kind, "delete", record))):
            assert user.code in text(response), (model, name)
        assert response.status_code == 409
        assert kind.model.objects.filter(pk=record.pk).exists()
        assert trail(record) == []


@pytest.mark.once
def test_deleting_takes_a_permission_of_its_own(
    kind: ObjectType, client_of: ClientOf, cio: User, claims: Unit, analyst: User
) -> None:
    """An analyst writes much and deletes nothing."""
    record = make_in(kind.model, claims)
    for user in (analyst, cio):
        allowed = user.access.allows(kind.permission) and user.access.allows(Permission.DELETE)
        response = client_of(user).post(url(kind, "delete", record))
        assert response.status_code == (302 if allowed else 403)
