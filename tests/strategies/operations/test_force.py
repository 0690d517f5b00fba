from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from foundation.actors import SYSTEM
from strategies.choices import Discipline, Perspective, StrategyState
from strategies.models import Effect, Strategy
from strategies.operations.force import (
    CARRIED,
    Bound,
    CannotBind,
    NoStart,
    NotADraft,
    PutAway,
    StartsTooEarly,
    new_version,
    put_in_force,
)
from strategies.queries.in_force import strategy_followed
from strategies.queries.versions import earliest_start, present_beside
from tests.factories.accounts import make_person
from tests.factories.strategies import (
    make_commitment,
    make_effect,
    make_growth_aim,
    make_objective,
    make_strategy,
)
from workbench.operations.records import Invalid, Stale

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)
START = date(2027, 1, 1)
EVE = date(2026, 12, 31)


@pytest.fixture
def bind(cio: User, now: datetime) -> Callable[..., Bound]:
    def called(strategy: Strategy, start: date | None = START, **given: Any) -> Bound:
        return put_in_force(strategy=strategy, start_date=start, actor=cio, now=now, **given)

    return called


@pytest.fixture
def present(claims: Unit) -> Strategy:
    return make_strategy(name="Present", unit=claims, state=StrategyState.IN_FORCE, start_date=SINCE)


@pytest.fixture
def draft(claims: Unit, present: Strategy) -> Strategy:
    return make_strategy(name="Next", unit=claims)


def stored(strategy: Strategy) -> tuple[str, date | None, date | None]:
    row = Strategy.objects.get(pk=strategy.pk)
    return row.state, row.start_date, row.end_date


# ── putting in force ─────────────────────────────────────────────────────────────────────────────
def test_the_first_strategy_of_a_unit_is_put_in_force(claims: Unit, bind: Callable[..., Bound]) -> None:
    strategy = make_strategy(unit=claims)
    assert bind(strategy) == Bound(strategy, None)
    assert stored(strategy) == ("in_force", START, None)
    assert Strategy.objects.get(pk=strategy.pk).replaces is None


def test_the_present_one_ends_the_day_before(
    present: Strategy, draft: Strategy, claims: Unit, cio: User, bind: Callable[..., Bound]
) -> None:
    assert bind(draft) == Bound(draft, present)
    assert stored(present) == ("superseded", SINCE, EVE)
    assert stored(draft) == ("in_force", START, None)
    assert Strategy.objects.get(pk=draft.pk).replaces == present
    assert [strategy_followed(claims, day) for day in (EVE, START)] == [present, draft]
    events = Event.objects.order_by("pk").values_list("object_uid", "verb", "actor_uid")
    assert list(events) == [(present.uid, "updated", cio.uid), (draft.uid, "updated", cio.uid)]


def test_other_units_keep_theirs(
    draft: Strategy, root: Unit, motor: Unit, bind: Callable[..., Bound]
) -> None:
    others = [
        make_strategy(unit=unit, state=StrategyState.IN_FORCE, start_date=SINCE) for unit in (root, motor)
    ]
    bind(draft)
    assert [stored(other) for other in others] == [("in_force", SINCE, None)] * 2


def test_the_version_replaced_is_the_one_that_was_in_force(
    claims: Unit, present: Strategy, bind: Callable[..., Bound]
) -> None:
    """A draft made from an old version may find another one in force when its time comes."""
    old = make_strategy(
        unit=claims, state=StrategyState.SUPERSEDED, start_date=date(2024, 1, 1), end_date=date(2025, 12, 31)
    )
    bind(draft := make_strategy(unit=claims, replaces=old))
    assert Strategy.objects.get(pk=draft.pk).replaces == present


def test_what_a_draft_replaces_is_kept_where_nothing_is_in_force(
    claims: Unit, bind: Callable[..., Bound]
) -> None:
    old = make_strategy(
        unit=claims, state=StrategyState.SUPERSEDED, start_date=SINCE, end_date=date(2026, 6, 30)
    )
    bind(draft := make_strategy(unit=claims, replaces=old))
    assert Strategy.objects.get(pk=draft.pk).replaces == old


def test_a_start_is_needed(draft: Strategy, bind: Callable[..., Bound]) -> None:
    with pytest.raises(NoStart, match="Say from which day"):
        bind(draft, None)
    assert stored(draft) == ("draft", None, None)


