"""Benefit reviews: planned from go-live, held by the owner, reminded of once a week."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Notification
from alignment.choices import ReviewSlot, Status
from alignment.models import Benefit, BenefitReview
from alignment.operations.reviews import (
    AlreadyReviewed,
    Plan,
    hold_review,
    may_review,
    plan_reviews,
    plan_reviews_of,
    remind_of_reviews,
)
from alignment.queries.going_live import go_live_dates
from alignment.tasks import benefit_reviews
from audit.models import Event
from foundation.actors import SYSTEM
from jobs.models import Message
from tests.alignment.contracts_scene import Contracts
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_benefit_link, make_benefit_review, make_initiative
from workbench.operations.records import Invalid

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

TODAY = NOW.date()
DUE = date(2027, 1, 1)


def plan(*benefits: Benefit) -> Plan:
    return plan_reviews_of(
        benefits=Benefit.objects.filter(pk__in=[one.pk for one in benefits]), actor=SYSTEM, now=NOW
    )


def planned(benefit: Benefit) -> list[tuple[date, str]]:
    rows = BenefitReview.objects.active().filter(benefit=benefit).order_by("due_date")
    return list(rows.values_list("due_date", "slot"))


def review_of(benefit: Benefit, **values: Any) -> BenefitReview:
    values.setdefault("due_date", TODAY)
    made = make_benefit_review(benefit=benefit, **values)
    found: BenefitReview = BenefitReview.objects.for_list().select_related("benefit__owner").get(pk=made.pk)
    return found


def held(review: BenefitReview, actor: User, note: str = "Half of it") -> Any:
    return hold_review(review=review, value=Decimal(5), note=note, actor=actor, now=NOW)


# ── planned ──────────────────────────────────────────────────────────────────────────────────────
def test_reviews_are_planned_from_go_live_to_the_due_date(contracts: Contracts) -> None:
    assert plan(contracts.calls) == Plan(2, 0)
    assert planned(contracts.calls) == [(date(2026, 12, 30), ReviewSlot.MONTHS_3), (DUE, ReviewSlot.TARGET)]
    assert plan(contracts.calls) == Plan(0, 0)


def test_go_live_is_the_last_end_of_the_work_that_counts(contracts: Contracts, claims: Unit) -> None:
    for values in (
        {"end_date": None},
        {"end_date": date(2028, 1, 1), "status": Status.STOPPED},
        {"end_date": date(2028, 1, 1), "archived_at": NOW},
    ):
        make_benefit_link(
            initiative=make_initiative(unit=claims, **values), benefit=contracts.calls, strength=2
        )
    weak = make_initiative(unit=claims, end_date=date(2028, 1, 1))
    make_benefit_link(initiative=weak, benefit=contracts.calls, strength=0)
    live = make_initiative(unit=claims, end_date=date(2026, 11, 30))
    make_benefit_link(initiative=live, benefit=contracts.calls, strength=1)
    keys = [contracts.calls.pk, contracts.post.pk]
    assert go_live_dates(keys) == {contracts.calls.pk: date(2026, 11, 30)}


def test_what_is_still_to_come_follows_go_live(contracts: Contracts) -> None:
    plan(contracts.calls)
    contracts.tracker.end_date = date(2026, 9, 15)
    contracts.tracker.save()
    assert plan(contracts.calls) == Plan(1, 1)
    assert planned(contracts.calls) == [(date(2026, 12, 15), ReviewSlot.MONTHS_3), (DUE, ReviewSlot.TARGET)]
    assert Event.objects.filter(type_label="alignment.benefitreview", verb="deleted").count() == 1


def test_what_is_due_or_held_or_asked_for_by_hand_stays(contracts: Contracts) -> None:
    person = make_person("Somebody")
    late = make_benefit_review(benefit=contracts.calls, due_date=TODAY, slot=ReviewSlot.MONTHS_6)
    done = make_benefit_review(
        benefit=contracts.calls, due_date=TODAY + timedelta(5), slot=ReviewSlot.MONTHS_12,
        done_date=TODAY, note="Fine", reviewer=person,
    )  # fmt: skip
    own = make_benefit_review(benefit=contracts.calls, due_date=TODAY + timedelta(6))
    away = make_benefit_review(
        benefit=contracts.calls, due_date=date(2026, 12, 30), slot=ReviewSlot.MONTHS_3, archived_at=NOW
    )
    assert plan(contracts.calls) == Plan(1, 0)
    kept = set(BenefitReview.objects.filter(benefit=contracts.calls, slot__in=("", "3", "6", "12")))
    assert kept == {late, done, own, away}


def test_a_draft_and_an_archived_benefit_have_nothing_to_look_at(contracts: Contracts) -> None:
    plan(contracts.calls, contracts.post)
    Benefit.objects.filter(pk=contracts.calls.pk).update(agreed_date=None)
    Benefit.objects.filter(pk=contracts.post.pk).update(archived_at=NOW)
    assert plan_reviews(actor=SYSTEM, now=NOW) == Plan(0, 2)
    assert (planned(contracts.calls), planned(contracts.post)) == (
        [],
        [(date(2026, 6, 30), ReviewSlot.TARGET)],
    )
    assert plan(contracts.vague) == Plan(0, 0)


def test_planning_takes_the_same_statements_for_many(
    contracts: Contracts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan(contracts.calls, contracts.post)
    for benefits in ([contracts.calls], [contracts.calls, contracts.post, contracts.vague]):
        with django_assert_num_queries(8):
            plan(*benefits)


def test_the_night_plans_and_reminds(contracts: Contracts, member: User) -> None:
    assert benefit_reviews(now=NOW, payload={}, actor=SYSTEM) == {"planned": 3, "dropped": 0, "reminded": 1}
    assert benefit_reviews(now=NOW, payload={}, actor=SYSTEM) == {"planned": 0, "dropped": 0, "reminded": 0}


def test_there_is_nothing_to_do_before_the_first_run(db: None) -> None:
    assert plan_reviews(actor=SYSTEM, now=NOW) == Plan(0, 0)
    assert remind_of_reviews(now=NOW) == 0


# ── held ─────────────────────────────────────────────────────────────────────────────────────────
def test_the_owner_holds_a_review_whatever_role_they_hold(contracts: Contracts, member: User) -> None:
    saved = held(review_of(contracts.calls), member, "  Half of it ")
    row = saved.record
    assert (row.done_date, row.judged_value, row.note, row.reviewer) == (
        TODAY,
        Decimal(5),
        "Half of it",
        member.person,
    )


def test_who_may_hold_a_review(
    contracts: Contracts, member: User, analyst: User, outsider: User, reader: User
) -> None:
    review = review_of(contracts.calls)
    users = (member, analyst, outsider, reader)
    assert [may_review(user, review) for user in users] == [True, True, False, False]
    assert may_review(SYSTEM, review)
    with pytest.raises(PermissionDenied):
        held(review, outsider)


def test_a_review_is_held_once_and_says_something(contracts: Contracts, member: User, analyst: User) -> None:
    review = review_of(contracts.calls)
    with pytest.raises(Invalid) as refused:
        held(review, member, "  ")
    assert [fault.field for fault in refused.value.faults] == ["note"]
    held(review, analyst)
    with pytest.raises(AlreadyReviewed):
        held(review, member)


def test_half_a_review_is_refused(contracts: Contracts) -> None:
    with pytest.raises(ValidationError) as refused:
        BenefitReview(benefit=contracts.calls, due_date=TODAY, done_date=TODAY).clean()
    assert set(refused.value.message_dict) == {"reviewer", "note"}
    BenefitReview(benefit=contracts.calls, due_date=TODAY, note="So far so good").clean()


# ── reminded of ──────────────────────────────────────────────────────────────────────────────────
def test_owners_are_reminded_once_a_week_from_the_day_on(contracts: Contracts, member: User) -> None:
    due = review_of(contracts.calls)
    review_of(contracts.calls, due_date=TODAY + timedelta(30))
    review_of(contracts.vague)
    review_of(contracts.post, archived_at=NOW)
    assert [remind_of_reviews(now=NOW + timedelta(days)) for days in range(9)] == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    (first, _second) = Notification.objects.filter(user=member).order_by("pk")
    assert (first.kind, first.title, first.url) == (
        "duty",
        f"What became of “Fewer calls”? Review due {due.due_date.day} {due.due_date:%b %Y}",
        f"/benefit-reviews/{due.uid}/hold/",
    )
    assert Message.objects.filter(recipient=member.email).count() == 2


def test_nobody_is_reminded_of_what_is_put_away(contracts: Contracts) -> None:
    review_of(contracts.calls)
    Benefit.objects.filter(pk=contracts.calls.pk).update(archived_at=NOW)
    assert remind_of_reviews(now=NOW) == 0
