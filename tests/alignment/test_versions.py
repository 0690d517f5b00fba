"""Money and chains while one version of a strategy follows another: every figure is whole, whoever gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Enterprise
from alignment.choices import Action, ChainState, GapKind, Hop, Reason
from alignment.engine.allocation import allocate
from alignment.engine.facts import Facts, Ref
from alignment.engine.shares import known_sum
from alignment.models import Initiative, StrategyElement
from alignment.operations.standing import keep_standings
from alignment.operations.succession import Fate, remap
from alignment.panels.chain import line_of_sight as chain_panel
from alignment.queries.chains import ChainQuestion, ChainReport, chain_report
from alignment.queries.coverage import coverage_report
from alignment.queries.gate import first_gates
from alignment.queries.intent import IntentQuestion, spend_against_intent
from alignment.queries.question import Question
from alignment.queries.record_chain import record_chain
from alignment.queries.sight import line_of_sight
from alignment.serializers.api import sight_data
from alignment.serializers.coverage import coverage_data
from alignment.serializers.lane import Lane
from foundation import formats
from foundation.actors import SYSTEM
from strategies.models import Objective, Strategy
from strategies.operations.force import new_version, put_in_force
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW

FIRST_DAY = date(2026, 11, 10)
"""Of the next version."""
EVE = NOW + timedelta(days=7)
DAY = NOW + timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Told:
    """Where money goes by the names of those it reaches, with what each figure must add up to."""

    elements: dict[str, Decimal]
    objectives: dict[str, Decimal]
    disciplines: dict[str, Decimal]
    state: ChainState


def told(scene: Scene, now: datetime) -> Told:
    """From the whole line of sight, from one record's own rows, and from spend against intent: all the same."""
    line = line_of_sight(SYSTEM, Question(), now, Enterprise.objects.get())
    allocation = allocate(line.gathered.facts)
    assert whole(line.gathered.facts) == (Decimal(160), Decimal(100), Decimal(100), Decimal(100))
    near = record_chain(SYSTEM, scene.tracker, Hop.INITIATIVE, now, Enterprise.objects.get())
    assert near is not None
    own = allocate(near.line.gathered.facts)
    assert own.objectives.parts == allocation.objectives.parts
    state = line.chains.initiatives[scene.tracker.pk].state
    assert near.chain.state is state
    assert near.chain.findings == line.chains.initiatives[scene.tracker.pk].findings
    shares = {share.discipline: share.amount for share in line.sight.shares if share.amount}
    found = spend_against_intent(SYSTEM, IntentQuestion(), now, Enterprise.objects.get())
    assert found.chosen is not None
    assert {part.key: part.amount for part in found.chosen.spend.disciplines if part.amount} == shares
    name = line.labels.of
    return Told(
        {
            label(scene, name(Ref(Hop.ELEMENT, key)).record): value
            for key, value in reached(allocation.elements)
        },
        {
            label(scene, name(Ref(Hop.OBJECTIVE, key)).record): value
            for key, value in reached(allocation.objectives)
        },
        shares,
        state,
    )


def reached(flow: Any) -> Any:
    return flow.received().items()


def label(scene: Scene, record: Any) -> str:
    """Which version a record is of."""
    return "old" if record.strategy_id == scene.strategy.pk else "new"


def whole(facts: Facts) -> tuple[Decimal | None, ...]:
    """The total, and what reaches needs: as it is, and added up from its parts to elements and objectives."""
    found = allocate(facts)
    parts = (known_sum(flow.parts.values()) for flow in (found.elements, found.objectives))
    return (known_sum(found.needs.parts.values()), found.linked, *parts)


OLD = {"old": Decimal(100)}
NEW = {"new": Decimal(100)}
OPERATIONS = {"operational_excellence": Decimal(100)}


@pytest.fixture
def draft(scene: Scene) -> Strategy:
    return new_version(strategy=scene.strategy, name="Closer still", actor=SYSTEM, now=NOW)


def carry_over(scene: Scene, draft: Strategy) -> None:
    remap(
        former=scene.strategy,
        successor=draft,
        objectives={scene.objective: Fate(Objective.objects.get(strategy=draft))},
        elements={scene.element: Fate(is_copied=True)},
        actor=SYSTEM,
        now=NOW,
    )


def test_a_re_mapping_takes_no_money_before_the_day_and_all_from_it_on(scene: Scene, draft: Strategy) -> None:
    before = Told(OLD, OLD, OPERATIONS, ChainState.COMPLETE)
    after = Told(NEW, NEW, OPERATIONS, ChainState.COMPLETE)
    assert told(scene, NOW) == before
    carry_over(scene, draft)
    assert told(scene, NOW) == before
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    assert (told(scene, EVE), told(scene, DAY)) == (before, after)


