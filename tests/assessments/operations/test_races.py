"""Two at once: nobody answers twice, and answers that meet the closing of a round are counted or kept, never lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from activity.models import Notification
from assessments.catalog import ROUND
from assessments.choices import Moment, RoundState
from assessments.models import Answer, Invitation, Response, Round
from assessments.operations.responses import AlreadyAnswered, RoundClosed, hand_in, keep_answers
from assessments.operations.rounds import RoundRefused, close_due_rounds, close_round, reopen_round
from assessments.operations.telling import tell_asked
from assessments.queries.asking import DRAFT_LABEL, entered
from foundation.actors import SYSTEM
from jobs.models import Message
from tests.assessments.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.assessments import make_round
from tests.races import in_the_way, started, until_held_up
from workbench.models import Draft
from workbench.operations.records import save

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


# ── due rounds ───────────────────────────────────────────────────────────────────────────────────
YESTERDAY = NOW.date() - timedelta(days=1)
LATER = NOW.date() + timedelta(days=7)


def due_rounds(scene: Scene, count: int) -> list[Round]:
    rounds = [scene.round, *(make_round(unit=scene.claims) for _ in range(count - 1))]
    Round.objects.update(
        state=RoundState.OPEN, opens_date=YESTERDAY - timedelta(days=7), closes_date=YESTERDAY
    )
    return [Round.objects.for_list().get(pk=one.pk) for one in rounds]


def prolong(asked: Round) -> None:
    save(object_type=ROUND, record=asked, values={"closes_date": LATER}, actor=SYSTEM, now=NOW)


def test_a_round_closed_or_prolonged_at_the_same_moment_is_left_as_it_is(scene: Scene) -> None:
    """The list is read while both are due; the others are closed all the same."""
    closed, prolonged, due = due_rounds(scene, 3)

    def both() -> None:
        close_round(round=closed, actor=SYSTEM, now=NOW)
        prolong(prolonged)

    with ThreadPoolExecutor(1) as pool:
        with in_the_way(both):
            job = started(pool, lambda: close_due_rounds(actor=SYSTEM, now=NOW))
            until_held_up(1, job)
            assert not job.done()
        done = job.result(timeout=30)
    assert ([one.pk for one in done.closed], done.skipped, done.failed) == (
        [due.pk], (closed.code, prolonged.code), {},
    )  # fmt: skip
    rows = Round.objects.order_by("number").values_list("state", "closes_date", "version")
    assert list(rows) == [
        ("closed", YESTERDAY, 2),
        ("open", LATER, 2),
        ("closed", YESTERDAY, 2),
    ]


def test_two_jobs_at_once_close_each_round_once(scene: Scene) -> None:
    rounds = due_rounds(scene, 3)
    outcomes = at_once(*[lambda: close_due_rounds(actor=SYSTEM, now=NOW)] * 2)
    assert outcomes == [None, None]
    rows = Round.objects.order_by("number").values_list("state", "version")
    assert list(rows) == [("closed", one.version + 1) for one in rounds]


# ── nothing is lost between closing and opening again ────────────────────────────────────────────
def draft_of(scene: Scene, user: User, *, is_ready: bool = False) -> Draft:
    said = {str(uid): {"today": given.today} for uid, given in scene.sheet(5, 5, 5, 5).items()}
    invitation = Invitation.objects.get(round=scene.round, person=user.person)
    return Draft(
        user=user,
        type_label=DRAFT_LABEL,
        record_uid=str(invitation.uid),
        values={"answers": said, "is_ready": is_ready},
        kept_at=NOW,
    )


def test_answers_kept_while_the_round_is_reopened_are_handed_in(scene: Scene) -> None:
    """Whoever hands in finds the round closed and is held up before the answers are kept; then it is reopened.

    Without the round's lock around both, the reopening would not see the answers, and they would wait in an open
    round for somebody who was told that they are handed in.
    """
    (user,) = opened_for(scene)
    scene.close()
    hand_in_late = handing_in(scene, user, 1, 2, 3, 4)
    with ThreadPoolExecutor(2) as pool:
        with in_the_way(draft_of(scene, user).save, undone=True):
            late = started(pool, hand_in_late)
            until_held_up(1, late)
            again = started(pool, lambda: reopen_round(round=scene.round, actor=SYSTEM, now=NOW))
            until_held_up(2, again)
        again.result(timeout=30)
        assert type(late.exception(timeout=30)) is RoundClosed
    assert (Round.objects.get().state, said()) == (RoundState.OPEN, [1, 2, 3, 4])
    assert (Draft.objects.count(), Invitation.objects.get().has_answered) == (0, True)


def test_handing_in_at_the_moment_of_reopening_loses_nobody(scene: Scene) -> None:
    users = opened_for(scene, count=PEOPLE)
    scene.close()
    seen = scene.round
    works = [handing_in(scene, user, 1, 2, 3, 4) for user in users]
    works.insert(PEOPLE // 2, lambda: reopen_round(round=seen, actor=SYSTEM, now=NOW))
    outcomes = at_once(*works)

    assert outcomes.pop(PEOPLE // 2) is None
    assert set(outcomes) <= {None, RoundClosed}
    assert Counter(said()) == dict.fromkeys((1, 2, 3, 4), PEOPLE)
    assert (Draft.objects.count(), Invitation.objects.filter(has_answered=True).count()) == (0, PEOPLE)


def test_what_is_kept_at_the_last_moment_is_handed_in_with_the_rest(scene: Scene) -> None:
    """A page keeps an answer and hands in right after it; the two requests meet."""
    (user,) = opened_for(scene)
    draft_of(scene, user).save()
    seen = Invitation.objects.select_related("round__instrument").get()
    first = scene.statements[0].uid

    def keep() -> None:
        keep_answers(invitation=seen, answers={first: {Moment.TODAY: 1}}, actor=user, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with in_the_way(keep):
            done = started(pool, lambda: hand_in(invitation=seen, actor=user, now=NOW))
            until_held_up(1, done)
        done.result(timeout=30)
    assert (said(), Draft.objects.count()) == ([1, 5, 5, 5], 0)


def test_nothing_is_kept_behind_answers_that_are_handed_in(scene: Scene) -> None:
    """A page that keeps too late leaves no draft behind: in an anonymous round it would name who said what."""
    (user,) = opened_for(scene)
    draft_of(scene, user).save()
    seen = Invitation.objects.select_related("round__instrument").get()

    def keep() -> None:
        keep_answers(invitation=seen, answers={}, actor=user, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with in_the_way(lambda: hand_in(invitation=seen, actor=user, now=NOW)):
            late = started(pool, keep)
            until_held_up(1, late)
        assert type(late.exception(timeout=30)) is AlreadyAnswered
    assert (said(), Draft.objects.count()) == ([5, 5, 5, 5], 0)


def test_what_is_kept_while_the_round_is_reopened_is_not_lost(scene: Scene) -> None:
    """Handed in too late, then corrected on a page still open while somebody reopens the round."""
    (user,) = opened_for(scene)
    scene.close()
    draft_of(scene, user, is_ready=True).save()
    seen = Invitation.objects.select_related("round__instrument").get()
    first = scene.statements[0].uid

    def keep() -> None:
        keep_answers(invitation=seen, answers={first: {Moment.TODAY: 1}}, actor=user, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with in_the_way(keep):
            again = started(pool, lambda: reopen_round(round=scene.round, actor=SYSTEM, now=NOW))
            until_held_up(1, again)
        again.result(timeout=30)
    assert (said(), Draft.objects.count()) == ([1, 5, 5, 5], 0)


def test_telling_twice_at_once_reaches_nobody_twice(scene: Scene) -> None:
    (user,) = opened_for(scene)
    Notification.objects.all().delete()
    Message.objects.all().delete()
    asked = [Invitation.objects.select_related("round").get()]
    outcomes = at_once(*[lambda: tell_asked(invitations=asked, now=NOW)] * 4)
    assert outcomes == [None] * 4
    assert (Notification.objects.filter(user=user).count(), Message.objects.count()) == (1, 1)
