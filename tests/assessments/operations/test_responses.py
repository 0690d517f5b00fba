"""Answering: kept privately, handed in once, and in an anonymous round without a way back to the person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Notification
from assessments.catalog import ROUND
from assessments.choices import Moment, Side
from assessments.models import Answer, Invitation, Response
from assessments.operations.responses import AlreadyAnswered, RoundClosed, hand_in, keep_answers
from assessments.operations.rounds import reopen_round
from assessments.queries.asking import Given, entered
from audit.models import Event
from foundation.actors import SYSTEM
from jobs.models import Message
from tests.assessments.scene import make_scene, titles
from tests.factories.accounts import make_user
from tests.factories.assessments import make_round
from workbench.models import Draft
from workbench.operations.records import save

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Unit, User
    from tests.assessments.scene import Scene

TODAY, TARGET = Moment.TODAY, Moment.TARGET


def invitation_of(scene: Scene, user: User) -> Invitation:
    found: Invitation = Invitation.objects.for_list().get(round=scene.round, person=user.person)
    return found


@pytest.fixture
def asked(scene: Scene) -> User:
    """Somebody of the business, in a round that is open."""
    user = scene.ask()[0]
    scene.open()
    return user


def test_answers_are_handed_in(scene: Scene, asked: User, now: datetime) -> None:
    response = hand_in(
        invitation=invitation_of(scene, asked), answers=scene.sheet(1, 5, None, 3), actor=asked, now=now
    )

    answers = Answer.objects.filter(response=response).order_by("statement__position")
    assert list(answers.values_list("statement__position", "today", "target")) == [
        (1, 1, None),
        (2, 5, None),
        (4, 3, None),
    ]
    assert (response.side, response.is_counted) == (Side.BUSINESS, False)
    assert invitation_of(scene, asked).has_answered is True


def test_an_anonymous_response_leads_back_to_nobody(scene: Scene, asked: User, now: datetime) -> None:
    before = invitation_of(scene, asked)
    hand_in(invitation=before, answers=scene.sheet(1, 2, 3, 4), actor=asked, now=now)

    response, event = Response.objects.get(), Event.objects.latest("pk")
    assert response.invitation_id is None
    assert (event.actor_uid, event.verb, event.type_label, event.object_uid, event.changes) == (
        SYSTEM.uid, "answered", "assessments.response", scene.round.uid, {},
    )  # fmt: skip
    told = repr(list(Event.objects.exclude(object_uid=before.uid).values()))
    assert asked.label not in told
    assert str(asked.uid) not in told
    after = invitation_of(scene, asked)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert not Draft.objects.exists()


def test_a_response_has_no_instant_and_no_counted_key() -> None:
    names = {field.name for model in (Response, Answer) for field in model._meta.concrete_fields}
    assert names == {
        "id", "round", "side", "invitation", "is_counted", "response", "statement", "today", "target",
    }  # fmt: skip
    assert {model._meta.pk.get_internal_type() for model in (Response, Answer)} == {"UUIDField"}


def test_a_named_response_says_whose_it_is(root: Unit, claims: Unit, now: datetime) -> None:
    scene = make_scene(root, claims, is_anonymous=False, smallest_group=1)
    user = scene.ask()[0]
    scene.open()
    scene.answer(user, 1, 2, 3, 4)

    event = Event.objects.latest("pk")
    assert Response.objects.get().invitation == invitation_of(scene, user)
    assert (event.actor_uid, event.verb, event.type_label, event.object_uid) == (
        user.uid, "answered", "assessments.invitation", invitation_of(scene, user).uid,
    )  # fmt: skip


def test_nobody_answers_twice(scene: Scene, asked: User, now: datetime) -> None:
    scene.answer(asked, 1, 2, 3, 4)

    with pytest.raises(AlreadyAnswered):
        scene.answer(asked, 5, 5, 5, 5)
    with pytest.raises(AlreadyAnswered):
        keep_answers(invitation=invitation_of(scene, asked), answers={}, actor=asked, now=now)
    assert Response.objects.count() == 1


def test_nobody_answers_for_somebody_else(scene: Scene, asked: User, cio: User, now: datetime) -> None:
    for operation in (hand_in, keep_answers):
        with pytest.raises(PermissionDenied):
            operation(invitation=invitation_of(scene, asked), answers={}, actor=cio, now=now)


def test_an_archived_invitation_takes_no_answers(scene: Scene, asked: User, now: datetime) -> None:
    Invitation.objects.update(archived_at=now)

    with pytest.raises(PermissionDenied):
        scene.answer(asked, 1, 2, 3, 4)


@pytest.mark.parametrize("answer", [0, 6, -1])
def test_an_answer_beside_the_scale_is_refused(scene: Scene, asked: User, answer: int) -> None:
    with pytest.raises(ValidationError, match="Answer from 1 to 5"):
        scene.answer(asked, answer)
    assert not Response.objects.exists()


def test_an_answer_to_another_instrument_is_refused(scene: Scene, asked: User, now: datetime) -> None:
    with pytest.raises(ValidationError):
        hand_in(invitation=invitation_of(scene, asked), answers={uuid4(): Given(1)}, actor=asked, now=now)


def test_a_target_nobody_asked_for_is_not_kept(scene: Scene, asked: User) -> None:
    scene.answer(asked, 1, 2, target=5)

    assert set(Answer.objects.values_list("target", flat=True)) == {None}


def test_something_has_to_be_said(scene: Scene, asked: User) -> None:
    with pytest.raises(ValidationError, match="at least one"):
        scene.answer(asked, None, None)


def test_what_is_entered_is_kept_statement_by_statement(scene: Scene, asked: User, now: datetime) -> None:
    first, second = (statement.uid for statement in scene.statements[:2])
    invitation = invitation_of(scene, asked)
    keep_answers(invitation=invitation, answers={first: {TODAY: 2}}, actor=asked, now=now)
    keep_answers(
        invitation=invitation, answers={first: {TODAY: 4}, second: {TODAY: None}}, actor=asked, now=now
    )

    assert entered(invitation).answers == {first: {TODAY: 4}, second: {TODAY: None}}
    assert Draft.objects.get().user == asked


def test_handing_in_forgets_the_draft(scene: Scene, asked: User, now: datetime) -> None:
    invitation = invitation_of(scene, asked)
    keep_answers(invitation=invitation, answers={scene.statements[0].uid: {TODAY: 2}}, actor=asked, now=now)
    hand_in(invitation=invitation, answers=entered(invitation).given, actor=asked, now=now)

    assert entered(invitation).answers == {}


def test_a_round_closed_while_somebody_answers_keeps_the_answers(
    scene: Scene, asked: User, now: datetime
) -> None:
    scene.close()
    with pytest.raises(RoundClosed):
        scene.answer(asked, 1, 2, None, 4)

    kept = entered(invitation_of(scene, asked))
    said = sorted(str(answer[TODAY]) for answer in kept.answers.values())  # PostgreSQL orders keys itself
    assert (kept.is_ready, said) == (True, ["1", "2", "4", "None"])
    assert not Response.objects.exists()

    reopen_round(round=scene.round, actor=SYSTEM, now=now)
    assert list(Answer.objects.order_by("today").values_list("today", flat=True)) == [1, 2, 4]
    assert invitation_of(scene, asked).has_answered is True
    titles = Notification.objects.filter(user=asked).order_by("pk").values_list("title", flat=True)
    assert list(titles) == [
        f"Your view is asked: {scene.round}",
        f"Your answers were handed in: {scene.round}",
    ]


def test_what_was_not_handed_in_waits_when_the_round_reopens(
    scene: Scene, asked: User, now: datetime
) -> None:
    invitation = invitation_of(scene, asked)
    keep_answers(invitation=invitation, answers={scene.statements[0].uid: {TODAY: 2}}, actor=asked, now=now)
    scene.close()
    reopen_round(round=scene.round, actor=SYSTEM, now=now)

    assert not Response.objects.exists()
    assert entered(invitation).is_ready is False


def test_after_the_last_day_no_answers_are_taken(scene: Scene, asked: User, now: datetime) -> None:
    type(scene.round).objects.update(opens_date="2026-10-01", closes_date="2026-11-01")

    with pytest.raises(RoundClosed):
        scene.answer(asked, 1)


def test_on_the_last_day_answers_are_taken(scene: Scene, asked: User, now: datetime) -> None:
    type(scene.round).objects.update(closes_date="2026-11-02")
    scene.answer(asked, 1)

    assert Response.objects.count() == 1


def test_a_target_is_kept_beside_today(root: Unit, claims: Unit, now: datetime) -> None:
    scene = make_scene(root, claims)
    type(scene.instrument).objects.update(asks_target=True)
    scene.instrument.refresh_from_db()
    user = scene.ask()[0]
    scene.open()
    scene.close()
    with pytest.raises(RoundClosed):
        scene.answer(user, 1, target=5)
    assert list(entered(invitation_of(scene, user)).answers.values()) == [{TODAY: 1, TARGET: 5}]
    reopen_round(round=scene.round, actor=SYSTEM, now=now)

    assert list(Answer.objects.values_list("today", "target")) == [(1, 5)]


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────
def kept(scene: Scene, user: User, now: datetime, *todays: int | None) -> Invitation:
    """What somebody has entered and not handed in."""
    invitation = invitation_of(scene, user)
    said = {statement.uid: {TODAY: today} for statement, today in zip(scene.statements, todays, strict=False)}
    keep_answers(invitation=invitation, answers=said, actor=user, now=now)
    return invitation


def test_without_answers_what_is_kept_is_handed_in(scene: Scene, asked: User, now: datetime) -> None:
    """Read under the lock: an answer kept a moment before belongs to it."""
    hand_in(invitation=kept(scene, asked, now, 1, None, 3), actor=asked, now=now)
    assert list(Answer.objects.order_by("today").values_list("today", flat=True)) == [1, 3]


def test_who_was_answering_while_the_round_closed_is_told_and_hands_in_afterwards(
    scene: Scene, asked: User, now: datetime
) -> None:
    silent = scene.ask()[0]
    invitation = kept(scene, asked, now, 2)
    scene.close()
    assert titles(asked)[1:] == [f"Closed before you handed in: {scene.round}"]
    assert (titles(silent), entered(invitation).is_ready) == ([], False)

    scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)
    assert titles(asked)[2:] == [f"Open again: {scene.round}"]
    mails = Message.objects.filter(recipient=asked.email).order_by("pk").values_list("subject", flat=True)
    assert list(mails) == [f"Your view is asked: {scene.round}", f"Open again: {scene.round}"]
    hand_in(invitation=invitation, actor=asked, now=now)
    assert Answer.objects.get().today == 2

    scene.close()
    assert len(titles(asked)) == 3


def test_each_closing_and_reopening_is_news(scene: Scene, asked: User, now: datetime) -> None:
    kept(scene, asked, now, 2)
    for _turn in range(2):
        scene.close()
        scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)
    assert [title.partition(":")[0] for title in titles(asked)] == [
        "Your view is asked", *["Closed before you handed in", "Open again"] * 2,
    ]  # fmt: skip


def test_a_prolonged_last_day_hands_in_what_came_too_late(scene: Scene, asked: User, now: datetime) -> None:
    """The last day is over, nobody has closed the round yet, and then it is prolonged: it never closed."""
    type(scene.round).objects.update(opens_date="2026-10-01", closes_date="2026-11-01")
    with pytest.raises(RoundClosed):
        scene.answer(asked, 4)
    scene.round.refresh_from_db()
    values = {"closes_date": date(2026, 11, 20)}
    save(object_type=ROUND, record=scene.round, values=values, actor=SYSTEM, now=now)

    assert (Answer.objects.get().today, Draft.objects.count()) == (4, 0)
    assert titles(asked)[1:] == [f"Your answers were handed in: {scene.round}"]


def test_a_round_that_stayed_open_disturbs_nobody(scene: Scene, asked: User, now: datetime) -> None:
    kept(scene, asked, now, 2)
    values = {"closes_date": date(2026, 11, 20)}
    save(object_type=ROUND, record=scene.round, values=values, actor=SYSTEM, now=now)
    assert len(titles(asked)) == 1


def test_a_ready_draft_that_says_nothing_any_more_waits_for_its_owner(
    scene: Scene, asked: User, now: datetime
) -> None:
    """Somebody handed in too late and took the only answer back on a page still open: reopening goes on."""
    scene.close()
    with pytest.raises(RoundClosed):
        scene.answer(asked, 1)
    invitation = kept(scene, asked, now, None)
    assert entered(invitation).is_ready is True
    scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)

    assert (Response.objects.count(), entered(invitation).is_ready) == (0, False)
    assert titles(asked)[1:] == [f"Open again: {scene.round}"]
    scene.answer(asked, 5)
    assert Answer.objects.get().today == 5


def test_what_somebody_entered_is_not_handed_in_for_the_one_asked_in_their_place(
    scene: Scene, asked: User, now: datetime
) -> None:
    scene.close()
    with pytest.raises(RoundClosed):
        scene.answer(asked, 1)
    other = make_user("Bea", unit=scene.claims)
    Invitation.objects.update(person=other.person)
    scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)
    assert (Response.objects.count(), titles(other)) == (0, [f"Your view is asked: {scene.round}"])

    scene.close()
    assert len(titles(asked)) == 1


def test_an_invitation_that_has_moved_or_gone_takes_no_answers(
    scene: Scene, asked: User, now: datetime
) -> None:
    seen = invitation_of(scene, asked)
    Invitation.objects.update(round=make_round(instrument=scene.instrument, unit=scene.claims))
    for operation in (hand_in, keep_answers):
        with pytest.raises(PermissionDenied):
            operation(invitation=seen, answers={}, actor=asked, now=now)
