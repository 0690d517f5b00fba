"""The one door for writes: what it writes, what it refuses and how it says so."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Person, Unit
from alignment.models import Initiative, Outlay
from alignment.operations.standing import keep_standings
from audit.choices import Verb
from audit.models import Event
from customers.models import Need, Segmentation
from foundation.actors import SYSTEM
from metrics.models import Metric
from tests.factories.accounts import NOW, make_person, make_unit
from tests.factories.alignment import make_initiative, make_outlay, make_program
from tests.factories.customers import make_need, make_segment, make_segmentation
from tests.factories.metrics import make_metric
from workbench.operations.records import Change, Fault, Invalid, Saved, Stale, save, save_many
from workbench.types import type_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from foundation.models import Record

LATER = NOW + timedelta(hours=1)


def kind(model: type[Record]) -> Any:
    return type_of(model)


def write(model: type[Record], *changes: Change, actor: Any = SYSTEM, **given: Any) -> list[Saved]:
    return save_many(object_type=kind(model), changes=changes, actor=actor, now=LATER, **given)


def refused(model: type[Record], *changes: Change) -> list[Fault]:
    """The faults of changes that cannot be saved."""
    before = Event.objects.count()
    with pytest.raises(Invalid) as caught:
        write(model, *changes)
    assert Event.objects.count() == before
    return list(caught.value.faults)


def events() -> list[tuple[str, str, dict[str, Any]]]:
    return [(e.verb, e.object_label, e.all_changes) for e in Event.objects.with_personal().order_by("pk")]


def test_a_new_record_gets_number_version_instants_and_one_event(claims: Unit) -> None:
    values = {"name": "Portal", "unit": claims, "status": "", "start_date": date(2026, 3, 2), "owner": None}
    (saved,) = write(Initiative, Change(values))

    stored = Initiative.objects.get()
    assert (stored.number, stored.version, stored.created_at, stored.updated_at) == (1, 1, LATER, LATER)
    assert saved.created
    assert saved.record == stored
    told = {
        "name": [None, "Portal"],
        "unit": [None, f"{claims.uid} Claims"],
        "start_date": [None, "2026-03-02"],
    }
    assert events() == [("created", "I-01 Portal", told)]


def test_new_values_leave_one_event_with_before_and_after(claims: Unit, sales: Unit) -> None:
    initiative = make_initiative(name="Portal", unit=claims)
    person = make_person("Ada Byrne")
    values = {"name": "Portal", "unit": sales, "owner": person, "exempt_reason": ""}

    (saved,) = write(Initiative, Change(values, initiative))

    stored = Initiative.objects.get()
    assert (stored.version, stored.created_at, stored.updated_at) == (2, NOW, LATER)
    assert not saved.created
    assert events() == [
        (
            "updated",
            "I-01 Portal",
            {
                "unit": [f"{claims.uid} Claims", f"{sales.uid} Sales"],
                "owner": [None, f"{person.uid} Ada Byrne"],
            },
        )
    ]


def test_equal_values_change_nothing_and_leave_no_event(claims: Unit) -> None:
    outlay = make_outlay(initiative=make_initiative(unit=claims), amount=Decimal(1000))
    (saved,) = write(Outlay, Change({"amount": Decimal("1000.00"), "fiscal_year": None}, outlay))

    assert (saved.differences, Outlay.objects.get().version, events()) == ({}, 1, [])


def test_in_a_batch_only_what_differs_is_touched(db: None) -> None:
    same, other = make_metric(name="Calls"), make_metric(name="Chats")
    results = write(Metric, Change({"name": "Calls"}, same), Change({"name": "Visits"}, other))
    assert [bool(result.differences) for result in results] == [False, True]
    assert list(Metric.objects.order_by("number").values_list("version", flat=True)) == [1, 2]
    assert [event[1] for event in events()] == ["M-02 Visits"]


def test_nothing_to_do_is_done(db: None) -> None:
    assert write(Initiative) == []


def test_the_trail_can_name_the_occasion(claims: Unit) -> None:
    write(Initiative, Change({"name": "Portal", "unit": claims}), verb=Verb.IMPORTED)
    assert [event[0] for event in events()] == ["imported"]


def test_values_that_name_a_person_are_kept_where_they_can_be_erased(claims: Unit) -> None:
    write(Person, Change({"name": "Ada Byrne", "title": "Actuary"}))
    event = Event.objects.with_personal().get()
    assert (event.object_label, event.changes) == ("", {"title": [None, "Actuary"]})
    assert event.all_changes == {"title": [None, "Actuary"], "name": [None, "Ada Byrne"]}


def test_one_record_through_the_single_door(claims: Unit) -> None:
    saved = save(
        object_type=kind(Metric), values={"name": "Calls", "formula": "sum"}, actor=SYSTEM, now=LATER
    )
    assert saved.record == Metric.objects.get()


# ── shape and rules ──────────────────────────────────────────────────────────────────────────────
def test_every_wrong_field_is_named_with_its_row(claims: Unit) -> None:
    found = refused(
        Initiative,
        Change({"name": "", "unit": claims}),
        Change({"name": "Fine", "unit": claims}),
        Change({"name": "Portal", "unit": None, "status": "asleep"}),
    )
    assert [(fault.index, fault.field) for fault in found] == [(0, "name"), (2, "unit"), (2, "status")]
    assert found[0].message == "This field cannot be blank."
    assert not Initiative.objects.exists()


def test_a_rule_of_the_model_names_its_fields(claims: Unit) -> None:
    found = refused(Initiative, Change({"name": "Portal", "unit": claims, "exempt_reason": "A law"}))
    message = "An exemption needs its reason, who granted it and its last day."
    assert found == [Fault(0, "exempt_by", message), Fault(0, "exempt_until", message)]


def test_a_rule_of_the_table_speaks_for_the_record(claims: Unit) -> None:
    dates = {"start_date": date(2026, 3, 2), "end_date": date(2026, 3, 1)}
    found = refused(Initiative, Change({"name": "Portal", "unit": claims, **dates}))
    assert found == [Fault(0, "", "The end cannot be before the start.")]


def test_a_name_that_is_taken_says_so_beside_the_field(db: None) -> None:
    make_metric(name="Calls")
    found = refused(Metric, Change({"name": "Calls", "formula": "sum"}))
    assert found == [Fault(0, "name", "Another metric has this name.")]


def test_a_wrong_value_is_not_also_compared_with_others(db: None) -> None:
    found = refused(Metric, Change({"name": "Calls", "formula": "sum", "decimals": "many"}))
    assert [(fault.field, fault.message) for fault in found] == [
        ("decimals", "“many” value must be an integer.")
    ]


def test_a_record_in_use_elsewhere_may_name_a_relation_only_it_knows(claims: Unit) -> None:
    """A relation that is loaded exists: the check costs no query per row."""
    program = make_program(unit=claims)
    (saved,) = write(Initiative, Change({"name": "Portal", "unit": claims, "program": program}))
    assert saved.record.program == program


# ── many at once ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [2, 30])
def test_the_number_of_statements_does_not_grow(
    count: int, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old = [make_initiative(unit=claims) for _ in range(count)]
    changes = [Change({"name": f"Old {i}"}, record) for i, record in enumerate(old)]
    changes += [Change({"name": f"New {i}", "unit": claims}) for i in range(count)]
    keep_standings(now=NOW)
    # Four savepoints and their ends, versions, numbers twice, records twice, events twice, and nine for chains.
    with django_assert_num_queries(23):
        write(Initiative, *changes)
    assert Initiative.objects.count() == 2 * count


def test_two_new_ones_of_one_name_are_found_among_each_other(db: None) -> None:
    values = [{"name": name, "formula": "sum"} for name in ("Calls", "Chats", "Calls")]
    found = refused(Metric, *map(Change, values))
    assert found == [Fault(2, "name", "Another metric has this name.")]


def test_many_with_rules_of_the_table_broken_are_each_explained(claims: Unit) -> None:
    make_segmentation(name="Contract", is_primary=True)
    region = make_segmentation(name="Region")
    found = refused(
        Segmentation,
        Change({"name": "Tenure", "is_primary": True}),
        Change({"name": "Contract"}),
        Change({"name": "Channel"}),
        Change({"is_primary": True}, region),
    )
    assert found == [
        Fault(0, "", "Another segmentation is the primary one."),
        Fault(1, "name", "Another segmentation has this name."),
        Fault(3, "", "Another segmentation is the primary one."),
    ]


def test_values_that_trade_places_are_refused_as_a_whole(db: None) -> None:
    """One by one each could be written; the database looks at every row as it goes."""
    first, second = make_metric(name="Calls"), make_metric(name="Chats")
    found = refused(Metric, Change({"name": "Chats"}, first), Change({"name": "Calls"}, second))
    assert [(fault.index, fault.field) for fault in found] == [(0, "name"), (1, "name")]


def test_a_refusal_only_the_database_knows_is_put_in_the_words_of_its_rule(root: Unit) -> None:
    """``path`` is nobody's field, so the form's checks leave its rule to the database."""
    assert refused(Unit, Change({"name": "Second root"})) == [
        Fault(0, "", "Say which unit this one is part of.")
    ]


def test_a_refusal_without_words_is_passed_on(root: Unit, claims: Unit) -> None:
    claims_again = Change({"uid": claims.uid}, make_unit("Sales", root))
    (fault,) = refused(Unit, claims_again)
    assert (fault.index, fault.field) == (0, "")
    assert "uid" in fault.message


def test_a_unit_takes_its_branch_along(root: Unit, claims: Unit, motor: Unit, sales: Unit) -> None:
    write(Unit, Change({"parent": sales}, claims))
    motor.refresh_from_db()
    assert (claims.path, motor.path) == (f"{sales.path}0001.", f"{sales.path}0001.0001.")


# ── versions ─────────────────────────────────────────────────────────────────────────────────────
def test_a_version_that_is_not_the_present_one_is_stale(claims: Unit) -> None:
    initiative = make_initiative(name="Portal", unit=claims)
    write(Initiative, Change({"name": "Claims portal"}, Initiative.objects.get()))
    for change in (
        Change({"name": "Mine"}, initiative),
        Change({"name": "Mine"}, Initiative.objects.get(), 1),
    ):
        with pytest.raises(Stale) as caught:
            write(Initiative, change)
        assert (str(caught.value.record), caught.value.record.version) == ("Claims portal", 2)
    assert [event[0] for event in events()] == ["updated"]


def test_the_version_that_was_seen_counts(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    save(
        object_type=kind(Initiative),
        values={"name": "Mine"},
        record=initiative,
        version=1,
        actor=SYSTEM,
        now=LATER,
    )
    assert Initiative.objects.get().version == 2


def test_a_record_that_is_gone_cannot_be_changed(claims: Unit) -> None:
    initiative = make_initiative(unit=claims)
    Initiative.objects.all().delete()
    assert refused(Initiative, Change({"name": "Mine"}, initiative)) == [
        Fault(0, "", "This record is gone, or is changed twice at once.")
    ]


def test_a_record_is_not_changed_twice_at_once(claims: Unit) -> None:
    make_initiative(unit=claims)
    twice = [Change({"name": name}, Initiative.objects.get()) for name in ("Mine", "Yours")]
    assert refused(Initiative, *twice) == [Fault(1, "", "This record is gone, or is changed twice at once.")]


# ── who may ──────────────────────────────────────────────────────────────────────────────────────
def test_the_owner_writes_in_the_unit_and_below(analyst: User, claims: Unit, motor: Unit) -> None:
    write(
        Initiative,
        Change({"name": "Portal", "unit": claims}),
        Change({"name": "Fleet", "unit": motor}),
        actor=analyst,
    )
    assert Event.objects.filter(actor_label="Nora Flynn", actor_uid=analyst.uid).count() == 2


def test_nobody_writes_where_the_permission_is_missing(
    analyst: User, reader: User, member: User, claims: Unit, sales: Unit
) -> None:
    theirs, ours = make_initiative(unit=sales), make_initiative(unit=claims)
    cases: list[tuple[User, Change]] = [
        (analyst, Change({"name": "Portal", "unit": sales})),
        (analyst, Change({"name": "Mine"}, theirs)),
        (analyst, Change({"unit": sales}, ours)),
        (reader, Change({"name": "Portal", "unit": claims})),
        (reader, Change({"name": "Mine"}, ours)),
        (member, Change({"name": "Portal", "unit": claims})),
    ]
    for actor, change in cases:
        with pytest.raises(PermissionDenied):
            write(Initiative, change, actor=actor)
    assert set(Initiative.objects.values_list("unit__name", "version")) == {("Sales", 1), ("Claims", 1)}


def test_who_may_write_anywhere_writes_what_belongs_to_everybody(analyst: User, reader: User) -> None:
    need = make_need(segment=make_segment())
    write(Need, Change({"short_name": "Answers"}, need), actor=analyst)
    with pytest.raises(PermissionDenied):
        write(Need, Change({"short_name": "No"}, need), actor=reader)


def test_a_unit_is_changed_only_by_those_who_hold_it(
    cio: User, claims: Unit, motor: Unit, sales: Unit
) -> None:
    """Whoever could move any unit below their own would come to see everything in it."""
    cio.grants.update(unit=claims)
    write(Unit, Change({"name": "Motor"}, motor), Change({"name": "Home", "parent": claims}), actor=cio)
    for change in (
        Change({"parent": claims}, sales),
        Change({"name": "Renamed"}, sales),
        Change({"parent": sales}, Unit.objects.get(pk=motor.pk)),
        Change({"name": "Top", "parent": sales}),
    ):
        with pytest.raises(PermissionDenied):
            write(Unit, change, actor=cio)
