"""Many needs linked at once, as they are marked in the matrix, and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Enterprise, User
from alignment.models import Initiative, NeedLink
from alignment.models.link import Link
from alignment.operations.mending import JOININGS
from audit.choices import Verb
from audit.models import Event
from customers.models import Need
from foundation.actors import Actor
from workbench.operations.records import Change, Saved, save_many
from workbench.operations.removal import archive_many
from workbench.operations.undoing import REACH, undo
from workbench.types import type_for

LINKS = {joining.link._meta.label_lower: joining.link for joining in JOININGS.values()}
"""Every kind of link that a form makes, by its label in the trail."""
MOST_PAIRS = 500
"""Links that one form changes."""
Pair = tuple[Initiative, Need]


@dataclass(frozen=True, slots=True)
class Linked:
    """What happened: links made, and links that were there and took the new values."""

    made: tuple[Saved, ...]
    changed: tuple[Saved, ...]


@transaction.atomic
def link_needs(*, pairs: Sequence[Pair], values: Mapping[str, Any], actor: Actor, now: datetime) -> Linked:
    """Link each initiative to its need with ``values`` (strength, evidence, its date), all of them or none.

    A link that exists takes the values and keeps its share. New evidence is reviewed as often as the enterprise says. Raises ``ValidationError`` for none or too many pairs; ``Invalid``, ``Stale`` or
    ``PermissionDenied`` as any change of many records, and then nothing is kept.
    """
    wanted = {(initiative.pk, need.pk): (initiative, need) for initiative, need in pairs}
    if not 0 < len(wanted) <= MOST_PAIRS:
        raise ValidationError(_("Mark 1 to %(most)s cells."), params={"most": MOST_PAIRS})
    known = _known(wanted)
    months = Enterprise.objects.get().review_months
    changes = [
        Change(dict(values), known[pair])
        if pair in known
        else Change({"initiative": ends[0], "need": ends[1], "review_months": months, **values})
        for pair, ends in wanted.items()
    ]
    saved = save_many(object_type=type_for(NeedLink), changes=changes, actor=actor, now=now)
    return Linked(
        tuple(result for result in saved if result.created),
        tuple(result for result in saved if not result.created and result.differences),
    )


def _known(wanted: Mapping[tuple[int, int], Pair]) -> dict[tuple[int, int], NeedLink]:
    """The links there are between the pairs."""
    initiatives, needs = {pair[0] for pair in wanted}, {pair[1] for pair in wanted}
    rows = NeedLink.objects.active().for_list().filter(initiative__in=initiatives, need__in=needs)
    return {pair: row for row in rows if (pair := (row.initiative_id, row.need_id)) in wanted}


@transaction.atomic
def unlink(*, at: datetime, actor: User, now: datetime) -> int:
    """Take back what ``actor`` linked at one instant: new links are put away, changed ones get their former values.

    Links that somebody has changed since stay as they are, and so does a record that was made to be linked. Returns how
    many were taken back. Raises ``Invalid``, ``Stale`` or ``PermissionDenied`` as any change does.
    """
    made = Event.objects.filter(
        actor_uid=actor.uid, at=at, at__gt=now - REACH, verb=Verb.CREATED, type_label__in=LINKS
    )
    uids: dict[str, list[UUID]] = defaultdict(list)
    for label, uid in made.values_list("type_label", "object_uid"):
        uids[label].append(uid)
    try:
        changed = len(undo(at=at, actor=actor, now=now).records)
    except LookupError:
        changed = 0
    return changed + sum(_put_away(LINKS[label], uids[label], actor, now) for label in sorted(uids))


def _put_away(link: type[Link], uids: Sequence[UUID], actor: User, now: datetime) -> int:
    """Those that are still as they were made."""
    untouched = link.objects.visible_to(actor).active().for_list().filter(uid__in=uids, version=1)
    return len(archive_many(object_type=type_for(link), records=list(untouched), actor=actor, now=now))
