"""Plans that are sound files and still may not come in: nothing of them is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.models import Event
from metrics.models import Metric
from strategies.models import Strategy
from tests.metrics.stratml_scene import document, exported, forget, full, problems

if TYPE_CHECKING:
    from accounts.models import Unit, User

pytestmark = pytest.mark.django_db

GOAL = document("<Goal><Name>One</Name><Description/></Goal>")


def test_a_new_plan_needs_its_discipline(claims: Unit) -> None:
    assert problems(GOAL, claims, discipline="") == [
        "StratML does not say which discipline leads, and this plan is new here."
    ]


def test_a_plan_belongs_to_one_unit(claims: Unit, sales: Unit) -> None:
    strategy = full(claims)
    assert problems(exported(strategy), sales) == [
        "This plan is S-01 Closer to <home> & hearth of Claims already."
    ]


def test_nobody_imports_where_they_may_not(claims: Unit, analyst: User, outsider: User, reader: User) -> None:
    for who in (outsider, reader, analyst):
        before = Event.objects.count()
        assert problems(GOAL, claims, actor=who) != [], who
        assert (Strategy.objects.count(), Event.objects.count()) == (0, before)


def test_nothing_is_written_where_one_part_is_wrong(claims: Unit) -> None:
    """The last record of the file breaks a rule of its type."""
    data = exported(full(claims))
    forget(Strategy.objects.get())
    events = Event.objects.count()
    assert problems(data.replace(b">9<", b">9.12345678<"), claims) == [
        "Ensure that there are no more than 6 decimal places."
    ]
    assert (Strategy.objects.count(), Metric.objects.count(), Event.objects.count()) == (0, 0, events)
