"""Re-mapping: all or nothing, every link carried or explained, the same twice, corrected later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from alignment.choices import Verdict
from alignment.models import (
    Adoption,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    ObjectiveSuccession,
    StrategyElement,
)
from alignment.operations.standing import keep_standings
from alignment.operations.succession import Fate, NotASuccessor, Remapped, Unanswered, remap
from alignment.operations.succession_links import CarriedLinks
from alignment.queries.succession import remapping
from audit.models import Event
from foundation.actors import SYSTEM
from metrics.models import ObjectiveMeasure
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from tests.factories.accounts import NOW, make_grant
from tests.factories.alignment import (
    make_adoption,
    make_element_need,
    make_element_objective,
    make_strategy_element,
)
from tests.factories.customers import make_need
from tests.factories.metrics import make_metric, make_objective_measure
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from accounts.models import Unit, User

COPY = Fate(is_copied=True)
ENDS = Fate(reason="Reached")
EVIDENCE = {"strength": 3, "evidence": "Interviews", "evidence_date": date(2026, 5, 4), "review_months": 6}


@dataclass
class World:
    """An old strategy with two objectives and two elements, and a new one with an objective and an element."""

    former: Strategy
    successor: Strategy
    quick: Objective
    cheap: Objective
    faster: Objective
    calls: StrategyElement
    forms: StrategyElement
    app: StrategyElement

    def remap(self, *, actor: Any = SYSTEM, **fates: Fate) -> Remapped:
        said = {getattr(self, name): fate for name, fate in fates.items()}
        return remap(
            former=self.former,
            successor=self.successor,
            objectives={row: fate for row, fate in said.items() if isinstance(row, Objective)},
            elements={row: fate for row, fate in said.items() if isinstance(row, StrategyElement)},
            actor=actor,
            now=NOW,
        )


@pytest.fixture
def world(claims: Unit) -> World:
    days = {"start_date": date(2024, 1, 1), "end_date": date(2025, 12, 31)}
    former = make_strategy(unit=claims, state=StrategyState.SUPERSEDED, **days)
    successor = make_strategy(unit=claims, replaces=former)
    return World(
        former=former,
        successor=successor,
        quick=make_objective(name="Quick", strategy=former, weight=3),
        cheap=make_objective(name="Cheap", strategy=former),
        faster=make_objective(name="Faster", strategy=successor),
        calls=make_strategy_element(name="No calls", strategy=former, statement="Nobody has to call"),
        forms=make_strategy_element(name="No forms", strategy=former),
        app=make_strategy_element(name="One app", strategy=successor),
    )


def test_links_go_along_with_what_they_say(world: World) -> None:
    need = make_need()
    make_element_objective(element=world.calls, objective=world.quick, **EVIDENCE)
    make_element_need(element=world.calls, need=need, **EVIDENCE)
    done = world.remap(quick=Fate(world.faster), cheap=ENDS, calls=Fate(world.app), forms=ENDS)
    assert done == Remapped(gone_on=2, ended=2, copied=0, links=CarriedLinks(made=2), adoptions=0)
    for link in (ElementObjective.objects.get(element=world.app), ElementNeed.objects.get(element=world.app)):
        assert {name: getattr(link, name) for name in EVIDENCE} == EVIDENCE
    assert ElementObjective.objects.get(element=world.app).objective == world.faster
    assert ElementNeed.objects.filter(element=world.calls, need=need).exists()
    assert list(
        ObjectiveSuccession.objects.order_by("number").values_list("former", "successor", "reason")
    ) == [
        (world.quick.pk, world.faster.pk, ""),
        (world.cheap.pk, None, "Reached"),
    ]


def test_what_goes_on_unchanged_is_copied(world: World) -> None:
    make_element_objective(element=world.calls, objective=world.quick, **EVIDENCE)
    measure = make_objective_measure(objective=world.quick, metric=make_metric(name="Days"), weight=4)
    done = world.remap(quick=COPY, cheap=COPY, calls=COPY, forms=COPY)
    assert (done.gone_on, done.copied, done.links) == (4, 4, CarriedLinks(made=2))
    copy = world.successor.alignment_elements.get(name="No calls")
    objective = world.successor.objectives.get(name="Quick")
    assert (copy.statement, objective.weight) == ("Nobody has to call", 3)
    assert ElementObjective.objects.get(element=copy).objective == objective
    carried = ObjectiveMeasure.objects.get(objective=objective)
    assert (carried.metric, carried.weight, carried.kind) == (measure.metric, 4, measure.kind)


def test_one_of_the_same_name_is_taken_for_the_copy_even_an_archived_one(world: World) -> None:
    there = make_objective(name="Quick", strategy=world.successor, archived_at=NOW)
    make_objective(name="Cheap", strategy=world.successor)
    done = world.remap(quick=COPY, cheap=COPY, calls=ENDS, forms=ENDS)
    there.refresh_from_db()
    assert (done.copied, there.is_archived) == (0, False)
    assert world.successor.objectives.count() == 3


def test_twice_the_same_changes_nothing(world: World) -> None:
    make_element_need(element=world.calls, **EVIDENCE)
    make_adoption(strategy=world.former, verdict=Verdict.ADOPTED, element=world.calls)
    said = {"quick": Fate(world.faster), "cheap": ENDS, "calls": COPY, "forms": ENDS}
    assert world.remap(**said).adoptions == 1
    events = Event.objects.count()
    done = world.remap(**said)
    assert (done.copied, done.links, done.adoptions) == (0, CarriedLinks(kept=1), 0)
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("there", "expected", "links"),
    [(1, 3, CarriedLinks(strengthened=1)), (3, 3, CarriedLinks(kept=1))],
)
def test_of_two_links_the_stronger_is_kept(
    world: World, there: int, expected: int, links: CarriedLinks
) -> None:
    need = make_need()
    make_element_need(element=world.calls, need=need, **EVIDENCE)
    present = make_element_need(element=world.app, need=need, strength=there, evidence="Here")
    done = world.remap(quick=ENDS, cheap=ENDS, calls=Fate(world.app), forms=ENDS)
    present.refresh_from_db()
    assert (done.links, present.strength) == (links, expected)
    assert present.evidence == ("Interviews" if there == 1 else "Here")


def test_a_link_that_was_archived_returns(world: World) -> None:
    need = make_need()
    make_element_need(element=world.calls, need=need, strength=2)
    away = make_element_need(element=world.app, need=need, strength=3, archived_at=NOW)
    done = world.remap(quick=ENDS, cheap=ENDS, calls=Fate(world.app), forms=ENDS)
    away.refresh_from_db()
    assert (done.links, away.strength, away.is_archived) == (CarriedLinks(made=1), 2, False)


def test_links_of_other_strategies_to_an_objective_follow_it(world: World, sales: Unit) -> None:
    theirs = make_strategy_element(strategy=make_strategy(unit=sales))
    make_element_objective(element=theirs, objective=world.quick, strength=2)
    world.remap(quick=Fate(world.faster), cheap=ENDS, calls=ENDS, forms=ENDS)
    found = ElementObjective.objects.filter(element=theirs).order_by("number")
    assert [(link.objective, link.strength) for link in found] == [(world.quick, 2), (world.faster, 2)]


def test_who_may_change_the_unit_carries_what_reaches_beyond_it(
    world: World, root: Unit, analyst: User
) -> None:
    above = make_objective(strategy=make_strategy(unit=root))
    make_element_objective(element=world.calls, objective=above, strength=2)
    analyst_ = _strategist(analyst, world.former.unit)
    world.remap(quick=ENDS, cheap=ENDS, calls=Fate(world.app), forms=ENDS, actor=analyst_)
    assert ElementObjective.objects.get(element=world.app).objective == above
    assert {event.actor_label for event in Event.objects.all()} == {analyst_.label}


def _strategist(user: User, unit: Unit) -> Any:
    """Somebody who may change strategies of the unit and below."""
    make_grant(user, "cio", unit)
    return type(user).objects.get(pk=user.pk)


def test_others_may_not(world: World, reader: User, outsider: User) -> None:
    for actor in (reader, outsider):
        with pytest.raises(PermissionDenied):
            world.remap(quick=ENDS, cheap=ENDS, calls=ENDS, forms=ENDS, actor=actor)


@pytest.mark.parametrize("missing", ["quick", "cheap", "calls", "forms"])
def test_it_refuses_while_one_is_open_and_writes_nothing(world: World, missing: str) -> None:
    said = dict.fromkeys(("quick", "cheap", "calls", "forms"), COPY)
    for answer in ({}, {missing: Fate()}, {missing: Fate(reason="  ")}):
        with pytest.raises(Unanswered) as refusal:
            world.remap(**{name: fate for name, fate in said.items() if name != missing}, **answer)
        assert refusal.value.records == (getattr(world, missing),)
    assert Event.objects.count() == 0


def test_what_is_archived_needs_no_answer(world: World) -> None:
    for row in (world.cheap, world.forms):
        row.archived_at = NOW
        row.save()
    make_element_objective(element=world.calls, objective=world.cheap)
    assert world.remap(quick=ENDS, calls=Fate(world.app)).links == CarriedLinks()


def test_successors_belong_to_the_new_strategy(world: World, sales: Unit) -> None:
    rest = {"cheap": ENDS, "calls": ENDS, "forms": ENDS}
    with pytest.raises(NotASuccessor):
        world.remap(quick=Fate(make_objective(strategy=make_strategy(unit=sales))), **rest)
    world.faster.archived_at = NOW
    with pytest.raises(NotASuccessor):
        world.remap(quick=Fate(world.faster), **rest)
    for wrong in (world.former, make_strategy(unit=sales)):
        world.successor = wrong
        with pytest.raises(NotASuccessor):
            world.remap(quick=ENDS, **rest)


def test_an_answer_is_corrected_later(world: World) -> None:
    rest = {"cheap": ENDS, "calls": ENDS, "forms": ENDS}
    world.remap(quick=ENDS, **rest)
    world.remap(quick=Fate(world.faster, reason="Renamed"), **rest)
    succession = ObjectiveSuccession.objects.get(former=world.quick)
    assert (succession.successor, succession.reason) == (world.faster, "Renamed")
    succession.archived_at = NOW
    succession.save()
    world.remap(quick=ENDS, **rest)
    succession.refresh_from_db()
    assert (succession.successor, succession.reason, succession.is_archived) == (None, "Reached", False)


def test_answers_go_along_unless_the_new_strategy_has_answered(world: World) -> None:
    kept = make_adoption(strategy=world.former, verdict=Verdict.ADAPTED, element=world.calls, reason="Ours")
    own = make_adoption(strategy=world.former, verdict=Verdict.ADOPTED, element=world.forms)
    make_adoption(strategy=world.successor, it_need=own.it_need)
    no = make_adoption(strategy=world.former, reason="Not ours")
    assert remapping(world.former, world.successor).waiting == (kept, no)
    done = world.remap(quick=ENDS, cheap=ENDS, calls=Fate(world.app), forms=COPY)
    found = Adoption.objects.get(strategy=world.successor, it_need=kept.it_need)
    assert (done.adoptions, found.element, found.verdict, found.reason) == (2, world.app, "adapted", "Ours")
    rejected = Adoption.objects.get(strategy=world.successor, it_need=no.it_need)
    assert (rejected.verdict, rejected.reason, rejected.element) == (Verdict.REJECTED, "Not ours", None)
    assert Adoption.objects.filter(strategy=world.successor).count() == 3
    assert remapping(world.former, world.successor).waiting == ()


def test_one_element_takes_over_one_adoption(world: World) -> None:
    make_adoption(strategy=world.former, verdict=Verdict.ADAPTED, element=world.calls)
    second = make_adoption(strategy=world.former, verdict=Verdict.ADOPTED, element=world.forms)
    assert world.remap(quick=ENDS, cheap=ENDS, calls=Fate(world.app), forms=Fate(world.app)).adoptions == 1
    assert remapping(world.former, world.successor).waiting == (second,)


def test_an_answer_that_is_taken_back_stays_so_and_is_shown(world: World) -> None:
    no = make_adoption(strategy=world.former)
    make_adoption(strategy=world.successor, it_need=no.it_need, archived_at=NOW)
    assert world.remap(quick=ENDS, cheap=ENDS, calls=COPY, forms=COPY).adoptions == 0
    assert remapping(world.former, world.successor).waiting == (no,)


def test_an_element_that_ends_explains_its_answer(world: World) -> None:
    answer = make_adoption(strategy=world.former, verdict=Verdict.ADOPTED, element=world.calls)
    assert remapping(world.former, None).waiting == (answer,)
    assert world.remap(quick=ENDS, cheap=ENDS, calls=ENDS, forms=COPY).adoptions == 0
    assert remapping(world.former, world.successor).waiting == ()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_world_no_link_is_lost(seed: int, claims: Unit) -> None:
    luck = Random(seed)
    former, successor = make_strategy(unit=claims), make_strategy(unit=claims)
    old = [make_objective(name=f"O{n}", strategy=former) for n in range(luck.randint(0, 3))]
    new = [make_objective(strategy=successor) for _ in range(luck.randint(0, 2))]
    elements = [make_strategy_element(name=f"E{n}", strategy=former) for n in range(luck.randint(0, 3))]
    later = [make_strategy_element(strategy=successor) for _ in range(luck.randint(0, 2))]
    needs = [make_need() for _ in range(2)]
    metric = make_metric()
    for element in [*elements, *later]:
        for objective in [*old, *new]:
            if luck.random() < 0.5:
                make_element_objective(element=element, objective=objective, strength=luck.randint(0, 3))
        for need in needs:
            if luck.random() < 0.5:
                make_element_need(element=element, need=need, strength=luck.randint(0, 3))
    for objective in old:
        make_objective_measure(objective=objective, metric=metric)

    def fates(rows: list[Any], choices: list[Any]) -> dict[Any, Fate]:
        return {row: luck.choice([ENDS, COPY, *(Fate(choice) for choice in choices)]) for row in rows}

    said: dict[str, Any] = {"objectives": fates(old, new), "elements": fates(elements, later)}
    assert remapping(former, successor).open == len(old) + len(elements)
    done = remap(former=former, successor=successor, **said, actor=SYSTEM, now=NOW)
    found = remapping(former, successor)
    assert (found.lost, found.open) == (0, 0)
    assert done.gone_on + done.ended == len(old) + len(elements)
    before = Event.objects.count()
    remap(former=former, successor=successor, **said, actor=SYSTEM, now=NOW)
    assert Event.objects.count() == before


def _many(claims: Unit, count: int) -> tuple[Strategy, Strategy, dict[str, Any]]:
    former, successor = make_strategy(unit=claims), make_strategy(unit=claims)
    objectives = [make_objective(name=f"O{n}", strategy=former) for n in range(count)]
    elements = [make_strategy_element(name=f"E{n}", strategy=former) for n in range(count)]
    for element, objective in zip(elements, objectives, strict=True):
        make_element_objective(element=element, objective=objective)
        make_element_need(element=element)
        make_objective_measure(objective=objective)
    return former, successor, {"objectives": objectives, "elements": elements}


@pytest.mark.parametrize("count", [3, 6])
def test_the_number_of_statements_does_not_grow(
    count: int, claims: Unit, django_assert_num_queries: Callable[..., Any]
) -> None:
    former, successor, rows = _many(claims, count)
    said = {kind: dict.fromkeys(records, COPY) for kind, records in rows.items()}
    with django_assert_num_queries(11):
        remapping(former, successor)
    keep_standings(now=NOW)
    with django_assert_num_queries(170):
        remap(former=former, successor=successor, **said, actor=SYSTEM, now=NOW)
    assert ElementSuccession.objects.count() == count
