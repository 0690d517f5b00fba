"""Cost and benefit added up: page, data and file say the same, and name only what may be read."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import Explicitness
from alignment.models import Initiative, Program
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_initiative,
    make_outlay,
    make_program,
)
from tests.factories.metrics import make_metric, make_reading
from tests.workbench.world import text
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from tests.personas import ClientOf

PAGE, API, FILE = "/roll-up/", "/api/v1/roll-up/", "/roll-up/export/"


@pytest.fixture
def money(scene: Scene) -> Any:
    """Half of 40 a year should have come by 2 November, and a quarter has: by the tracker, in a program."""
    metric = make_metric(name="Postage", direction="lower")
    benefit = make_benefit(
        name="Less postage", unit=scene.tracker.unit, metric=metric, explicitness=Explicitness.FINANCIAL,
        baseline_value=Decimal(100), baseline_date=date(2026, 10, 23), target_value=Decimal(60),
        target_date=date(2026, 11, 12), annual_amount=Decimal(40), annual_currency="EUR",
    )  # fmt: skip
    make_reading(metric=metric, day=date(2026, 11, 1), value=Decimal(90))
    make_benefit_link(initiative=scene.tracker, benefit=benefit, strength=2, **FRESH)
    scene.tracker.program = make_program(name="Claims in one call", unit=scene.tracker.unit)
    scene.tracker.save()
    make_initiative(name="No amount", unit=scene.tracker.unit)
    granted = {"exempt_reason": "The law", "exempt_by": make_person("Ida"), "exempt_until": NOW.date()}
    law = make_initiative(name="Law", unit=scene.archive.unit, **granted)
    make_outlay(initiative=law, amount=Decimal(5), fiscal_year=YEAR)
    return benefit


def rows(client: Any, view: str) -> list[dict[str, str]]:
    answer = client.get(FILE, {"view": view})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def sums(row: dict[str, Any]) -> tuple[Any, ...]:
    names = (
        "initiatives",
        "cost",
        "without_cost",
        "unaligned",
        "unaligned_cost",
        "exempt",
        "promised",
        "due",
    )
    return tuple(row[name] for name in (*names, "realized"))


ALL = (4, "165.00", 1, 2, "60.00", 1, "40.00", "20.00", "10.00")


def test_the_data_adds_everything_up(scene: Scene, money: Any, cio: User, client_of: ClientOf) -> None:
    data = client_of(cio).get(API).json()
    assert (data["as_of"], data["currency"], data["basis"], data["unit"]) == (
        "2026-11-02",
        "EUR",
        "2026",
        None,
    )
    assert sums(data["whole"]) == ALL
    assert {row["name"]: sums(row) for row in data["units"]} == {
        "Harbor Mutual": ALL,
        "Claims": (2, "100.00", 1, 1, None, 0, "40.00", "20.00", "10.00"),
        "Sales": (2, "65.00", 0, 1, "60.00", 1, None, None, None),
    }
    assert [(row["name"], row["code"], sums(row)) for row in data["programs"]] == [
        (
            "Claims in one call",
            Program.objects.get().code,
            (1, "100.00", 0, 0, None, 0, "40.00", "20.00", "10.00"),
        ),
        ("No program", None, (3, "65.00", 1, 2, "60.00", 1, None, None, None)),
    ]
    assert [(row["name"], row["uid"], sums(row)) for row in data["objectives"]] == [
        (
            "Settle claims in two days",
            str(scene.objective.uid),
            (1, "100.00", 0, 0, None, 0, "40.00", "20.00", "10.00"),
        ),
        ("Reaches no objective", None, (3, "65.00", 1, 2, "60.00", 1, None, None, None)),
    ]
    assert [(row["name"], row["cost"], row["missing"], row["unit"]) for row in data["unaligned"]] == [
        ("Tape archive", "60.00", "need", str(scene.archive.unit.uid)),
        ("No amount", None, "need", str(scene.tracker.unit.uid)),
    ]


def test_what_reaches_no_objective_and_owes_none_is_told(
    scene: Scene, money: Any, cio: User, client_of: ClientOf
) -> None:
    said = "1 exempt initiative owes none: it stands among what reaches no objective"
    client = client_of(cio)
    assert [
        said in client.get(PAGE, {"view": view}).content.decode() for view in ("units", "objectives")
    ] == [
        False,
        True,
    ]
    Initiative.objects.filter(name="Law").update(exempt_until=None, exempt_by=None, exempt_reason="")
    assert "owes none" not in client.get(PAGE, {"view": "objectives"}).content.decode()


def test_page_and_file_say_the_same(scene: Scene, money: Any, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    data = client.get(API).json()
    page = client.get(PAGE).context["page"]
    assert page["fact"] == "2 of 4 initiatives reach no strategic objective: €60 of €165."
    assert page["tension"] == "€10 a year of the €40 promised has come. 1 initiative has no known amount."
    assert [(row["name"], len(row["depth"]), row["cost"]) for row in page["rows"]] == [
        ("Harbor Mutual", 0, "165"), ("Claims", 1, "100"), ("Sales", 1, "65"),
    ]  # fmt: skip
    assert [(view["count"], view["current"]) for view in page["views"]] == [
        ("3", True), ("2", False), ("2", False), ("2", False),
    ]  # fmt: skip
    for view in ("units", "programs", "objectives"):
        shown = client.get(PAGE, {"view": view}).context["page"]["rows"]
        filed = rows(client, view)
        whole = filed.pop()
        assert [row["name"] for row in shown] == [row["name"] for row in filed]
        assert [row["cost"] for row in filed] == [row["cost"] or "" for row in data[view]]
        assert (whole["name"], whole["cost"], whole["basis"]) == ("All", "165.00", "2026")
    listed = client.get(PAGE, {"view": "unaligned"}).context["page"]
    assert [(row["name"], row["cost"], row["missing"]) for row in listed["rows"]] == [
        ("Tape archive", "60", "Customer need"), ("No amount", "–", "Customer need"),
    ]  # fmt: skip
    assert listed["rows"][0]["remedy"].url == f"/mend/link_need/initiative/{scene.archive.uid}/"
    assert listed["rows"][0]["url"] == url_of(scene.archive)
    assert listed["together"] == "€60"
    assert [row["code"] for row in rows(client, "unaligned")] == [row["code"] for row in data["unaligned"]]


def test_every_column_of_money_says_its_unit(
    scene: Scene, money: Any, cio: User, client_of: ClientOf
) -> None:
    heads = re.findall(r'<th scope="col" class="n">(.*?)</th>', text(client_of(cio).get(PAGE)))
    assert [head.removesuffix("</small>").split("<small>") for head in heads] == [
        ["Initiatives"],
        ["Cost", "Plan 2026, €"],
        ["Without an objective"],
        ["Their cost", "€"],
        ["Benefit promised", "€ a year"],
        ["Of it not read", "€ a year"],
        ["Should have come", "€ a year"],
        ["Has come", "€ a year"],
    ]


def test_a_unit_and_the_whole_life(scene: Scene, money: Any, cio: User, client_of: ClientOf) -> None:
    make_outlay(initiative=scene.archive, amount=Decimal(7), fiscal_year=YEAR - 1)
    client = client_of(cio)
    data = client.get(API, {"unit": str(scene.archive.unit.uid), "basis": "life"}).json()
    assert (data["unit"], data["basis"], [row["name"] for row in data["units"]]) == (
        str(scene.archive.unit.uid), "life", ["Sales"],
    )  # fmt: skip
    assert sums(data["whole"]) == (2, "72.00", 0, 1, "67.00", 1, None, None, None)
    page = client.get(PAGE, {"unit": str(scene.archive.unit.uid), "basis": "life"}).context["page"]
    assert (page["fact"], page["cost_head"]) == (
        "1 of 2 initiatives reach no strategic objective: €67 of €72.",
        "Whole life",
    )


def test_work_that_reaches_an_objective(scene: Scene, cio: User, client_of: ClientOf) -> None:
    scene.archive.delete()
    page = client_of(cio).get(PAGE, {"view": "unaligned"}).context["page"]
    assert (page["fact"], page["rows"]) == ("Every initiative reaches a strategic objective.", [])
    assert client_of(cio).get(API).json()["unaligned"] == []


def test_without_amounts_it_counts(scene: Scene, cio: User, client_of: ClientOf) -> None:
    for initiative in (scene.tracker, scene.archive):
        initiative.outlays.all().delete()
    page = client_of(cio).get(PAGE, {"view": "nonsense"}).context["page"]
    assert page["fact"] == "1 of 2 initiatives reach no strategic objective."
    assert page["tension"] == "2 initiatives have no known amount."


def test_only_what_may_be_read_is_added_up(
    scene: Scene, money: Any, outsider: User, client_of: ClientOf
) -> None:
    """She reads Sales alone: neither the tracker nor its benefit nor its program is among hers."""
    data = client_of(outsider).get(API).json()
    assert sums(data["whole"]) == (2, "65.00", 0, 1, "60.00", 1, None, None, None)
    names = {view: [row["name"] for row in data[view]] for view in ("units", "programs", "objectives")}
    assert names == {"units": ["Sales"], "programs": ["No program"], "objectives": ["Reaches no objective"]}
    assert [row["name"] for row in data["unaligned"]] == ["Tape archive"]


def test_what_has_come_is_not_known_without_a_reading(
    scene: Scene, money: Any, cio: User, client_of: ClientOf
) -> None:
    money.metric.readings.all().delete()
    page = client_of(cio).get(PAGE).context["page"]
    assert page["tension"] == (
        "€40 a year is promised, and nobody has read yet what has come. 1 initiative has no known amount."
    )
    assert (page["whole"]["due"], page["whole"]["realized"]) == ("–", "–")


def test_what_nobody_has_read_is_no_zero(scene: Scene, money: Any, cio: User, client_of: ClientOf) -> None:
    unread = make_benefit(
        name="Fewer letters", unit=scene.tracker.unit, metric=make_metric(name="Letters"),
        explicitness=Explicitness.FINANCIAL, annual_amount=Decimal(8), annual_currency="EUR",
    )  # fmt: skip
    make_benefit_link(initiative=scene.tracker, benefit=unread, strength=2, **FRESH)
    client = client_of(cio)
    page = client.get(PAGE).context["page"]
    assert page["tension"] == (
        "€10 a year of the €48 promised has come; nobody has read €8 of it. 1 initiative has no known amount."
    )
    assert page["whole"]["unread"] == "8"
    assert client.get(API).json()["whole"]["unread"] == "8.00"
    assert [row["unread"] for row in rows(client, "units")] == ["8.00", "8.00", "", "8.00"]


def test_nothing_yet_teaches(enterprise: Any, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(PAGE)
    assert answer.context["page"]["fact"] == "No initiative yet."
    assert "Nothing to add up yet" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_many_as_for_one(
    count: int, scene: Scene, cio: User, client_of: ClientOf, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(count):
        make_outlay(initiative=make_initiative(unit=scene.archive.unit), amount=Decimal(5), fiscal_year=YEAR)
    client = client_of(cio)
    client.get(API)
    with django_assert_num_queries(8):
        client.get(PAGE, {"view": "unaligned"})
