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
from assessments.models import Answer, Invitation, Response, Round, Statement
from assessments.operations.telling import tell_taken
from assessments.queries.asking import (
    DRAFT_LABEL,
    Entered,
    Given,
    Said,
    drafts_of,
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
    *,
    invitation: Invitation,
    answers: Mapping[UUID, Said],
    actor: User,
    now: datetime,
    is_ready: bool = False,
) -> Entered:
    """Keep what somebody has entered so far, beside what they entered before. Private to them.

    Raises ``PermissionDenied`` for anybody but the person asked, ``AlreadyAnswered``, or ``ValidationError`` for an
    answer that is not on the scale.
    """
    _require_asked(invitation, actor)
    if Invitation.objects.filter(pk=invitation.pk, has_answered=True).exists():
        raise AlreadyAnswered
    _checked(invitation.round, {uid: said.values() for uid, said in answers.items()})
    draft, _made = Draft.objects.select_for_update().get_or_create(
        user=actor,
        type_label=DRAFT_LABEL,
        record_uid=str(invitation.uid),
        defaults={"kept_at": now, "values": _written({}, is_ready)},
    )
    known = entered_in(draft.values)
    draft.values = _written(_joined(known.answers, answers), is_ready or known.is_ready)
    draft.kept_at = now
    draft.save(update_fields=["values", "kept_at"])
    return entered_in(draft.values)


def hand_in(*, invitation: Invitation, answers: Mapping[UUID, Given], actor: User, now: datetime) -> Response:
    """Hand in the answers, once and for all. Statements that are not in ``answers`` count as "cannot say".

    Raises ``PermissionDenied`` for anybody but the person asked, ``AlreadyAnswered``, ``ValidationError`` for an
    answer that is not on the scale or where nothing at all is answered, and ``RoundClosed``, after which the answers
    are kept and handed in when the round opens again.
    """
    _require_asked(invitation, actor)
    try:
        with transaction.atomic():
            return _take(invitation, answers, actor, now)
    except RoundClosed:
        said = {uid: _said(given, invitation.round) for uid, given in answers.items()}
        keep_answers(invitation=invitation, answers=said, actor=actor, now=now, is_ready=True)
        raise


def hand_in_waiting(*, round: Round, now: datetime) -> int:  # noqa: A002 - the reader's word
    """Hand in what people handed in while the round was closed; returns how many that were.

    Part of reopening, in its transaction. Each of them is told.
    """
    asked = Invitation.objects.active().filter(round=round, has_answered=False)
    waiting = {str(found.uid): found for found in asked.select_related("round__instrument", "person")}
    drafts = Draft.objects.filter(type_label=DRAFT_LABEL, record_uid__in=waiting).select_related(
        "user__person"
    )
    ready = [draft for draft in drafts.order_by("pk") if entered_in(draft.values).is_ready]
    for draft in ready:
        invitation = waiting[draft.record_uid]
        _take(invitation, entered_in(draft.values).given, draft.user, now)
        tell_taken(user=draft.user, invitation=invitation, now=now)
    return len(ready)


def _take(invitation: Invitation, answers: Mapping[UUID, Given], user: User, now: datetime) -> Response:
    """Write the response. Locks the round: nobody closes it, and the same person does not answer twice, meanwhile."""
    locked = Round.objects.for_list().select_for_update(of=("self",)).get(pk=invitation.round_id)
    fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if fresh.has_answered:
        raise AlreadyAnswered
    statements = _checked(locked, {uid: (said.today, said.target) for uid, said in answers.items()})
    if not any(said.says_something for said in answers.values()):
        raise ValidationError(_("Answer at least one statement."))
    if not takes_answers(locked, now):
        raise RoundClosed
    response = Response.objects.create(
        round=locked, side=fresh.side, invitation=None if locked.is_anonymous else fresh
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
    Invitation.objects.filter(pk=fresh.pk).update(has_answered=True)
    drafts_of(fresh).delete()
    _record(locked, fresh, user, now)
    return response


def _record(asked: Round, invitation: Invitation, user: User, now: datetime) -> None:
    """What the trail learns: in a named round who has answered, in an anonymous one only that somebody has.

    The anonymous event names the round and not the response: its key must stand beside no instant.
    """
    actor: Actor = SYSTEM if asked.is_anonymous else user
    subject = subject_of(invitation)
    if asked.is_anonymous:
        subject = Subject(Response._meta.label_lower, asked.uid, f"{asked.code} {asked}")
    record_event(actor=actor, verb=Verb.ANSWERED, subject=subject, changes={}, now=now)


def _require_asked(invitation: Invitation, actor: User) -> None:
    if invitation.person_id != actor.person_id or invitation.is_archived:
        raise PermissionDenied


def _checked(asked: Round, answers: Mapping[UUID, Iterable[int | None]]) -> dict[UUID, Statement]:
    """The statements of the round by uid, once every answer is known to be one that can be given."""
    instrument = asked.instrument
    statements = {statement.uid: statement for statement in statements_of(instrument)}
    scale = range(instrument.scale_min, instrument.scale_max + 1)
    for uid, values in answers.items():
        if uid not in statements or any(value is not None and value not in scale for value in values):
            low, high = instrument.scale_min, instrument.scale_max
            raise ValidationError(_("Answer from %(low)d to %(high)d.") % {"low": low, "high": high})
    return statements


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
