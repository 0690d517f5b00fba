"""A record that refers to one the viewer may not see keeps that name to itself, wherever names are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import Unit
from alignment.models import Initiative
from foundation.actors import SYSTEM
from foundation.reading import seen_through
from tests.factories.accounts import NOW, make_person, make_token
from tests.factories.alignment import make_element_objective, make_initiative, make_need_link, make_program
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective, make_strategy
from tests.workbench.world import api, form_data, rows, text, uids, url
from workbench.history import history_of
from workbench.naming import Named, named
from workbench.operations.records import save
from workbench.ordering import sortable
from workbench.search import search
from workbench.types import all_types, type_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from alignment.models import Program
    from tests.personas import ClientOf

INITIATIVE: Any = type_of(Initiative)
HIDDEN = "Not visible to you"
APART = {
    "effect": "outcome",
    "adoption": "element",
    "challenge": "objective",
    "objectivesuccession": "successor",
    "elementsuccession": "successor",
    "initiative": "program",
    "businesschange": "prepares",
    "benefitobjective": "objective",
    "strategy": "replaces",
}
"""By type, the relations to what those who read the record need not be able to read."""


@pytest.fixture
def secret(sales: Unit) -> Program:
    return make_program(name="Osprey", unit=sales)


@pytest.fixture
def initiative(claims: Unit, secret: Program) -> Initiative:
    """In Claims, and in a program of Sales since somebody put it there."""
    made = make_initiative(name="Portal", unit=claims)
    save(object_type=INITIATIVE, values={"program": secret}, record=made, actor=SYSTEM, now=NOW)
    return Initiative.objects.for_list().get(pk=made.pk)


def test_pages_show_that_there_is_one_and_not_which(browser: Client, initiative: Initiative) -> None:
    pages = [browser.get(url(INITIATIVE, page, initiative)) for page in ("detail", "edit")]
    pages.append(browser.get(url(INITIATIVE, "list")))
    assert [HIDDEN in text(page) for page in pages[:2]] == [True] * 2
    assert ["Osprey" in text(page) for page in pages] == [False] * 3


def test_history_names_it_only_to_those_who_may_see_it(
    owner: User, cio: User, initiative: Initiative
) -> None:
    assert [_after(history_of(initiative, viewer)) for viewer in (owner, cio, SYSTEM)] == [
        [HIDDEN],
        ["Osprey"],
        ["Osprey"],
    ]


def _after(happenings: list[Any]) -> list[str]:
    return [difference.after for happening in happenings for difference in happening.differences]


def test_a_conflict_does_not_name_it(browser: Client, initiative: Initiative, claims: Unit) -> None:
    mine = make_program(name="Kestrel", unit=claims)
    values = {name: getattr(initiative, name) for name in INITIATIVE.fields}
    refused = browser.post(
        url(INITIATIVE, "edit", initiative), form_data(values | {"program": mine}, version=1)
    )
    assert refused.status_code == 409
    assert refused.context["page"]["conflict"] == [{"label": "Program", "theirs": HIDDEN, "yours": "Kestrel"}]


def test_what_stands_in_the_way_is_counted_and_not_named(
    browser: Client, owner: User, claims: Unit, sales: Unit
) -> None:
    need: Any = make_need()
    kind: Any = type_of(type(need))
    ours = make_need_link(need=need, initiative=make_initiative(name="Portal", unit=claims))
    make_need_link(need=need, initiative=make_initiative(name="Osprey", unit=sales))
    lines = [f"{ours.code} {ours}", "Need link, not visible to you"]

    page = browser.post(url(kind, "delete", need))
    assert [line.text for line in page.context["page"]["obstacles"]] == lines
    assert "Osprey" not in text(page)
    make_token(owner)
    answer = browser.delete(api(kind, need), headers={"Authorization": "Bearer a-key", "If-Match": '"1"'})
    assert (answer.status_code, answer.json()["obstacles"]) == (409, lines)


def test_a_part_that_also_belongs_elsewhere_is_not_named(owner: User, claims: Unit, sales: Unit) -> None:
    theirs = make_objective(strategy=make_strategy(unit=sales))
    link = make_element_objective(objective=theirs)
    assert named([link], owner) == [Named("Objective link, not visible to you")]


def test_what_is_no_record_is_named_by_its_kind(owner: User) -> None:
    assert named([owner], owner) == [Named("User, not visible to you")]
    person = make_person("Ada Byrne")
    (line,) = named([person], owner)
    assert (line.text, line.url) == (f"{person.code} Ada Byrne", f"/people/{person.uid}/")


@pytest.fixture
def ours(claims: Unit, initiative: Initiative) -> list[Initiative]:
    """The one whose program is hidden, between two in programs of Claims of which the names lie around that one's."""
    first, last = (make_program(name=name, unit=claims) for name in ("Merlin", "Swift"))
    return [
        initiative,
        make_initiative(name="Ledger", unit=claims, program=last),
        make_initiative(name="Desk", unit=claims, program=first),
    ]


@pytest.mark.parametrize("words", ["Osprey", "y"])
def test_nobody_finds_it_by_words_of_a_hidden_name(
    browser: Client, owner: User, cio: User, client_of: ClientOf, ours: list[Initiative], words: str
) -> None:
    """Whoever could would read the name letter by letter."""
    make_token(owner)
    key = {"Authorization": "Bearer a-key"}
    asked = {"q": words}

    def found(client: Client) -> list[str]:
        return rows(client.get(url(INITIATIVE, "list"), asked))

    hidden = str(ours[0].uid)
    assert [hidden in found(client) for client in (browser, client_of(cio))] == [False, True]
    named = [row["uid"] for row in browser.get(api(INITIATIVE), asked, headers=key).json()["results"]]
    file = b"".join(browser.get(url(INITIATIVE, "export"), asked)).decode()
    options = text(browser.get(url(INITIATIVE, "options"), asked))
    assert [hidden in told for told in (named, file, options)] == [False] * 3
    assert [hit.text for hit in search("Osprey", owner)] == []
    assert [hit.text for hit in search("Osprey", cio)] == ["Osprey", "Portal"]


@pytest.mark.parametrize("sort", ["program", "-program"])
def test_a_hidden_name_has_no_place_in_the_order(
    browser: Client, owner: User, cio: User, client_of: ClientOf, ours: list[Initiative], sort: str
) -> None:
    make_token(owner)
    hidden, last, first = uids(*ours)
    in_order = [first, last] if sort == "program" else [last, first]
    assert rows(browser.get(url(INITIATIVE, "list"), {"sort": sort})) == [*in_order, hidden]
    answer = browser.get(api(INITIATIVE), {"sort": sort}, headers={"Authorization": "Bearer a-key"})
    assert [row["uid"] for row in answer.json()["results"]] == [*in_order, hidden]
    whole = rows(client_of(cio).get(url(INITIATIVE, "list"), {"sort": sort}))
    assert whole == [in_order[0], hidden, in_order[1]]


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.key)
def test_what_is_searched_or_sorted_by_may_be_read(kind: Any, owner: User, cio: User) -> None:
    """Of each relation: hidden apart from the record, or read by everybody who reads the record itself."""
    model = kind.model
    apart = {name for name in APART.get(kind.key, "").split() if name}
    lookups = {
        name.partition("__")[0]: name for name in (*kind.search, *sortable(kind).values()) if "__" in name
    }
    assert {name for name, lookup in lookups.items() if seen_through(owner, model, lookup)} == apart
    assert [lookup for lookup in lookups.values() if seen_through(cio, model, lookup)] == []
