"""The course of a challenge: what is written, who is told, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Notification
from alignment.choices import ChallengeAnswer, Rule
from alignment.engine.rules import Proposal
from alignment.models import Challenge, Dismissal
from alignment.operations.challenges import (
    AlreadyAnswered,
    AlreadyDecided,
    accept_proposal,
    answer_challenge,
    correct_challenge,
    dismiss_proposal,
    raise_challenge,
    remind_of_late_challenges,
    undo_dismissal,
)
from alignment.tasks import remind_of_challenges
from audit.models import Event
from foundation.actors import SYSTEM
from jobs.models import Message
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_challenge
from tests.factories.strategies import make_strategy
from workbench.operations.records import Change, Invalid, Stale, save, save_many
from workbench.operations.removal import archive_many, delete, restore_many
from workbench.operations.restoring import undelete
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from strategies.models import Strategy

TODAY = NOW.date()
CHALLENGE = type_with_key("challenge")
SITE = "http://testserver"


@pytest.fixture
def strategy(root: Unit) -> Strategy:
    return make_strategy(name="Closer to customers", unit=root)


@pytest.fixture
def proposal(strategy: Strategy) -> Proposal:
    uid = str(strategy.uid)
    return Proposal(Rule.MONEY_AGAINST_DISCIPLINE, uid, uid, "below", (), "f" * 64)


def values(strategy: Strategy, user: User, **more: Any) -> dict[str, Any]:
    return {
        "claim": "The money goes elsewhere",
        "strategy": strategy,
        "evidence": "Four in ten",
        "proposed_change": "Move it",
        "raised_date": TODAY,
        "answerer": user.person,
        "due_date": TODAY + timedelta(30),
        **more,
    }


def challenge_for(strategy: Strategy, user: User | None = None, **more: Any) -> Challenge:
    if user is not None:
        more["answerer"] = user.person
    return Challenge.objects.for_list().get(pk=make_challenge(strategy=strategy, **more).pk)


def lines(user: User) -> list[tuple[str, str, str]]:
    rows = Notification.objects.filter(user=user).order_by("pk")
    return [(row.kind, row.title, row.url) for row in rows]


# ── raised and corrected ─────────────────────────────────────────────────────────────────────────
def test_who_must_answer_is_told(strategy: Strategy, cio: User, reader: User) -> None:
    done = raise_challenge(values=values(strategy, reader), actor=cio, now=NOW)
    assert done.told
    address = f"/challenges/{done.challenge.uid}/answer/"
    assert lines(reader) == [("duty", "Clara Dunne challenges the plan: answer by 2 Dec 2026", address)]
    mail = Message.objects.get()
    assert (mail.recipient, mail.subject) == (reader.email, lines(reader)[0][1])
    assert mail.body == f"The money goes elsewhere\n\nFour in ten\n\n{SITE}{address}\n"
    event = Event.objects.get(object_uid=done.challenge.uid)
    assert (event.verb, event.actor_uid) == ("created", cio.uid)


def test_nobody_is_told_who_cannot_be_or_knows_already(strategy: Strategy, cio: User, reader: User) -> None:
    stranger = make_person("No Sign-in")
    asked = {**values(strategy, cio), "claim": "One", "answerer": stranger}
    assert not raise_challenge(values=asked, actor=cio, now=NOW).told
    assert raise_challenge(values=values(strategy, cio, claim="Two"), actor=cio, now=NOW).told
    reader.is_active = False
    reader.save()
    assert not raise_challenge(values=values(strategy, reader, claim="Three"), actor=cio, now=NOW).told
    answered = {"answer": "kept", "answer_reason": "So", "answered_date": TODAY}
    assert raise_challenge(values=values(strategy, reader, claim="Four", **answered), actor=cio, now=NOW).told
    assert (Notification.objects.count(), Message.objects.count()) == (0, 0)


def test_raising_takes_the_permission_and_the_words(strategy: Strategy, cio: User, analyst: User) -> None:
    with pytest.raises(PermissionDenied):
        raise_challenge(values=values(strategy, analyst), actor=analyst, now=NOW)
    with pytest.raises(Invalid):
        raise_challenge(values=values(strategy, analyst, claim=""), actor=cio, now=NOW)
    assert (Challenge.objects.count(), Message.objects.count()) == (0, 0)


def test_a_new_answerer_is_told(strategy: Strategy, cio: User, reader: User) -> None:
    challenge = challenge_for(strategy, cio)
    changed = {"answerer": reader.person}
    done = correct_challenge(challenge=challenge, values=changed, version=1, actor=cio, now=NOW)
    assert (done.told, [kind for kind, _, _ in lines(reader)]) == (True, ["duty"])
    assert Message.objects.get().body.endswith("\n")
    done = correct_challenge(challenge=challenge, values={"claim": "Anew"}, version=2, actor=cio, now=NOW)
    assert (done.told, len(lines(reader))) == (True, 1)


def test_an_answer_given_as_a_correction_is_told_once(strategy: Strategy, cio: User, reader: User) -> None:
    challenge = challenge_for(strategy, cio, raised_by=reader.person)
    answer = {"answer": "kept", "answer_reason": "It holds", "answered_date": TODAY}
    assert correct_challenge(challenge=challenge, values=answer, version=1, actor=cio, now=NOW).told
    assert [kind for kind, _, _ in lines(reader)] == ["decision"]
    better = {"answer_reason": "It holds, and well", "answerer": reader.person}
    assert correct_challenge(challenge=challenge, values=better, version=2, actor=cio, now=NOW).told
    assert len(lines(reader)) == 1


def test_a_stale_correction_tells_nobody(strategy: Strategy, cio: User, reader: User) -> None:
    challenge = challenge_for(strategy, cio)
    with pytest.raises(Stale):
        correct_challenge(
            challenge=challenge, values={"answerer": reader.person}, version=7, actor=cio, now=NOW
        )
    assert lines(reader) == []


# ── through every door ───────────────────────────────────────────────────────────────────────────
def test_a_challenge_saved_anywhere_tells_who_must_answer(
    strategy: Strategy, cio: User, reader: User, member: User
) -> None:
    """The operation behind the API, imports and bulk edit; constant statements for any number."""
    people = {"One": reader, "Two": member, "Three": reader, "Four": cio}
    changes = [Change(values(strategy, user, claim=claim)) for claim, user in people.items()]
    saved = save_many(object_type=CHALLENGE, changes=changes, actor=cio, now=NOW)
    assert [len(lines(user)) for user in (reader, member, cio)] == [2, 1, 0]
    assert Message.objects.count() == 3

    rows = [one.record for one in saved]
    to_member = [Change({"answerer": member.person}, record=row) for row in rows]
    save_many(object_type=CHALLENGE, changes=to_member, actor=cio, now=NOW)
    assert [len(lines(user)) for user in (reader, member, cio)] == [2, 4, 0]


def test_what_is_told_of_does_not_cost_a_statement_each(
    strategy: Strategy, cio: User, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    save_many(
        object_type=CHALLENGE, changes=[Change(values(strategy, reader))], actor=SYSTEM, now=NOW
    )  # number sequence
    for claims in (["Two", "Three"], ["Four", "Five", "Six", "Seven"]):
        changes = [Change(values(strategy, reader, claim=claim)) for claim in claims]
        with django_assert_num_queries(19):
            save_many(object_type=CHALLENGE, changes=changes, actor=SYSTEM, now=NOW)
    assert len(lines(reader)) == 7


def test_an_answer_taken_back_asks_again(strategy: Strategy, cio: User, reader: User) -> None:
    challenge = challenge_for(strategy, reader, raised_by=cio.person)
    answered(challenge, reader)
    challenge = Challenge.objects.for_list().get()
    nothing = {"answer": "", "answer_reason": "", "answered_date": None}
    save(object_type=CHALLENGE, record=challenge, values=nothing, actor=cio, now=NOW)
    assert [kind for kind, _, _ in lines(reader)] == ["duty"]
    answered(Challenge.objects.for_list().get(), reader)
    assert [kind for kind, _, _ in lines(cio)] == ["decision", "decision"]


def test_what_is_put_away_or_brought_back_tells_nobody(strategy: Strategy, cio: User, reader: User) -> None:
    done = raise_challenge(values=values(strategy, reader), actor=cio, now=NOW)
    rows = [done.challenge]
    archive_many(object_type=CHALLENGE, records=rows, actor=cio, now=NOW)
    save(object_type=CHALLENGE, record=rows[0], values={"answerer": cio.person}, actor=SYSTEM, now=NOW)
    restore_many(object_type=CHALLENGE, records=rows, actor=cio, now=NOW)
    delete(object_type=CHALLENGE, record=rows[0], actor=SYSTEM, now=NOW)
    undelete(events=list(Event.objects.filter(verb="deleted")), actor=SYSTEM, now=NOW)
    assert (len(lines(reader)), len(lines(cio))) == (1, 0)


# ── answered ─────────────────────────────────────────────────────────────────────────────────────
def answered(challenge: Challenge, actor: Any, reason: str = " It holds ") -> Any:
    return answer_challenge(
        challenge=challenge, answer=ChallengeAnswer.KEPT, reason=reason, actor=actor, now=NOW
    )


def test_who_is_asked_answers_without_any_role(strategy: Strategy, member: User, cio: User) -> None:
    challenge = challenge_for(strategy, member, raised_by=cio.person)
    done = answered(challenge, member)
    assert done.told
    challenge.refresh_from_db()
    assert (challenge.answer, challenge.answer_reason, challenge.answered_date) == ("kept", "It holds", TODAY)
    assert challenge.version == 2
    event = Event.objects.get(object_uid=challenge.uid)
    assert (event.verb, event.actor_uid, event.actor_label) == ("updated", member.uid, member.label)
    title = "Plan kept: Max Nolan answered “The plan spends against its discipline 1”"
    assert lines(cio) == [("decision", title, f"/challenges/{challenge.uid}/")]
    assert Message.objects.get().body == f"It holds\n\n{SITE}/challenges/{challenge.uid}/\n"


def test_who_may_change_the_strategy_answers_too(strategy: Strategy, cio: User, member: User) -> None:
    challenge = challenge_for(strategy, member)
    assert not answered(challenge, cio).told
    own = challenge_for(strategy, member, raised_by=cio.person)
    assert answered(own, cio).told
    assert Message.objects.count() == 0


def test_others_may_not_answer(strategy: Strategy, reader: User, outsider: User, member: User) -> None:
    challenge = challenge_for(strategy, member)
    for actor in (reader, outsider):
        with pytest.raises(PermissionDenied):
            answered(challenge, actor)
    assert Event.objects.count() == 0


def test_an_answer_stands(strategy: Strategy, member: User, cio: User) -> None:
    challenge = challenge_for(strategy, member)
    before = challenge_for(strategy, member)
    answered(challenge, cio)
    assert before.answer == ""
    with pytest.raises(AlreadyAnswered):
        answered(Challenge.objects.for_list().get(pk=challenge.pk), member)


def test_an_answer_needs_its_reason(strategy: Strategy, member: User) -> None:
    challenge = challenge_for(strategy, member)
    with pytest.raises(Invalid):
        answered(challenge, member, reason="  ")
    challenge.refresh_from_db()
    assert (challenge.answer, challenge.version) == ("", 1)


# ── proposed ─────────────────────────────────────────────────────────────────────────────────────
def accepted(proposal: Proposal, strategy: Strategy, cio: User, reader: User) -> Challenge:
    given = values(strategy, reader)
    done = accept_proposal(proposal=proposal, strategy=strategy, values=given, actor=cio, now=NOW)
    return done.challenge


def dismissed(
    proposal: Proposal, strategy: Strategy, actor: User, reason: str = "A partner does"
) -> Dismissal:
    return dismiss_proposal(
        proposal=proposal, strategy=strategy, claim="c" * 300, reason=reason, actor=actor, now=NOW
    )


def test_an_accepted_proposal_keeps_its_origin(
    proposal: Proposal, strategy: Strategy, cio: User, reader: User
) -> None:
    challenge = accepted(proposal, strategy, cio, reader)
    assert (challenge.rule, challenge.subject, challenge.fingerprint) == (
        "money_against_discipline",
        str(strategy.uid),
        "f" * 64,
    )
    assert len(lines(reader)) == 1


def test_a_proposal_is_decided_about_once(
    proposal: Proposal, strategy: Strategy, cio: User, reader: User
) -> None:
    accepted(proposal, strategy, cio, reader)
    with pytest.raises(AlreadyDecided):
        accepted(proposal, strategy, cio, reader)
    with pytest.raises(AlreadyDecided):
        dismissed(proposal, strategy, cio)


def test_a_dismissal_can_be_taken_back_and_made_again(
    proposal: Proposal, strategy: Strategy, cio: User
) -> None:
    dismissal = dismissed(proposal, strategy, cio)
    assert (dismissal.reason, len(dismissal.claim), dismissal.fingerprint) == (
        "A partner does",
        200,
        "f" * 64,
    )
    with pytest.raises(AlreadyDecided):
        dismissed(proposal, strategy, cio)
    assert undo_dismissal(dismissal=dismissal, actor=cio, now=NOW)
    assert not undo_dismissal(dismissal=dismissal, actor=cio, now=NOW)
    again = dismissed(proposal, strategy, cio, "Another reason")
    assert (again.pk, again.reason, again.is_archived) == (dismissal.pk, "Another reason", False)
    assert Dismissal.objects.active().count() == 1


def test_a_dismissal_takes_a_reason_and_the_permission(
    proposal: Proposal, strategy: Strategy, cio: User, analyst: User
) -> None:
    with pytest.raises(Invalid):
        dismissed(proposal, strategy, cio, "  ")
    with pytest.raises(PermissionDenied):
        dismissed(proposal, strategy, analyst)
    dismissal = dismissed(proposal, strategy, cio)
    with pytest.raises(PermissionDenied):
        undo_dismissal(dismissal=dismissal, actor=analyst, now=NOW)
    assert Dismissal.objects.active().get() == dismissal


# ── reminded of ──────────────────────────────────────────────────────────────────────────────────
def test_late_answers_are_reminded_of_once_a_week(strategy: Strategy, reader: User) -> None:
    old = {"raised_date": TODAY - timedelta(40)}
    challenge_for(strategy, reader, due_date=TODAY - timedelta(1), **old)
    challenge_for(strategy, reader, due_date=TODAY)
    make_challenge(strategy=strategy, due_date=TODAY - timedelta(1), **old)
    assert remind_of_late_challenges(now=NOW) == 1
    assert [title for _, title, _ in lines(reader)] == ["Your answer is 1 day late"]
    assert Message.objects.get().body.endswith(f"\n\n{SITE}{lines(reader)[0][2]}\n")
    told = [remind_of_late_challenges(now=NOW + timedelta(days)) for days in range(9)]
    assert told == [0, 1, 0, 0, 0, 0, 0, 1, 1]
    assert Message.objects.count() == 4
    assert remind_of_challenges(now=NOW, payload={}, actor=SYSTEM) == {"reminded": 0}


def test_there_is_nothing_to_remind_of_before_the_first_run(db: None) -> None:
    assert remind_of_late_challenges(now=NOW) == 0
