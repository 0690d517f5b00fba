"""What every record type promises when one record is written: forms, conflicts and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from audit.models import Event
from tests.factories.registry import SPECIMENS, make_full, make_in, new_values, values_of
from tests.workbench.world import column, first_change, form_data, stored, text, trail, url
from workbench.forms import form_of
from workbench.models import Draft

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from tests.personas import ClientOf


@pytest.mark.once
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


@pytest.mark.once
def test_what_is_missing_is_said_beside_its_field(kind: ObjectType, browser: Client, owner: User) -> None:
    before, form = kind.model.objects.count(), form_of(kind)(viewer=owner)
    response = browser.post(url(kind, "create"), {})
    assert response.status_code == 422
    for name in kind.fields:
        assert (f'id="id_{name}_error"' in text(response)) == form.fields[name].required, name
    said = [text for texts in response.context["form"].errors.values() for text in texts]
    assert {text.partition(" ")[0] for text in said} <= {"Fill", "Choose"}
    assert said
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


@pytest.mark.once
def test_a_new_record_can_start_from_what_is_known(kind: ObjectType, browser: Client, claims: Unit) -> None:
    name, value = next(iter(first_change(kind).items()))
    shown = browser.get(url(kind, "create"), {name: str(value), "version": "7", "uid": "x"}).context["form"]
    assert (shown[name].value(), shown["version"].value()) == (str(value), None)


def test_one_new_record_follows_another(kind: ObjectType, browser: Client, claims: Unit) -> None:
    values = new_values(kind.model, kind.fields, claims)
    response = browser.post(url(kind, "create"), form_data(values, another="1"))
    assert (response.status_code, response["Location"]) == (302, url(kind, "create"))
