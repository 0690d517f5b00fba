"""What Sightline proposes, and how challenges stand, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import Rule
from alignment.engine.rules import Proposal
from alignment.queries.challenges import ChallengeCounts, Proposed
from alignment.serializers import challenges_words as words
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric

if TYPE_CHECKING:
    from tests.alignment.scene import Scene

TODAY = NOW.date()


def said(scene: Scene, rule: Rule, finding: str, subject: Any, **figures: Any) -> Proposed:
    proposal = Proposal(rule, "s", "x", finding, tuple(figures.items()), "f" * 64)
    return Proposed(proposal, scene.strategy, subject, scene.objective, may_decide=True, as_of=TODAY)


MONEY: dict[str, Any] = {
    "lead": "customer_intimacy",
    "lead_share": Decimal(40),
    "intended": None,
    "other": "operational_excellence",
    "other_share": Decimal(35),
    "year": None,
}


@pytest.mark.parametrize(
    ("finding", "claim"),
    [
        (
            "stuck",
            "Harbor Mutual is stuck in the middle: Customer intimacy gets 40% of its money, Operational excellence 35%.",
        ),
        ("below", "Harbor Mutual says Customer intimacy first, but gives it 40% of its money instead of –."),
    ],
)
def test_money_in_words(scene: Scene, finding: str, claim: str) -> None:
    one = said(scene, Rule.MONEY_AGAINST_DISCIPLINE, finding, scene.strategy, **MONEY)
    assert words.claim(one) == claim
    assert words.evidence(one) == [
        "Customer intimacy 40%, Operational excellence 35%.",
        "Plan of the whole life, percent of the money that reaches a customer need.",
    ]


@pytest.mark.parametrize(
    ("finding", "ending", "change"),
    [
        ("nothing", "no objective and no initiative serves it.", "Plan an initiative"),
        ("no_initiative", "no initiative serves it.", "Plan an initiative"),
        ("no_objective", "no objective in force asks for it.", "Give this need a place"),
    ],
)
def test_needs_in_words(scene: Scene, finding: str, ending: str, change: str) -> None:
    figures = {"importance": Decimal("8.5"), "respondents": 1, "asked": date(2026, 4, 1)}
    one = said(scene, Rule.NEED_UNSERVED, finding, scene.refund, **figures)
    assert words.claim(one) == f"“Refund me without asking” matters 8.5 of 10 to customers; {ending}"
    assert words.evidence(one) == ["Importance 8.5 of 10: 1 person asked 1 Apr 2026."]
    assert words.change(one).startswith(change)
    unknown = said(scene, Rule.NEED_UNSERVED, finding, scene.refund, **{**figures, "respondents": None})
    assert words.evidence(unknown) == ["Importance 8.5 of 10, asked 1 Apr 2026."]


def test_targets_and_metrics_in_words(scene: Scene) -> None:
    scene.objective.name = "o" * 160
    target = said(scene, Rule.TARGET_UNMOVED, "no_initiative", scene.objective, due=date(2027, 6, 30))
    assert words.claim(target) == f"“{'o' * 109}…” is due 30 Jun 2027; no initiative moves it."
    assert words.evidence(target) == ["No line of sight from this objective reaches an initiative."]
    assert words.change(target).startswith("Plan work that moves this objective")
    figures = {
        "periods": 3,
        "since": date(2026, 1, 31),
        "first": Decimal(89),
        "until": date(2026, 4, 30),
        "latest": Decimal("86.5"),
    }
    metric = said(scene, Rule.METRIC_WORSE, "worse", make_metric(name="Renewal"), **figures)
    assert words.claim(metric) == "“Renewal” has become worse 3 periods running."
    assert words.evidence(metric)[0] == "From 89 on 31 Jan 2026 to 86.5 on 30 Apr 2026."
    assert words.change(metric).startswith("Change what the plan does for “ooo")


@pytest.mark.parametrize(
    ("found", "fact", "rest"),
    [
        (ChallengeCounts(0, 0, 0, 0, 0), "Nobody has challenged the plan yet.", ""),
        (ChallengeCounts(2, 0, 0, 0, 0), "Every challenge is answered.", "None has changed the plan so far."),
        (
            ChallengeCounts(2, 2, 0, 0, 0),
            "2 challenges wait for an answer.",
            "None has changed the plan so far.",
        ),
        (
            ChallengeCounts(9, 3, 2, 4, 3),
            "3 challenges wait for an answer, 2 are late.",
            "3 of 4 changes of the plan came from IT (75%).",
        ),
    ],
)
def test_the_standing_in_words(found: ChallengeCounts, fact: str, rest: str) -> None:
    assert (words.waiting(found), words.plan_changes(found)) == (fact, rest)
