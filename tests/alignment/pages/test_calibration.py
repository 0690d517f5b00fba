"""What people may read of promises that were due: their own first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.alignment.answers import lines, page_of
from tests.alignment.contracts_scene import AGREED, TERMS, Contracts
from tests.factories.accounts import make_grant
from tests.factories.alignment import make_benefit

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf


def due(contracts: Contracts, owner: User, *targets: int) -> None:
    for target in targets:
        make_benefit(
            name=f"Due {target}", unit=contracts.calls.unit, owner=owner.person, metric=contracts.metric,
            agreed_date=AGREED, **TERMS | {"target_date": date(2026, 6, 30), "target_value": Decimal(target)},
        )  # fmt: skip


def test_few_promises_say_nothing(contracts: Contracts, browser: Client) -> None:
    page = page_of(browser, "sponsor_calibration")
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Too few promises can be judged: 1 of 1 that were due.",
        "It takes 3.",
    )
    assert [(row["name"], row["median"], row["verdict"]) for row in page["sponsors"]] == [
        ("Max Nolan", "–", "2 more judged promises are needed")
    ]


@pytest.mark.parametrize(
    ("targets", "verdict"),
    [
        ((0, 2, 6), "Promises more than comes, by 38 points"),
        ((5, 6, 4), "Promises what comes"),
        ((5, 6, 7), "Promises less than comes, by 25 points"),
    ],
)
def test_each_person_reads_their_own_first(
    contracts: Contracts, reader: User, client_of: ClientOf, targets: tuple[int, ...], verdict: str
) -> None:
    due(contracts, reader, *targets)
    page = page_of(client_of(reader), "sponsor_calibration")
    assert (page["own"]["verdict"], page["own"]["judged"], len(page["own_rows"])) == (verdict, "3", 3)
    assert (page["may_read_others"], page["sponsors"], page["is_told"]) == (False, [], False)
    assert page["finding_lead"] == f"Of the median promise, {page['own']['median']} had come when it was due."


def test_the_finding_says_what_usually_comes(contracts: Contracts, browser: Client, reader: User) -> None:
    due(contracts, reader, 2, 5)
    page = page_of(browser, "sponsor_calibration")
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Of the median promise, 63% had come when it was due.",
        "1 of 3 promises was kept whole.",
    )


def test_calibration_as_file_and_data(contracts: Contracts, browser: Client, reader: User, cio: User) -> None:
    due(contracts, cio, 5)
    data = browser.get(reverse("api_sponsor_calibration")).json()
    assert data["own"] == {"due": 1, "judged": 1, "kept": 1, "median_percent": None, "optimism_points": None}
    assert [(row["name"], row["due"]) for row in data["sponsors"]] == [("Max Nolan", 1)]
    assert [(row["of"], row["due"]) for row in lines(browser, "sponsor_calibration_export")] == [
        ("own", "1"),
        ("all", "2"),
        ("2026", "2"),
        ("Max Nolan", "1"),
    ]


def test_people_are_named_where_the_permission_is_held_not_wherever_one_reads(
    contracts: Contracts, reader: User, claims: Unit, sales: Unit, client_of: ClientOf
) -> None:
    browser = client_of(reader)
    make_grant(reader, "executive", sales)
    page = page_of(browser, "sponsor_calibration")
    assert (page["may_read_others"], page["sponsors"], page["is_told"]) == (True, [], False)

    make_grant(reader, "executive", claims)
    page = page_of(browser, "sponsor_calibration")
    assert [row["name"] for row in page["sponsors"]] == ["Max Nolan"]


def test_nothing_due_teaches(root: Unit, browser: Client) -> None:
    page = page_of(browser, "sponsor_calibration")
    assert (page["finding_lead"], page["has_any"]) == ("No agreed promise has come due yet.", False)
