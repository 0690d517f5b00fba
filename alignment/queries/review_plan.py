"""Which reviews of benefit contracts are missing, and which have lost their day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from alignment.choices import ReviewSlot
from alignment.engine.reviewing import review_days
from alignment.models import Benefit, BenefitReview
from alignment.queries.going_live import go_live_dates


class Missing(NamedTuple):
    """A review that a contract ought to have on a day."""

    benefit: Benefit
    day: date
    slot: ReviewSlot


class ReviewPlan(NamedTuple):
    """What is to be added, in the order of contracts and days, and what is to go."""

    missing: tuple[Missing, ...]
    dropped: tuple[BenefitReview, ...]


def review_plan(benefits: Iterable[Benefit], today: date) -> ReviewPlan:
    """What the reviews of these contracts lack, and have too many, as go-live stands. Two queries.

    Archived reviews hold their day: what somebody took away is not planned again.
    """
    given = {benefit.pk: benefit for benefit in benefits}
    live = go_live_dates(given)
    present: dict[int, list[BenefitReview]] = defaultdict(list)
    for review in BenefitReview.objects.for_list().filter(benefit__in=given).order_by("due_date"):
        present[review.benefit_id].append(review)
    missing, dropped = list[Missing](), list[BenefitReview]()
    for pk, benefit in given.items():
        wanted = _wanted(benefit, live.get(pk), today)
        dropped += [review for review in present[pk] if _is_off(review, wanted, today)]
        taken = {review.due_date for review in present[pk]}
        missing += [Missing(benefit, day, slot) for day, slot in wanted.items() if day not in taken]
    return ReviewPlan(tuple(missing), tuple(dropped))


def _wanted(benefit: Benefit, go_live: date | None, today: date) -> Mapping[date, ReviewSlot]:
    if benefit.agreed_date is None or benefit.target_date is None or benefit.is_archived:
        return {}
    return review_days(benefit.agreed_date, go_live, benefit.target_date, today)


def _is_off(review: BenefitReview, wanted: Mapping[date, ReviewSlot], today: date) -> bool:
    """Whether a review that Sightline planned for a day to come has lost that day."""
    is_open = bool(review.slot) and not review.is_done and not review.is_archived
    return is_open and review.due_date > today and review.due_date not in wanted
