"""The alignment of a real portfolio once its needs are linked: index, chains, line of sight and sums, at every door.

Two yearly portfolios of the Government of Canada, 761 projects. The rule by which needs are linked is stated here and
nothing else decides: a project serves a need where its name (strength 3) or its description alone (strength 2) has one of the
need's words. Projects of the later year have evidence, dated where the budget is over ten million; the others have none.
Each project over fifty million promises a benefit with metric, baseline and target.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from accounts.models import Unit
from alignment.models import Benefit, BenefitLink, Initiative, NeedLink, Outlay
from foundation import formats
from strategies.models import Strategy
from tests.journeys.canada import FRESH, NEEDS_DATA, Officer, keys, upload

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = [pytest.mark.django_db, NEEDS_DATA]

WORDS = (
    r"identi|log.?in|credential|biometric|passport",
    r"pay|pension|tax|benefit|grant",
    r"record|document|information management|archiv",
    r"network|data cent|server|infrastructure|cloud",
    r"licen|permit|case management|registr",
    r"web|online|portal|internet|self.?serv",
)
"""Of each of the six needs; elements ask for the first five."""
DATED, PROMISING = Decimal(10_000_000), Decimal(50_000_000)
ASKED = {
    "importance": "8",
    "satisfaction": "5",
    "scale_min": "0",
    "scale_max": "10",
    "asked_date": "2026-05-01",
}
INTENDED = {"product_leadership_share": 10, "operational_excellence_share": 40, "customer_intimacy_share": 50}


def strength(need: int, work: Initiative) -> int:
    """3 where a word is in the name, 2 where in the description alone, else 0."""
    found = [re.search(WORDS[need], text, re.IGNORECASE) for text in (work.name, work.description)]
    return 3 if found[0] else 2 if found[1] else 0


def brought(officer: Officer, kind: str, rows: Iterable[dict[str, Any]]) -> None:
    """Bring rows in by a file over the API, all or nothing."""
    listed = list(rows)
    text = StringIO()
    writer = csv.DictWriter(text, list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    data = {"type": kind, "file": upload(f"{kind}.csv", text.getvalue().encode())}
    answer = officer.client.post("/api/v1/imports/", data)
    assert answer.status_code in (200, 201), answer.json()


def change(officer: Officer, path: str, values: dict[str, Any]) -> None:
    """Give a record other values over the API."""
    headers = {"If-Match": officer.client.get(path)["ETag"]}
    answer = officer.client.patch(path, values, content_type="application/json", headers=headers)
    assert answer.status_code == 200, answer.json()


@pytest.fixture
def linked(intent: Officer) -> Officer:
    """Every need linked by the rule, and the large projects' promises."""
    officer = intent
    for number in range(6):
        change(officer, f"/api/v1/needs/{officer.uids[f'need {number}']}/", ASKED)
    change(officer, f"/api/v1/strategies/{Strategy.objects.get().uid}/", INTENDED)
    works = list(Initiative.objects.order_by("number"))
    cost: dict[int, Decimal] = dict(Outlay.objects.values_list("initiative", "amount"))
    later = set(keys(2019))
    brought(officer, "needlink", _links(officer, works, cost, later))
    large = [work for work in works if work.external_key in later and cost.get(work.pk, 0) > PROMISING]
    root = Unit.objects.get(parent=None).code
    metric = officer.create(
        "metrics", name="Finished online", unit_of_measure="%", formula="rate", direction="higher"
    )
    code = officer.get(f"/api/v1/metrics/{metric}/")["code"]
    measured = {
        "baseline_value": "40",
        "baseline_date": "2026-04-01",
        "target_value": "80",
        "target_date": "2029-03-31",
    }
    brought(
        officer,
        "benefit",
        ({"name": f"Promise of {work.code}", "unit": root, "metric": code, **measured} for work in large),
    )
    named = {benefit.name: benefit.code for benefit in Benefit.objects.all()}
    brought(
        officer,
        "benefitlink",
        (
            {"initiative": work.code, "benefit": named[f"Promise of {work.code}"], "strength": 3,
             "evidence": "Business case", "evidence_date": FRESH}
            for work in large
        ),
    )  # fmt: skip
    return officer


