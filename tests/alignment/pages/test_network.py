"""The page of the benefits network, its file and its data."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import ChangeKind, NetworkFault
from alignment.models import BusinessChange
from alignment.serializers import network as shown
from tests.alignment.contracts_scene import TERMS
from tests.factories.accounts import make_person, make_unit
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_benefit_objective,
    make_business_change,
    make_change_benefit,
    make_change_enabler,
    make_initiative,
)
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_objective, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from alignment.models import Benefit, Initiative
    from tests.personas import ClientOf


@pytest.fixture
def work(claims: Unit, sales: Unit) -> Initiative:
    return make_initiative(name="Desk", unit=claims)


@pytest.fixture
def doing(claims: Unit) -> BusinessChange:
    return make_business_change(
        name="Decide at once", unit=claims, owner=make_person("Lena Fischer", unit=claims)
    )


@pytest.fixture
def gain(claims: Unit, work: Initiative, doing: BusinessChange) -> Benefit:
    """A benefit to which the desk leads through what people do, and also by a link of its own."""
    owner = make_person("Rory Keane", unit=claims)
    benefit = make_benefit(name="Fewer calls", unit=claims, owner=owner, metric=make_metric(), **TERMS)
    make_change_enabler(initiative=work, change=doing)
    make_change_benefit(change=doing, benefit=benefit)
    make_benefit_link(initiative=work, benefit=benefit, strength=2)
    make_benefit_objective(
        benefit=benefit, objective=make_objective(name="Two days", strategy=make_strategy(unit=claims))
    )
    return benefit


def page_of(client: Client, **query: str) -> dict[str, Any]:
    answer = client.get(reverse("benefits_network"), query)
    assert 'style="' not in answer.content.decode()
    page: dict[str, Any] = answer.context["page"]
    return page


def test_columns_lines_and_rows(gain: Benefit, browser: Client) -> None:
    page = page_of(browser)
    assert page["finding_lead"] == "1 of 1 initiatives reaches an objective through its benefits."
    assert page["finding_rest"] == "Nothing is left open."
    assert [
        (column["head"], [(node["name"], node["note"]) for node in column["nodes"]])
        for column in page["columns"]
    ] == [
        ("Initiative", [("Desk", "")]),
        ("Business change", [("Decide at once", "Lena Fischer")]),
        ("Benefit", [("Fewer calls", "Rory Keane")]),
        ("Objective", [("Two days", "")]),
    ]
    assert len(page["edges"]) == 3
    (row,) = page["rows"]
    assert [[entry["name"] for entry in row[key]] for key in ("initiatives", "changes", "objectives")] == [
        ["Desk"],
        ["Decide at once"],
        ["Two days"],
    ]


def test_a_line_of_its_own_is_drawn_where_no_change_tells_it(
    gain: Benefit, doing: BusinessChange, browser: Client, claims: Unit
) -> None:
    training = make_business_change(
        name="Training", unit=claims, kind=ChangeKind.ENABLING, prepares=doing, owner=doing.owner
    )
    other = make_initiative(name="Course", unit=claims)
    make_change_enabler(initiative=other, change=training)
    make_benefit_link(initiative=other, benefit=gain, strength=2)
    assert len(page_of(browser)["edges"]) == 5
    make_benefit_link(initiative=make_initiative(name="Alone", unit=claims), benefit=gain, strength=2)
    assert len(page_of(browser)["edges"]) == 6


def test_nothing_yet_teaches(root: Unit, browser: Client) -> None:
    page = page_of(browser)
    assert (page["finding_lead"], page["has_network"]) == ("No benefits network yet.", False)


def test_a_network_too_large_for_a_picture_says_so(
    gain: Benefit, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page_of(browser)["is_large"]
    monkeypatch.setattr(shown, "MOST", 0)
    assert page_of(browser)["is_large"]


def test_each_finding_has_one_remedy(
    gain: Benefit, work: Initiative, claims: Unit, root: Unit, browser: Client
) -> None:
    it = make_unit("IT", root, kind="it")
    make_initiative(name="Tape", unit=claims)
    make_business_change(name="Enabling", unit=claims, kind=ChangeKind.ENABLING)
    nowhere = make_business_change(name="Nowhere", unit=claims)
    led = make_business_change(name="Led by IT", unit=claims, owner=make_person("Hanna", unit=it))
    make_change_benefit(change=led, benefit=gain)
    bare = make_benefit(name="Bare", unit=claims)
    make_change_benefit(change=led, benefit=bare)
    based = make_benefit(name="Based", unit=claims, metric=make_metric())
    page = page_of(browser, unit=str(claims.uid))
    back = f"next=%2Fbenefits-network%2F%3Funit%3D{claims.uid}"
    assert page["finding_rest"] == "14 things to mend."
    told = [(row["fault"], row["names"], row["remedy"]["label"]) for row in page["findings"]]
    assert told == [
        ("Initiative leads to no benefit", "Tape", "Link benefit"),
        ("Change leads to no benefit", "Enabling", "Say what it prepares"),
        ("Change leads to no benefit", "Nowhere", "Link benefit"),
        ("Business change without an owner", "Nowhere", "Name who leads it"),
        ("Business change led by IT", "Led by IT", "Name somebody outside IT"),
        ("Nobody changes anything for it", "Based", "Link change"),
        ("Benefit without an owner", "Bare", "Name the owner"),
        ("Benefit without an owner", "Based", "Name the owner"),
        ("Benefit without a measure", "Bare", "Set metric"),
        ("Benefit without a baseline", "Based", "Set baseline"),
        ("Benefit without a due date", "Bare", "Set due date"),
        ("Benefit without a due date", "Based", "Set due date"),
        ("Benefit serves no objective", "Bare", "Link objective"),
        ("Benefit serves no objective", "Based", "Link objective"),
    ]
    urls = [row["remedy"]["url"] for row in page["findings"]]
    assert urls[2] == f"{reverse('changebenefit_create')}?change={nowhere.uid}&{back}"
    assert urls[5] == f"{reverse('changebenefit_create')}?benefit={based.uid}&{back}"
    assert urls[12] == f"{reverse('benefitobjective_create')}?benefit={bare.uid}&{back}"
    assert urls[3] == f"{reverse('businesschange_edit', args=[nowhere.uid])}?{back}"
    assert [browser.get(url).status_code for url in urls] == [200] * 14


def test_a_link_against_the_order_names_both_ends(gain: Benefit, browser: Client, claims: Unit) -> None:
    first = make_business_change(name="First", unit=claims, kind=ChangeKind.ENABLING)
    other = make_business_change(
        name="Second", unit=claims, kind=ChangeKind.ENABLING, prepares=make_business_change(unit=claims)
    )
    BusinessChange.objects.filter(pk=other.pk).update(prepares=first)
    row = page_of(browser)["findings"][0]
    assert (row["fault"], row["names"], row["remedy"]["label"]) == (
        NetworkFault.AGAINST_LAYERS.label,
        "Second → First",
        "Correct the change",
    )


def test_remedies_are_for_those_who_may(
    gain: Benefit, reader: User, client_of: ClientOf, claims: Unit
) -> None:
    make_business_change(name="Nowhere", unit=claims)
    assert [row["remedy"]["url"] for row in page_of(client_of(reader))["findings"]] == ["", ""]


def test_the_same_as_file_and_data(gain: Benefit, work: Initiative, browser: Client, claims: Unit) -> None:
    make_initiative(name="Tape", unit=claims)
    data = browser.get(reverse("api_benefits_network"), {"unit": str(claims.uid)}).json()
    assert (data["initiatives_owing"], data["initiatives_reaching"], data["unit"]) == (2, 1, str(claims.uid))
    assert [(row["layer"], row["name"]) for row in data["records"]] == [
        ("enabler", "Desk"),
        ("enabler", "Tape"),
        ("business", "Decide at once"),
        ("benefit", "Fewer calls"),
        ("objective", "Two days"),
    ]
    assert {"source": str(work.uid), "target": str(gain.uid)} in data["links"]
    assert [(row["fault"], row["target"]) for row in data["findings"]] == [("enabler_nowhere", None)]
    answer: Any = browser.get(reverse("benefits_network_export"))
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [(row["source"], row["target"]) for row in rows] == [
        ("Desk", "Decide at once"),
        ("Desk", "Fewer calls"),
        ("Decide at once", "Fewer calls"),
        ("Fewer calls", "Two days"),
    ]


def test_the_pages_of_records_show_their_place_in_it(
    gain: Benefit, work: Initiative, doing: BusinessChange, browser: Client
) -> None:
    for record, name, text in (
        (work, "changeenabler-initiative", "Decide at once"),
        (gain, "changebenefit-benefit", "Decide at once"),
        (doing, "changeenabler-change", "Desk"),
    ):
        panels = browser.get(url_of(record)).context["page"]["panels"]
        data = next(panel["data"] for panel in panels if panel["name"] == name)
        assert [row["cells"][0].text for row in data["rows"]] == [text]
