"""Computing the alignment index and publishing it: whole or not at all, and only what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Enterprise
from alignment.choices import Occasion
from alignment.models import Edition
from alignment.operations.index_rows import keep_scopes, keep_scores
from alignment.queries.index_outcome import Outcome, outcome

ATTEMPTS = 3
"""How often it is computed anew where somebody else publishes meanwhile."""


class Overtaken(Exception):
    """Others kept publishing while this was computed; what they published may be newer. Try again later."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The edition that holds now, whether it is a new one, and how many scores are other than before."""

    edition: Edition
    is_new: bool
    scores: int


def recompute(*, occasion: Occasion, now: datetime) -> Recomputed:
    """Compute every score and index as of ``now`` and publish what differs from the newest edition.

    Where nothing differs there is no new edition; the newest says that it was confirmed. What is computed from facts
    older than what somebody else has published meanwhile is thrown away. Raises ``Overtaken``.

    After a change only those scores are worked out anew that rest on something else than before; every night, and when
    somebody asks for it, all of them are, so that nothing outlives a new release of the rules.
    """
    is_whole = occasion is not Occasion.CHANGE
    for _attempt in range(ATTEMPTS):
        seen = _published()
        found = outcome(now, is_whole=is_whole)
        with transaction.atomic():
            # Publishers wait for one another; readers and other writers do not wait for them.
            Enterprise.objects.select_for_update().get()
            if _published() == seen:
                return _publish(found, occasion, now)
    raise Overtaken


def _published() -> Any:
    """What tells one publication from the next, those that changed nothing included."""
    return Edition.objects.order_by("-pk").values_list("pk", "confirmed_at").first()


def _publish(found: Outcome, occasion: Occasion, now: datetime) -> Recomputed:
    newest = Edition.objects.newest()
    made = Edition(
        published_at=now,
        confirmed_at=now,
        day=found.day,
        occasion=occasion,
        year=found.year,
        weights=found.weights,
        decided=found.decided,
    )
    reweighed = newest is not None and newest.weights != found.weights
    scores = keep_scores(found.scores, found.same, reweighed=reweighed)
    scopes = keep_scopes(found.scopes)
    if newest and not (scores.differ or scopes.differ or _is_other(newest, made)):
        Edition.objects.filter(pk=newest.pk).update(confirmed_at=now)
        newest.confirmed_at = now
        return Recomputed(newest, is_new=False, scores=0)
    made.save(force_insert=True)
    for kept in (scores, scopes):
        kept.write(made)
    return Recomputed(made, is_new=True, scores=scores.differ)


def _is_other(newest: Edition, made: Edition) -> bool:
    return (newest.weights, newest.year, newest.decided_id) != (made.weights, made.year, made.decided_id)
