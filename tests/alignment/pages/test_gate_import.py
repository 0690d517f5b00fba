"""What a file brings past the first gate: warned of in its dry run and after it, refused row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from alignment.choices import GateMode
from alignment.models import GatePassage, Initiative
from tests.factories.alignment import make_gate_policy
from tests.workbench.exchange.imports import places, problems

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

REASONS = (
    "It serves no customer need, and Customer intimacy lets needs drive priority. "
    "Its line of sight is broken: no customer need, no benefit."
)
WARNED = f"Passes with a warning. {REASONS}"
HELD = f"{REASONS} Mend it, or ask for an override. May override: Whoever may edit the strategy there."


def _file(content: bytes) -> Any:
    return SimpleUploadedFile("work.csv", content)


def test_an_import_warns_in_its_trial_and_refuses_row_by_row(
    bare: Initiative, cio: User, client_of: ClientOf, claims: Unit
) -> None:
    file = b"name,unit,status\nBare,Claims,Approved\n"
    answer = client_of(cio).post(
        "/api/v1/imports/",
        {"type": "initiative", "file": _file(file), "dry_run": "true"},
    )
    assert answer.json()["warnings"] == [
        {
            "row": 2,
            "field": "status",
            "message": WARNED,
            "remedy": "Link need, Link benefit, See its line of sight",
        }
    ]
    assert GatePassage.objects.count() == 0
    make_gate_policy(unit=claims, mode=GateMode.BLOCK)
    found = problems("initiative", file.decode())
    assert places(found) == [(2, "status", HELD)]
    assert [problem.remedy for problem in found] == [
        "Link need, Link benefit, See its line of sight, and import the file again."
    ]


def test_the_page_of_an_import_warns_before_and_after(
    bare: Initiative, cio: User, client_of: ClientOf
) -> None:
    client, url = client_of(cio), reverse("initiative_import")
    trial = client.post(url, {"file": _file(b"name,unit,status\nBare,Claims,Approved\n"), "step": "check"})
    run = trial.context["page"]["run"]
    assert (run.warning_lead, [row["text"] for row in run.warnings]) == (
        "1 row passes with a warning.",
        [WARNED],
    )
    upload = trial.context["page"]["upload"]
    answer = client.post(url, {"upload": upload.uid, "step": "save"}, follow=True)
    assert [str(m) for m in answer.context["messages"]][1] == f"Row 2: {WARNED}"
    assert GatePassage.objects.get().outcome == "warned"


def test_the_command_prints_its_warnings(bare: Initiative, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "work.csv"
    file.write_text("name,unit,status\nBare,Claims,Approved\n")
    call_command("import_records", "initiative", str(file), "--dry-run", stdout=None)
    assert f"Warning, row 2: {WARNED}" in capsys.readouterr().out
