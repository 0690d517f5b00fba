"""A government brings in two years of its IT portfolio and sees which work has a line of sight to a customer.

The chief information officer does all of it through pages and the API; page, API and command agree on every figure.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Unit
from alignment.choices import ChainState
from alignment.models import Initiative, NeedLink, Outlay
from tests.journeys.canada import NEEDS_DATA, OLD, Officer, keys, known, total

# On PostgreSQL the same portfolio is read by test_canada_index.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once, NEEDS_DATA]

LINKS: tuple[tuple[int, int, dict[str, Any]], ...] = (
    *((need, 3, known()) for need in (0, 1, 2, 3)),
    *((need, 3, known(OLD)) for need in (0, 1)),
    *((need, 1, known()) for need in (2, 3)),
    (4, 2, {}),
    *((need, 2, known()) for need in (4, 5, 0)),
)
"""Twelve links: the need, the strength, the evidence. The sixth need has no element above it."""
MEASURED = 9
"""So many of the twelve promise a benefit with metric, baseline and target."""


@pytest.fixture
def lines(intent: Officer) -> Officer:
    """The twelve largest projects of 2019 are tied to needs; nine of them promise something measured."""
    officer = intent
    root = str(Unit.objects.get(parent=None).uid)
    metric = officer.create(
        "metrics", name="Finished online", unit_of_measure="%", formula="rate", direction="higher"
    )
    largest = Initiative.objects.filter(external_key__in=keys(2019)).exclude(outlays=None)
    dozen = largest.order_by("-outlays__amount", "number")[: len(LINKS)]
    for number, (work, (need, strength, evidence)) in enumerate(zip(dozen, LINKS, strict=True)):
        officer.create(
            "need-links",
            initiative=str(work.uid),
            need=officer.uids[f"need {need}"],
            share="100",
            strength=strength,
            **evidence,
        )
        if number < MEASURED:
            benefit = officer.create(
                "benefits", name=f"Benefit {number}", unit=root, metric=metric, baseline_value="40",
                baseline_date="2026-04-01", target_value="80", target_date="2029-03-31",
            )  # fmt: skip
            officer.create(
                "benefit-links", initiative=str(work.uid), benefit=benefit, strength=3, share="100", **known()
            )
    return officer


COUNTS = {"complete": 4, "stale": 2, "weak": 3, "broken": 752, "exempt": 0}
"""Of twelve linked: four whole, two on old evidence, two that help a little, one without evidence, three without a
benefit; and 749 that serve no need."""
TOTALS: dict[str, Any] = {
    "amount": "16402965294.00",
    "linked_amount": "2403229355.00",
    "initiatives": 761,
    "linked_initiatives": 12,
    "initiatives_without_amount": 12,
    "initiatives_without_rate": 0,
    "needs": 6,
    "served_needs": 6,
    "benefits": 9,
    "measured_benefits": 9,
    "gaps": 753,
    "exempt": 0,
}
GAPS = {"need_without_objective": 1, "initiative_without_need": 749, "initiative_without_benefit": 3}
FINDING = (
    "CA$2.40bn of CA$16.4bn reaches a customer need. We say intimacy first, yet operations takes 50% of it. "
    "12 initiatives have no known amount."
)


def test_the_second_year_is_whole(portfolio: Officer) -> None:
    assert total(initiative__external_key__in=keys(2019)) == Decimal(7_030_871_651)
    assert Outlay.objects.exclude(currency="CAD").count() == 0


def test_every_door_tells_the_same(lines: Officer) -> None:
    """Counts by chain state, linked and unlinked, money and what has none: literal, then page, API and command."""
    sight = lines.get("/api/v1/line-of-sight/?basis=life")
    chains = lines.get("/api/v1/chains/")
    printed = StringIO()
    call_command("chain_report", "--json", "--as", lines.user.email, stdout=printed)
    reported = json.loads(printed.getvalue())

    assert reported == chains
    assert chains["counts"]["initiative"] == COUNTS
    states = [row["state"] for row in sight["initiatives"]]
    assert {state.value: states.count(state) for state in ChainState} == COUNTS
    assert sight["totals"] == TOTALS
    assert total() == Decimal(TOTALS["amount"])
    linked = NeedLink.objects.values("initiative")
    assert total(initiative__in=linked) == Decimal(TOTALS["linked_amount"])
    assert Initiative.objects.filter(outlays=None).count() == TOTALS["initiatives_without_amount"]
    assert sight["currency"] == "CAD"


def test_the_page_tells_the_same(lines: Officer) -> None:
    answer = lines.client.get("/?basis=life&view=table")
    html = answer.content.decode()

    finding = re.sub(r"<[^>]+>|\s+", " ", html.split('id="finding"')[1].split(">", 1)[1].split("</p>")[0])
    assert " ".join(finding.split()) == FINDING
    for state, count in COUNTS.items():
        listed = lines.client.get(f"/?basis=life&view=table&state={state}").context["page"]
        assert matching(listed["tension"]) == count
    gaps = lines.client.get("/?basis=life&view=gaps").context["page"]
    assert {group.kind: len(group.rows) + group.more for group in gaps["groups"]} == GAPS
    assert sum(GAPS.values()) == TOTALS["gaps"]


def matching(tension: str) -> int:
    """How many initiatives a filtered page says match."""
    found = re.match(r"([\d,]+) initiatives? match", tension)
    return int(found[1].replace(",", "")) if found else 0