@pytest.mark.parametrize("start", [SINCE, SINCE - timedelta(days=1)])
def test_it_starts_after_the_present_one(
    present: Strategy, draft: Strategy, start: date, bind: Callable[..., Bound]
) -> None:
    with pytest.raises(
        StartsTooEarly, match=r"“Present” was in force before. Choose a start on 2 Jan 2026"
    ) as told:
        bind(draft, start)
    assert (told.value.other, told.value.earliest) == (present, date(2026, 1, 2))
    assert [stored(each) for each in (present, draft)] == [("in_force", SINCE, None), ("draft", None, None)]


def test_the_day_after_the_start_of_the_present_one_is_early_enough(
    present: Strategy, draft: Strategy, bind: Callable[..., Bound]
) -> None:
    bind(draft, date(2026, 1, 2))
    assert stored(present) == ("superseded", SINCE, SINCE)


def test_no_day_of_a_former_version_is_taken(claims: Unit, bind: Callable[..., Bound]) -> None:
    make_strategy(unit=claims, state=StrategyState.SUPERSEDED, start_date=SINCE, end_date=date(2026, 6, 30))
    draft = make_strategy(unit=claims)
    assert earliest_start(draft) == date(2026, 7, 1)
    with pytest.raises(StartsTooEarly, match="1 Jul 2026 or later"):
        bind(draft, date(2026, 6, 30))
    bind(draft, date(2026, 7, 1))
    assert stored(draft) == ("in_force", date(2026, 7, 1), None)


def test_the_day_it_names_is_free_of_every_version(
    present: Strategy, claims: Unit, draft: Strategy, bind: Callable[..., Bound]
) -> None:
    """Not the first day after the version that happens to come first."""
    make_strategy(unit=claims, state=StrategyState.SUPERSEDED, start_date="2024-01-01", end_date="2025-12-31")
    with pytest.raises(StartsTooEarly) as told:
        bind(draft, date(2025, 6, 1))
    assert (told.value.other, told.value.earliest) == (present, earliest_start(draft))


def test_a_former_version_whose_end_nobody_knows_claims_no_day(
    claims: Unit, bind: Callable[..., Bound]
) -> None:
    make_strategy(unit=claims, state=StrategyState.SUPERSEDED, start_date=SINCE)
    draft = make_strategy(unit=claims)
    assert earliest_start(draft) is None
    bind(draft, SINCE)


def test_what_it_would_supersede_and_when_is_known_before(
    present: Strategy, draft: Strategy, sales: Unit
) -> None:
    assert (present_beside(draft), earliest_start(draft)) == (present, date(2026, 1, 2))
    alone = make_strategy(unit=sales)
    assert (present_beside(alone), earliest_start(alone)) == (None, None)


def test_only_a_draft_is_put_in_force(present: Strategy, draft: Strategy, bind: Callable[..., Bound]) -> None:
    with pytest.raises(NotADraft, match="Present is in force already"):
        bind(present)
    bind(draft)
    with pytest.raises(NotADraft, match=r"Present has been superseded. Begin a new version"):
        bind(Strategy.objects.get(pk=present.pk))


def test_what_is_archived_is_brought_back_first(
    draft: Strategy, now: datetime, bind: Callable[..., Bound]
) -> None:
    draft.archived_at = now
    draft.save()
    with pytest.raises(PutAway, match="Next is archived"):
        bind(draft)


def test_who_saw_another_version_is_told(
    draft: Strategy, present: Strategy, bind: Callable[..., Bound]
) -> None:
    with pytest.raises(Stale):
        bind(draft, version=7)
    assert stored(present) == ("in_force", SINCE, None)


def test_it_takes_the_permission_in_the_unit(
    draft: Strategy, present: Strategy, outsider: User, reader: User, now: datetime
) -> None:
    for user in (outsider, reader):
        with pytest.raises(PermissionDenied):
            put_in_force(strategy=draft, start_date=START, actor=user, now=now)
    assert [stored(each) for each in (present, draft)] == [("in_force", SINCE, None), ("draft", None, None)]


def test_every_refusal_is_one_kind() -> None:
    assert {NoStart, NotADraft, PutAway, StartsTooEarly} == set(CannotBind.__subclasses__())


# ── the next version ─────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Whole:
    """A strategy that says everything."""

    strategy: Strategy
    now: datetime = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

    def next(self, name: str = "Next") -> Strategy:
        return new_version(strategy=self.strategy, name=name, actor=SYSTEM, now=self.now)


