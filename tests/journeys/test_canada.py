"""A government brings in two years of its IT portfolio and sees which work has a line of sight to a customer.

The chief information officer does all of it through pages and the API; page, API and command agree on every figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import Sum

from accounts.models import Unit
from accounts.operations.enterprise import create_enterprise
from alignment.choices import ChainState
from alignment.models import Initiative, NeedLink, Outlay
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_grant, make_user
from workbench.exchange.reading import read_table

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.personas import ClientOf

DATA = settings.BASE_DIR.parent / "shared" / "data" / "canada_it_projects"
MAPPINGS = settings.BASE_DIR / "examples" / "mappings"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/canada_it_projects"),
]

FRESH, OLD = "2026-09-01", "2020-09-01"
"""Evidence within its year, and evidence long past its review."""


@dataclass
class Officer:
    """The chief information officer at work: pages through a browser's requests, records through the API."""

    client: Client
    user: User
    uids: dict[str, str] = field(default_factory=dict)

    def bring_in(self, page: str, mapping: str, year: int) -> list[str]:
        """Check a file on the import page, then confirm; returns the counts the dry run showed."""
        files = {
            "file": upload(f"gc-it-projects-{year}.csv", (DATA / f"gc-it-projects-{year}.csv").read_bytes()),
            "mapping": upload(f"{mapping}.yaml", (MAPPINGS / f"{mapping}.yaml").read_bytes()),
        }
        tried = self.client.post(f"/{page}/import/", {**files, "step": "check"})
        assert tried.status_code == 200
        shown = tried.context["page"]
        done = self.client.post(f"/{page}/import/", {"upload": shown["upload"].uid, "step": "save"})
        assert (done.status_code, done["Location"]) == (302, f"/{page}/")
        return [f"{figure['text']} {figure['label']}" for figure in shown["run"].counts]

    def create(self, slug: str, **values: Any) -> str:
        """Create a record through the API; returns its uid."""
        answer = self.client.post(f"/api/v1/{slug}/", values, content_type="application/json")
        assert answer.status_code == 201, answer.json()
        uid: str = answer.json()["uid"]
        return uid

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.json()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def clock() -> Iterator[None]:
    """A day in November 2026; the review of evidence depends on it."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(clock: None, client_of: ClientOf) -> Officer:
    """The officer of a new enterprise in Canada."""
    opened = create_enterprise(
        settings={
            "name": "Government of Canada",
            "time_zone": "America/Toronto",
            "currency": "CAD",
            "fiscal_start_month": 4,
        },
        administrator={
            "name": "Noor Haddad",
            "email": "noor@canada.example",
            "password": "a longer pass phrase",
        },
        actor=SYSTEM,
        now=NOW,
    )
    user = make_user("Claire Tremblay", unit=opened.root)
    make_grant(user, "cio", opened.root)
    return Officer(client_of(user), user)


@pytest.fixture
def portfolio(officer: Officer) -> Officer:
    """Both years, each with its departments first."""
    assert officer.bring_in("units", "canada_units", 2016) == [
        "37 units created", "0 units updated", "0 units unchanged",
    ]  # fmt: skip
    assert officer.bring_in("initiatives", "canada_initiatives", 2016) == [
        "398 initiatives created", "0 initiatives updated", "0 initiatives unchanged",
        "392 outlays created", "0 outlays updated", "0 outlays unchanged",
    ]  # fmt: skip
    assert total() == Decimal(11_918_961_480)
    before = dict(Initiative.objects.values_list("uid", "version"))
    assert officer.bring_in("units", "canada_units", 2019) == [
        "8 units created", "0 units updated", "29 units unchanged",
    ]  # fmt: skip
    assert officer.bring_in("initiatives", "canada_initiatives", 2019)[:3] == [
        "363 initiatives created", "100 initiatives updated", "0 initiatives unchanged",
    ]  # fmt: skip
    after = dict(Initiative.objects.values_list("uid", "version"))
    assert sum(after[uid] == version for uid, version in before.items()) == 298
    assert len(after) == 761
    return officer


def total(**filters: Any) -> Decimal | None:
    """Budgets of the initiatives asked for, in Canadian dollars."""
    amount: Decimal | None = Outlay.objects.filter(**filters).aggregate(total=Sum("amount"))["total"]
    return amount


@pytest.fixture
def intent(portfolio: Officer) -> Officer:
    """A strategy in force with two objectives and three elements, and six needs that the elements ask for."""
    officer = portfolio
    root = str(Unit.objects.get(parent=None).uid)
    form = {
        "name": "Digital government", "unit": root, "discipline": "customer_intimacy", "state": "in_force",
        "start_date": "2026-04-01", "version": "",
    }  # fmt: skip
    saved = officer.client.post("/strategies/new/", form)
    assert saved.status_code == 302
    strategy = saved["Location"].strip("/").split("/")[-1]
    objectives = [
        officer.create("objectives", name=name, strategy=strategy, discipline=discipline)
        for name, discipline in (
            ("Services people finish online", "customer_intimacy"),
            ("Nothing asked twice", "operational_excellence"),
        )
    ]
    elements = [
        officer.create("strategy-elements", name=name, strategy=strategy)
        for name in ("One identity", "Plain services", "Shared records")
    ]
    for element, objective in zip(elements, (*objectives, objectives[1]), strict=True):
        officer.create("objective-links", element=element, objective=objective, strength=3, **known())
    ask_for_needs(officer, elements)
    return officer


def ask_for_needs(officer: Officer, elements: list[str]) -> None:
    """Six needs of two segments; elements ask for the first five."""
    segmentation = officer.create("segmentations", name="Whom we serve", basis="region", is_primary=True)
    segments = [
        officer.create("segments", name=name, segmentation=segmentation, kind="paying_customer")
        for name in ("Residents", "Businesses")
    ]
    for number in range(6):
        words = f"I want service number {number + 1} to remember me."
        officer.uids[f"need {number}"] = officer.create(
            "needs", statement=words, segment=segments[number % 2]
        )
        if number < 5:
            officer.create(
                "element-need-links",
                element=elements[number % 3],
                need=officer.uids[f"need {number}"],
                strength=2,
                **known(),
            )


def known(day: str = FRESH) -> dict[str, Any]:
    """Evidence, and how long it holds."""
    return {"evidence": "Survey of 1,200 people", "evidence_date": day, "review_months": 12}


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


def keys(year: int) -> list[str]:
    """The projects of one year's file, by their own key."""
    table = read_table((DATA / f"gc-it-projects-{year}.csv").read_bytes())
    at = table.header.index("uniqueId")
    return [row.cells[at] for row in table.rows]


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
    "12 initiatives have no amount."
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