def test_without_a_re_mapping_the_line_breaks_on_the_day_and_says_what_to_do(
    scene: Scene, draft: Strategy
) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    assert told(scene, EVE) == Told(OLD, OLD, OPERATIONS, ChainState.COMPLETE)
    assert told(scene, DAY) == Told({}, {}, {}, ChainState.BROKEN)
    over = Ref(Hop.ELEMENT, scene.element.pk)
    line = line_of_sight(SYSTEM, Question(), DAY, Enterprise.objects.get())
    chain = line.chains.initiatives[scene.tracker.pk]
    assert [(one.reason, one.action, one.near) for one in chain.findings] == [
        (Reason.ENDED, Action.REMAP, over)
    ]
    kinds = [(gap.kind, gap.action, gap.near) for gap in line.sight.gaps if gap.ref.id == scene.status.pk]
    assert (GapKind.NEED_WITHOUT_OBJECTIVE, Action.REMAP, over) in kinds
    assert sight_data(line)["totals"]["linked_amount"] == "100.00"
    carry_over(scene, draft)
    assert told(scene, DAY) == Told(NEW, NEW, OPERATIONS, ChainState.COMPLETE)


def reported(at: datetime) -> ChainReport:
    """What is told once the day has begun."""
    keep_standings(now=at)
    return chain_report(SYSTEM, at)


def test_what_has_ended_is_not_counted_by_the_report(scene: Scene, draft: Strategy) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    eve, day = (reported(at).counts for at in (EVE, DAY))
    assert [
        {state.value: n for state, n in eve[hop].items() if n} for hop in (Hop.OBJECTIVE, Hop.ELEMENT)
    ] == [
        {"complete": 1, "broken": 1},
        {"complete": 1},
    ]
    assert [
        {state.value: n for state, n in day[hop].items() if n} for hop in (Hop.OBJECTIVE, Hop.ELEMENT)
    ] == [
        {"broken": 1},
        {},
    ]
    unserved = chain_report(SYSTEM, DAY, ChainQuestion(hop=Hop.OBJECTIVE)).lines[0]
    assert (unserved.action, unserved.reason) == (Action.LINK_ELEMENT, Reason.MISSING)


def test_the_gate_agrees_with_the_chain(scene: Scene, draft: Strategy) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    tracker = Initiative.objects.get(pk=scene.tracker.pk)
    gates = [first_gates([tracker], at.date()).gates[tracker.pk] for at in (EVE, DAY)]
    assert [gate.closed_by for gate in gates] == [(), (scene.strategy.pk,)]


def test_the_coverage_of_a_strategy_that_has_ended_is_empty_and_says_so(
    scene: Scene, draft: Strategy
) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    eve, day = (
        coverage_report(SYSTEM, at, Enterprise.objects.get(), scene.strategy.uid) for at in (EVE, DAY)
    )
    assert eve is not None
    assert day is not None
    assert [(found.has_ended, len(found.lines), found.served) for found in (eve, day)] == [
        (False, 1, 1),
        (True, 0, 0),
    ]
    assert (coverage_data(day)["has_ended"], coverage_data(day)["elements"]) == (True, [])


def test_the_page_of_an_ended_record_says_so_and_leads_to_the_re_mapping(
    scene: Scene, draft: Strategy
) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    for record in (
        StrategyElement.objects.get(pk=scene.element.pk),
        Objective.objects.get(pk=scene.objective.pk),
    ):
        assert (
            chain_panel(record=record, viewer=SYSTEM, now=EVE, enterprise=Enterprise.objects.get())[
                "chain"
            ].state
            is ChainState.COMPLETE
        )
        shown = chain_panel(record=record, viewer=SYSTEM, now=DAY, enterprise=Enterprise.objects.get())
        assert (shown["chain"], shown["ended"]["strategy"]) == (None, scene.strategy)
        assert shown["ended"]["remap_url"] == reverse("strategy_remap", args=[scene.strategy.uid])


def test_the_action_opens_the_re_mapping_for_those_who_may_edit(
    scene: Scene, draft: Strategy, cio: Any, reader: Any
) -> None:
    put_in_force(strategy=draft, start_date=FIRST_DAY, actor=SYSTEM, now=NOW)
    urls = []
    for viewer in (cio, reader):
        lane = Lane(
            line_of_sight(viewer, Question(), DAY, Enterprise.objects.get()), viewer, formats.Scale.UNITS
        )
        (row,) = [
            row
            for group in lane.everything(20)
            for row in group.rows
            if row.remedy.label == "Re-map strategy" and row.code == scene.status.code
        ]
        urls.append((row.remedy.url, row.remedy.in_place))
    assert urls == [(reverse("strategy_remap", args=[scene.strategy.uid]), False), ("", False)]
    panel = chain_panel(record=scene.tracker, viewer=cio, now=DAY, enterprise=Enterprise.objects.get())
    assert [(row["where"], row["reason"], row["remedy"].label) for row in panel["findings"]] == [
        ("Strategy element: Claims without calls", "Its strategy has ended", "Re-map strategy")
    ]


def test_what_an_archived_strategy_asked_for_counts_no_more(scene: Scene) -> None:
    scene.strategy.archived_at = NOW
    scene.strategy.save()
    assert told(scene, NOW) == Told({}, {}, {}, ChainState.BROKEN)
    chain = line_of_sight(SYSTEM, Question(), NOW, Enterprise.objects.get()).chains.initiatives[
        scene.tracker.pk
    ]
    assert chain.action is Action.LINK_ELEMENT
