"""Two at once: nobody answers twice, and answers that meet the closing of a round are counted or kept, never lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from assessments.choices import RoundState
from assessments.models import Answer, Invitation, Response, Round
from assessments.operations.responses import AlreadyAnswered, RoundClosed, hand_in
from assessments.operations.rounds import RoundRefused, close_round, reopen_round
from assessments.queries.asking import entered
from foundation.actors import SYSTEM
from tests.assessments.scene import Scene
from tests.factories.accounts import NOW
from workbench.models import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Outcome = type[Exception] | None
PEOPLE = 5
"""Who hand in at once: who comes first differs, what holds does not."""


def at_once(*works: Callable[[], object]) -> list[Outcome]:
    """What became of each, started together on connections of their own."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> Outcome:
        start.wait(timeout=10)
        try:
            work()
        except (AlreadyAnswered, RoundClosed, RoundRefused) as refusal:
            return type(refusal)
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def handing_in(scene: Scene, user: User, *todays: int) -> Callable[[], object]:
    """What one browser sends, with the invitation as it was when the page was opened."""
    seen = Invitation.objects.select_related("round__instrument").get(round=scene.round, person=user.person)
    sheet = scene.sheet(*todays)
    return lambda: hand_in(invitation=seen, answers=sheet, actor=user, now=NOW)


def said() -> list[int | None]:
    return list(Answer.objects.order_by("statement__position").values_list("today", flat=True))


def opened_for(scene: Scene, count: int = 1) -> list[User]:
    users = scene.ask(count=count)
    scene.open()
    return users


@pytest.mark.parametrize("anonymous", [True, False])
def test_one_invitation_is_answered_once(scene: Scene, anonymous: bool) -> None:
    Round.objects.update(is_anonymous=anonymous)
    scene.round.refresh_from_db()
    (user,) = opened_for(scene)
    sheets = [(1, 2, 3, 4), (4, 3, 2, 1)]
    outcomes = at_once(*(handing_in(scene, user, *sheet) for sheet in sheets))

    assert sorted(outcomes, key=str) == [AlreadyAnswered, None]
    assert (Response.objects.count(), Answer.objects.count()) == (1, 4)
    assert said() == list(sheets[outcomes.index(None)])
    assert list(Invitation.objects.values_list("has_answered", flat=True)) == [True]
    assert Draft.objects.count() == 0


def test_different_people_do_not_stand_in_each_others_way(scene: Scene) -> None:
    users = opened_for(scene, count=PEOPLE)
    outcomes = at_once(*(handing_in(scene, user, 1, 2, 3, 4) for user in users))

    assert outcomes == [None] * PEOPLE
    assert Counter(said()) == dict.fromkeys((1, 2, 3, 4), PEOPLE)
    assert list(Invitation.objects.values_list("has_answered", flat=True)) == [True] * PEOPLE


@pytest.mark.parametrize("anonymous", [True, False])
def test_answers_that_meet_the_closing_are_counted_or_kept(scene: Scene, anonymous: bool) -> None:
    """Whoever comes first, the answers are in the round or wait for it to open again; then they count."""
    Round.objects.update(is_anonymous=anonymous, smallest_group=3)
    scene.round.refresh_from_db()
    users = opened_for(scene, count=PEOPLE)
    works = [handing_in(scene, user, 1, 2, 3, 4) for user in users]
    seen = scene.round
    works.insert(PEOPLE // 2, lambda: close_round(round=seen, actor=SYSTEM, now=NOW))
    outcomes = at_once(*works)

    assert outcomes.pop(PEOPLE // 2) is None
    assert Round.objects.get().state == RoundState.CLOSED
    late = [user for user, outcome in zip(users, outcomes, strict=True) if outcome is RoundClosed]
    assert Counter(outcomes) == Counter({None: PEOPLE - len(late), RoundClosed: len(late)})
    answered = dict(Invitation.objects.values_list("person", "has_answered"))
    assert answered == {user.person_id: user not in late for user in users}
    assert Response.objects.count() == PEOPLE - len(late)
    assert set(Draft.objects.values_list("user", flat=True)) == {user.pk for user in late}
    for invitation in Invitation.objects.filter(has_answered=False):
        kept = entered(invitation)
        assert (kept.is_ready, kept.given) == (True, scene.sheet(1, 2, 3, 4))
    # What came before the closing counts as one group, or not at all; what comes later never joins it unseen.
    counted = Response.objects.filter(is_counted=True).count()
    assert counted == (PEOPLE - len(late) if PEOPLE - len(late) >= 3 else 0)

    reopen_round(round=Round.objects.get(), actor=SYSTEM, now=NOW)
    assert (Response.objects.count(), Draft.objects.count()) == (PEOPLE, 0)
    assert Counter(said()) == dict.fromkeys((1, 2, 3, 4), PEOPLE)


def test_a_round_is_closed_once(scene: Scene) -> None:
    opened_for(scene)
    seen = scene.round
    outcomes = at_once(*[lambda: close_round(round=seen, actor=SYSTEM, now=NOW)] * 2)

    assert sorted(outcomes, key=str) == [RoundRefused, None]
    assert Round.objects.get().version == seen.version + 1
