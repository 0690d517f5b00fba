"""Instruments: published once, worded anew in a new edition, and frozen in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments.choices import InstrumentState, Side
from assessments.models import Instrument, Invitation, Statement
from assessments.operations.instruments import InstrumentRefused, new_edition, publish
from foundation.actors import SYSTEM
from tests.factories.assessments import make_instrument, make_statement
from workbench.operations.records import Invalid, save
from workbench.operations.removal import InUse
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from foundation.models import Record
    from tests.assessments.scene import Scene

pytestmark = pytest.mark.usefixtures("enterprise")


def change(record: Record, now: datetime, **values: Any) -> None:
    kind = type_with_key(str(record._meta.model_name))
    save(object_type=kind, values=values, record=record, actor=SYSTEM, now=now)


def remove(record: Record, now: datetime) -> None:
    kind = type_with_key(str(record._meta.model_name))
    assert kind.delete is not None
    kind.delete(object_type=kind, record=record, actor=SYSTEM, now=now)


def test_publishing_retires_the_edition_before(now: datetime) -> None:
    first = make_statement(instrument=make_instrument(name="Pulse")).instrument
    publish(instrument=first, actor=SYSTEM, now=now)
    second = new_edition(instrument=first, actor=SYSTEM, now=now)
    publish(instrument=second, actor=SYSTEM, now=now)

    states = Instrument.objects.order_by("edition").values_list("edition", "state")
    assert list(states) == [(1, InstrumentState.RETIRED), (2, InstrumentState.PUBLISHED)]


def test_a_new_edition_has_the_same_statements(now: datetime) -> None:
    first = make_instrument(name="Pulse", scale_max=7, asks_target=True)
    make_statement(
        instrument=first, text="We keep our word", weight=3, is_reversed=True, guide="High: always."
    )
    make_statement(instrument=first, archived_at=now)
    fresh = new_edition(instrument=first, actor=SYSTEM, now=now)

    assert (fresh.edition, fresh.state, fresh.scale_max, fresh.asks_target) == (2, "draft", 7, True)
    copied = fresh.statements.values_list("position", "group", "text", "weight", "is_reversed", "guide")
    assert list(copied) == [(1, "Culture", "We keep our word", 3, True, "High: always.")]


def test_a_draft_without_statements_is_not_published(now: datetime) -> None:
    with pytest.raises(InstrumentRefused, match="Add a statement"):
        publish(instrument=make_instrument(), actor=SYSTEM, now=now)


def test_a_scale_nobody_can_use_is_not_published(now: datetime) -> None:
    instrument = make_statement(instrument=make_instrument(scale_min=0, scale_max=11)).instrument
    with pytest.raises(InstrumentRefused, match="at most 11 steps"):
        publish(instrument=instrument, actor=SYSTEM, now=now)


def test_only_a_draft_is_published(scene: Scene, now: datetime) -> None:
    with pytest.raises(InstrumentRefused, match="Only a draft"):
        publish(instrument=scene.instrument, actor=SYSTEM, now=now)


def test_it_takes_the_permission(scene: Scene, now: datetime, reader: User) -> None:
    draft = make_statement().instrument
    with pytest.raises(PermissionDenied):
        publish(instrument=draft, actor=reader, now=now)
    with pytest.raises(PermissionDenied):
        new_edition(instrument=draft, actor=reader, now=now)


# ── what may no longer be changed ────────────────────────────────────────────────────────────────
def test_a_published_edition_keeps_its_words(scene: Scene, now: datetime) -> None:
    with pytest.raises(Invalid, match="keeps its words"):
        change(scene.instrument, now, scale_max=7)
    with pytest.raises(Invalid, match="keeps its words"):
        change(scene.statements[0], now, text="Something else")
    scene.instrument.refresh_from_db()
    change(scene.instrument, now, description="Why we ask")


def test_a_draft_may_change(now: datetime) -> None:
    statement = make_statement()
    change(statement.instrument, now, scale_max=7)
    remove(statement, now)

    assert not Statement.objects.exists()


@pytest.mark.parametrize("state", [InstrumentState.PUBLISHED, InstrumentState.RETIRED])
def test_a_statement_of_an_edition_that_was_published_is_not_deleted(
    scene: Scene, now: datetime, state: InstrumentState
) -> None:
    type(scene.instrument).objects.update(state=state)
    scene.statements[0].instrument.refresh_from_db()
    with pytest.raises(InUse):
        remove(scene.statements[0], now)


def test_an_open_round_keeps_its_promises(scene: Scene, now: datetime) -> None:
    change(scene.round, now, smallest_group=4)
    scene.ask()
    scene.open()
    for values in ({"smallest_group": 3}, {"is_anonymous": False}, {"instrument": make_instrument()}):
        with pytest.raises(Invalid, match="was promised"):
            change(scene.round, now, **values)
        scene.round.refresh_from_db()
    change(scene.round, now, name="Renamed")


def test_the_invitation_of_somebody_who_answered_stays_theirs(scene: Scene, now: datetime) -> None:
    user, waiting = scene.ask(count=2)
    scene.open()
    scene.answer(user, 1)
    answered = Invitation.objects.for_list().get(person=user.person)
    with pytest.raises(Invalid, match="answered already"):
        change(answered, now, side=Side.IT)
    with pytest.raises(InUse):
        remove(answered, now)
    other = Invitation.objects.for_list().get(person=waiting.person)
    change(other, now, side=Side.IT)
    remove(other, now)

    assert Invitation.objects.count() == 1
