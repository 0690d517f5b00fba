"""Every door for writes tells which records were written, in the transaction, and nothing where nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from accounts.models import Unit, User
from alignment.models import NeedLink, Outlay
from audit.models import Event
from tests.factories.alignment import make_initiative, make_need_link, make_outlay
from tests.factories.customers import make_need
from workbench.operations.records import Change, save, save_many
from workbench.operations.removal import archive_many, delete, restore_many
from workbench.operations.restoring import undelete
from workbench.operations.undoing import undo
from workbench.signals import records_written
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

Told = list[tuple[Any, ...]]


@pytest.fixture
def told() -> Iterator[Told]:
    """What is told: the model, and each record's key, what happened and what it was before."""
    found: Told = []

    def listen(*, sender: Any, written: Any, actor: Any, now: Any, **_: Any) -> None:
        assert transaction.get_connection().in_atomic_block
        found.append((sender.__name__, [(each.pk, each.verb, dict(each.before)) for each in written]))

    records_written.connect(listen, dispatch_uid="test")
    yield found
    records_written.disconnect(dispatch_uid="test")


def test_saving_tells_what_is_new_and_the_former_values_of_what_has_changed(
    root: Unit, cio: User, now: datetime, told: Told
) -> None:
    link, other = make_need_link(initiative=make_initiative(unit=root)), make_need()
    former = link.need_id
    kind = type_with_key("needlink")
    values = {"need": other, "strength": link.strength}
    save(object_type=kind, record=link, values=values, actor=cio, now=now)
    first = make_initiative(unit=root)
    saved = save(object_type=kind, values={"initiative": first, "need": other}, actor=cio, now=now)
    assert told == [
        ("NeedLink", [(link.pk, "updated", {"need_id": former})]),
        ("NeedLink", [(saved.record.pk, "created", {})]),
    ]


def test_nothing_is_told_where_nothing_has_changed(root: Unit, cio: User, now: datetime, told: Told) -> None:
    initiative = make_initiative(unit=root)
    kind = type_with_key("initiative")
    same = Change({"name": initiative.name}, initiative)
    save_many(object_type=kind, changes=[same], actor=cio, now=now)
    save_many(object_type=kind, changes=[], actor=cio, now=now)
    restore_many(object_type=kind, records=[initiative], actor=cio, now=now)
    assert told == []


def test_archiving_and_restoring_tell_since_when_it_was_away(
    root: Unit, cio: User, now: datetime, told: Told
) -> None:
    initiative = make_initiative(unit=root)
    kind = type_with_key("initiative")
    archive_many(object_type=kind, records=[initiative], actor=cio, now=now)
    restore_many(object_type=kind, records=[initiative], actor=cio, now=now)
    assert told == [
        ("Initiative", [(initiative.pk, "archived", {"archived_at": None})]),
        ("Initiative", [(initiative.pk, "restored", {"archived_at": now})]),
    ]


def test_deleting_and_bringing_back_tell_of_every_part_by_type(
    root: Unit, administrator: User, now: datetime, told: Told
) -> None:
    initiative = make_initiative(unit=root)
    link, outlay, pk = (
        make_need_link(initiative=initiative),
        make_outlay(initiative=initiative),
        initiative.pk,
    )
    delete(object_type=type_with_key("initiative"), record=initiative, actor=administrator, now=now)
    assert told == [
        ("Initiative", [(pk, "deleted", {})]),
        ("NeedLink", [(link.pk, "deleted", {})]),
        ("Outlay", [(outlay.pk, "deleted", {})]),
    ]
    told.clear()
    events = list(Event.objects.filter(verb="deleted").order_by("pk"))
    back, *_parts = undelete(events=events, actor=administrator, now=now)
    assert told == [
        ("Initiative", [(back.pk, "restored", {})]),
        ("NeedLink", [(NeedLink.objects.get().pk, "restored", {})]),
        ("Outlay", [(Outlay.objects.get().pk, "restored", {})]),
    ]


def test_undoing_tells_like_the_write_it_is(root: Unit, cio: User, now: datetime, told: Told) -> None:
    initiative = make_initiative(unit=root, name="Before")
    kind = type_with_key("initiative")
    save(object_type=kind, record=initiative, values={"name": "After"}, actor=cio, now=now)
    undo(at=now, actor=cio, now=now + timedelta(minutes=1))
    assert told == [
        ("Initiative", [(initiative.pk, "updated", {"name": "Before"})]),
        ("Initiative", [(initiative.pk, "updated", {"name": "After"})]),
    ]
