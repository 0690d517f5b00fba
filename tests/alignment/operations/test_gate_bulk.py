"""The first gate of a whole selection: many rows take as many statements as few, and each refused row is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import GateOutcome, Status
from alignment.models import ElementNeed, Initiative, NeedLink
from alignment.operations.standing import keep_standings
from alignment.queries.gate import at_gate
from audit.models import Event
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_element_need, make_strategy_element
from tests.factories.strategies import make_strategy
from workbench.operations.records import Change, Invalid, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit
    from customers.models import Need

INITIATIVE = type_with_key("initiative")
DRAFT = "“Bold” is a draft. Put it in force, or leave the status at Proposed."
REFUSED = 17
"""A savepoint, its return and its end, the lock of chains, and the questions of the gate: nothing else is locked or
written before it opens."""
ASKED = 11
"""Four kinds of links, strategies, units twice, policies, overrides, and the strategies that units follow by two."""


@pytest.fixture
def asked_for_by_a_draft(scene: Scene, root: Unit) -> Need:
    """A need that only the draft of the root asks for."""
    element = make_strategy_element(strategy=make_strategy(name="Bold", unit=root))
    make_element_need(element=element, need=scene.refund, strength=2)
    return scene.refund


def proposed(scene: Scene, held_up: Need, count: int) -> list[Initiative]:
    """Ideas of Claims in order; every third serves the need that only a draft asks for, the others a need in force."""
    first = Initiative.objects.count() + 1
    made = Initiative.objects.bulk_create(
        Initiative(
            name=f"Idea {number}",
            number=number + 1000,
            unit=scene.tracker.unit,
            status=Status.PROPOSED,
            created_at=NOW,
            updated_at=NOW,
        )
        for number in range(first, first + count)
    )
    NeedLink.objects.bulk_create(
        NeedLink(
            number=row.number,
            initiative=row,
            need=held_up if index % 3 == 2 else scene.status,
            strength=2,
            created_at=NOW,
            updated_at=NOW,
        )
        for index, row in enumerate(made)
    )
    keep_standings(now=NOW)
    return list(Initiative.objects.for_list().filter(pk__in=[row.pk for row in made]).order_by("pk"))


def approve(rows: list[Initiative]) -> None:
    changes = [Change({"status": Status.APPROVED}, record=row) for row in rows]
    save_many(object_type=INITIATIVE, changes=changes, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("count", [3, 500])
def test_a_refused_selection_takes_the_same_statements_and_names_its_rows(
    count: int, scene: Scene, asked_for_by_a_draft: Need, django_assert_num_queries: Callable[..., Any]
) -> None:
    rows = proposed(scene, asked_for_by_a_draft, count)
    events = Event.objects.count()
    with django_assert_num_queries(REFUSED), pytest.raises(Invalid) as refusal:
        approve(rows)

    faults = [(fault.index, fault.field, fault.message) for fault in refusal.value.faults]
    assert faults == [(index, "status", DRAFT) for index in range(2, count, 3)]
    named = {rows[fault.index].pk for fault in refusal.value.faults}
    served = NeedLink.objects.filter(need=asked_for_by_a_draft).values_list("initiative", flat=True)
    assert named == set(served)
    written = Initiative.objects.filter(pk__in=[row.pk for row in rows])
    assert set(written.values_list("status", "version")) == {(Status.PROPOSED, 1)}
    assert Event.objects.count() == events


@pytest.mark.parametrize("count", [3, 500])
def test_a_selection_that_may_pass_is_asked_the_same_questions(
    count: int, scene: Scene, asked_for_by_a_draft: Need, django_assert_num_queries: Callable[..., Any]
) -> None:
    """What is written afterwards goes in as many parts as the database takes; the gate has no part in that."""
    rows = proposed(scene, asked_for_by_a_draft, count)
    ElementNeed.objects.filter(need=asked_for_by_a_draft).delete()
    with django_assert_num_queries(ASKED):
        assert {one.passing.outcome for one in at_gate(rows, NOW.date()).values()} == {GateOutcome.WARNED}
    approve(rows)
    written = Initiative.objects.filter(pk__in=[row.pk for row in rows])
    assert set(written.values_list("status", "version")) == {(Status.APPROVED, 2)}
    assert written.count() == count


def test_rows_that_do_not_change_keep_their_place_in_the_selection(
    scene: Scene, asked_for_by_a_draft: Need
) -> None:
    """Faults count the changes that were sent: those that change nothing, and those the gate lets through."""
    rows = proposed(scene, asked_for_by_a_draft, 9)
    rows[4].status = Status.PAUSED
    rows[4].save()
    changes = [
        Change({"status": Status.PROPOSED if index < 4 else Status.APPROVED}, record=row)
        for index, row in enumerate(rows)
    ]
    with pytest.raises(Invalid) as refusal:
        save_many(object_type=INITIATIVE, changes=changes, actor=SYSTEM, now=NOW)
    assert [fault.index for fault in refusal.value.faults] == [5, 8]
