"""Putting records away and deleting them: what goes along, what refuses, who may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Person, Unit
from alignment.models import ElementNeed, Initiative, NeedLink, Outlay, StrategyElement
from alignment.operations.standing import keep_standings
from audit.models import Event
from customers.models import Need
from foundation.actors import SYSTEM
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, make_person, make_user
from tests.factories.alignment import (
    make_element_need,
    make_element_objective,
    make_initiative,
    make_need_link,
    make_outlay,
    make_strategy_element,
)
from tests.factories.customers import make_need
from workbench.operations.removal import InUse, Removal, archive_many, delete, removal_of, restore_many
from workbench.types import type_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from foundation.models import Record

LATER = NOW + timedelta(hours=1)


def about(model: type[Record], actor: Any = SYSTEM) -> Any:
    return {"object_type": type_of(model), "actor": actor, "now": LATER}


# ── archiving ────────────────────────────────────────────────────────────────────────────────────
def test_what_is_put_away_leaves_the_lists_and_one_event_each(claims: Unit) -> None:
    records = [make_initiative(unit=claims) for _ in range(2)]
    assert archive_many(records=records, **about(Initiative)) == records

    assert not Initiative.objects.active().exists()
    assert (
        list(Initiative.objects.archived().values_list("archived_at", "version", "updated_at"))
        == [(LATER, 2, LATER)] * 2
    )
    assert verbs() == [("archived", "alignment.initiative")] * 2


def test_what_is_away_already_is_left_alone(claims: Unit) -> None:
    initiative = make_initiative(unit=claims, archived_at=NOW)
    assert archive_many(records=[initiative], **about(Initiative)) == []
    assert (Initiative.objects.get().archived_at, verbs()) == (NOW, [])


def test_what_somebody_else_has_put_away_meanwhile_is_left_alone(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    Initiative.objects.update(archived_at=NOW, version=2)
    assert archive_many(records=[initiative], **about(Initiative)) == []
    assert (*Initiative.objects.values_list("archived_at", "version").get(), verbs()) == (NOW, 2, [])


def test_what_somebody_else_has_brought_back_meanwhile_is_left_alone(claims: Unit) -> None:
    initiative = make_initiative(unit=claims, archived_at=NOW)
    Initiative.objects.update(archived_at=None, version=2)
    assert restore_many(records=[initiative], **about(Initiative)) == []
    assert (*Initiative.objects.values_list("archived_at", "version").get(), verbs()) == (None, 2, [])


def test_what_was_put_away_comes_back(claims: Unit) -> None:
    away, here = make_initiative(unit=claims, archived_at=NOW), make_initiative(unit=claims)
    assert restore_many(records=[away, here], **about(Initiative)) == [away]
    assert Initiative.objects.active().count() == 2
    assert [(e.verb, e.changes) for e in Event.objects.all()] == [
        ("restored", {"archived_at": ["2026-11-02T09:30:00.000000+00:00", None]})
    ]


def test_an_edit_in_the_meantime_keeps_its_version(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    Initiative.objects.update(version=7, name="Renamed by somebody else")
    archive_many(records=[initiative], **about(Initiative))
    assert Initiative.objects.values_list("version", "name").get() == (8, "Renamed by somebody else")


def test_what_is_gone_is_not_put_away(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    Initiative.objects.all().delete()
    assert archive_many(records=[initiative], **about(Initiative)) == []
    assert verbs() == []


def test_only_who_may_change_a_record_puts_it_away(analyst: User, outsider: User, claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    with pytest.raises(PermissionDenied):
        archive_many(records=[initiative], **about(Initiative, outsider))
    assert len(archive_many(records=[initiative], **about(Initiative, analyst))) == 1


# ── looking ahead ────────────────────────────────────────────────────────────────────────────────
def test_a_record_alone_takes_nothing_along(claims: Unit) -> None:
    assert removal_of(make_initiative(unit=claims)) == Removal((), ())


def test_parts_go_along(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    outlay, link = make_outlay(initiative=initiative), make_need_link(initiative=initiative)
    make_outlay(initiative=make_initiative(unit=claims))
    assert removal_of(initiative) == Removal((link, outlay), ())


def test_records_and_people_who_refer_to_it_stand_in_the_way(claims: Unit) -> None:
    need = make_need()
    links = (make_element_need(need=need), make_need_link(need=need))
    assert removal_of(need) == Removal((), links)

    person = make_person()
    user, initiative = make_user(person=person, email="ada@harbor.example"), make_initiative(owner=person)
    assert removal_of(person) == Removal((), (user, initiative))


# ── deleting ─────────────────────────────────────────────────────────────────────────────────────
def test_a_record_goes_with_its_parts_and_its_last_state_stays(claims: Unit) -> None:
    initiative = make_initiative(unit=claims, name="Portal")
    link = make_need_link(initiative=initiative, strength=2)
    removal = delete(record=initiative, **about(Initiative))

    assert removal == Removal((link,), ())
    assert (Initiative.objects.count(), NeedLink.objects.count(), Need.objects.count()) == (0, 0, 1)
    assert verbs() == [("deleted", "alignment.initiative"), ("deleted", "alignment.needlink")]
    kept = Event.objects.order_by("pk")[0].changes
    assert set(kept) == {column.name for column in Initiative._meta.concrete_fields} - {"id"}
    assert (kept["name"], kept["unit"], kept["number"]) == (
        ["Portal", None],
        [str(claims.uid), None],
        [1, None],
    )


def test_it_is_refused_while_somebody_refers_to_it(claims: Unit) -> None:
    link = make_need_link()
    with pytest.raises(InUse, match="1 other records refer to it") as caught:
        delete(record=link.need, **about(Need))
    assert caught.value.removal.obstacles == (link,)
    assert (Need.objects.count(), verbs()) == (1, [])


def test_the_number_of_statements_does_not_grow_with_the_parts(
    claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        element = make_strategy_element()
        for _ in range(count):
            make_element_need(element=element)
        element = StrategyElement.objects.for_list().get(pk=element.pk)
        keep_standings(now=NOW)
        with django_assert_num_queries(32):
            delete(record=element, **about(StrategyElement))
    assert not ElementNeed.objects.exists()


def test_deleting_takes_both_permissions_where_the_record_is(
    analyst: User, cio: User, administrator: User, claims: Unit, sales: Unit
) -> None:
    ours, theirs = make_initiative(unit=claims), make_initiative(unit=sales)
    with pytest.raises(PermissionDenied):
        delete(record=ours, **about(Initiative, analyst))
    administrator.grants.update(unit=sales)
    with pytest.raises(PermissionDenied):
        delete(record=ours, **about(Initiative, administrator))
    delete(record=theirs, **about(Initiative, administrator))
    delete(record=ours, **about(Initiative, cio))
    assert not Initiative.objects.exists()


def test_an_outlay_is_removed_alone(claims: Unit) -> None:
    outlay = make_outlay(initiative=make_initiative(unit=claims))
    delete(record=outlay, **about(Outlay))
    assert (Outlay.objects.count(), Initiative.objects.count()) == (0, 1)


def test_a_link_between_two_elements_of_one_strategy_goes_with_its_element(claims: Unit) -> None:
    link = make_element_objective()
    assert removal_of(link.element) == Removal((link,), ())
    assert removal_of(link.objective) == Removal((), (link,))


def test_a_person_without_ties_is_deleted_and_named_only_where_it_can_be_erased(claims: Unit) -> None:
    delete(record=make_person("Ada Byrne"), **about(Person))
    event = Event.objects.with_personal().get()
    assert (event.object_label, event.all_changes["name"]) == ("", ["Ada Byrne", None])
    assert "name" not in event.changes
