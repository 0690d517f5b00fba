from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction

from audit.choices import Verb
from audit.engine.chain import content_hash
from audit.models import Event, PersonalValue, Unsealed
from audit.operations.recording import Entry, Subject, record, record_many
from foundation.actors import SYSTEM
from tests.factories.audit import NOW, make_entry, make_event, make_subject

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_an_event_says_who_did_what_to_what() -> None:
    uid = uuid4()
    event = record(
        actor=SYSTEM,
        verb=Verb.CREATED,
        subject=Subject("alignment.outlay", uid, "Cloud"),
        changes={"amount": (None, Decimal("10.50"))},
        now=NOW,
    )
    kept = Event.objects.get(pk=event.pk)
    assert (kept.at, kept.actor_uid, kept.actor_label) == (NOW, SYSTEM.uid, "system")
    assert (kept.verb, kept.type_label, kept.object_uid) == ("created", "alignment.outlay", uid)
    assert (kept.object_label, kept.changes) == ("Cloud", {"amount": [None, "10.50"]})
    assert str(kept) == "system created Cloud"


def test_the_content_hash_holds_for_what_the_database_gives_back() -> None:
    changes = {
        "text": ("\x00 zero", "é\ud800"),
        "deep": ({"z": [1.5, 1e22], "a": {}}, 10**20),
        "no": (False, None),
    }
    event = make_event(changes=changes, personal={"email": ("a@example.org", None)})
    kept = Event.objects.get(pk=event.pk)
    assert content_hash(kept.content) == kept.content_hash == event.content_hash


def test_labels_that_are_too_long_are_cut() -> None:
    event = make_event(subject=make_subject(label="x" * 400))
    assert Event.objects.get(pk=event.pk).object_label == "x" * 300


def test_personal_values_sit_apart() -> None:
    subject = make_subject(label="Ada", names_person=True)
    event = make_event(subject=subject, changes={"title": ("", "CIO")}, personal={"name": ("", "Ada")})
    kept = Event.objects.with_personal().get(pk=event.pk)
    assert (kept.object_label, kept.changes) == ("", {"title": ["", "CIO"]})
    assert kept.subject_label == "Ada"
    assert kept.all_changes == {"title": ["", "CIO"], "name": ["", "Ada"]}
    assert PersonalValue.objects.get().values == {"changes": {"name": ["", "Ada"]}, "label": "Ada"}


def test_an_unknown_verb_is_shown_as_it_is() -> None:
    assert Event(verb="teleported").verb_label == "teleported"


def test_an_event_goes_with_the_transaction_that_it_tells_about() -> None:
    with transaction.atomic():
        make_event()
        transaction.set_rollback(True)
    assert (Event.objects.count(), Unsealed.objects.count()) == (0, 0)


def test_many_events_keep_their_order() -> None:
    entries = [make_entry(name=("", str(number))) for number in range(3)]
    events = record_many(actor=SYSTEM, entries=entries, now=NOW)
    assert [event.changes for event in Event.objects.order_by("pk")] == [
        {"name": ["", "0"]},
        {"name": ["", "1"]},
        {"name": ["", "2"]},
    ]
    assert [event.pk for event in events] == sorted(event.pk for event in events)
    assert Unsealed.objects.count() == 3


def test_nothing_to_record_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert record_many(actor=SYSTEM, entries=[], now=NOW) == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plain = [make_entry() for _ in range(count)]
    with django_assert_num_queries(2):
        record_many(actor=SYSTEM, entries=plain, now=NOW)
    personal = [Entry(Verb.UPDATED, make_subject(), personal={"name": ("", "Ada")}) for _ in range(count)]
    with django_assert_num_queries(3):
        record_many(actor=SYSTEM, entries=personal, now=NOW)


def test_a_long_import_is_recorded_in_bulk() -> None:
    """No figure is asserted, only that the rate is not that of single statements; the figure is printed."""
    entries = [make_entry(name=("", str(number)), amount=(None, number)) for number in range(2_000)]
    began = perf_counter()
    record_many(actor=SYSTEM, entries=entries, now=NOW + timedelta(days=1))
    print(f"{2_000 / (perf_counter() - began):.0f} events a second")  # noqa: T201 - a figure for the closing note
    assert Event.objects.count() == 2_000
