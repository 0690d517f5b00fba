from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from audit.choices import Finding
from audit.engine.chain import Mark
from audit.models import Event, Head, PersonalValue, Seal, Unsealed
from audit.operations.recording import record_many
from audit.operations.sealing import seal
from audit.queries import Verification, head, history, left_since, recent, steps_since, verification
from foundation.actors import SYSTEM
from tests.audit_flush import append_only, run
from tests.factories.audit import NOW, make_entry, make_event, make_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
ROUNDS = 200 if os.environ.get("SIGHTLINE_RELEASE") else 40


def clock() -> datetime:
    """The real instant: how long an event has waited is counted by the database's clock."""
    return datetime.now(UTC)  # noqa: TID251 - compared with the database's clock


def test_history_is_newest_first_and_of_one_object() -> None:
    subject = make_subject()
    first = make_event(subject=subject)
    second = make_event(subject=subject)
    latest = make_event(subject=subject, now=NOW + timedelta(hours=1))
    make_event()
    assert list(history(subject.type_label, subject.uid)) == [latest, second, first]


def test_recent_is_newest_first() -> None:
    old, new = make_event(now=NOW - timedelta(days=1)), make_event()
    assert list(recent()) == [new, old]


def test_steps_since_an_instant_are_told_by_object_newest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, two = make_subject(), make_subject()
    make_event(subject=one, changes={"name": ("A", "B")}, now=NOW - timedelta(hours=1))
    make_event(subject=one, changes={"name": ("B", "C")})
    make_event(subject=one, personal={"name": ("C", "D")}, now=NOW + timedelta(hours=1))
    make_event(subject=two)
    with django_assert_num_queries(1):
        found = steps_since(one.type_label, [one.uid], NOW)
    assert {uid: [step.changes["name"] for step in steps] for uid, steps in found.items()} == {
        one.uid: [["C", "D"], ["B", "C"]]
    }
    assert steps_since(one.type_label, [], NOW) == {}


