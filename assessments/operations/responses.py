"""Answering: what is entered is kept privately, then handed in once.

In an anonymous round nothing leads from the answers to the person: the response has no invitation, no instant and a
random key, and the trail says that the round got an answer, not from whom. See docs/adr/0016-anonymous-answers.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.choices import Moment
from assessments.models import Answer, Invitation, Response, Round
from assessments.operations.telling import tell_again, tell_kept, tell_taken
from assessments.queries.asking import (
    DRAFT_LABEL,
    Entered,
    Given,
    Said,
    drafts_of,
    entered,
    entered_in,
    moments_of,
    statements_of,
    takes_answers,
)
from audit.choices import Verb
from audit.operations.recording import Subject
from audit.operations.recording import record as record_event
from foundation.actors import SYSTEM, Actor
from workbench.models import Draft
from workbench.operations.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class RoundClosed(Exception):
    """The round is closed. What was entered is kept and handed in as soon as the round opens again."""


class AlreadyAnswered(Exception):
    """This person has handed in already; nobody answers twice."""


@transaction.atomic
def keep_answers(
    *, invitation: Invitation, answers: Mapping[UUID, Said], actor: User, now: datetime
) -> Entered:
    """Keep what somebody has entered so far, beside what they entered before. Private to them.

    Raises ``PermissionDenied`` for anybody but the person asked, ``AlreadyAnswered``, or ``ValidationError`` for an
    answer that is not on the scale.
    """
    asked = _locked(invitation, actor)
    _checked(asked.round, {uid: said.values() for uid, said in answers.items()})
    return _keep(asked, answers, actor, now)


def hand_in(
    *, invitation: Invitation, actor: User, now: datetime, answers: Mapping[UUID, Given] | None = None
) -> Response:
    """Hand in the answers, once and for all; without ``answers`` what the person has entered so far.

    Statements that are not among them count as "cannot say". Raises ``PermissionDenied`` for anybody but the person
    asked, ``AlreadyAnswered``, ``ValidationError`` for an answer that is not on the scale or where nothing at all is
    answered, and ``RoundClosed``. Then the answers are kept, under the same lock that found the round closed, so that
    whoever opens it again finds them and hands them in.
    """
    with transaction.atomic():
        taken = _taken_or_kept(invitation, answers, actor, now)
    if taken is None:
        raise RoundClosed
    return taken


def hand_in_waiting(*, round: Round, now: datetime) -> int:  # noqa: A002 - the reader's word
    """Hand in what people handed in while the round took no answers; returns how many that were.

    Part of what opens the round again, in its transaction and under its lock. Each of them is told, and so is
    everybody who had begun to answer: theirs is left to hand in.
    """
    rows = Invitation.objects.active().filter(round=round, has_answered=False).order_by("pk")
    waiting = {
        str(asked.uid): asked
        for asked in rows.select_for_update(of=("self",)).select_related("round__instrument", "person")
    }
    drafts = Draft.objects.filter(type_label=DRAFT_LABEL, record_uid__in=waiting).select_related("user")
    taken = 0
    for draft in drafts.order_by("pk"):
        asked = waiting[draft.record_uid]
        if draft.user.person_id != asked.person_id:
            continue  # the invitation has become somebody else's
        if _take_ready(asked, draft, now):
            taken += 1
            tell_taken(user=draft.user, invitation=asked, now=now)
        else:
            tell_again(user=draft.user, invitation=asked, now=now)
    return taken


def tell_answering(*, round: Round, now: datetime) -> None:  # noqa: A002 - the reader's word
    """Tell those who have begun to answer and not handed in that the round is closed. Part of closing."""
    rows = Invitation.objects.active().filter(round=round, has_answered=False).select_related("round")
    asked = {str(one.uid): one for one in rows}
    drafts = Draft.objects.filter(type_label=DRAFT_LABEL, record_uid__in=asked).select_related("user")
    for draft in drafts.order_by("pk"):
        invitation = asked[draft.record_uid]
        if draft.user.person_id == invitation.person_id and not entered_in(draft.values).is_ready:
            tell_kept(user=draft.user, invitation=invitation, now=now)


def _taken_or_kept(
    invitation: Invitation, answers: Mapping[UUID, Given] | None, user: User, now: datetime
) -> Response | None:
    """The response; nothing where the round takes none, and the answers are kept as handed in.

    Locks the round before the invitation: nobody closes it, opens it, or answers in this person's place meanwhile.
    """
    locked = Round.objects.for_list().select_for_update(of=("self",)).get(pk=invitation.round_id)
    asked = _locked(invitation, user)
    asked.round = locked
    given = entered(asked).given if answers is None else answers
    _require_something(locked, given)
    if takes_answers(locked, now):
        return _take(asked, given, user, now)
    said = {uid: _said(one, locked) for uid, one in given.items()}
    _keep(asked, said, user, now, is_ready=True)
    return None


def _take_ready(asked: Invitation, draft: Draft, now: datetime) -> bool:
    """Hand in a draft that is ready; one that no longer says anything is left for its owner to look over."""
    known = entered_in(draft.values)
    if not known.is_ready:
        return False
    try:
        _require_something(asked.round, known.given)
    except ValidationError:
        draft.values = _written(known.answers, is_ready=False)
        draft.save(update_fields=["values"])
        return False
    _take(asked, known.given, draft.user, now)
    return True


def _locked(invitation: Invitation, actor: User) -> Invitation:
    """The invitation as it is now, for the person asked. Whoever holds it keeps or hands in what they entered."""
    row = Invitation.objects.filter(pk=invitation.pk, round=invitation.round_id)
    asked: Invitation | None = (
        row.select_for_update(of=("self",)).select_related("round__instrument", "person").first()
    )
    if asked is None or asked.person_id != actor.person_id or asked.is_archived:
        raise PermissionDenied
    if asked.has_answered:
        raise AlreadyAnswered
    return asked


def _keep(
    asked: Invitation, answers: Mapping[UUID, Said], user: User, now: datetime, *, is_ready: bool = False
) -> Entered:
    """Write the draft. The invitation is locked: nobody hands it in, or forgets it, meanwhile."""
    draft, _made = Draft.objects.select_for_update().get_or_create(
        user=user,
        type_label=DRAFT_LABEL,
        record_uid=str(asked.uid),
        defaults={"kept_at": now, "values": _written({}, is_ready)},
    )
    known = entered_in(draft.values)
    draft.values = _written(_joined(known.answers, answers), is_ready or known.is_ready)
    draft.kept_at = now
    draft.save(update_fields=["values", "kept_at"])
    return entered_in(draft.values)


def _take(asked: Invitation, answers: Mapping[UUID, Given], user: User, now: datetime) -> Response:
    """Write the response of an invitation; its round and itself are locked."""
    locked = asked.round
    statements = {statement.uid: statement for statement in statements_of(locked.instrument)}
    response = Response.objects.create(
        round=locked, side=asked.side, invitation=None if locked.is_anonymous else asked
    )
    Answer.objects.bulk_create(
        Answer(
            response=response,
            statement=statements[uid],
            today=said.today,
            target=said.target if locked.instrument.asks_target else None,
        )
        for uid, said in answers.items()
        if said.says_something
    )
    # Not through the door for records: a new version or instant would tell when somebody answered.
    Invitation.objects.filter(pk=asked.pk).update(has_answered=True)
    drafts_of(asked).delete()
    _record(locked, asked, user, now)
    return response


def _require_something(asked: Round, answers: Mapping[UUID, Given]) -> None:
    """Raise ``ValidationError`` for answers that cannot be handed in: beside the scale, or none at all."""
    _checked(asked, {uid: (said.today, said.target) for uid, said in answers.items()})
    if not any(said.says_something for said in answers.values()):
        raise ValidationError(_("Answer at least one statement."))


def _record(asked: Round, invitation: Invitation, user: User, now: datetime) -> None:
    """What the trail learns: in a named round who has answered, in an anonymous one only that somebody has.

    The anonymous event names the round and not the response: its key must stand beside no instant.
    """
    actor: Actor = SYSTEM if asked.is_anonymous else user
    subject = subject_of(invitation)
    if asked.is_anonymous:
        subject = Subject(Response._meta.label_lower, asked.uid, f"{asked.code} {asked}")
    record_event(actor=actor, verb=Verb.ANSWERED, subject=subject, changes={}, now=now)


def _checked(asked: Round, answers: Mapping[UUID, Iterable[int | None]]) -> None:
    """Raise ``ValidationError`` unless every answer is one that can be given."""
    instrument = asked.instrument
    statements = {statement.uid for statement in statements_of(instrument)}
    scale = range(instrument.scale_min, instrument.scale_max + 1)
    for uid, values in answers.items():
        if uid not in statements or any(value is not None and value not in scale for value in values):
            low, high = instrument.scale_min, instrument.scale_max
            raise ValidationError(_("Answer from %(low)d to %(high)d.") % {"low": low, "high": high})


def _said(given: Given, asked: Round) -> Said:
    """What was handed in, as a draft keeps it."""
    values = {Moment.TODAY: given.today, Moment.TARGET: given.target}
    return {moment: values[moment] for moment in moments_of(asked.instrument)}


def _joined(before: Mapping[UUID, Said], after: Mapping[UUID, Said]) -> dict[UUID, Said]:
    """What was entered before, with what is entered now in its place."""
    return {uid: {**before.get(uid, {}), **after.get(uid, {})} for uid in {**before, **after}}


def _written(answers: Mapping[UUID, Said], is_ready: bool) -> dict[str, object]:
    kept = {str(uid): {moment.value: said[moment] for moment in said} for uid, said in answers.items()}
    return {"answers": kept, "is_ready": is_ready}
