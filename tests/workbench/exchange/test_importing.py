"""From rows to records: who is meant, what changes, and all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, Unit
from alignment.models import Initiative
from alignment.operations.standing import keep_standings
from audit.models import Event
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_initiative, make_outlay
from tests.factories.strategies import make_strategy
from tests.workbench.exchange.imports import MONEY, bring_in, counted, places, plan, problems
from workbench.exchange.importing import apply_import
from workbench.exchange.problems import Problem, Refused
from workbench.management.commands.import_records import report

if TYPE_CHECKING:
    from accounts.models import User


def test_create_update_and_leave(claims: Unit) -> None:
    make_initiative(name="Kept", unit=claims)
    changed = make_initiative(name="Changed", unit=claims, description="before")
    text = "name,unit,description\nNew,Claims,x\nKept,Claims,\nChanged,Claims,after\n"

    assert bring_in("initiative", text) == {"initiative": counted(1, 1, 1)}

    changed.refresh_from_db()
    assert (changed.description, changed.version) == ("after", 2)
    assert bring_in("initiative", text) == {"initiative": counted(0, 0, 3)}


def test_match_by_uid_comes_first(claims: Unit) -> None:
    meant = make_initiative(name="One", unit=claims, source="s", external_key="1")
    make_initiative(name="Two", unit=claims, source="s", external_key="2")

    bring_in("initiative", f"uid,name,unit,source,external_key\n{meant.uid},Uno,Claims,s,1\n")

    assert sorted(Initiative.objects.values_list("name", flat=True)) == ["Two", "Uno"]


def test_match_by_key_before_name(claims: Unit) -> None:
    meant = make_initiative(name="One", unit=claims, source="s", external_key="1")
    make_initiative(name="Two", unit=claims)

    bring_in("initiative", "name,unit,source,external_key\nTwo,Claims,s,1\n")

    meant.refresh_from_db()
    assert meant.name == "Two"
    assert Initiative.objects.count() == 2


def test_a_new_key_finds_a_record_without_one_by_name(claims: Unit) -> None:
    """Typed in by hand before, it gets its key; a namesake with another key is another record."""
    by_hand = make_initiative(name="One", unit=claims)
    make_initiative(name="Two", unit=claims, source="s", external_key="old")

    counts = bring_in("initiative", "name,unit,source,external_key\nONE ,Claims,s,1\nTwo,Claims,s,2\n")

    by_hand.refresh_from_db()
    assert counts == {"initiative": counted(1, 1, 0)}
    assert (by_hand.name, by_hand.external_key) == ("ONE", "1")


def test_two_records_alike_need_a_uid(claims: Unit) -> None:
    one, two = (make_initiative(name="One", unit=claims) for _ in range(2))
    found = problems("initiative", "name,unit\nOne,Claims\n")
    assert places(found) == [(2, "", f"Several records are like this row: {one.code}, {two.code}.")]


def test_archived_namesakes_do_not_confuse(claims: Unit) -> None:
    make_initiative(name="One", unit=claims, archived_at=NOW)
    make_initiative(name="One", unit=claims)
    assert bring_in("initiative", "name,unit\nOne,Claims\n") == {"initiative": counted(0, 0, 1)}


def test_a_row_that_finds_an_archived_record_is_told_so(claims: Unit) -> None:
    """Its name is taken while it is archived, so nothing new is made; a uid says that it is meant."""
    gone = make_strategy(name="Lean", unit=claims, archived_at=NOW)
    make_strategy(name="Close", unit=claims)
    told = [
        Problem(
            row,
            "",
            f"This is {gone.code}, which is archived: importing does not bring it back.",
            "Bring it back first, or call the row something else.",
        )
        for row in (2, 3)
    ]

    assert plan("strategy", "name,unit,customer\nLean,Claims,Farms\n").warnings == told[:1]
    assert plan("strategy", "name,unit\nClose,Claims\nlean,Claims\n").warnings == told[1:]
    assert plan("strategy", f"uid,name,unit\n{gone.uid},Lean,Claims\n").warnings == []
    assert plan("strategy", "name,unit\nLean anew,Claims\n").warnings == []


def test_two_rows_must_not_be_one_record(claims: Unit) -> None:
    text = "name,unit,source,external_key\nA,Claims,s,1\nB,Claims,s,1\nC,Claims,,\nc,claims,,\n"
    assert places(problems("initiative", text)) == [
        (3, "", "Row 2 is the same record."),
        (5, "", "Row 4 is the same record."),
    ]


def test_people_without_an_email_are_known_by_name(root: Unit) -> None:
    text = "name,email\nAda Byrne,\nBea Carr,bea@harbor.example\n"
    assert bring_in("person", text) == {"person": counted(2, 0, 0)}
    assert bring_in("person", text) == {"person": counted(0, 0, 2)}
    assert bring_in("person", "name,email\nBeatrice Carr,BEA@harbor.example\n") == {
        "person": counted(0, 1, 0)
    }
    assert Person.objects.count() == 2


@pytest.mark.parametrize("uid", ["00000000-0000-4000-8000-00000000000f", "17"])
def test_an_unknown_uid_is_refused(claims: Unit, uid: str) -> None:
    assert len(problems("initiative", f"uid,name,unit\n{uid},One,Claims\n")) == 1


def test_every_problem_is_named_at_once(claims: Unit) -> None:
    text = 'name,unit,status,end_date,owner\n"A\nB",Claims,never,TBD,\n,Nowhere,,,Nobody\n'
    assert places(problems("initiative", text)) == [
        (2, "status", "“never” is not a choice here."),
        (2, "end_date", "“TBD” is not a day."),
        (4, "unit", "“Nowhere” names no record that you may see."),
        (4, "owner", "“Nobody” names no record that you may see."),
    ]


def test_rules_of_the_record_are_named_by_row(claims: Unit) -> None:
    text = f"name,unit,start_date,end_date\nA,Claims,2026-02-01,2026-01-01\n,Claims,,\nC,Claims,,\n{'x' * 201},Claims,,\n"
    found = places(problems("initiative", text))
    assert (3, "name", "This field cannot be blank.") in found
    assert [row for row, field, _ in found if field == "name"] == [3, 5]


def test_a_rule_of_the_database_is_named_by_row(claims: Unit) -> None:
    text = "name,unit,start_date,end_date\nA,Claims,2026-02-01,2026-01-01\nB,Claims,,\n"
    assert places(problems("initiative", text)) == [(2, "", "The end cannot be before the start.")]


def test_blank_clears_unless_skipped(claims: Unit) -> None:
    record = make_initiative(name="One", unit=claims, description="text", end_date=NOW.date(), status="")
    text = "name,unit,description,end_date\nOne,Claims,,\n"
    mapping = (
        "type: initiative\nskip_blank: true\ncolumns: {name: name, unit: unit, description: description}\n"
    )

    assert bring_in("initiative", text, mapping=mapping) == {"initiative": counted(0, 0, 1)}
    bring_in("initiative", text)

    record.refresh_from_db()
    assert (record.description, record.end_date) == ("", None)


def test_constants_defaults_values_and_conditions(claims: Unit) -> None:
    mapping = """
