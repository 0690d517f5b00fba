"""A round's life: asking, opening, closing, reopening, and what is refused on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import User
from activity.models import Notification
from assessments.catalog import INVITATION, ROUND
from assessments.choices import InstrumentState, RoundState, Side
from assessments.models import Answer, Invitation, Response, Round
from assessments.operations.rounds import (
    DueRounds,
    RoundRefused,
    close_due_rounds,
    close_if_due,
    close_round,
    invite,
    open_round,
    reopen_round,
)
from assessments.queries.asking import people_of
from audit.models import Event
from config import handlers
from foundation.actors import SYSTEM
from jobs.models import Message
from tests.assessments.scene import titles
from tests.factories.accounts import NOW, make_person, make_unit, make_user
from tests.factories.assessments import make_round
from workbench.operations.records import Change, save, save_many
from workbench.operations.removal import archive_many, delete, restore_many
from workbench.operations.restoring import undelete

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Unit
    from tests.assessments.scene import Scene


def states() -> list[str]:
    return list(Round.objects.order_by("number").values_list("state", flat=True))


# ── inviting ─────────────────────────────────────────────────────────────────────────────────────
def test_people_stand_on_the_side_of_their_unit(scene: Scene, now: datetime) -> None:
    people = [
        make_user("Bea", unit=scene.claims).person,
        make_user("Ivo", unit=scene.it).person,
        make_user("Nil").person,
    ]
    done = invite(round=scene.round, people=people, actor=SYSTEM, now=now)

    assert [asked.side for asked in done.invitations] == [Side.BUSINESS, Side.IT, Side.BUSINESS]
    assert not Notification.objects.exists()


def test_a_side_that_is_said_counts_for_all(scene: Scene, now: datetime) -> None:
    people = [make_user("Bea", unit=scene.claims).person]
    done = invite(round=scene.round, people=people, side=Side.IT, actor=SYSTEM, now=now)

    assert [asked.side for asked in done.invitations] == [Side.IT]


def test_who_is_asked_already_or_has_no_sign_in_is_named(scene: Scene, now: datetime) -> None:
    known, fresh, without = scene.ask()[0].person, make_user("Bea").person, make_person("Wim")
    gone = make_user("Gus", is_active=False).person
    done = invite(round=scene.round, people=[known, fresh, without, gone], actor=SYSTEM, now=now)

    assert [asked.person for asked in done.invitations] == [fresh]
    assert (done.already, done.without_sign_in) == ((known,), (without, gone))


def test_everybody_of_a_unit_and_below(scene: Scene, root: Unit, now: datetime) -> None:
    below = make_unit("Motor", scene.claims)
    people = [make_user("Bea", unit=scene.claims).person, make_user("Cal", unit=below).person]
    make_user("Ivo", unit=scene.it)
    make_person("Wim", unit=below)

    assert people_of(scene.claims) == people


def test_who_is_invited_into_an_open_round_is_told_at_once(scene: Scene, now: datetime) -> None:
    scene.ask()
    scene.open()
    late = make_user("Bea")
    invite(round=scene.round, people=[late.person], actor=SYSTEM, now=now)

    message = Message.objects.get(recipient=late.email)
    asked = Invitation.objects.get(person=late.person)
    assert message.subject == f"Your view is asked: {scene.round}"
    assert f"http://testserver/asked-of-me/{asked.uid}/" in message.body
    assert Notification.objects.get(user=late).url == f"/asked-of-me/{asked.uid}/"


def test_nobody_is_invited_into_a_closed_round(scene: Scene, now: datetime) -> None:
    scene.played([(1, 2, 3, 4)], [])

    with pytest.raises(RoundRefused, match="Reopen it"):
        invite(round=scene.round, people=[make_user("Bea").person], actor=SYSTEM, now=now)


# ── opening ──────────────────────────────────────────────────────────────────────────────────────
def test_opening_tells_everybody_once(scene: Scene, now: datetime) -> None:
    users = scene.ask(count=2)
    opened = open_round(round=scene.round, actor=SYSTEM, now=now)

    assert (opened.state, opened.opens_date) == (RoundState.OPEN, NOW.date())
    assert set(Notification.objects.values_list("user", flat=True)) == {user.pk for user in users}
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted(user.email for user in users)
    assert "Anonymous: nobody learns who answered what." in Message.objects.earliest("pk").body
    assert [event.verb for event in Event.objects.filter(object_uid=scene.round.uid)] == ["opened"]


def test_the_words_say_by_when_and_whether_names_are_kept(scene: Scene, now: datetime) -> None:
    Round.objects.update(is_anonymous=False, closes_date=date(2026, 11, 20))
    scene.ask()
    open_round(round=scene.round, actor=SYSTEM, now=now)

    assert (
        Notification.objects.get().text
        == "Please answer by 20 Nov 2026. Once the round is closed, those who may read Claims see your name beside"
        " your answers."
    )


def test_what_opens_later_opens_now_where_somebody_says_so(scene: Scene, now: datetime) -> None:
    Round.objects.update(opens_date=NOW.date() + timedelta(days=3))
    scene.ask()

    assert open_round(round=scene.round, actor=SYSTEM, now=now).opens_date == NOW.date()


def test_a_round_without_anybody_does_not_open(scene: Scene, now: datetime) -> None:
    with pytest.raises(RoundRefused, match="Nobody is asked"):
        open_round(round=scene.round, actor=SYSTEM, now=now)


def test_only_published_words_are_asked(scene: Scene, now: datetime) -> None:
    scene.ask()
    type(scene.instrument).objects.update(state=InstrumentState.DRAFT)

    with pytest.raises(RoundRefused, match="Publish the instrument"):
        open_round(round=scene.round, actor=SYSTEM, now=now)


def test_a_round_whose_last_day_is_over_does_not_open(scene: Scene, now: datetime) -> None:
    scene.ask()
    Round.objects.update(closes_date=NOW.date() - timedelta(days=1))

    with pytest.raises(RoundRefused, match="Choose a later one"):
        open_round(round=scene.round, actor=SYSTEM, now=now)
    Round.objects.update(closes_date=NOW.date())
    assert open_round(round=scene.round, actor=SYSTEM, now=now).state == RoundState.OPEN


def test_each_step_only_from_the_state_before(scene: Scene, now: datetime) -> None:
    scene.ask()
    for step in (close_round, reopen_round):
        with pytest.raises(RoundRefused):
            step(round=scene.round, actor=SYSTEM, now=now)
    scene.open()
    for step in (open_round, reopen_round):
        with pytest.raises(RoundRefused):
            step(round=scene.round, actor=SYSTEM, now=now)


@pytest.mark.parametrize("step", [open_round, close_round, reopen_round])
def test_it_takes_the_permission_in_the_unit(
    scene: Scene, now: datetime, reader: User, outsider: User, step: object
) -> None:
    scene.ask()
    state = {open_round: "draft", close_round: "open", reopen_round: "closed"}[step]  # type: ignore[index]
    Round.objects.update(state=state)
    for actor in (reader, outsider):
        with pytest.raises(PermissionDenied):
            step(round=scene.round, actor=actor, now=now)  # type: ignore[operator]
    assert states() == [state]


def test_inviting_takes_the_permission_too(scene: Scene, now: datetime, outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        invite(round=scene.round, people=[outsider.person], actor=outsider, now=now)


# ── closing and reopening ────────────────────────────────────────────────────────────────────────
def test_closing_counts_a_side_that_is_large_enough(scene: Scene) -> None:
    scene.played([(1, 2, 3, 4)] * 3, [(5, 5, 5, 5)] * 2)

    counted = Response.objects.filter(is_counted=True).values_list("side", flat=True)
    assert list(counted) == [Side.BUSINESS] * 3
    assert (scene.round.state, scene.round.closes_date) == (RoundState.CLOSED, NOW.date())


def test_a_single_late_answer_does_not_count(scene: Scene, now: datetime) -> None:
    scene.played([(1, 2, 3, 4)] * 3, [])
    late = scene.ask
    Round.objects.update(state=RoundState.OPEN)
    scene.round.refresh_from_db()
    user = late()[0]
    scene.answer(user, 5, 5, 5, 5)
    close_round(round=scene.round, actor=SYSTEM, now=now)

    assert Response.objects.filter(is_counted=True).count() == 3


def test_late_answers_count_once_they_are_enough(scene: Scene, now: datetime) -> None:
    scene.played([(1, 2, 3, 4)] * 3, [])
    for count in (1, 2):
        scene.round = reopen_round(round=scene.round, actor=SYSTEM, now=now)
        for user in scene.ask(count=count):
            scene.answer(user, 5, 5, 5, 5)
        scene.close()

    assert Response.objects.filter(is_counted=True).count() == 6


def test_closing_lays_anonymous_answers_down_in_the_order_of_their_keys(scene: Scene) -> None:
    if (
        connection.vendor == "postgresql"
    ):  # fresh storage: rows of other tests leave gaps that are filled first
        connection.cursor().execute("TRUNCATE assessments_answer, assessments_response")
    scene.played([(number % 5 + 1, 1, 2, 3) for number in range(6)], [])

    for model in (Response, Answer):
        stored = list(model.objects.raw(f"SELECT * FROM {model._meta.db_table}"))  # noqa: S608 - a name of ours
        assert [row.pk for row in stored] == sorted(row.pk for row in stored)
    assert Answer.objects.count() == 24


def test_a_named_round_keeps_its_answers_as_they_are(scene: Scene) -> None:
    Round.objects.update(is_anonymous=False)
    scene.round.refresh_from_db()
    scene.played([(1, 2, 3, 4)] * 3, [])

    assert Response.objects.exclude(invitation=None).count() == 3


def test_a_round_is_reopened_without_a_last_day(scene: Scene, now: datetime) -> None:
    scene.played([(1, 2, 3, 4)], [])
    again = reopen_round(round=scene.round, actor=SYSTEM, now=now)

    assert (again.state, again.closes_date) == (RoundState.OPEN, None)


def test_rounds_whose_last_day_is_over_are_closed(scene: Scene, now: datetime) -> None:
    scene.ask()
    scene.open()
    Round.objects.update(opens_date=date(2026, 10, 1), closes_date=date(2026, 11, 1))
    done = close_due_rounds(actor=SYSTEM, now=now)

    assert [(late.state, late.closes_date) for late in done.closed] == [
        (RoundState.CLOSED, date(2026, 11, 1))
    ]
    assert close_due_rounds(actor=SYSTEM, now=now) == DueRounds((), (), {})


def test_one_that_cannot_be_closed_does_not_stop_the_others(
    scene: Scene, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """A round that breaks a rule since it was saved, as after an import beside the application."""
    broken, whole = scene.round, make_round(unit=scene.claims)
    Round.objects.update(state="open", opens_date=date(2026, 10, 1), closes_date=date(2026, 11, 1))
    Round.objects.filter(pk=broken.pk).update(name="")
    done = close_due_rounds(actor=SYSTEM, now=now)

    assert ([late.pk for late in done.closed], done.skipped) == ([whole.pk], ())
    assert done.failed == {broken.code: "Invalid: This field cannot be blank."}
    assert [record.getMessage() for record in caplog.records] == [f"Round {broken.code} was not closed"]
    assert states() == ["open", "closed"]
    assert job_result(now) == {"closed": 0, "skipped": [], "failed": dict(done.failed)}


def job_result(now: datetime) -> dict[str, object]:
    """What the list of jobs shows."""
    return handlers.close_due_rounds(actor=SYSTEM, now=now)


def test_what_is_no_longer_due_stays_as_somebody_left_it(scene: Scene, now: datetime) -> None:
    scene.ask()
    scene.open()
    Round.objects.update(opens_date=date(2026, 10, 1), closes_date=date(2026, 11, 1))
    seen = Round.objects.get()
    for changed in ({"closes_date": date(2026, 11, 20)}, {"state": "closed"}):
        Round.objects.update(**changed)
        before = Round.objects.values().get()
        assert close_if_due(round=seen, actor=SYSTEM, now=now) is None
        assert Round.objects.values().get() == before
    Invitation.objects.all().delete()
    Round.objects.all().delete()
    assert close_if_due(round=seen, actor=SYSTEM, now=now) is None


# ── through every door ───────────────────────────────────────────────────────────────────────────
def asked_in(scene: Scene, user: User, now: datetime) -> Invitation:
    values = {"round": scene.round, "person": user.person, "side": Side.IT}
    saved = save(object_type=INVITATION, values=values, actor=SYSTEM, now=now)
    found: Invitation = saved.record
    return found


def test_an_invitation_saved_anywhere_tells_once(scene: Scene, now: datetime) -> None:
    scene.ask()
    scene.open()
    user = make_user("Bea")
    asked = asked_in(scene, user, now)
    assert titles(user) == [f"Your view is asked: {scene.round}"]
    save(object_type=INVITATION, record=asked, values={"side": Side.BUSINESS}, actor=SYSTEM, now=now)
    for put in (archive_many, restore_many):
        put(object_type=INVITATION, records=[asked], actor=SYSTEM, now=now)
    scene.close()
    reopen_round(round=scene.round, actor=SYSTEM, now=now)
    assert (len(titles(user)), Message.objects.filter(recipient=user.email).count()) == (1, 1)


def test_an_invitation_that_becomes_somebody_elses_tells_them(scene: Scene, now: datetime) -> None:
    (first,) = scene.ask()
    scene.open()
    asked, second = Invitation.objects.get(), make_user("Bea")
    save(object_type=INVITATION, record=asked, values={"person": second.person}, actor=SYSTEM, now=now)
    assert (len(titles(first)), titles(second)) == (1, [f"Your view is asked: {scene.round}"])


def test_one_person_asked_in_two_rounds_at_once_hears_of_both(scene: Scene, now: datetime) -> None:
    other = make_round(instrument=scene.instrument, unit=scene.claims, state="open", name="Pulse")
    scene.ask()
    scene.open()
    user = make_user("Bea")
    values = {"person": user.person, "side": Side.IT}
    changes = [Change({**values, "round": each}) for each in (scene.round, other)]
    save_many(object_type=INVITATION, changes=changes, actor=SYSTEM, now=now)
    assert titles(user) == [f"Your view is asked: {each}" for each in (scene.round, other)]


def test_who_was_put_back_or_brought_back_hears_when_the_round_is_open(scene: Scene, now: datetime) -> None:
    kept, gone, other = scene.ask(count=3)
    rows = {row.person_id: row for row in Invitation.objects.for_list()}
    archive_many(object_type=INVITATION, records=[rows[kept.person_id]], actor=SYSTEM, now=now)
    delete(object_type=INVITATION, record=rows[gone.person_id], actor=SYSTEM, now=now)
    scene.open()
    assert [len(titles(user)) for user in (kept, gone, other)] == [0, 0, 1]
    restore_many(object_type=INVITATION, records=[rows[kept.person_id]], actor=SYSTEM, now=now)
    undelete(events=list(Event.objects.filter(verb="deleted")), actor=SYSTEM, now=now)
    assert [len(titles(user)) for user in (kept, gone, other)] == [1, 1, 1]


def test_nobody_is_told_of_a_round_that_takes_no_answers(scene: Scene, now: datetime) -> None:
    user, late = make_user("Bea"), make_user("Cal")
    asked_in(scene, user, now)
    assert titles(user) == []
    scene.open()
    Round.objects.update(opens_date=date(2026, 10, 1), closes_date=date(2026, 11, 1))
    scene.round.refresh_from_db()
    asked_in(scene, late, now)
    assert (len(titles(user)), titles(late)) == (1, [])
    save(object_type=ROUND, record=scene.round, values={"smallest_group": 3}, actor=SYSTEM, now=now)
    prolonged = {"closes_date": date(2026, 11, 20)}
    save(object_type=ROUND, record=scene.round, values=prolonged, actor=SYSTEM, now=now)
    assert (len(titles(user)), len(titles(late))) == (1, 1)
    archive_many(object_type=ROUND, records=[scene.round], actor=SYSTEM, now=now)
    third = make_user("Dan")
    asked_in(scene, third, now)
    assert titles(third) == []
    restore_many(object_type=ROUND, records=[scene.round], actor=SYSTEM, now=now)
    assert titles(third) == [f"Your view is asked: {scene.round}"]
