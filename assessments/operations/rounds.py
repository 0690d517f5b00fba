"""A round's life: people are asked, it opens, it closes, and it may open again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.queries import enterprise_day
from assessments.choices import InstrumentState, RoundState, Side
from assessments.models import Answer, Invitation, Response, Round
from assessments.operations.responses import tell_answering
from assessments.queries.asking import is_within
from audit.choices import Verb
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from foundation.actors import Actor


logger = logging.getLogger(__name__)


class RoundRefused(Exception):
    """The round is not in a state for this. The text says what stands in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked now, who was already, and who could not be: without a sign-in nobody can answer."""

    invitations: tuple[Invitation, ...]
    already: tuple[Person, ...]
    without_sign_in: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DueRounds:
    """What became of the rounds that were due: closed; by code those that were no longer, and why others failed."""

    closed: tuple[Round, ...]
    skipped: tuple[str, ...]
    failed: Mapping[str, str]


@transaction.atomic
def invite(
    *,
    round: Round,  # noqa: A002 - the reader's word
    people: Sequence[Person],
    actor: Actor,
    now: datetime,
    side: Side | None = None,
) -> Invited:
    """Ask these people. Without ``side`` each stands on the side of their unit; those without a unit on the business side.

    In a round that is open they are told at once; otherwise when it opens. Raises ``RoundRefused`` for a closed round, or ``PermissionDenied``.
    """
    locked = _locked(round)
    if locked.state == RoundState.CLOSED:
        raise RoundRefused(_("This round is closed. Reopen it before you ask somebody else."))
    wanted = {person.pk: person for person in people}
    asked = set(Invitation.objects.filter(round=locked, person__in=wanted).values_list("person", flat=True))
    able = set(Person.objects.filter(pk__in=wanted, user__is_active=True).values_list("pk", flat=True))
    changes = [
        Change({"round": locked, "person": person, "side": side or side_of(person)})
        for pk, person in wanted.items()
        if pk in able - asked
    ]
    saved = save_many(object_type=type_with_key("invitation"), changes=changes, actor=actor, now=now)
    invitations = tuple(result.record for result in saved)
    return Invited(
        invitations=invitations,
        already=tuple(person for pk, person in wanted.items() if pk in asked),
        without_sign_in=tuple(person for pk, person in wanted.items() if pk not in able | asked),
    )


@transaction.atomic
def open_round(*, round: Round, actor: Actor, now: datetime) -> Round:  # noqa: A002
    """Start asking: everybody invited finds it in their inbox and their mail.

    Raises ``RoundRefused`` where it is not being prepared, its instrument is not published, nobody is invited, or its
    last day has passed; or ``PermissionDenied``.
    """
    locked, today = _locked(round), enterprise_day(now)
    invitations = list(Invitation.objects.active().filter(round=locked).order_by("number"))
    _refuse_opening(locked, invitations, today)
    opens = today if locked.opens_date is None else min(locked.opens_date, today)
    return _save(locked, {"state": RoundState.OPEN, "opens_date": opens}, Verb.OPENED, actor, now)


@transaction.atomic
def close_round(*, round: Round, actor: Actor, now: datetime) -> Round:  # noqa: A002 - the reader's word
    """Stop asking. What was answered counts from now on, for each side that has enough answers.

    Answers of an anonymous round are laid down anew in the order of their random keys, so that not even the order in
    which they lie in the database tells who came first. Raises ``RoundRefused`` or ``PermissionDenied``.
    """
    locked = _locked(round)
    if locked.state != RoundState.OPEN:
        raise RoundRefused(_("Only an open round can be closed."))
    return _closed(locked, actor, now)


def _closed(locked: Round, actor: Actor, now: datetime) -> Round:
    today = enterprise_day(now)
    closes = today if locked.closes_date is None else min(locked.closes_date, today)
    dates = {"closes_date": closes, "opens_date": min(locked.opens_date or closes, closes)}
    saved = _save(locked, {"state": RoundState.CLOSED, **dates}, Verb.CLOSED, actor, now)
    for side in Side:
        waiting = Response.objects.filter(round=locked, side=side, is_counted=False)
        if waiting.count() >= locked.smallest_group:
            waiting.update(is_counted=True)
    if locked.is_anonymous:
        _shuffle(locked)
    tell_answering(round=saved, now=now)
    return saved


@transaction.atomic
def reopen_round(
    *,
    round: Round,  # noqa: A002 - the reader's word
    actor: Actor,
    now: datetime,
) -> Round:
    """Ask again, until it is closed. What was handed in too late counts now.

    Raises ``RoundRefused`` or ``PermissionDenied``.
    """
    locked = _locked(round)
    if locked.state != RoundState.CLOSED:
        raise RoundRefused(_("Only a closed round can be reopened."))
    values = {"state": RoundState.OPEN, "closes_date": None}
    return _save(locked, values, Verb.OPENED, actor, now)


def close_due_rounds(*, actor: Actor, now: datetime) -> DueRounds:
    """Close every open round whose last day has passed, each in a transaction of its own.

    Each is asked again under its lock whether it is still due: somebody may have closed or prolonged it since the
    list was read. What goes wrong with one is logged and told in the result, and does not stop the others.
    """
    closed, skipped, failed = [], [], {}
    for found in Round.objects.open().filter(closes_date__lt=enterprise_day(now)).order_by("number"):
        try:
            done = close_if_due(round=found, actor=actor, now=now)
        except Exception as error:
            logger.exception("Round %s was not closed", found.code)
            failed[found.code] = f"{type(error).__name__}: {error}"
            continue
        if done is None:
            logger.info("Round %s is no longer due", found.code)
            skipped.append(found.code)
        else:
            closed.append(done)
    return DueRounds(tuple(closed), tuple(skipped), failed)


@transaction.atomic
def close_if_due(*, round: Round, actor: Actor, now: datetime) -> Round | None:  # noqa: A002 - the reader's word
    """Close a round whose last day has passed; nothing where it is gone, closed already, or has been prolonged.

    Raises ``PermissionDenied``.
    """
    rows = Round.objects.for_list().select_for_update(of=("self",))
    locked: Round | None = rows.filter(pk=round.pk).first()
    if (
        locked is None
        or locked.state != RoundState.OPEN
        or is_within(locked.closes_date, enterprise_day(now))
    ):
        return None
    return _closed(locked, actor, now)


def side_of(person: Person) -> Side:
    """The side on which somebody stands by their unit; without one, the business."""
    return Side(person.unit.kind) if person.unit else Side.BUSINESS


def _locked(asked: Round) -> Round:
    """The round as it is now; nobody else changes its state or hands in until this is done."""
    found: Round = Round.objects.for_list().select_for_update(of=("self",)).get(pk=asked.pk)
    return found


def _save(asked: Round, values: dict[str, Any], verb: Verb, actor: Actor, now: datetime) -> Round:
    change = Change(values, record=asked)
    saved = save_many(object_type=type_with_key("round"), changes=[change], actor=actor, now=now, verb=verb)
    changed: Round = saved[0].record
    return changed


def _refuse_opening(asked: Round, invitations: Sequence[Invitation], today: date) -> None:
    if asked.state != RoundState.DRAFT:
        raise RoundRefused(_("Only a round that is being prepared can be opened."))
    if asked.instrument.state != InstrumentState.PUBLISHED:
        raise RoundRefused(_("Publish the instrument first: only published words are asked."))
    if not invitations:
        raise RoundRefused(_("Nobody is asked yet. Invite somebody first."))
    if asked.closes_date and asked.closes_date < today:
        raise RoundRefused(_("The last day to answer has passed. Choose a later one."))


def _shuffle(asked: Round) -> None:
    """Write the answers of a round again, in the order of keys that were drawn at random."""
    responses = list(Response.objects.filter(round=asked).order_by("pk"))
    answers = list(Answer.objects.filter(response__round=asked).order_by("pk"))
    Answer.objects.filter(response__round=asked).delete()
    Response.objects.filter(round=asked).delete()
    Response.objects.bulk_create(responses, batch_size=500)
    Answer.objects.bulk_create(answers, batch_size=500)
