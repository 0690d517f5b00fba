"""The commands, as typed in a terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from alignment.models import Initiative
from audit.models import Event
from tests.factories.alignment import make_initiative
from workbench.exchange.reading import read_table

if TYPE_CHECKING:
    from accounts.models import Unit, User


def run(*arguments: str | Path) -> str:
    output = io.StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue()


def refused(*arguments: str | Path) -> str:
    """What the command says on its way to exit code 1."""
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert caught.value.returncode == 1
    return str(caught.value)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_text("name,unit\nOne,Claims\nTwo,Claims\n")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text("name,unit,end_date\nOne,Claims,\nTwo,Claims,TBD\n")
    return path


def test_import(claims: Unit, good: Path) -> None:
    assert run("import_records", "initiative", good) == "initiative: 2 created, 0 updated, 0 unchanged\n"
    assert run("import_records", "Initiatives", good) == "initiative: 0 created, 0 updated, 2 unchanged\n"
    assert set(Event.objects.values_list("actor_label", flat=True)) == {"system"}


def test_import_as_somebody(claims: Unit, analyst: User, outsider: User, good: Path) -> None:
    assert "“edit_initiatives”" in refused("import_records", "initiative", good, "--as", outsider.email)
    run("import_records", "initiative", good, "--as", analyst.email.upper())
    assert set(Event.objects.values_list("actor_label", flat=True)) == {analyst.label}


def test_dry_run(claims: Unit, good: Path) -> None:
    assert run("import_records", "initiative", good, "--dry-run") == (
        "initiative: 2 created, 0 updated, 0 unchanged\nDry run: nothing was written.\n"
    )
    assert Initiative.objects.count() == 0


def test_problems_by_row(claims: Unit, bad: Path) -> None:
    assert refused("import_records", "initiative", bad) == (
        "Row 3, end_date: “TBD” is not a day. Write it like 2026-12-31, or nothing if not known.\n"
        "Nothing was written: 1 problem."
    )
    assert Initiative.objects.count() == 0


def test_json(claims: Unit, good: Path) -> None:
    answer = json.loads(run("import_records", "initiative", good, "--json"))
    change = {"row": 2, "type": "initiative", "action": "created", "record": "One"}
    assert answer.pop("changes")[0] == change | {"fields": {"name": ["", "One"], "unit": ["", "Claims"]}}
    assert answer == {
        "type": "initiative",
        "written": True,
        "counts": {"initiative": {"created": 2, "updated": 0, "unchanged": 0}},
        "problems": [],
        "warnings": [],
    }


def test_json_of_problems(claims: Unit, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_records", "initiative", str(bad), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["written"] is False
    assert answer["problems"] == [
        {
            "row": 3,
            "field": "end_date",
            "message": "“TBD” is not a day.",
            "remedy": "Write it like 2026-12-31, or nothing if not known.",
        }
    ]


def test_a_mapping_file(claims: Unit, tmp_path: Path) -> None:
    data, mapping = tmp_path / "data.csv", tmp_path / "map.yaml"
    data.write_text("Project\nOne\n")
    mapping.write_text("type: initiative\ncolumns: {name: Project, unit: {constant: Claims}}\n")
    run("import_records", "initiative", data, "--mapping", mapping)
    assert Initiative.objects.get().name == "One"
    mapping.write_text("type: [")
    assert refused("import_records", "initiative", data, "--mapping", mapping).startswith(
        "Row 1: The mapping is not"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import_records", "nothing", "x.csv"), "There is no type “nothing”. Types: "),
        (("import_records", "initiative", "/nowhere/x.csv"), "“/nowhere/x.csv” cannot be read: "),
        (("import_records", "initiative", "x.csv", "--as", "who@x.example"), "Nobody who may sign in has"),
        (("export_records", "nothing"), "There is no type “nothing”. Types: "),
        (
            ("export_records", "initiative", "--output", "/nowhere/x.csv"),
            "“/nowhere/x.csv” cannot be written: ",
        ),
    ],
)
@pytest.mark.django_db
def test_refusals(arguments: tuple[str, ...], message: str) -> None:
    assert refused(*arguments).startswith(message)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_and_back(claims: Unit, tmp_path: Path, form: str) -> None:
    make_initiative(name="=1+1", unit=claims)
    make_initiative(name="Gone", unit=claims, archived_at=claims.created_at)
    path = tmp_path / f"out.{form}"

    run("export_records", "initiative", "--format", form, "--output", path)

    assert [row.cells[2] for row in read_table(path.read_bytes()).rows] == ["=1+1"]
    assert run("import_records", "initiative", path) == "initiative: 0 created, 0 updated, 1 unchanged\n"


def test_export_as_somebody(claims: Unit, sales: Unit, analyst: User, capfdbinary: Any) -> None:
    make_initiative(name="Seen", unit=claims)
    make_initiative(name="Hidden", unit=sales)
    run("export_records", "initiative", "--as", analyst.email)
    table = read_table(capfdbinary.readouterr().out)
    assert [row.cells[2] for row in table.rows] == ["Seen"]


def test_a_workbook_that_cannot_be(claims: Unit, tmp_path: Path) -> None:
    make_initiative(unit=claims, description="x" * 40_000)
    said = refused("export_records", "initiative", "--format", "xlsx", "--output", tmp_path / "x.xlsx")
    assert said == "A text is too long for a workbook. Export the records as CSV."
