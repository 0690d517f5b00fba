"""Bringing deleted records back from the trail."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.access import GrantedAccess
from accounts.models import Person, Unit
from accounts.permissions import Permission
from accounts.rules import ROOT_PATH
from alignment.models import Initiative, NeedLink, Outlay
from audit.models import Event, PersonalValue
from foundation.actors import SYSTEM
from tests.accounts.trail import verbs
from tests.audit_flush import without_triggers
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_initiative, make_need_link, make_outlay, make_program
from tests.factories.audit import make_event
from workbench.operations.removal import delete
from workbench.operations.restoring import CannotReturn, undelete
from workbench.types import type_of

if TYPE_CHECKING:
    from accounts.models import User
    from foundation.models import Record

LATER = NOW + timedelta(hours=1)


def deletion_of(record: Record) -> list[Event]:
    """The record deleted, and the events that tell."""
    delete(object_type=type_of(type(record)), record=record, actor=SYSTEM, now=LATER)  # type: ignore[arg-type]
    return list(Event.objects.with_personal().order_by("pk"))


def state(record: Record) -> dict[str, Any]:
    """Every column but the one that never leaves the database."""
    stored = type(record).objects.values().get(uid=record.uid)
    return {name: value for name, value in stored.items() if name != "id"}


def test_a_record_returns_with_its_parts_exactly_as_it_was(claims: Unit) -> None:
    initiative = make_initiative(
        unit=claims,
        owner=make_person(),
        start_date=date(2026, 3, 2),
        source="pmo",
        external_key="7",
        archived_at=NOW,
    )
    link = make_need_link(initiative=initiative, strength=2, share=Decimal("62.50"))
    outlay = make_outlay(initiative=initiative)
    before = [state(record) for record in (initiative, link, outlay)]

    returned = undelete(events=deletion_of(initiative), actor=SYSTEM, now=LATER)

    assert returned == [Initiative.objects.get(), NeedLink.objects.get(), Outlay.objects.get()]
    after = [state(record) for record in (initiative, link, outlay)]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert new.pop("initiative_id") == returned[0].pk
        del old["initiative_id"]
    assert after == before
    assert verbs()[3:] == [
        ("restored", "alignment.initiative"),
        ("restored", "alignment.needlink"),
        ("restored", "alignment.outlay"),
    ]


def test_numbers_are_not_given_out_twice(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    events = deletion_of(initiative)
    newer = make_initiative(unit=claims)
    undelete(events=events, actor=SYSTEM, now=LATER)
    assert (Initiative.objects.get(uid=initiative.uid).number, newer.number) == (1, 2)


def test_it_stays_gone_while_something_it_needs_is_gone(claims: Unit) -> None:
    program = make_program(unit=claims)
    events = deletion_of(make_initiative(unit=claims, program=program))
    program.delete()
    with pytest.raises(CannotReturn, match="I-01 Initiative 1"):
        undelete(events=events, actor=SYSTEM, now=LATER)
    assert not Initiative.objects.exists()


def test_it_stays_gone_while_another_has_its_place(claims: Unit) -> None:
    outlay = make_outlay(initiative=make_initiative(unit=claims))
    events = deletion_of(outlay)
    make_outlay(initiative=outlay.initiative)
    with pytest.raises(CannotReturn):
        undelete(events=events, actor=SYSTEM, now=LATER)
    assert Outlay.objects.count() == 1


def test_an_erased_person_does_not_return(claims: Unit) -> None:
    (event,) = deletion_of(make_person("Ada Byrne"))
    without_triggers(PersonalValue.objects.filter(event=event).update, values={})
    with pytest.raises(CannotReturn):
        undelete(events=list(Event.objects.with_personal()), actor=SYSTEM, now=LATER)
    assert not Person.objects.exists()


def test_what_is_no_record_does_not_return(db: None) -> None:
    event = make_event()
    event.type_label = "accounts.grant"
    with pytest.raises(CannotReturn):
        undelete(events=[event], actor=SYSTEM, now=LATER)


def test_who_may_delete_brings_back_only_what_they_may_edit(cio: User, claims: Unit) -> None:
    events = deletion_of(make_initiative(unit=claims))
    cio.access = GrantedAccess({Permission.DELETE: (ROOT_PATH,), Permission.READ: (ROOT_PATH,)})
    with pytest.raises(PermissionDenied):
        undelete(events=events, actor=cio, now=LATER)


def test_bringing_back_takes_what_deleting_took(analyst: User, cio: User, claims: Unit) -> None:
    events = deletion_of(make_initiative(unit=claims))
    with pytest.raises(PermissionDenied):
        undelete(events=events, actor=analyst, now=LATER)
    assert not Initiative.objects.exists()
    undelete(events=events, actor=cio, now=LATER)
    assert Initiative.objects.exists()