@pytest.fixture
def whole(claims: Unit) -> Whole:
    strategy = make_strategy(
        name="Present",
        unit=claims,
        state=StrategyState.IN_FORCE,
        start_date=SINCE,
        discipline=Discipline.OPERATIONAL_EXCELLENCE,
        customer="Drivers",
        statement="Paid in two days",
        will_not="Fleets",
        sponsor=make_person("Ada Byrne"),
        engaged_date=date(2026, 10, 1),
        product_leadership_share=10,
        operational_excellence_share=60,
        customer_intimacy_share=30,
        product_leadership_minimum=40,
        customer_intimacy_minimum=55,
        front_office_share=70,
        back_office_share=30,
        source="plan.xlsx",
        external_key="7",
    )
    give_parts(strategy)
    return Whole(strategy)


def give_parts(strategy: Strategy) -> None:
    """Objectives with effects, an aim and commitments; some put away, one kept."""
    first = make_objective(
        name="Faster",
        strategy=strategy,
        perspective=Perspective.PROCESS,
        weight=3,
        due_date=START,
        owner=make_person("Lena Fischer"),
        description="Two days",
    )
    second = make_objective(name="Loyal", strategy=strategy)
    put_away = make_objective(name="Given up", strategy=strategy, archived_at=Whole.now)
    make_effect(cause=first, outcome=second, reason="Speed keeps people")
    make_effect(cause=put_away, outcome=second)
    make_effect(cause=second, outcome=first, archived_at=Whole.now)
    make_growth_aim(
        name="More drivers", strategy=strategy, figure=Decimal(8), unit_of_measure="%", due_date=START
    )
    make_commitment(name="Sit in weekly", strategy=strategy, due_date=START)
    make_commitment(name="Name a lead", strategy=strategy, kept_date=SINCE)


def test_a_new_version_says_the_same_and_binds_nobody(whole: Whole) -> None:
    made = whole.next()
    draft = Strategy.objects.get(pk=made.pk)
    assert [getattr(draft, name) for name in CARRIED] == [getattr(whole.strategy, name) for name in CARRIED]
    assert (draft.name, draft.state, draft.start_date, draft.end_date) == ("Next", "draft", None, None)
    assert (draft.replaces, draft.source, draft.external_key) == (whole.strategy, "", "")
    assert stored(whole.strategy) == ("in_force", SINCE, None)


def test_a_new_version_takes_along_what_is_still_to_be_reached(whole: Whole) -> None:
    draft = whole.next()
    names = ("name", "discipline", "perspective", "weight", "due_date", "owner__name", "description")
    assert list(draft.objectives.order_by("number").values_list(*names)) == [
        ("Faster", "operational_excellence", "process", 3, START, "Lena Fischer", "Two days"),
        ("Loyal", "operational_excellence", "", 1, None, None, ""),
    ]
    aims = draft.growth_aims.values_list("name", "kind", "figure", "unit_of_measure", "due_date")
    assert list(aims) == [("More drivers", "revenue", Decimal(8), "%", START)]
    assert list(draft.commitments.values_list("name", "due_date", "kept_date")) == [
        ("Sit in weekly", START, None)
    ]
    effects = Effect.objects.filter(cause__strategy=draft)
    assert [(str(effect), effect.reason) for effect in effects] == [("Faster → Loyal", "Speed keeps people")]
    assert whole.strategy.objectives.count() == 3


def test_a_version_of_a_draft_replaces_what_the_draft_replaces(whole: Whole) -> None:
    draft = whole.next()
    other = new_version(strategy=draft, name="Another", actor=SYSTEM, now=whole.now)
    assert other.replaces == whole.strategy


def test_a_bare_strategy_has_a_bare_next_version(claims: Unit, now: datetime) -> None:
    draft = new_version(strategy=make_strategy(unit=claims), name="Next", actor=SYSTEM, now=now)
    assert (draft.replaces, draft.objectives.count(), draft.state) == (None, 0, "draft")


def test_a_name_that_is_taken_is_refused_and_nothing_is_copied(whole: Whole) -> None:
    with pytest.raises(Invalid, match="This unit has a strategy of this name already"):
        whole.next("Present")
    assert Strategy.objects.count() == 1


def test_a_new_version_takes_the_permission_in_the_unit(whole: Whole, outsider: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        new_version(strategy=whole.strategy, name="Next", actor=outsider, now=now)
    assert Strategy.objects.count() == 1


def test_the_next_version_goes_through_the_trail(whole: Whole) -> None:
    whole.next()
    labels = [event.type_label.partition(".")[2] for event in Event.objects.order_by("pk")]
    assert labels == ["strategy", "objective", "objective", "growthaim", "commitment", "effect"]
