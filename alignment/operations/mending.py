"""Mending a chain: two records joined by a link, one of them made on the way where it did not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Enterprise
from alignment.choices import Action
from alignment.models import BenefitLink, ElementNeed, ElementObjective, Initiative, NeedLink, StrategyElement
from alignment.models.link import Link
from customers.models import Need
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Objective
from workbench.operations.records import Saved, save
from workbench.types import type_for


@dataclass(frozen=True, slots=True)
class Joining:
    """How an action joins ``near`` to the record somebody chooses: the link and its two ends.

    ``text`` and ``parent`` are the fields a new far record needs; without them it has to exist already.
    """

    link: type[Link]
    near: str
    far: str
    text: str = ""
    parent: str = ""


JOININGS: Mapping[tuple[Action, type[Record]], Joining] = {
    (Action.LINK_NEED, Initiative): Joining(NeedLink, "initiative", "need", "statement", "segment"),
    (Action.LINK_NEED, StrategyElement): Joining(ElementNeed, "element", "need", "statement", "segment"),
    (Action.LINK_INITIATIVE, Need): Joining(NeedLink, "need", "initiative", "name", "unit"),
    (Action.LINK_ELEMENT, Need): Joining(ElementNeed, "need", "element", "name", "strategy"),
    (Action.LINK_ELEMENT, Objective): Joining(ElementObjective, "objective", "element", "name", "strategy"),
    (Action.LINK_OBJECTIVE, StrategyElement): Joining(ElementObjective, "element", "objective"),
    (Action.LINK_BENEFIT, Initiative): Joining(BenefitLink, "initiative", "benefit", "name", "unit"),
}


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A far record that does not exist yet: its words and what it belongs to."""

    text: str
    parent: Record


@dataclass(frozen=True, slots=True)
class Joined:
    """What happened: the link, and the record made for it, if one was."""

    link: Saved
    made: Saved | None


@transaction.atomic
def join(
    *,
    joining: Joining,
    near: Record,
    far: Record | NewRecord,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Joined:
    """Join ``near`` and ``far`` by a link with ``values`` (strength, share, evidence, its date).

    A link that exists already takes the new values. New evidence is reviewed as often as the enterprise says.
    Raises ``Invalid``, ``Stale`` or ``PermissionDenied``; then neither the link nor the new record is kept.
    """
    made = _made(joining, far, actor, now) if isinstance(far, NewRecord) else None
    ends = {joining.near: near, joining.far: made.record if made else far}
    link = joining.link.objects.active().filter(**ends).first()
    review = {} if link else {"review_months": Enterprise.objects.get().review_months}
    saved = save(
        object_type=type_for(joining.link),
        values={**ends, **values, **review},
        record=link,
        actor=actor,
        now=now,
    )
    return Joined(saved, made)


def _made(joining: Joining, new: NewRecord, actor: Actor, now: datetime) -> Saved:
    model = joining.link._meta.get_field(joining.far).related_model
    return save(
        object_type=type_for(model),  # type: ignore[arg-type]
        values={joining.text: new.text, joining.parent: new.parent},
        actor=actor,
        now=now,
    )
