"""What rows bring along and refer to, and who may."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from accounts.models import Unit
from alignment.models import Initiative, Outlay
from tests.factories.accounts import make_person, make_unit
from tests.factories.alignment import make_initiative, make_outlay, make_program
from tests.workbench.exchange.imports import MONEY, bring_in, counted, places, problems

if TYPE_CHECKING:
    from accounts.models import User


def test_a_related_record_is_found_by_everything_it_is_called(claims: Unit) -> None:
    person = make_person("Ada Byrne", email="ada@harbor.example", source="hr", external_key="77")
    names = ["Ada Byrne", "ada  byrne", "ADA@harbor.example", person.code, str(person.uid), "hr:77"]
    names.append(f"{person.code} · Ada Byrne")
    rows = "".join(f"{number},Claims,{name}\n" for number, name in enumerate(names))

    bring_in("initiative", f"name,unit,owner\n{rows}")

    assert Initiative.objects.filter(owner=person).count() == len(names)


def test_namesakes_need_a_code(claims: Unit) -> None:
    first, second = make_person("Ada Byrne"), make_person("Ada Byrne")
    (problem,) = problems("initiative", "name,unit,owner\nA,Claims,Ada Byrne\n")
    assert problem.message == "“Ada Byrne” names several records."
    assert problem.remedy == f"Write one of {first.code}, {second.code}."


def test_an_old_name_beside_a_code_is_not_guessed(claims: Unit) -> None:
    person = make_person("Ada Byrne")
    (problem,) = problems("initiative", f"name,unit,owner\nA,Claims,{person.code} · Bea Carr\n")
    assert problem.field == "owner"


def test_a_lookup_is_the_only_name(claims: Unit) -> None:
    make_unit("10", claims.parent, source="ledger", external_key="20")
    make_unit("20", claims.parent, source="other", external_key="10")
    mapping = (
        "type: initiative\nsource: ledger\ncolumns: {name: n, unit: {column: u, lookup: external_key}}\n"
    )

    bring_in("initiative", "n,u\nA,20\n", mapping=mapping)

    assert Initiative.objects.get().unit.name == "10"
    assert len(problems("initiative", "n,u\nB,10\n", mapping=mapping)) == 1


def test_parts_come_along(claims: Unit) -> None:
    text = 'id,name,money\n1,One,"€1,200"\n2,Two,\n'
    assert bring_in("initiative", text, mapping=MONEY) == {
        "initiative": counted(2, 0, 0),
        "outlay": counted(1, 0, 0),
    }
    assert bring_in("initiative", text, mapping=MONEY) == {
        "initiative": counted(0, 0, 2),
        "outlay": counted(0, 0, 1),
    }
    changed = text.replace("1,200", "1,300")
    assert bring_in("initiative", changed, mapping=MONEY)["outlay"] == counted(0, 1, 0)
    outlay = Outlay.objects.get()
    assert (outlay.initiative.name, outlay.amount, outlay.external_key) == ("One", Decimal(1300), "1/budget")


def test_a_part_made_by_hand_is_taken_over(claims: Unit) -> None:
    parent = make_initiative(name="One", unit=claims)
    outlay = make_outlay(initiative=parent, kind="budget", fiscal_year=None, amount=5, currency="EUR")
    counts = bring_in("initiative", "id,name,money\n1,One,7\n", mapping=MONEY)
    outlay.refresh_from_db()
    assert counts == {"initiative": counted(0, 1, 0), "outlay": counted(0, 1, 0)}
    assert outlay.amount == 7


def test_a_problem_in_a_part_takes_everything_back(claims: Unit) -> None:
    found = problems("initiative", "id,name,money\n1,One,5\n2,Two,-1\n", mapping=MONEY)
    assert places(found) == [(3, "", "An amount cannot be negative.")]
    found = problems("initiative", "id,name,money\n1,One,$5\n,Two,\n", mapping=MONEY)
    assert places(found) == [(2, "money", "“$5” is not in EUR."), (3, "", "The key “id” is empty.")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("type: outlay", "type: nothing"), "There is no type “nothing” with a field “initiative”."),
        (("parent: initiative", "parent: need"), "There is no type “outlay” with a field “need”."),
        (("amount:", "initiative:"), "“initiative” is no field here."),
    ],
)
def test_a_part_must_fit_its_type(claims: Unit, change: tuple[str, str], message: str) -> None:
    (problem,) = problems("initiative", "id,name,money\n1,One,5\n", mapping=MONEY.replace(*change))
    assert problem.message == message


def test_import_is_a_permission(claims: Unit, reader: User, member: User) -> None:
    for actor in (reader, member):
        (problem,) = problems("initiative", "name,unit\nA,Claims\n", actor)
        assert "“import”" in problem.message


def test_a_row_outside_the_units_of_the_actor_is_refused(claims: Unit, sales: Unit, analyst: User) -> None:
    text = "name,unit\nA,Claims\nB,Sales\n"
    (problem,) = problems("initiative", text, analyst)
    assert (problem.row, problem.message) == (
        3,
        "This needs the permission “edit_initiatives” in the unit of the record.",
    )


def test_a_record_cannot_be_moved_out_of_reach(claims: Unit, sales: Unit, analyst: User) -> None:
    record = make_initiative(name="A", unit=claims)
    (problem,) = problems("initiative", f"uid,name,unit\n{record.uid},A,Sales\n", analyst)
    assert problem.row == 2


def test_what_cannot_be_seen_cannot_be_named(claims: Unit, sales: Unit, analyst: User) -> None:
    """Hidden and missing read the same: neither a uid nor a reference tells them apart."""
    hidden = make_initiative(name="Hidden", unit=sales)
    program = make_program(name="Secret", unit=sales)
    answers = [
        problems("initiative", f"uid,name,unit\n{uid},A,Claims\n", analyst)[0].message
        for uid in (hidden.uid, "00000000-0000-4000-8000-00000000000f")
    ]
    assert answers[0] == answers[1]
    answers = [
        problems("initiative", f"name,unit,program\nA,Claims,{name}\n", analyst)[0].message.replace(name, "")
        for name in ("Secret", program.code, str(program.uid), "Nowhere")
    ]
    assert len(set(answers)) == 1


def test_a_hidden_relation_may_stay(claims: Unit, sales: Unit, analyst: User) -> None:
    program = make_program(name="Secret", unit=sales)
    record = make_initiative(name="A", unit=claims, program=program)
    text = f"uid,name,unit,program\n{record.uid},B,Claims,{program.code}\n"
    assert bring_in("initiative", text, analyst) == {"initiative": counted(0, 1, 0)}
    record.refresh_from_db()
    assert (record.name, record.program) == ("B", program)
