from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from audit.models import Event, PersonalValue
from audit.operations.erasure import erase_personal
from audit.operations.sealing import seal
from audit.queries import history, verification
from foundation.actors import SYSTEM
from tests.factories.audit import NOW, make_event, make_subject

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def test_erasure_takes_the_values_and_keeps_the_chain() -> None:
    person, other = make_subject(label="Ada", names_person=True), make_subject(label="Bob", names_person=True)
    for subject in (person, person, other):
        make_event(subject=subject, changes={"title": ("", "CIO")}, personal={"email": ("", "x@example.org")})
    seal(now=NOW)
    assert erase_personal(object_uid=person.uid, actor=SYSTEM, now=LATER) == 2
    seal(now=LATER)
    found = verification(LATER)
    assert (found.intact, found.sealed, found.erased) == (True, 4, 2)
    erasure, *before = history(person.type_label, person.uid)
    assert (erasure.verb, erasure.changes) == ("erased", {"events": [2, 0]})
    assert [(event.subject_label, event.all_changes) for event in before] == [
        ("", {"title": ["", "CIO"]})
    ] * 2
    [kept] = history(other.type_label, other.uid)
    assert (kept.subject_label, kept.all_changes["email"]) == ("Bob", ["", "x@example.org"])


def test_an_operator_erases_by_command() -> None:
    person = make_subject(names_person=True)
    make_event(subject=person)
    make_event(subject=person)
    out = StringIO()
    for _turn in range(2):
        call_command("erase_personal", str(person.uid), stdout=out)
    assert out.getvalue().splitlines() == [
        "Personal values of 2 events are erased.",
        "Personal values of 0 events are erased.",
    ]
    assert Event.objects.order_by("pk").last().actor_uid == SYSTEM.uid  # type: ignore[union-attr]


def test_nothing_of_an_erased_value_stays_behind() -> None:
    person = make_subject(label="Wilhelmina", names_person=True)
    make_event(subject=person, personal={"email": ("", "wilhelmina@example.org")})
    assert "wilhelmina" in str(list(PersonalValue.objects.values())).lower()
    erase_personal(object_uid=person.uid, actor=SYSTEM, now=LATER)
    rows = [*Event.objects.values(), *PersonalValue.objects.values()]
    assert "wilhelmina" not in str(rows).lower()
    values = PersonalValue.objects.get()
    assert (values.salt, values.values, values.erased_at) == ("", None, LATER)
    assert str(values) == str(values.event_id)


def test_erasing_again_or_nothing_is_no_event() -> None:
    person = make_subject(names_person=True)
    make_event(subject=person)
    erase_personal(object_uid=person.uid, actor=SYSTEM, now=LATER)
    assert erase_personal(object_uid=person.uid, actor=SYSTEM, now=LATER) == 0
    assert erase_personal(object_uid=uuid4(), actor=SYSTEM, now=LATER) == 0
    assert Event.objects.count() == 2
