"""Taking back what somebody has just done: what comes back, what stays, what refuses, who may."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import ExchangeRate, Person, Unit
from alignment.choices import Status
from alignment.models import Initiative, NeedLink
from audit.models import Event, PersonalValue
from foundation.actors import SYSTEM
from tests.accounts.trail import verbs
from tests.audit_flush import without_triggers
from tests.factories.accounts import NOW, make_grant, make_person, make_rate, make_unit, make_user
from tests.factories.alignment import make_initiative, make_need_link, make_program
from workbench.operations.records import Change, Invalid, save, save_many
from workbench.operations.removal import archive_many, delete, restore_many
from workbench.operations.restoring import CannotReturn, undelete
from workbench.operations.undoing import REACH, Undone, undo
from workbench.types import type_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from foundation.models import Record

THEN, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def did(actor: Any, model: type[Record] = Initiative, at: datetime = THEN) -> Any:
    """Somebody, some type, one instant: what every operation is given."""
    return {"object_type": type_of(model), "actor": actor, "now": at}


def set_at_once(actor: Any, records: list[Any], at: datetime = THEN, **values: Any) -> None:
    """What the bulk bar does."""
    model = type(records[0])
    loaded = model.objects.for_list().filter(pk__in=[record.pk for record in records]).order_by("pk")
    save_many(changes=[Change(values, record) for record in loaded], **did(actor, model, at))


def test_many_get_the_values_back_that_each_had(cio: User, claims: Unit) -> None:
    owners = [make_person("Ada Byrne"), make_person("Niall Kerr"), None]
    made = [make_initiative(unit=claims, owner=owner) for owner in owners]
    set_at_once(cio, made, owner=make_person("Una Molloy"))

    undone = undo(at=THEN, actor=cio, now=LATER)

    assert undone == Undone(tuple(made), 0)
    assert [initiative.owner for initiative in Initiative.objects.order_by("pk")] == owners
    assert list(Initiative.objects.values_list("version", "updated_at")) == [(3, LATER)] * 3
    assert verbs() == [("updated", "alignment.initiative")] * 6


def test_every_kind_of_value_reads_back_as_it_was(administrator: User) -> None:
    rate = make_rate("USD", Decimal("0.910000"))
    before = {"rate": rate.rate, "day": rate.day}
    set_at_once(administrator, [rate], rate=Decimal("0.875"), day=NOW.date() + timedelta(days=1))
    undo(at=THEN, actor=administrator, now=LATER)
    rate.refresh_from_db()
    assert {"rate": rate.rate, "day": rate.day} == before
    assert ExchangeRate.objects.get().version == 3


def test_what_somebody_changed_since_stays_and_is_counted(cio: User, analyst: User, claims: Unit) -> None:
    made = [make_initiative(unit=claims, status=Status.PROPOSED) for _ in range(3)]
    set_at_once(cio, made, status=Status.PAUSED)
    set_at_once(analyst, [made[1]], LATER, status=Status.LIVE)
    set_at_once(analyst, [made[2]], LATER, name="Another name")

    assert undo(at=THEN, actor=cio, now=LATER) == Undone((made[0], made[2]), 1)

    values = list(Initiative.objects.order_by("pk").values_list("status", "name"))
    assert values == [
        (Status.PROPOSED, made[0].name),
        (Status.LIVE, made[1].name),
        (Status.PROPOSED, "Another name"),
    ]


def test_what_is_gone_or_out_of_sight_stays(cio: User, root: Unit, claims: Unit) -> None:
    made = [make_initiative(unit=unit) for unit in (claims, claims, root)]
    set_at_once(cio, made, status=Status.PAUSED)
    made[0].delete()
    cio.grants.update(unit=claims)
    narrowed = type(cio).objects.get(pk=cio.pk)
    assert undo(at=THEN, actor=narrowed, now=LATER) == Undone((made[1],), 2)


def test_a_value_whose_record_is_gone_does_not_come_back(cio: User, claims: Unit) -> None:
    program = make_program(unit=claims)
    initiative = make_initiative(unit=claims, program=program)
    set_at_once(cio, [initiative], program=None)
    program.delete()
    assert undo(at=THEN, actor=cio, now=LATER) == Undone((), 1)


def test_what_was_put_away_comes_back_and_goes_again(cio: User, claims: Unit) -> None:
    made = [make_initiative(unit=claims) for _ in range(2)]
    archive_many(records=made, **did(cio))
    assert undo(at=THEN, actor=cio, now=LATER) == Undone(tuple(made), 0)
    assert Initiative.objects.active().count() == 2

    assert undo(at=LATER, actor=cio, now=LATER + timedelta(seconds=1)).left == 0
    assert Initiative.objects.archived().count() == 2
    assert [verb for verb, _ in verbs()] == ["archived"] * 2 + ["restored"] * 2 + ["archived"] * 2


def test_what_came_back_meanwhile_is_left_alone(cio: User, claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    archive_many(records=[initiative], **did(cio))
    restore_many(records=[initiative], **did(SYSTEM, at=LATER))
    assert undo(at=THEN, actor=cio, now=LATER) == Undone((), 1)
    assert len(verbs()) == 2


def test_what_was_deleted_returns_with_its_parts(cio: User, claims: Unit) -> None:
    link = make_need_link(initiative=make_initiative(unit=claims))
    delete(record=link.initiative, **did(cio))
    undone = undo(at=THEN, actor=cio, now=LATER)
    assert undone == Undone((Initiative.objects.get(), NeedLink.objects.get()), 0)
    with pytest.raises(CannotReturn):
        undo(at=THEN, actor=cio, now=LATER)


def test_a_person_is_named_again_only_while_the_trail_may_name_them(cio: User, claims: Unit) -> None:
    person = make_person("Ada Byrne")
    for at, name in ((THEN, "Ada Kerr"), (LATER, "Ada Molloy")):
        save(values={"name": name}, record=Person.objects.get(pk=person.pk), **did(cio, Person, at))
    undo(at=LATER, actor=cio, now=LATER + timedelta(seconds=1))
    assert Person.objects.get(pk=person.pk).name == "Ada Kerr"
    without_triggers(PersonalValue.objects.all().update, values=None)
    with pytest.raises(LookupError):
        undo(at=THEN, actor=cio, now=LATER)


def test_only_ones_own_and_only_what_has_a_reverse(cio: User, analyst: User, claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    set_at_once(analyst, [initiative], status=Status.PAUSED)
    save(values={"name": "New", "unit": claims}, **did(cio, at=LATER))
    delete(record=Initiative.objects.get(name="New"), **did(cio, at=LATER + timedelta(seconds=1)))
    undelete(events=list(Event.objects.filter(verb="deleted")), actor=cio, now=LATER + timedelta(seconds=2))
    for at in (THEN, LATER, LATER + timedelta(seconds=2), NOW):
        with pytest.raises(LookupError):
            undo(at=at, actor=cio, now=LATER + timedelta(seconds=3))


def test_a_day_later_it_is_too_late(cio: User, claims: Unit) -> None:
    set_at_once(cio, [make_initiative(unit=claims, status=Status.PROPOSED)], status=Status.PAUSED)
    with pytest.raises(LookupError):
        undo(at=THEN, actor=cio, now=THEN + REACH)
    undo(at=THEN, actor=cio, now=THEN + REACH - timedelta(seconds=1))
    assert Initiative.objects.get().status == Status.PROPOSED


def test_it_takes_the_permission_where_the_record_is_and_was(claims: Unit, sales: Unit) -> None:
    user = make_user("Nora Flynn", unit=claims)
    grants = [make_grant(user, "analyst", unit) for unit in (claims, sales)]
    moved, here = make_initiative(unit=sales), make_initiative(unit=claims)
    set_at_once(user, [moved, here], unit=make_unit("Claims desk", claims))
    grants[1].delete()
    narrowed = type(user).objects.get(pk=user.pk)
    with pytest.raises(PermissionDenied):
        undo(at=THEN, actor=narrowed, now=LATER)
    assert set(Initiative.objects.values_list("unit__name", flat=True)) == {"Claims desk"}


def test_a_rule_that_stands_in_the_way_stops_all_of_it(administrator: User) -> None:
    day = NOW.date()
    first, second = (make_rate(currency, Decimal(1), day=day) for currency in ("USD", "CAD"))
    set_at_once(administrator, [first, second], day=day + timedelta(days=1))
    make_rate("USD", Decimal(1), day=day)
    with pytest.raises(Invalid):
        undo(at=THEN, actor=administrator, now=LATER)
    days = ExchangeRate.objects.filter(pk__in=[first.pk, second.pk]).values_list("day", flat=True)
    assert set(days) == {day + timedelta(days=1)}


def test_the_number_of_statements_does_not_grow(
    cio: User, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cio.access  # noqa: B018 - loads the grants, as the door of every page does
    for round_, count in enumerate((2, 4)):  # one alone is asked for its uniqueness besides
        at = THEN + timedelta(minutes=round_)
        made = [make_initiative(unit=claims, owner=make_person(f"P {round_} {at}")) for at in range(count)]
        set_at_once(cio, made, at, owner=make_person(f"Una {round_}"))
        with django_assert_num_queries(21):
            undo(at=at, actor=cio, now=LATER)
