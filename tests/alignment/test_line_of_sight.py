"""What one viewer sees: figures, visibility, basis and currency, at a constant number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from accounts.models import Enterprise, User
from alignment.choices import ChainState, GapKind, Hop, Measure, Status
from alignment.engine.facts import Ref
from alignment.engine.shapes import Key, Kind
from alignment.models import NeedLink
from alignment.queries.question import Question
from alignment.queries.sight import LineOfSight, line_of_sight
from alignment.serializers.api import sight_data
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import make_grant, make_rate, make_user
from tests.factories.alignment import (
    make_benefit,
    make_initiative,
    make_need_link,
    make_outlay,
    make_program,
)
from tests.factories.customers import make_need, make_segment
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import Unit

QUERIES = 5
"""One for each table, whatever it holds, but one for all links; and one for rates where a currency is foreign."""


def seen(now: datetime, viewer: object = SYSTEM, **asked: object) -> LineOfSight:
    return line_of_sight(viewer, Question(**asked), now, Enterprise.objects.get())  # type: ignore[arg-type]


def names(line: LineOfSight) -> list[str]:
    return [line.labels.of(Ref(Hop.INITIATIVE, row.initiative)).name for row in line.sight.rows]


def test_figures_of_the_scene(scene: Scene, now: datetime) -> None:
    line = seen(now)
    totals = line.sight.totals
    assert (totals.total, totals.linked, totals.initiatives, totals.linked_initiatives) == (
        Decimal(160),
        Decimal(100),
        2,
        1,
    )
    assert (totals.stated, totals.leading) == ("customer_intimacy", "operational_excellence")
    assert line.chains.initiatives[scene.tracker.pk].state is ChainState.COMPLETE
    assert names(line) == ["Claim tracker", "Tape archive"]
    assert [line.labels.of(gap.ref).name for gap in line.sight.gaps] == [
        "Refund me without asking",
        "Refund me without asking",
        "Tape archive",
    ]


def test_the_number_of_queries_is_one_for_each_table(
    scene: Scene, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(QUERIES):
        seen(now)
    for number in range(3):
        initiative = make_initiative(unit=scene.tracker.unit, program=make_program(), name=f"More {number}")
        make_need_link(initiative=initiative, need=make_need())
        make_outlay(initiative=initiative)
    with django_assert_num_queries(QUERIES):
        seen(now)


def test_rates_are_read_only_for_a_foreign_amount(
    scene: Scene, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    make_rate("USD", Decimal("0.5"))
    with django_assert_num_queries(QUERIES):
        seen(now)
    make_outlay(initiative=make_initiative(unit=scene.tracker.unit), currency="USD", fiscal_year=YEAR)
    with django_assert_num_queries(QUERIES + 1):
        assert seen(now).sight.totals.total == Decimal(660)


def test_people_see_only_initiatives_of_their_units(
    scene: Scene, now: datetime, analyst: User, outsider: User
) -> None:
    assert names(seen(now, analyst)) == ["Claim tracker"]
    assert names(seen(now, outsider)) == ["Tape archive"]


def test_what_may_not_be_read_has_no_name_but_the_state_is_the_same(
    scene: Scene, now: datetime, analyst: User, sales: Unit
) -> None:
    theirs = make_objective(name="Sell twice as much", strategy=make_strategy(unit=sales))
    line = seen(now, analyst)
    objective = line.labels.of(Key(Kind.OBJECTIVE, theirs.pk))
    assert (objective.code, objective.name, objective.url) == (theirs.code, "Not open to you", "")
    assert line.chains.initiatives[scene.tracker.pk].state is ChainState.COMPLETE


def test_the_strategy_of_the_units_above_is_read_from_below(
    scene: Scene, now: datetime, analyst: User
) -> None:
    line = seen(now, analyst)
    above: list[Key | Ref] = [Key(Kind.OBJECTIVE, scene.objective.pk), Ref(Hop.ELEMENT, scene.element.pk)]
    assert [line.labels.of(key).name for key in above] == [
        "Settle claims in two days",
        "Claims without calls",
    ]
    assert line.sight.totals.stated == seen(now).sight.totals.stated != ""


def test_gaps_of_what_may_not_be_read_are_not_listed(
    scene: Scene, now: datetime, cio: User, analyst: User, sales: Unit
) -> None:
    theirs = make_strategy(unit=sales, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1))
    lonely = make_objective(name="Be everywhere", strategy=theirs)
    gap = (GapKind.OBJECTIVE_WITHOUT_NEED, Ref(Hop.OBJECTIVE, lonely.pk))
    assert gap in [(gap.kind, gap.ref) for gap in seen(now, cio).sight.gaps]
    assert gap not in [(gap.kind, gap.ref) for gap in seen(now, analyst).sight.gaps]


def test_a_member_without_a_role_sees_no_initiative(scene: Scene, now: datetime, member: User) -> None:
    assert names(seen(now, member)) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"status": "live"}, ["Tape archive"]),
        ({"state": "complete"}, ["Claim tracker"]),
        ({"state": "broken"}, ["Tape archive"]),
        ({"unit": uuid4()}, ["Claim tracker", "Tape archive"]),
    ],
)
def test_filters(scene: Scene, now: datetime, asked: dict[str, object], expected: list[str]) -> None:
    assert names(seen(now, **asked)) == expected


def test_unit_and_segment_include_what_is_below(
    scene: Scene, now: datetime, claims: Unit, motor: Unit
) -> None:
    make_initiative(name="Motor portal", unit=motor)
    assert names(seen(now, unit=claims.uid)) == ["Claim tracker", "Motor portal"]
    below = make_segment(name="Young families", segmentation=scene.segment.segmentation, parent=scene.segment)
    make_need_link(initiative=scene.archive, need=make_need(segment=below))
    assert names(seen(now, segment=scene.segment.uid)) == ["Claim tracker", "Tape archive"]
    assert names(seen(now, segment=below.uid)) == ["Tape archive"]


def test_stopped_and_archived_work_does_not_count(scene: Scene, now: datetime) -> None:
    make_initiative(name="Given up", unit=scene.tracker.unit, status=Status.STOPPED)
    make_initiative(name="Put away", unit=scene.tracker.unit, archived_at=now)
    assert names(seen(now)) == ["Claim tracker", "Tape archive"]


def test_a_link_that_was_put_away_holds_no_line(scene: Scene, now: datetime) -> None:
    NeedLink.objects.update(archived_at=now)
    line = seen(now)
    assert (line.sight.totals.linked, line.sight.totals.linked_initiatives) == (Decimal(0), 0)
    assert line.chains.initiatives[scene.tracker.pk].state is ChainState.BROKEN


def test_work_of_a_unit_that_was_put_away_still_counts(scene: Scene, now: datetime, sales: Unit) -> None:
    sales.archived_at = now
    sales.save()
    assert names(seen(now)) == ["Claim tracker", "Tape archive"]


def test_money_is_of_the_plan_year_where_anything_is_stated_for_it(scene: Scene, now: datetime) -> None:
    make_outlay(initiative=scene.archive, amount=Decimal(40), fiscal_year=YEAR - 1)
    make_outlay(initiative=scene.archive, amount=Decimal(5), fiscal_year=None)
    assert (seen(now).gathered.year, seen(now).sight.totals.total) == (YEAR, Decimal(160))
    assert seen(now, basis="2025").sight.totals.total == 40
    assert seen(now, basis="life").sight.totals.total == 205
    assert (seen(now, basis="1999").gathered.year, seen(now).years) == (YEAR, (2026, 2025))


def test_money_is_of_the_whole_life_where_nothing_is_stated_for_the_year(now: datetime, root: Unit) -> None:
    make_outlay(initiative=make_initiative(unit=root), amount=Decimal(5), fiscal_year=None)
    assert (seen(now).gathered.year, seen(now).sight.totals.total) == (None, Decimal(5))


def test_other_currencies_count_at_the_rate_of_the_day(scene: Scene, now: datetime) -> None:
    make_rate("USD", Decimal("0.9"), day=date(2026, 1, 1))
    make_rate("USD", Decimal("0.8"), day=date(2026, 10, 1))
    make_rate("USD", Decimal("0.5"), day=date(2027, 1, 1))
    dollars = make_initiative(name="Dollars", unit=scene.tracker.unit)
    make_outlay(initiative=dollars, amount=Decimal(10), currency="USD", fiscal_year=YEAR)
    pounds = make_initiative(name="Pounds", unit=scene.tracker.unit)
    make_outlay(initiative=pounds, amount=Decimal(10), currency="GBP", fiscal_year=YEAR)
    line = seen(now)
    assert line.sight.totals.total == 168
    assert (line.sight.totals.without_amount, line.without_rate) == (1, 1)
    assert seen(now, measure=Measure.VALUE).without_rate == 0


def test_a_missing_rate_is_told_only_of_the_work_that_is_shown(
    scene: Scene, now: datetime, claims: Unit, sales: Unit
) -> None:
    """Else a reader of one unit learns of work in another one; and a filter would change nothing."""
    make_initiative(name="Nothing stated", unit=sales)
    pounds = make_initiative(name="Pounds", unit=sales)
    make_outlay(initiative=pounds, amount=Decimal(10), currency="GBP", fiscal_year=YEAR)
    told = {}
    for unit in (claims, sales):
        reader = make_user(f"Reader of {unit.name}")
        make_grant(reader, "reader", unit)
        totals = sight_data(seen(now, reader))["totals"]
        told[unit.name] = (totals["initiatives_without_amount"], totals["initiatives_without_rate"])
    assert told == {claims.name: (0, 0), sales.name: (1, 1)}


def test_benefit_value_is_the_other_figure(scene: Scene, now: datetime) -> None:
    scene.calls.annual_amount, scene.calls.annual_currency = Decimal(900), "EUR"
    scene.calls.save()
    line = seen(now, measure=Measure.VALUE)
    assert (line.sight.totals.total, line.sight.totals.linked) == (Decimal(900), Decimal(900))
    assert {share.intended for share in line.sight.shares} == {None}, (
        "shares of spend are intended, none of value"
    )


def test_a_unit_without_its_own_strategy_follows_the_one_above(
    scene: Scene, now: datetime, motor: Unit, claims: Unit
) -> None:
    assert seen(now, unit=motor.uid).sight.totals.stated == "customer_intimacy"
    make_strategy(
        name="Claims first",
        unit=claims,
        discipline="product_leadership",
        state=StrategyState.IN_FORCE,
        start_date=date(2026, 2, 1),
    )
    assert seen(now, unit=motor.uid).sight.totals.stated == "product_leadership"
    assert seen(now).sight.totals.stated == "customer_intimacy"


def test_part_of_the_enterprise_is_held_against_the_strategy_it_follows(
    scene: Scene, now: datetime, analyst: User, claims: Unit, sales: Unit
) -> None:
    make_strategy(
        name="Paid at once",
        unit=claims,
        discipline="operational_excellence",
        state=StrategyState.IN_FORCE,
        start_date=date(2026, 2, 1),
    )
    assert seen(now).sight.totals.stated == "customer_intimacy"
    assert seen(now, analyst).sight.totals.stated == "operational_excellence"
    make_grant(analyst, "reader", sales)
    both = seen(now, User.objects.get(pk=analyst.pk))
    assert names(both) == ["Claim tracker", "Tape archive"]
    assert both.sight.totals.stated == "", "two units, two strategies: their sum is held against neither"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ChainState.COMPLETE),
        ({"state": StrategyState.DRAFT}, ChainState.BROKEN),
        ({"start_date": date(2027, 1, 1)}, ChainState.BROKEN),
        ({"state": StrategyState.SUPERSEDED, "end_date": date(2026, 11, 2)}, ChainState.COMPLETE),
        ({"state": StrategyState.SUPERSEDED, "end_date": date(2026, 11, 1)}, ChainState.BROKEN),
    ],
)
def test_a_strategy_binds_on_its_own_days(
    scene: Scene, now: datetime, values: dict[str, object], expected: ChainState
) -> None:
    for name, value in values.items():
        setattr(scene.strategy, name, value)
    scene.strategy.save()
    assert seen(now).chains.initiatives[scene.tracker.pk].state is expected


def test_groups_open_by_their_code(scene: Scene, now: datetime, claims: Unit) -> None:
    program = make_program(name="Portals", unit=claims)
    for number in range(61):
        initiative = make_initiative(name=f"Portal {number}", unit=claims, program=program)
        make_need_link(initiative=initiative, need=scene.status, **FRESH)
    closed, opened = seen(now), seen(now, opened=program.code)
    assert closed.sight.is_grouped
    items = {Kind.PROGRAM: 1, Kind.UNIT: 1, Kind.INITIATIVE: 0}
    for line, expected in ((closed, items), (opened, {**items, Kind.PROGRAM: 0, Kind.INITIATIVE: 61})):
        found = {kind: len([n for n in line.sight.nodes if n.key.kind is kind]) for kind in items}
        assert found == expected
    assert seen(now, opened="U-0").sight.is_grouped


def test_blank_evidence_is_none(scene: Scene, now: datetime) -> None:
    link = scene.tracker.need_links.get()
    link.evidence = "  "
    link.save()
    assert seen(now).chains.initiatives[scene.tracker.pk].state is ChainState.WEAK


def test_a_benefit_of_another_unit_keeps_its_name_to_itself(
    scene: Scene, now: datetime, analyst: User, sales: Unit
) -> None:
    other = make_benefit(name="Sales secret", unit=sales)
    assert seen(now, analyst).labels.of(Key(Kind.BENEFIT, other.pk)).name == "Not open to you"
