"""Benefits as contracts: gathered, judged, and seen by those who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from accounts.models import Enterprise
from alignment.choices import Delivery, Explicitness, Unproven
from alignment.models import Benefit
from alignment.queries.calibration import calibration_report
from alignment.queries.contracts import Contract, contract_report, contracts_of, promise_of
from alignment.queries.reviews import promises_to_agree, review_to_hold, reviews_due
from foundation.actors import SYSTEM
from metrics.choices import Direction
from tests.alignment.contracts_scene import AGREED, TERMS, Contracts
from tests.factories.accounts import NOW, make_grant, make_rate
from tests.factories.alignment import make_benefit, make_benefit_review
from tests.factories.metrics import make_metric, make_reading

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

TODAY = NOW.date()


def named(benefit: Benefit) -> Contract:
    found = contract_report(SYSTEM, NOW, Enterprise.objects.get()).contracts
    return next(one for one in found if one.benefit == benefit)


def test_a_contract_is_judged_by_the_readings_of_its_metric(contracts: Contracts) -> None:
    one = named(contracts.calls)
    assert (one.state.realized, one.state.promised) == (Fraction(3, 5), Fraction(269, 365))
    assert (one.state.standing, one.go_live) == (Delivery.BEHIND, date(2026, 9, 30))
    assert (one.value, one.realized_money) == (Decimal(1000), Decimal(600))
    assert one.promised_money is not None
    assert round(one.promised_money, 2) == Decimal("835.62")
    assert not one.is_due_before_go_live


def test_money_stands_with_financial_benefits_alone(contracts: Contracts) -> None:
    contracts.calls.explicitness = Explicitness.QUANTIFIABLE
    contracts.calls.save()
    one = named(contracts.calls)
    assert (one.value, one.realized_money, one.promised_money) == (Decimal(1000), None, None)


def test_an_amount_without_a_rate_is_not_known(contracts: Contracts) -> None:
    contracts.calls.annual_currency = "USD"
    contracts.calls.save()
    assert (named(contracts.calls).value, named(contracts.calls).realized_money) == (None, None)
    make_rate(currency="USD", rate=Decimal("0.5"), day=date(2026, 1, 1))
    assert named(contracts.calls).realized_money == Decimal(300)


def test_what_was_due_is_settled_by_the_first_reading_from_then_on(contracts: Contracts) -> None:
    one = named(contracts.post)
    assert (one.state.standing, one.state.kept, one.state.realized) == (
        Delivery.MISSED,
        Fraction(1, 2),
        Fraction(3, 5),
    )
    assert one.state.settled is not None
    assert one.state.settled.day == date(2026, 7, 15)


def test_what_nobody_measures_is_not_known(contracts: Contracts) -> None:
    assert named(contracts.vague).state.lacking is Unproven.NO_METRIC


def test_archived_and_later_readings_do_not_count(contracts: Contracts) -> None:
    make_reading(metric=contracts.metric, day=date(2026, 10, 1), value=Decimal(0), archived_at=NOW)
    make_reading(metric=contracts.metric, day=date(2026, 11, 3), value=Decimal(0))
    assert named(contracts.calls).state.realized == Fraction(3, 5)


def test_a_target_due_before_go_live_is_told(contracts: Contracts) -> None:
    for end, is_early in ((date(2026, 12, 31), False), (date(2027, 1, 1), True), (None, False)):
        contracts.tracker.end_date = end
        contracts.tracker.save()
        assert named(contracts.calls).is_due_before_go_live is is_early


@pytest.mark.parametrize(
    ("direction", "better"), [(Direction.HIGHER, 1), (Direction.LOWER, -1), (Direction.TARGET, 0)]
)
def test_the_metric_says_which_way_is_better(db: None, direction: Direction, better: int) -> None:
    assert promise_of(make_benefit(metric=make_metric(direction=direction))).better == better
    assert promise_of(make_benefit()).better == 1


def test_who_sees_which_contracts(contracts: Contracts, analyst: User, outsider: User, cio: User) -> None:
    seen = {
        user.email: len(contract_report(user, NOW, Enterprise.objects.get()).contracts)
        for user in (analyst, outsider, cio)
    }
    assert seen == {analyst.email: 3, outsider.email: 0, cio.email: 3}
    assert [unit.name for unit in contract_report(cio, NOW, Enterprise.objects.get()).units] == ["Claims"]


def test_a_unit_narrows_to_itself_and_what_is_below(
    contracts: Contracts, cio: User, claims: Unit, motor: Unit, sales: Unit
) -> None:
    make_benefit(name="Fewer dents", unit=motor)
    report = contract_report(cio, NOW, Enterprise.objects.get(), claims.uid)
    assert (len(report.contracts), report.unit) == (4, claims)
    assert len(contract_report(cio, NOW, Enterprise.objects.get(), motor.uid).contracts) == 1
    assert contract_report(cio, NOW, Enterprise.objects.get(), sales.uid).unit is None


def test_the_number_of_queries_does_not_grow(
    contracts: Contracts, cio: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = Enterprise.objects.get()
    assert cio.access.allows("read")
    for name in ("One more", "Another"):
        with django_assert_num_queries(4):
            contract_report(cio, NOW, enterprise)
        make_benefit(name=name, unit=contracts.calls.unit, metric=make_metric())
    benefits = list(Benefit.objects.select_related("metric"))
    with django_assert_num_queries(2):
        contracts_of(benefits, TODAY, enterprise)


# ── reviews and promises that wait ───────────────────────────────────────────────────────────────
def test_reviews_wait_for_who_promised(contracts: Contracts, member: User, analyst: User) -> None:
    due = make_benefit_review(benefit=contracts.calls, due_date=TODAY)
    earlier = make_benefit_review(benefit=contracts.post, due_date=date(2026, 7, 1))
    make_benefit_review(benefit=contracts.calls, due_date=date(2026, 11, 3))
    make_benefit_review(benefit=contracts.calls, due_date=date(2026, 9, 1), archived_at=NOW)
    make_benefit_review(benefit=contracts.vague, due_date=TODAY)
    assert reviews_due(member, TODAY) == [earlier, due]
    assert reviews_due(analyst, TODAY) == []
    assert review_to_hold(member, due.uid) == due


def test_a_review_is_found_by_who_may_see_it_or_promised(
    contracts: Contracts, member: User, analyst: User, outsider: User
) -> None:
    review = make_benefit_review(benefit=contracts.calls)
    found = [review_to_hold(user, review.uid) for user in (member, analyst, outsider)]
    assert found == [review, review, None]


def test_whole_promises_wait_for_their_owner(contracts: Contracts, member: User, claims: Unit) -> None:
    whole = make_benefit(name="A", unit=claims, owner=member.person, metric=contracts.metric, **TERMS)
    make_benefit(name="B", unit=claims, owner=member.person)
    make_benefit(name="C", unit=claims, owner=member.person, archived_at=NOW)
    assert promises_to_agree(member) == [whole]


# ── calibration ──────────────────────────────────────────────────────────────────────────────────
def due_benefits(contracts: Contracts, owner: User, count: int) -> None:
    for number in range(count):
        make_benefit(
            name=f"Due {number}", unit=contracts.calls.unit, owner=owner.person, metric=contracts.metric,
            agreed_date=AGREED, **TERMS | {"target_date": date(2026, 6, 30)},
        )  # fmt: skip


def test_everybody_reads_their_own_promises(contracts: Contracts, member: User) -> None:
    due_benefits(contracts, member, 2)
    report = calibration_report(member, NOW, Enterprise.objects.get())
    assert report.own is not None
    assert (report.own.whole.due, report.own.whole.median) == (3, Fraction(1, 2))
    assert len(report.own_contracts) == 3
    assert (report.sponsors, report.whole.due, report.may_read_others) == ((), 0, False)


def test_others_are_read_with_the_permission_where_it_is_held(
    contracts: Contracts, member: User, analyst: User, outsider: User, cio: User, sales: Unit
) -> None:
    due_benefits(contracts, analyst, 1)
    report = calibration_report(cio, NOW, Enterprise.objects.get())
    assert [(str(person), one.whole.due) for person, one in report.sponsors] == [
        ("Max Nolan", 1),
        ("Nora Flynn", 1),
    ]
    assert (report.own, report.may_read_others) == (None, True)
    assert [(year, found.due) for year, found in report.years] == [(2026, 2)]
    seen = calibration_report(analyst, NOW, Enterprise.objects.get())
    assert (seen.sponsors, seen.whole.due, seen.may_read_others) == ((), 0, False)
    make_grant(analyst, "executive", sales)
    assert calibration_report(analyst, NOW, Enterprise.objects.get()).sponsors == ()


def test_all_together_are_told_to_everybody_once_it_says_nothing_of_one(
    contracts: Contracts, analyst: User, outsider: User, reader: User
) -> None:
    due_benefits(contracts, outsider, 1)
    assert calibration_report(reader, NOW, Enterprise.objects.get()).whole.due == 0
    make_benefit(
        name="Of a third", unit=contracts.calls.unit, owner=analyst.person, metric=contracts.metric,
        agreed_date=AGREED, **TERMS | {"target_date": date(2026, 6, 30)},
    )  # fmt: skip
    report = calibration_report(reader, NOW, Enterprise.objects.get())
    assert (report.whole.due, [year for year, _ in report.years], report.sponsors) == (3, [2026], ())


def test_drafts_and_promises_to_come_are_not_due(contracts: Contracts, cio: User) -> None:
    assert calibration_report(cio, NOW, Enterprise.objects.get()).whole.due == 1
    contracts.post.agreed_date = None
    contracts.post.save()
    assert calibration_report(cio, NOW, Enterprise.objects.get()).whole.due == 0


def test_ones_own_promises_stand_apart_from_those_of_others(contracts: Contracts, cio: User) -> None:
    due_benefits(contracts, cio, 1)
    report = calibration_report(cio, NOW, Enterprise.objects.get())
    assert report.own is not None
    assert report.own.whole.due == 1
    assert [str(person) for person, _ in report.sponsors] == ["Max Nolan"]
