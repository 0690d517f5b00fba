"""Results: what is read, what is withheld, and that nobody can get at it by subtracting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.choices import Moment, RoundState, Side
from assessments.models import Answer, Invitation, Round
from assessments.operations.rounds import close_round, reopen_round
from assessments.queries.results import Turnout, results, sheets_of
from foundation.actors import SYSTEM
from tests.assessments.scene import make_scene

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit
    from assessments.queries.results import Results
    from tests.assessments.scene import Scene

B, IT = Side.BUSINESS, Side.IT


def fresh(scene: Scene) -> Results:
    return results(Round.objects.for_list().get(pk=scene.round.pk))


def test_both_sides_beside_each_other(scene: Scene) -> None:
    scene.played([(4, 4, 5, 5), (4, 4, 3, 3), (4, 4, 4, 4)], [(1, 3, 2, 2), (2, 2, 2, 2), (3, 1, 2, 2)])
    found = fresh(scene)

    business, it = found.score(B, group="Structure"), found.score(IT, group="Structure")
    assert business is not None
    assert it is not None
    assert (business.mean, business.hundred, business.n, it.mean) == (4, 75, 3, 2)
    gap = found.gap(group="Structure")
    assert gap is not None
    assert (gap.difference, gap.is_clear) == (2, False)
    assert found.turnout == {B: Turnout(3, 3, 3), IT: Turnout(3, 3, 3)}


def test_nothing_is_read_before_the_round_is_closed(scene: Scene) -> None:
    scene.played([(4, 4, 4, 4)] * 3, [])
    Round.objects.update(state=RoundState.OPEN)

    assert fresh(scene).is_shown is False


def test_a_side_that_is_too_small_is_never_read(scene: Scene) -> None:
    scene.played([(4, 4, 4, 4)] * 3, [(1, 1, 1, 1)] * 2)
    found = fresh(scene)

    assert found.score(B) is not None
    assert found.score(IT) is None
    assert (found.withheld(B), found.withheld(IT), found.gaps) == (False, True, {})
    assert found.turnout[IT] == Turnout(2, 2, 0)


def test_the_condition_stands_in_the_statement_that_reads(scene: Scene) -> None:
    """Even answers marked as counted by mistake do not leave the database."""
    scene.played([(4, 4, 4, 4)] * 3, [(1, 1, 1, 1)] * 2)
    type(scene.round).objects.update(smallest_group=3)
    from_it = Answer.objects.filter(response__side=IT)
    for answer in from_it:
        type(answer.response).objects.filter(pk=answer.response_id).update(is_counted=True)
    with CaptureQueriesContext(connection) as asked:
        read = sheets_of([scene.round], Moment.TODAY)[scene.round.pk]

    assert set(read) == {B}
    assert len(asked) == 1
    assert "COUNT" in asked[0]["sql"]


def test_a_statement_that_too_few_could_answer_is_left_out(scene: Scene) -> None:
    scene.played([(4, 5, 4, 4), (4, None, 4, 4), (4, None, 4, 4)], [])
    found = fresh(scene)
    shown = found.outcomes[B, Moment.TODAY].statements

    assert str(scene.statements[1].uid) not in shown
    assert len(shown) == 3
    score = found.score(B, group="Culture")
    assert score is not None
    assert (score.mean, score.left_out) == (4, 3)


def test_late_answers_are_never_told_apart_from_those_before(scene: Scene, now: datetime) -> None:
    scene.played([(3, 3, 3, 3)] * 3, [])
    before = fresh(scene).score(B)
    scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)
    for user in scene.ask(count=2):
        scene.answer(user, 5, 5, 5, 5)
    close_round(round=scene.round, actor=SYSTEM, now=now)

    after = fresh(scene)
    assert after.score(B) == before
    assert after.turnout[B] == Turnout(5, 5, 3)


def test_today_and_target_are_apart(root: Unit, claims: Unit) -> None:
    scene = make_scene(root, claims)
    type(scene.instrument).objects.update(asks_target=True)
    scene.round.refresh_from_db()
    users = scene.ask(count=3)
    scene.open()
    for user in users:
        scene.answer(user, 2, 2, 2, 2, target=5)
    scene.close()
    found = fresh(scene)

    assert found.moments == (Moment.TODAY, Moment.TARGET)
    target = found.score(B, moment=Moment.TARGET)
    assert target is not None
    assert target.mean == 5


def test_a_statement_that_was_archived_is_left_out(scene: Scene, now: datetime) -> None:
    scene.played([(1, 5, 5, 5)] * 3, [])
    type(scene.statements[0]).objects.filter(pk=scene.statements[0].pk).update(archived_at=now)
    score = fresh(scene).score(B)

    assert score is not None
    assert score.mean == 5


def test_an_invitation_that_was_put_away_asks_nobody(scene: Scene, now: datetime) -> None:
    scene.ask(count=2)
    Invitation.objects.filter(pk=Invitation.objects.order_by("pk")[0].pk).update(archived_at=now)

    assert fresh(scene).turnout == {B: Turnout(1, 0, 0), IT: Turnout(0, 0, 0)}


def test_a_round_nobody_answered(scene: Scene) -> None:
    found = fresh(scene)
    assert (found.is_shown, found.withheld(B), found.gaps) == (False, False, {})


@pytest.mark.parametrize("count", [3, 9])
def test_the_number_of_statements_does_not_grow(
    scene: Scene, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene.played([(4, 4, 4, 4)] * count, [(2, 2, 2, 2)] * count)
    loaded = Round.objects.for_list().get(pk=scene.round.pk)
    with django_assert_num_queries(4):
        results(loaded)
