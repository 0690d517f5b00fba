"""Benefit reviews: planned after go-live, held by the owner, and reminded of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import enterprise_day, is_open
from alignment.models import Benefit, BenefitReview
from alignment.operations.reviews_telling import tell_due
from alignment.queries.review_plan import review_plan
from foundation.actors import SYSTEM, Actor, Entitled
from foundation.catalog import ObjectType
from workbench.operations.records import Change, Saved, save, save_many
from workbench.operations.removal import delete
from workbench.reach import changed_in
from workbench.types import type_for


class AlreadyReviewed(Exception):
    """Somebody has held this review in the meantime; what they judged stands."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many reviews were planned, and how many were dropped because their day is no longer one."""

    planned: int
    dropped: int


@transaction.atomic
def plan_reviews_of(*, benefits: Iterable[Benefit], actor: Actor, now: datetime) -> Plan:
    """Plan the reviews of contracts: days follow go-live as it moves; planning again changes nothing.

    What is due already or was held stays, whatever moves. A draft or an archived benefit has nothing to look at, and
    a review somebody archived is not planned again.
    """
    missing, dropped = review_plan(benefits, enterprise_day(now))
    for review in dropped:
        delete(object_type=_type(), record=review, actor=actor, now=now)
    changes = [Change({"benefit": benefit, "due_date": day, "slot": slot}) for benefit, day, slot in missing]
    save_many(object_type=_type(), changes=changes, actor=actor, now=now)
    return Plan(len(changes), len(dropped))


def plan_reviews(*, actor: Actor, now: datetime) -> Plan:
    """Plan the reviews of every benefit; nothing before the first run."""
    if not is_open():
        return Plan(0, 0)
    concerned = Q(agreed_date__isnull=False) | Q(reviews__isnull=False)
    benefits = Benefit.objects.for_list().filter(concerned).distinct()
    return plan_reviews_of(benefits=benefits, actor=actor, now=now)


def may_review(viewer: Actor, review: BenefitReview) -> bool:
    """Whether somebody may hold a review: the owner of the benefit, or who keeps the benefits of its unit."""
    return is_owner(viewer, review.benefit) or viewer.access.allows(
        Permission.EDIT_INITIATIVES, changed_in(review)
    )


def is_owner(viewer: Actor, benefit: Benefit) -> bool:
    """Whether it is the viewer's own person who promised."""
    return isinstance(viewer, User) and benefit.owner_id is not None and viewer.person_id == benefit.owner_id


@transaction.atomic
def hold_review(
    *, review: BenefitReview, value: Decimal | None, note: str, actor: User, now: datetime
) -> Saved:
    """Say what became of a promise, as of today.

    Raises ``AlreadyReviewed``, ``Invalid`` where nothing is said, or ``PermissionDenied``.
    """
    if not may_review(actor, review):
        raise PermissionDenied
    row = BenefitReview.objects.select_for_update(of=("self",)).for_list().get(pk=review.pk)
    if row.is_done:
        raise AlreadyReviewed
    values = {
        "done_date": enterprise_day(now),
        "judged_value": value,
        "note": note.strip(),
        "reviewer": actor.person,
    }
    return save(object_type=_type(), record=row, values=values, actor=Entitled(actor), now=now)


@transaction.atomic
def remind_of_reviews(*, now: datetime) -> int:
    """Tell owners of reviews that are due, once a week from that day on; returns how many were told."""
    if not is_open():
        return 0
    today = enterprise_day(now)
    due = BenefitReview.objects.active().due_on(today).filter(benefit__archived_at=None)
    return tell_due(reviews=list(due.for_list()), today=today, now=now)


def plan_and_remind(*, now: datetime) -> dict[str, int]:
    """The nightly duty: plan what go-live has moved, then tell whose review is due."""
    plan = plan_reviews(actor=SYSTEM, now=now)
    return {"planned": plan.planned, "dropped": plan.dropped, "reminded": remind_of_reviews(now=now)}


def _type() -> ObjectType:
    return type_for(BenefitReview)
