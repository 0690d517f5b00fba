"""The outbox: post in the transaction that decides, deliver afterwards, under a lease."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from jobs.models import Message
from jobs.operations import leases
from jobs.operations.hints import DELIVER, publish_on_commit
from jobs.operations.leases import Claim, LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Messages in one delivery: the next tick goes on."""
ERROR_LENGTH = 2_000


class UnknownChannel(ValueError):
    """No sender is declared for this channel."""


class Undeliverable(Exception):
    """Raised by a sender when the message can never be delivered. It is not tried again."""


def senders() -> Mapping[str, str]:
    """Channel → dotted path of what sends, as declared."""
    declared: Mapping[str, str] = import_string(settings.OUTBOX_CHANNELS)
    return declared


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be posted to one recipient, at once or ``not_before`` an instant. A ``key`` posts it at most once."""

    recipient: str
    subject: str
    body: str
    key: str = ""
    html: str = ""
    not_before: datetime | None = None


def post(
    *, channel: str, recipient: str, subject: str, body: str, key: str, now: datetime, html: str = ""
) -> Message:
    """Put a message into the outbox, and hint at it once the transaction is committed.

    With a ``key``, the message that was posted on this channel with it, whenever that was, is returned instead of a
    second one. Raises ``UnknownChannel``.
    """
    letter = Letter(recipient, subject, body, key, html)
    (message,) = post_many(channel=channel, letters=[letter], now=now)
    kept: Message | None = Message.objects.filter(uid=message.uid).first()
    if kept is None:
        existing: Message = Message.objects.get(channel=channel, key=key)
        return existing
    return kept


def post_many(*, channel: str, letters: Sequence[Letter], now: datetime) -> list[Message]:
    """Put messages into the outbox in one statement; one whose key was posted before is left out in silence.

    Returns all of them, as they were to be posted. Raises ``UnknownChannel``.
    """
    if channel not in senders():
        raise UnknownChannel(channel)
    messages = [
        Message(
            channel=channel,
            recipient=letter.recipient,
            subject=" ".join(letter.subject.split())[:300],
            body=letter.body,
            html=letter.html,
            key=letter.key,
            created_at=now,
            **({"available_at": letter.not_before} if letter.not_before else {}),
        )
        for letter in letters
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)
        publish_on_commit(DELIVER)
    return messages


def deliver(*, limit: int = AT_ONCE) -> int:
    """Send what is waiting and due, and return how many were sent. Call it outside a transaction.

    A process that is killed between sending and writing so sends again: at least once, never not at all.
    """
    sent = 0
    for _ in range(limit):
        claim = leases.claim_next(Message.objects.all())
        if claim is None:
            break
        sent += _send(claim)
    return sent


def withhold(*, recipient: str, reason: str) -> int:
    """Call off what waits to be sent to somebody who is to be told no more, and return how much that is."""
    return leases.cancel(Message.objects.filter(recipient=recipient), reason=reason)


def retry_message(*, uid: UUID) -> bool:
    """Try a message that failed again, with all its attempts; false where it did not fail."""
    offered = leases.offer_again(Message.objects.filter(uid=uid))
    publish_on_commit(DELIVER)
    return bool(offered)


def _send(claim: Claim) -> bool:
    message = Message.objects.get(pk=claim.pk)
    try:
        send: Callable[[Message], None] = import_string(senders()[message.channel])
        send(message)
        leases.finish(claim, sent_at=Now())
    except LeaseLost as lost:
        logger.warning("Message %s: %s", message.uid, lost)
        return False
    except Exception as error:  # noqa: BLE001 - a sender meets every fault of the outside; the row keeps it
        _give_back(claim, message, error)
        return False
    return True


def _give_back(claim: Claim, message: Message, error: Exception) -> None:
    logger.warning("Message %s on %s was not sent: %s", message.uid, message.channel, error)
    text = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    try:
        leases.fail(claim, error=text, permanent=isinstance(error, Undeliverable))
    except LeaseLost as lost:
        logger.warning("Message %s: %s", message.uid, lost)
