"""What challenges say to a viewer: how they stand, who may answer, and what the rules propose of the records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import Enterprise, Unit
from alignment.choices import Rule
from alignment.models import Challenge
from alignment.queries.challenges import (
    ChallengeCounts,
    Proposed,
    challenge_counts,
    challenges_of,
    may_answer,
    proposed,
    proposed_with_key,
    to_answer,
)
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_challenge,
    make_dismissal,
    make_element_need,
    make_need_link,
    make_strategy_element,
)
from tests.factories.customers import make_need
from tests.factories.metrics import make_metric, make_objective_measure, make_reading
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import User

TODAY = NOW.date()
ANSWERED: dict[str, Any] = {"answer_reason": "Because", "answered_date": TODAY}
ASKED: dict[str, Any] = {"scale_min": 0, "scale_max": 10, "asked_date": date(2026, 4, 1)}
QUERIES = 12
"""The enterprise and the fourteen tables, offices, two for strategies followed, measures, readings, two decisions."""


def found_by(rule: Rule, now: datetime, viewer: Any = SYSTEM) -> list[Proposed]:
    return [one for one in proposed(viewer, now, Enterprise.objects.get()) if one.proposal.rule is rule]


def test_how_challenges_stand(scene: Scene) -> None:
    strategy = scene.strategy
    make_challenge(strategy=strategy)
    make_challenge(strategy=strategy, raised_date=TODAY - timedelta(40), due_date=TODAY - timedelta(1))
    make_challenge(strategy=strategy, answer="changed", **ANSWERED)
    make_challenge(strategy=strategy, answer="changed", origin="business", **ANSWERED)
    passed = {"raised_date": TODAY - timedelta(40), "due_date": TODAY - timedelta(1)}
    make_challenge(strategy=strategy, answer="kept", **passed, **ANSWERED)
    make_challenge(strategy=strategy, archived_at=NOW)
    assert challenge_counts(SYSTEM, TODAY) == ChallengeCounts(5, 2, 1, 2, 1)
    assert challenge_counts(SYSTEM, TODAY).share_from_it == 0.5
    assert challenge_counts(SYSTEM, TODAY - timedelta(1)).overdue == 0


def test_nothing_stands_where_nothing_may_be_seen(scene: Scene, outsider: User) -> None:
    make_challenge(strategy=scene.strategy)
    assert challenge_counts(outsider, TODAY) == ChallengeCounts(0, 0, 0, 0, 0)
    assert challenge_counts(outsider, TODAY).share_from_it is None
    assert challenges_of(scene.strategy, outsider) == []


def test_those_that_wait_come_first_then_the_newest_answer(scene: Scene) -> None:
    old, new = (
        make_challenge(strategy=scene.strategy, answer="kept", answer_reason="So", answered_date=day)
        for day in (date(2026, 9, 1), date(2026, 10, 1))
    )
    later = make_challenge(strategy=scene.strategy, due_date=TODAY + timedelta(20))
    sooner = make_challenge(strategy=scene.strategy, due_date=TODAY + timedelta(10))
    assert challenges_of(scene.strategy, SYSTEM) == [sooner, later, new, old]


def test_who_may_answer(scene: Scene, cio: User, reader: User, outsider: User, member: User) -> None:
    challenge = make_challenge(strategy=scene.strategy, answerer=member.person)
    loaded = Challenge.objects.for_list().get(pk=challenge.pk)
    assert {user.email: may_answer(user, loaded) for user in (cio, reader, outsider, member)} == {
        cio.email: True,
        reader.email: False,
        outsider.email: False,
        member.email: True,
    }
    assert may_answer(SYSTEM, loaded)
    assert [to_answer(user, challenge.uid) for user in (cio, reader, outsider, member)] == [
        challenge,
        challenge,
        None,
        challenge,
    ]


def test_money_of_each_strategy_in_force_is_looked_at(scene: Scene, now: datetime, claims: Unit) -> None:
    own = make_strategy(
        name="Claims first", unit=claims, state=StrategyState.IN_FORCE, start_date=date(2026, 2, 1)
    )
    make_strategy(name="A draft", unit=claims)
    found = found_by(Rule.MONEY_AGAINST_DISCIPLINE, now)
    assert {one.strategy for one in found} == {scene.strategy, own}
    assert {one.subject for one in found} == {scene.strategy, own}
    assert {one.proposal.finding for one in found} == {"other_leads"}


def test_important_needs_that_nothing_serves(scene: Scene, now: datetime) -> None:
    scene.refund.importance = Decimal("8.5")
    for name, value in ASKED.items():
        setattr(scene.refund, name, value)
    scene.refund.save()
    (one,) = found_by(Rule.NEED_UNSERVED, now)
    assert (one.subject, one.strategy, one.proposal.finding) == (scene.refund, scene.strategy, "nothing")
    make_need_link(initiative=scene.archive, need=scene.refund, **FRESH)
    (one,) = found_by(Rule.NEED_UNSERVED, now)
    assert one.proposal.finding == "no_objective"
    make_element_need(element=scene.element, need=scene.refund, strength=3, **FRESH)
    assert found_by(Rule.NEED_UNSERVED, now) == []


def test_a_need_is_held_against_the_strategy_that_asks_for_it(
    scene: Scene, now: datetime, claims: Unit
) -> None:
    own = make_strategy(
        name="Claims first", unit=claims, state=StrategyState.IN_FORCE, start_date=date(2026, 2, 1)
    )
    need = make_need(statement="Pay me today", importance=9, **ASKED)
    make_element_need(element=make_strategy_element(strategy=own), need=need, **FRESH)
    make_element_need(element=make_strategy_element(strategy=scene.strategy), need=need, strength=0)
    make_element_need(element=make_strategy_element(archived_at=NOW, strategy=scene.strategy), need=need)
    assert [one.strategy for one in found_by(Rule.NEED_UNSERVED, now)] == [own]


def test_nothing_is_proposed_where_no_strategy_is_in_force(now: datetime, root: Unit) -> None:
    make_need(importance=10, **ASKED)
    make_objective(strategy=make_strategy(unit=root), due_date=date(2027, 1, 1))
    assert proposed(SYSTEM, now, Enterprise.objects.get()) == ()


def test_targets_no_work_moves(scene: Scene, now: datetime) -> None:
    scene.objective.due_date = date(2027, 6, 30)
    scene.objective.save()
    lonely = make_objective(name="Be everywhere", strategy=scene.strategy, due_date=date(2027, 12, 31))
    make_objective(name="Some day", strategy=scene.strategy)
    (one,) = found_by(Rule.TARGET_UNMOVED, now)
    assert (one.subject, one.objective) == (lonely, lonely)


@pytest.mark.parametrize(("direction", "count"), [("higher", 1), ("lower", 0), ("target", 0)])
def test_metrics_worse_three_periods_running(scene: Scene, now: datetime, direction: str, count: int) -> None:
    metric = make_metric(name="Households that renew", direction=direction, frequency="quarterly")
    make_objective_measure(objective=scene.objective, metric=metric)
    quarters = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    for day, value in zip(quarters, (89, 88, 87, 86), strict=True):
        make_reading(metric=metric, day=day, value=Decimal(value))
    make_reading(metric=metric, day=date(2026, 12, 31), value=Decimal(99))
    make_reading(metric=metric, day=date(2026, 9, 1), value=Decimal(10))
    found = found_by(Rule.METRIC_WORSE, now)
    assert [(one.subject, one.objective) for one in found] == [(metric, scene.objective)] * count


def test_what_somebody_decided_does_not_come_back(scene: Scene, now: datetime) -> None:
    (one,) = proposed(SYSTEM, now, Enterprise.objects.get())
    decided = {
        "strategy": scene.strategy,
        "rule": one.proposal.rule,
        "subject": one.proposal.subject,
        "fingerprint": one.proposal.fingerprint,
    }
    assert proposed_with_key(SYSTEM, one.proposal.key, now, Enterprise.objects.get()) == one
    dismissal = make_dismissal(**decided)
    assert proposed_with_key(SYSTEM, one.proposal.key, now, Enterprise.objects.get()) is None
    dismissal.archived_at = NOW
    dismissal.save()
    assert len(proposed(SYSTEM, now, Enterprise.objects.get())) == 1
    make_challenge(**decided, archived_at=NOW)
    assert proposed(SYSTEM, now, Enterprise.objects.get()) == ()


def test_proposals_are_of_units_one_may_read(
    scene: Scene, now: datetime, cio: User, reader: User, analyst: User, member: User
) -> None:
    assert [
        [one.may_decide for one in proposed(user, now, Enterprise.objects.get())]
        for user in (cio, reader, analyst, member)
    ] == [
        [True],
        [False],
        [],
        [],
    ]


def test_the_number_of_queries_does_not_grow(
    scene: Scene, now: datetime, claims: Unit, django_assert_num_queries: Callable[..., Any]
) -> None:
    make_objective_measure(objective=scene.objective)
    with django_assert_num_queries(QUERIES):
        proposed(SYSTEM, now, Enterprise.objects.get())
    for number in range(3):
        unit = claims if number == 0 else None
        strategy = (
            make_strategy(unit=unit or Unit.objects.get(name="Sales")) if number < 2 else scene.strategy
        )
        objective = make_objective(strategy=strategy, due_date=date(2027, 1, 1))
        measure = make_objective_measure(objective=objective)
        make_reading(metric=measure.metric)
        make_need(importance=9, **ASKED)
        make_dismissal(strategy=strategy)
    with django_assert_num_queries(QUERIES):
        proposed(SYSTEM, now, Enterprise.objects.get())