type: initiative
decimal: ","
columns:
  name: n
  unit: {constant: Claims}
  description: {column: d, default: none given, values: {x: crossed out}}
  end_date: {column: e, if: f, date_order: dmy}
"""
    bring_in("initiative", "n,d,e,f\nA,X,01/02/2026,yes\nB,,nonsense,\nC,other,,\n", mapping=mapping)

    assert list(Initiative.objects.order_by("name").values_list("name", "description", "end_date")) == [
        ("A", "crossed out", NOW.date().replace(2026, 2, 1)),
        ("B", "none given", None),
        ("C", "other", None),
    ]


def test_rows_are_collapsed_if_they_agree(root: Unit) -> None:
    mapping = "type: unit\nsource: s\nkey: k\ndistinct: k\ncolumns: {name: n, parent: {constant: '0001.', lookup: path}}\n"
    assert bring_in("unit", "k,n,x\na,Ash,1\nb,Birch,2\na,Ash ,3\n", mapping=mapping) == {
        "unit": counted(2, 0, 0)
    }
    assert sorted(Unit.objects.filter(parent=root).values_list("name", "external_key")) == [
        ("Ash", "a"),
        ("Birch", "b"),
    ]
    found = problems("unit", "k,n\nc,Cedar\nc,Cherry\n", mapping=mapping)
    assert places(found) == [(3, "n", "Row 2 says something else for the same k.")]


def test_a_rehearsal_finds_everything_and_writes_nothing(claims: Unit) -> None:
    planned = plan("initiative", "name,unit\nA,Claims\n")
    apply_import(plan=planned, actor=SYSTEM, now=NOW, rehearse=True)
    assert (Initiative.objects.count(), Event.objects.count()) == (0, 0)
    with pytest.raises(Refused):
        apply_import(
            plan=plan("initiative", "name,unit,start_date,end_date\nA,Claims,2026-02-01,2026-01-01\n"),
            actor=SYSTEM,
            now=NOW,
            rehearse=True,
        )


def test_a_record_changed_in_between_is_not_overwritten(claims: Unit) -> None:
    record = make_initiative(name="A", unit=claims)
    planned = plan("initiative", f"uid,name,unit\n{record.uid},B,Claims\n")
    Initiative.objects.update(version=2, name="C")
    with pytest.raises(Refused) as caught:
        apply_import(plan=planned, actor=SYSTEM, now=NOW)
    assert caught.value.problems[0].remedy == "Import the file again."
    assert Initiative.objects.get().name == "C"


def test_every_change_is_in_the_trail(claims: Unit, analyst: User) -> None:
    bring_in("initiative", "name,unit\nA,Claims\nB,Claims\n", analyst)
    events = list(Event.objects.values_list("actor_label", "verb", "type_label"))
    assert events == [("Nora Flynn", "imported", "alignment.initiative")] * 2


def test_the_report_shows_before_and_after(claims: Unit, sales: Unit) -> None:
    record = make_initiative(name="A", unit=claims, description="old")
    planned = plan("initiative", f"uid,name,unit,description\n{record.uid},A,Sales,new\n,N,Claims,\n")
    assert report(planned) == {
        "counts": {"initiative": counted(1, 1, 0)},
        "changes": [
            {
                "row": 2,
                "type": "initiative",
                "action": "updated",
                "record": "A",
                "fields": {"unit": ["Claims", "Sales"], "description": ["old", "new"]},
            },
            {
                "row": 3,
                "type": "initiative",
                "action": "created",
                "record": "N",
                "fields": {"name": ["", "N"], "unit": ["", "Claims"]},
            },
        ],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(claims: Unit, rows: int) -> None:
    """Planning reads initiatives, units, people and outlays once; writing takes the same statements for any number."""
    make_person("Ada Byrne")
    for number in range(rows):
        record = make_initiative(name=f"Old {number}", unit=claims)
        make_outlay(initiative=record)
    keep_standings(now=NOW)
    mapping = MONEY.replace("  unit:", "  owner: {constant: Ada Byrne}\n  unit:")
    text = "id,name,money\n" + "".join(f"{n},Old {n},5\n{n}x,New {n},5\n" for n in range(rows))
    with CaptureQueriesContext(connection) as queries:
        planned = plan("initiative", text, mapping=mapping)
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        apply_import(plan=planned, actor=SYSTEM, now=NOW)
    assert len(queries) == 39


def test_more_rows_than_are_written_at_once(claims: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.exchange.importing.BATCH", 2)
    text = "name,unit\n" + "".join(f"{number},Claims\n" for number in range(5))
    assert bring_in("initiative", text) == {"initiative": counted(5, 0, 0)}
    found = problems("initiative", text.replace("\n", f"\n{'x' * 201},Claims\n", 1) + f"{'y' * 201},Claims\n")
    assert [problem.row for problem in found] == [2, 8]


def test_a_value_of_any_kind_reaches_its_field(root: Unit) -> None:
    text = "name,is_primary\nContract,yes\nRegion,no\n"
    assert bring_in("segmentation", text) == {"segmentation": counted(2, 0, 0)}
    assert bring_in("segmentation", text) == {"segmentation": counted(0, 0, 2)}