def test_what_left_an_owner_is_found_by_its_events() -> None:
    owner, other = make_subject(), make_subject()
    deleted, moved, kept, earlier = (make_subject() for _ in range(4))
    make_event(subject=deleted, changes={"strategy": (str(owner.uid), None)})
    make_event(subject=moved, changes={"strategy": (f"{owner.uid} Closer", f"{other.uid} Further")})
    make_event(subject=kept, changes={"strategy": (None, f"{owner.uid} Closer")})
    make_event(subject=earlier, changes={"strategy": (str(owner.uid), None)}, now=NOW - timedelta(days=1))
    assert left_since(owner.type_label, "strategy", [owner.uid], NOW) == {deleted.uid, moved.uid}
    assert left_since(owner.type_label, "strategy", [], NOW) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_history(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    subject = make_subject(names_person=True)
    for _ in range(count):
        make_event(subject=subject, personal={"name": ("", "Ada")})
    make_event(subject=subject)
    with django_assert_num_queries(1):
        assert (
            len([(each.subject_label, each.all_changes) for each in history(subject.type_label, subject.uid)])
            > count
        )


def test_an_empty_trail_is_intact() -> None:
    assert verification(NOW) == Verification(0, 0, 0, 0, None, None)
    assert head() is None


def test_a_sound_trail_is_intact() -> None:
    make_event()
    seal(now=NOW)
    make_event()
    found = verification(clock())
    assert (found.events, found.sealed, found.waiting, found.intact) == (2, 1, 1, True)
    assert found.head == head()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_verification(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        make_event(personal={"name": ("", "Ada")})
    seal(now=NOW)
    with django_assert_num_queries(8):
        assert verification(NOW).intact


def test_an_event_that_waits_for_more_than_five_minutes_is_a_fault() -> None:
    event = make_event()
    waiting = Unsealed.objects.get()
    assert str(waiting) == str(event.pk)
    assert verification(waiting.since + timedelta(minutes=4, seconds=59)).fault is None
    fault = verification(waiting.since + timedelta(minutes=5, seconds=1)).fault
    assert fault is not None
    assert (fault.finding, fault.event_uid) == (Finding.UNSEALED, event.uid)


def test_an_event_taken_out_of_the_queue_is_a_fault() -> None:
    event = make_event()
    Unsealed.objects.all().delete()
    fault = verification(NOW).fault
    assert fault is not None
    assert (fault.finding, fault.event_uid) == (Finding.LOST, event.uid)


def test_a_mark_kept_elsewhere_is_compared() -> None:
    make_event()
    seal(now=NOW)
    kept = head()
    assert kept is not None
    assert verification(NOW, [kept]).intact
    assert not verification(NOW, [Mark(1, "0" * 64)]).intact


@pytest.fixture
def defenseless(db: None) -> Iterator[None]:
    """A trail of twelve sealed events in a database whose triggers somebody has removed."""
    entries = [make_entry(name=("", str(number))) for number in range(10)]
    record_many(actor=SYSTEM, entries=entries, now=NOW)
    make_event(personal={"name": ("", "Ada")})
    seal(now=NOW)
    make_event(personal={"name": ("", "Bob")})
    seal(now=NOW + timedelta(days=1))
    run(append_only.remove_statements(connection.vendor))
    yield
    run(append_only.install_statements(connection.vendor))


def remove_seals(seals: Any) -> None:
    events = list(seals.values_list("event_id", flat=True))
    seals.delete()
    PersonalValue.objects.filter(event_id__in=events).delete()
    Event.objects.filter(pk__in=events).delete()


def remove_event(sequence: int) -> None:
    remove_seals(Seal.objects.filter(sequence=sequence))


def swap_events(sequence: int) -> None:
    one, two = Seal.objects.get(sequence=sequence), Seal.objects.get(sequence=sequence % 12 + 1)
    spare = make_event()
    Seal.objects.filter(pk=one.pk).update(event=spare)
    Seal.objects.filter(pk=two.pk).update(event=one.event_id)
    Seal.objects.filter(pk=one.pk).update(event=two.event_id)


def of(sequence: int) -> Any:
    return Event.objects.filter(seal__sequence=sequence)


PLANTS: dict[str, Callable[[int], object]] = {
    "changes": lambda place: of(place).update(changes={"forged": [0, 1]}),
    "actor": lambda place: of(place).update(actor_label="Eve"),
    "instant": lambda place: of(place).update(at=F("at") + timedelta(microseconds=1)),
    "event removed": remove_event,
    "tail cut": lambda place: remove_seals(Seal.objects.filter(sequence__gte=place)),
    "events swapped": swap_events,
    "seal edited": lambda place: Seal.objects.filter(sequence=place).update(hash="f" * 64),
    "seal removed": lambda place: Seal.objects.filter(sequence=place).delete(),
    "seals renumbered": lambda place: Seal.objects.filter(sequence__gte=place).update(
        sequence=F("sequence") + 100
    ),
    "head edited": lambda _: Head.objects.update(hash="f" * 64),
    "heads removed": lambda _: Head.objects.all().delete(),
    "personal values edited": lambda _: PersonalValue.objects.update(values={"label": "Eve"}),
    "personal values emptied": lambda _: PersonalValue.objects.update(values=None, salt="", erased_at=NOW),
    "personal values removed": lambda _: PersonalValue.objects.all().delete(),
}


@pytest.mark.usefixtures("defenseless")
@pytest.mark.parametrize("name", PLANTS)
def test_what_is_planted_in_the_database_is_found(name: str) -> None:
    PLANTS[name](5)
    assert verification(NOW).fault is not None


@pytest.mark.usefixtures("defenseless")
def test_planting_nothing_finds_nothing() -> None:
    assert verification(NOW).intact


@pytest.mark.usefixtures("defenseless")
def test_random_plants_in_the_database_are_all_found() -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 - to repeat a failure
    draw = random.Random(seed)
    missed = []
    for _ in range(ROUNDS):
        name, place = draw.choice(sorted(PLANTS)), draw.randint(1, 12)
        with transaction.atomic():
            PLANTS[name](place)
            if verification(NOW).intact:
                missed.append((name, place))
            transaction.set_rollback(True)
    assert missed == []
    assert verification(NOW).intact