def _links(
    officer: Officer, works: list[Initiative], cost: dict[int, Decimal], later: set[str]
) -> Iterable[dict[str, Any]]:
    codes = [officer.get(f"/api/v1/needs/{officer.uids[f'need {n}']}/")["code"] for n in range(6)]
    for work in works:
        is_later = work.external_key in later
        is_dated = is_later and cost.get(work.pk, Decimal()) > DATED
        for number, code in enumerate(codes):
            if found := strength(number, work):
                yield {
                    "initiative": work.code,
                    "need": code,
                    "strength": found,
                    "evidence": "Departmental plan" if is_later else "",
                    "evidence_date": FRESH if is_dated else "",
                }


def printed(name: str, *arguments: str) -> Any:
    text = StringIO()
    call_command(name, "--json", *arguments, stdout=text)
    return json.loads(text.getvalue())


def check_pages(
    linked: Officer, unit: dict[str, Any], sums: dict[str, Any], rows: list[dict[str, Any]]
) -> None:
    """What people see is what programs get."""
    shown = linked.client.get("/alignment-index/").context["page"]
    assert shown["figure"] == formats.number(Decimal(unit["index"]), 0)
    assert [part["won_words"] for part in shown["factors"]] == [
        f"{formats.number(Decimal(part['won']), 1)} of {formats.number(Decimal(part['could']), 1)}"
        for part in unit["factors"]
    ]
    assert dict(shown["chains"]) == {
        state: formats.number(count) for state, count in unit["chains"]["initiative"].items()
    }
    page = linked.client.get("/roll-up/?basis=life&view=unaligned").context["page"]
    assert page["fact"].startswith(
        f"{sums['whole']['unaligned']} of 761 initiatives reach no strategic objective: "
        f"{formats.money(Decimal(sums['whole']['unaligned_cost']), 'CAD')} of CA$16.4bn."
    )
    states = Counter(row["state"] for row in rows)
    assert dict(states) == {state: n for state, n in unit["chains"]["initiative"].items() if n}


FIGURES: dict[str, Any] = {
    "need links": 538,
    "benefit links": 33,
    "chains": {"complete": 23, "stale": 0, "weak": 0, "broken": 738, "exempt": 0},
    "index": "41.3",
    "factors": {
        "linked": ("6.4", "30.0"),
        "match": ("4.0", "20.0"),
        "needs": ("25.0", "25.0"),
        "benefits": ("5.9", "25.0"),
    },
    "scored": 761,
    "amount": "16402965294.00",
    "reaches a need": "8587625388.00",
    "reaches a discipline": {
        "customer_intimacy": "5540657191.58",
        "operational_excellence": "2497272704.32",
        "product_leadership": "0.00",
    },
    "without an objective": (376, "8116034598.00"),
    "objectives": {
        "Services people finish online": (225, "5540657191.58"),
        "Nothing asked twice": (197, "2497272704.32"),
        "Reaches no objective": (418, "8365035398.10"),
    },
}
"""Of both years together; money in Canadian dollars, over the whole life of each project."""


def test_every_door_tells_the_same_of_a_real_portfolio(
    linked: Officer, capsys: pytest.CaptureFixture[str]
) -> None:
    officer, me = linked, ("--as", linked.user.email)
    index = printed("alignment_index", "--recompute", *me)
    chains = printed("chain_report", *me)
    assert index == officer.get("/api/v1/alignment-index/")
    assert chains == officer.get("/api/v1/chains/")
    sight = officer.get("/api/v1/line-of-sight/?basis=life")
    sums = officer.get("/api/v1/roll-up/?basis=life")
    figures = {
        "need links": NeedLink.objects.count(),
        "benefit links": BenefitLink.objects.count(),
        "chains": chains["counts"]["initiative"],
        "index": index["unit"]["index"],
        "factors": {part["factor"]: (part["won"], part["could"]) for part in index["unit"]["factors"]},
        "scored": index["unit"]["coverage"]["initiatives"],
        "amount": sight["totals"]["amount"],
        "reaches a need": sight["totals"]["linked_amount"],
        "reaches a discipline": {one["discipline"]: one["amount"] for one in sight["disciplines"]},
        "without an objective": (sums["whole"]["unaligned"], sums["whole"]["unaligned_cost"]),
        "objectives": {one["name"]: (one["initiatives"], one["cost"]) for one in sums["objectives"]},
    }
    with capsys.disabled():
        sys.stdout.write(f"\n{json.dumps(figures, indent=1)}\n")
    check_pages(officer, index["unit"], sums, sight["initiatives"])
    assert figures == FIGURES
