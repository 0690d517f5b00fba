from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from foundation.actors import SYSTEM
from metrics.models import Metric, Reading
from metrics.operations.readings import Differs, Entered, enter_reading, withdraw_reading
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric, make_reading
from workbench.operations.records import Stale

if TYPE_CHECKING:
    from accounts.models import User

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 31)


@pytest.fixture
def metric() -> Metric:
    return make_metric(name="Retention")


def enter(metric: Metric, value: int, note: str = "", **rest: Any) -> Entered:
    given = {"actor": SYSTEM, "now": NOW, **rest}
    return enter_reading(metric=metric, day=DAY, value=Decimal(value), note=note, **given)


def undo(entered: Entered) -> None:
    reading = Reading.objects.get(pk=entered.reading.pk)
    withdraw_reading(reading=reading, version=entered.reading.version, actor=SYSTEM, now=NOW)


def known() -> list[tuple[Any, ...]]:
    return list(Reading.objects.active().values_list("day", "value", "note"))


def test_a_first_value_is_entered_and_undone_and_entered_again(metric: Metric) -> None:
    entered = enter(metric, 85, "Monthly report")
    assert (entered.before, entered.changed) == (None, True)
    assert known() == [(DAY, Decimal(85), "Monthly report")]
    undo(entered)
    assert known() == []
    again = enter(metric, 86)
    assert (again.before, known()) == (None, [(DAY, Decimal(86), "")])
    undo(again)
    assert known() == []
    again.reading.refresh_from_db()
    with pytest.raises(Stale):
        undo(again)


def test_another_value_for_the_day_waits_until_somebody_agrees(metric: Metric) -> None:
    stored = make_reading(metric=metric, day=DAY, value=Decimal(80), note="First look")
    with pytest.raises(Differs) as other:
        enter(metric, 85)
    assert (other.value.reading, known()) == (stored, [(DAY, Decimal(80), "First look")])
    entered = enter(metric, 85, replaces=stored.version)
    assert (entered.before, known()) == ((Decimal(80), "First look"), [(DAY, Decimal(85), "")])


def test_agreeing_to_replace_what_has_changed_since_is_refused(metric: Metric) -> None:
    make_reading(metric=metric, day=DAY, value=Decimal(80), version=2)
    with pytest.raises(Stale):
        enter(metric, 85, replaces=1)
    assert known() == [(DAY, Decimal(80), "")]


def test_the_same_value_again_changes_nothing_and_a_note_may_be_added(metric: Metric) -> None:
    make_reading(metric=metric, day=DAY, value=Decimal(80))
    before = Event.objects.count()
    assert enter(metric, 80).changed is False
    assert Event.objects.count() == before
    entered = enter(metric, 80, "Checked")
    assert (entered.changed, entered.before) == (True, (Decimal(80), ""))


def test_undoing_what_was_changed_since_is_refused(metric: Metric) -> None:
    entered = enter(metric, 85)
    Reading.objects.update(version=9)
    with pytest.raises(Stale):
        undo(entered)
    assert known() == [(DAY, Decimal(85), "")]


def test_a_reader_may_not(metric: Metric, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        enter(metric, 85, actor=reader)
    assert known() == []
