"""The demonstration is complete enough to be shown: what it tells of the firm."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from accounts.models import Enterprise, Grant, Person, Unit, User
from activity.models import Notification
from alignment.choices import ChainState, OutlayKind
from alignment.models import (
    Adoption,
    Benefit,
    Dismissal,
    Initiative,
    ObjectiveSuccession,
    Outlay,
    StrategyElement,
)
from alignment.operations.challenges import remind_of_late_challenges
from alignment.queries.chains import ChainQuestion, chain_report
from alignment.queries.challenges import challenge_counts, proposed
from alignment.queries.intent import IntentQuestion, spend_against_intent
from alignment.queries.standing_check import differences
from alignment.queries.standing_trend import standing_trend
from alignment.queries.succession import remapping
from alignment.serializers.succession import tension
from assessments.choices import Side
from assessments.engine.scoring import Score
from assessments.models import Invitation, Round
from assessments.queries.asking import waiting_for
from assessments.queries.results import results
from customers.choices import SegmentKind
from customers.models import EarlierAnswer, Need, Segment
from foundation.actors import SYSTEM
from jobs.models import Message
from metrics.models import ObjectiveMeasure
from strategies.choices import Discipline, MapFault
from strategies.engine.strategy_map import Arrow, MapFinding, Node, findings
from strategies.engine.verdict import verdict
from strategies.models import Commitment, Effect, Objective, Strategy
from tests.journeys.conftest import SHOWN as NOW

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("demonstration")]

ROOT = "Alderbrook Mutual"


def budget(initiatives: Any) -> Decimal | None:
    """Thousands of euros planned for the year."""
    rows = Outlay.objects.filter(kind=OutlayKind.BUDGET, fiscal_year=2026, initiative__in=initiatives)
    total: Decimal | None = rows.aggregate(total=Sum("amount"))["total"]
    return total and total / 1000


def test_the_firm_is_big_enough_to_be_shown() -> None:
    assert {
        model.__name__: model.objects.count()
        for model in (Unit, Person, Segment, Need, Objective, StrategyElement, Initiative, Benefit)
    } == {
        "Unit": 8,
        "Person": 20,
        "Segment": 7,
        "Need": 12,
        "Objective": 8,
        "StrategyElement": 14,
        "Initiative": 41,
        "Benefit": 24,
    }
    assert Enterprise.objects.get().is_demonstration
    assert Benefit.objects.measured().count() == 21
    assert Need.objects.asked().count() == 11


def test_most_chains_hold_and_every_kind_of_gap_is_there() -> None:
    """What belongs to the former strategy is over: it owes no line and is not counted."""
    counts = chain_report(SYSTEM, NOW).counts
    assert {
        hop.value: {state.value: count for state, count in states.items() if count}
        for hop, states in counts.items()
    } == {
        "objective": {"complete": 5},
        "element": {"complete": 8, "broken": 2},
        "need": {"complete": 9, "weak": 1, "broken": 2},
        "initiative": {"complete": 24, "stale": 5, "weak": 7, "broken": 4, "exempt": 1},
    }


def test_the_money_of_the_year_is_stated() -> None:
    linked = Initiative.objects.exclude(need_links=None)
    exempt = Initiative.objects.filter(exempt_until__gte=NOW.date())
    unlinked = Initiative.objects.filter(need_links=None).exclude(pk__in=exempt)
    assert [budget(some) for some in (Initiative.objects.all(), linked, unlinked, exempt)] == [
        Decimal(27600),
        Decimal(23960),
        Decimal(2880),
        Decimal(760),
    ]
    years = Outlay.objects.order_by("fiscal_year", "kind").values_list("fiscal_year", "kind")
    assert Counter(years) == {
        (2024, "actual"): 9,
        (2025, "actual"): 16,
        (2026, "budget"): 41,
        (2026, "actual"): 30,
        (2026, "forecast"): 41,
        (2027, "forecast"): 41,
    }


def test_there_is_somebody_in_every_role() -> None:
    grants = Grant.objects.values_list("user__email", "role", "unit__name").order_by("user__email", "role")
    assert list(grants) == [
        ("admin@demo.example", "administrator", ROOT),
        ("analyst@demo.example", "analyst", ROOT),
        ("auditor@demo.example", "auditor", ROOT),
        ("cio@demo.example", "cio", ROOT),
        ("contributor@demo.example", "contributor", "Data and platforms"),
        ("contributor@demo.example", "reader", ROOT),
        ("executive@demo.example", "executive", ROOT),
        ("reader@demo.example", "reader", "Claims"),
        ("rm@demo.example", "reader", ROOT),
        ("rm@demo.example", "relationship_manager", "Personal lines"),
    ]
    assert [user.check_password("for the show") for user in User.objects.all()] == [True] * 20


def test_invented_people_are_asked_on_the_pages_and_not_by_mail() -> None:
    """Nothing waits to be sent to addresses that belong to nobody, now or when an answer is late."""
    open_rounds = Invitation.objects.waiting().count()
    asked = User.objects.get(email="executive@demo.example")
    assert (open_rounds, [one.round.name for one in waiting_for(asked)]) == (
        7, ["How Personal lines wins households"],
    )  # fmt: skip
    lines = Notification.objects.filter(user=asked, title__startswith="Your view is asked").unread()
    assert lines.count() == 1
    assert remind_of_late_challenges(now=NOW + timedelta(days=60)) > 0
    assert Message.objects.count() == 0


def test_the_strategies_are_told_in_full() -> None:
    rows = Strategy.objects.order_by("number").values_list("name", "unit__name", "state", "discipline")
    assert list(rows) == [
        ("Lean and local", ROOT, "superseded", "operational_excellence"),
        ("Closer than anyone", ROOT, "in_force", "customer_intimacy"),
        ("Paid and done", "Claims", "in_force", "operational_excellence"),
        ("Covered before lunch", "Commercial lines", "draft", "product_leadership"),
    ]
    day = NOW.date()
    kept = Commitment.objects.filter(strategy__name="Closer than anyone").order_by("due_date")
    assert [(one.kept_date is not None, one.due_date and one.due_date < day) for one in kept] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert Counter(Adoption.objects.values_list("verdict", flat=True)) == {
        "adopted": 7,
        "adapted": 1,
        "rejected": 2,
    }
    former = ObjectiveSuccession.objects.order_by("number").values_list("former__name", "successor__name")
    assert list(former) == [
        ("Settle simple claims in five days", "Settle simple claims in two days"),
        ("One form for every cover", "Halve the effort to do business with us"),
        ("Lowest premium on the comparison sites", None),
    ]


def test_the_two_sides_see_it_differently_and_one_unit_is_stuck() -> None:
    rounds = Round.objects.order_by("number")
    assert {asked.name: (asked.state, *_counted(asked), *_verdicts(asked)) for asked in rounds} == {
        "How we win customers": ("closed", 12, 6, "focused", "stuck"),
        "How Commercial lines wins firms": ("closed", 6, 5, "stuck", "stuck"),
        "How Claims wins members": ("closed", 6, 0, "focused", None),
        "How business and IT work together": ("closed", 10, 6, None, None),
        "How Personal lines wins households": ("open", 0, 0, None, None),
    }
    waiting = Invitation.objects.waiting().values_list("person__user__email", flat=True)
    assert {address for address in waiting if address.endswith("@demo.example")} == {
        "admin@demo.example",
        "cio@demo.example",
        "contributor@demo.example",
        "executive@demo.example",
        "rm@demo.example",
    }


def _counted(asked: Round) -> list[int]:
    turnout = results(asked).turnout
    return [turnout[side].counted for side in Side]


def _verdicts(asked: Round) -> list[str | None]:
    found = results(asked)
    scores = [{subject: found.score(side, subject=subject) for subject in Discipline.values} for side in Side]
    return [_kind(side) for side in scores]


def _kind(scores: dict[str, Score | None]) -> str | None:
    points = {subject: score.mean * 10 for subject, score in scores.items() if score is not None}
    return verdict(points, {}).kind.value if points else None


def test_lines_have_come_to_hold_as_evidence_was_found() -> None:
    """By week, as the nights would have counted; each line says since which of them it stands as it does."""
    trend = standing_trend(SYSTEM, ChainQuestion(), NOW.date())
    assert [tally.day for tally in trend] == [
        NOW.date() - timedelta(weeks=weeks) for weeks in range(12, -1, -1)
    ]
    assert [sum(tally.counts.values()) for tally in trend] == [68] * 13
    assert trend[0].counts == {
        ChainState.COMPLETE: 30, ChainState.WEAK: 25, ChainState.BROKEN: 8, ChainState.STALE: 4, ChainState.EXEMPT: 1,
    }  # fmt: skip
    assert trend[-1].counts == {
        ChainState.COMPLETE: 46, ChainState.WEAK: 8, ChainState.BROKEN: 8, ChainState.STALE: 5, ChainState.EXEMPT: 1,
    }  # fmt: skip
    known = [line.since for line in chain_report(SYSTEM, NOW).lines]
    assert Counter(since is None for since in known) == {True: 51, False: 17}
    assert {since for since in known if since} <= {tally.day for tally in trend}
    assert differences(NOW) == []


def test_challenges_are_in_every_state_and_some_are_left_to_decide() -> None:
    found = challenge_counts(SYSTEM, NOW.date())
    assert (found.waiting, found.overdue, found.changed, found.changed_by_it, found.total) == (2, 1, 2, 1, 5)
    assert Dismissal.objects.count() == 1
    assert [
        (one.proposal.rule.value, str(one.subject)) for one in proposed(SYSTEM, NOW, Enterprise.objects.get())
    ] == [
        ("need_unserved", "Help me when my life changes"),
        ("metric_worse", "Simple-claim cycle time"),
    ]


def test_money_moves_toward_intent_at_two_speeds() -> None:
    prospects = spend_against_intent(SYSTEM, IntentQuestion(), NOW, Enterprise.objects.get()).prospects
    assert {key: (one.outlook.value, one.year) for key, one in prospects.items()} == {
        "customer_intimacy": ("due", 2033),
        "operational_excellence": ("due", 2031),
        "product_leadership": ("due", 2029),
        "front": ("due", 2027),
        "back": ("due", 2027),
    }


def test_needs_have_their_series_and_objectives_their_measures() -> None:
    assert EarlierAnswer.objects.count() == 18
    assert list(
        Need.objects.filter(respondents__lt=30).exclude(asked_date=None).values_list("short_name")
    ) == [("Trading again",)]
    assert Segment.objects.exclude(kind=SegmentKind.PAYING_CUSTOMER).get().name == "Our own desks"
    assert ObjectiveMeasure.objects.count() == 9
    nodes = [Node(row.pk, row.perspective) for row in Objective.objects.in_force().order_by("number")]
    arrows = [Arrow(row.cause_id, row.outcome_id) for row in Effect.objects.all()]
    stray = Objective.objects.get(name="Halve the effort to do business with us")
    assert findings(nodes, arrows) == (MapFinding(MapFault.ALONE, (stray.pk,)),)


def test_something_is_left_to_re_map() -> None:
    former = Strategy.objects.get(name="Lean and local")
    found = remapping(former, Strategy.objects.get(replaces=former))
    assert (found.open, found.lost, len(found.waiting), found.links) == (1, 1, 1, 6)
    assert tension(found) == (
        "Of 1 objective or element nobody has said yet what becomes of it. "
        "1 link and 1 answer to an IT need wait to be carried over."
    )
