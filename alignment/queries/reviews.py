"""Benefit reviews as their owners meet them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from alignment.models import Benefit, BenefitReview


def review_to_hold(viewer: User, uid: UUID) -> BenefitReview | None:
    """A review by its uid, where the viewer may see it or promised the benefit. One query."""
    seen = BenefitReview.objects.visible_to(viewer).filter(uid=uid).values("pk")
    rows = BenefitReview.objects.for_list().select_related("benefit__owner", "benefit__metric")
    own = Q(benefit__owner=viewer.person_id)
    found: BenefitReview | None = rows.filter(Q(pk__in=seen) | own, uid=uid).first()
    return found


def reviews_due(viewer: User, day: date) -> list[BenefitReview]:
    """Reviews of what the viewer promised whose day has come, the oldest first. One query."""
    rows = BenefitReview.objects.active().due_on(day).filter(benefit__archived_at=None)
    return list(rows.filter(benefit__owner=viewer.person_id).for_list().order_by("due_date", "number"))


def promises_to_agree(viewer: User) -> list[Benefit]:
    """Promises in the viewer's name which are whole and not agreed to yet. One query."""
    rows = Benefit.objects.active().filter(owner=viewer.person_id, agreed_date=None).select_related("unit")
    return [benefit for benefit in rows.order_by("number") if not benefit.lacks_for_agreement]


def benefit_to_agree(viewer: User, uid: UUID) -> Benefit | None:
    """A promise by its uid, where the viewer may see it or it is in their name. One query."""
    seen = Benefit.objects.visible_to(viewer).filter(uid=uid).values("pk")
    rows = Benefit.objects.active().for_list()
    own = Q(owner=viewer.person_id)
    found: Benefit | None = rows.filter(Q(pk__in=seen) | own, uid=uid).first()
    return found
