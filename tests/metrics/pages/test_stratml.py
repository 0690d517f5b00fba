"""StratML through the pages, the API and the commands."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Event
from strategies.choices import Discipline
from strategies.models import Strategy
from tests.factories.accounts import NOW
from tests.factories.strategies import make_strategy
from tests.metrics.stratml_scene import document, exported, full
from workbench.models import Upload

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

CORE = """<Organization><Name>Elsewhere</Name><Stakeholder><Name>Families</Name></Stakeholder><Stakeholder/></Organization>
<Goal><Name>One</Name><Description/></Goal>"""
GOOD = document(CORE)
REMARKS = [
    "The plan is that of Elsewhere; its strategy is that of the chosen unit.",
    "2 stakeholders were left out: Families, 1 without a name.",
]


def file_of(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.xml", data, "application/xml")


def checked(
    client: Client, unit: Unit, data: bytes = GOOD, discipline: str = Discipline.PRODUCT_LEADERSHIP
) -> Any:
    sent = {"step": "check", "file": file_of(data), "unit": str(unit.uid), "discipline": discipline}
    return client.post(reverse("stratml_import"), sent)


# ── the pages ────────────────────────────────────────────────────────────────────────────────────
def test_the_strategy_offers_its_file(claims: Unit, cio: User, reader: User, client_of: ClientOf) -> None:
    strategy = full(claims)
    page = client_of(cio).get(reverse("strategy_detail", args=[strategy.uid])).content.decode()
    assert (page.count(reverse("strategy_stratml", args=[strategy.uid])), "Export as StratML" in page) == (
        1,
        True,
    )
    answer = client_of(reader).get(reverse("strategy_stratml", args=[strategy.uid]))
    assert answer.content == exported(strategy)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="S-01.stratml.xml"'


def test_what_one_may_not_see_has_no_file(claims: Unit, outsider: User, client_of: ClientOf) -> None:
    address = reverse("strategy_stratml", args=[make_strategy(unit=claims).uid])
    assert client_of(outsider).get(address).status_code == 404


def test_a_plan_is_checked_and_then_saved(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    shown = checked(client, claims)
    assert (shown.status_code, Strategy.objects.count(), Event.objects.count()) == (200, 0, 0)
    assert shown.context["page"]["tried"]["remarks"] == REMARKS
    assert [row["label"] for row in shown.context["page"]["tried"]["rows"]] == ["Strategies", "Objectives"]
    change = shown.context["page"]["tried"]["trial"].changes[0]
    assert change["text"] == "name: Plan; unit: Claims; lead discipline: Product leadership"

    upload = Upload.objects.get()
    saved = client.post(reverse("stratml_import"), {"step": "save", "upload": str(upload.uid)})

    strategy = Strategy.objects.get()
    assert saved["Location"] == reverse("strategy_detail", args=[strategy.uid])
    assert (strategy.unit, strategy.discipline) == (claims, Discipline.PRODUCT_LEADERSHIP)
    assert Upload.objects.count() == 0
    assert set(Event.objects.values_list("actor_label", flat=True)) == {cio.label}


def test_the_same_plan_again_would_change_nothing(claims: Unit, cio: User, client_of: ClientOf) -> None:
    strategy = full(claims)
    shown = checked(client_of(cio), claims, exported(strategy), discipline="").content.decode()
    assert ("Nothing would change." in shown, 'value="save"' in shown) == (True, False)


def test_a_bad_file_is_explained_and_not_kept(claims: Unit, cio: User, client_of: ClientOf) -> None:
    shown = checked(client_of(cio), claims, b"<html/>")
    (error,) = shown.context["page"]["tried"]["trial"].errors
    assert (shown.status_code, error["row"], error["text"]) == (
        422,
        1,
        "The file begins with <html> of no namespace.",
    )
    assert Upload.objects.count() == 0


def test_a_form_that_is_not_filled_in(claims: Unit, cio: User, client_of: ClientOf) -> None:
    shown = client_of(cio).post(reverse("stratml_import"), {"step": "check"})
    assert (shown.status_code, shown.context["page"]["form"].errors) == (
        422,
        {"file": ["Choose the file of the plan."], "unit": ["Choose the unit of the plan."]},
    )
    shown = checked(client_of(cio), claims, discipline="")
    assert shown.context["page"]["tried"]["trial"].errors[0]["field"] == "Lead discipline"


def test_a_file_that_is_gone_or_of_another_kind(
    claims: Unit, cio: User, outsider: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    checked(client, claims)
    upload = Upload.objects.get()
    upload.mapping = ""
    upload.save()
    for uid in (str(upload.uid), "nonsense", ""):
        answer = client.post(reverse("stratml_import"), {"step": "save", "upload": uid})
        assert answer["Location"] == reverse("stratml_import")
    assert Strategy.objects.count() == 0


def test_what_has_become_wrong_since_the_check(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    checked(client, claims)
    make_strategy(unit=claims, name="Plan", source="Elsewhere", external_key="1")
    answer = client.post(reverse("stratml_import"), {"step": "save", "upload": str(Upload.objects.get().uid)})
    assert answer.status_code == 302
    checked(client, claims)
    cio.grants.all().delete()
    refused = client.post(
        reverse("stratml_import"), {"step": "save", "upload": str(Upload.objects.get().uid)}
    )
    assert refused.status_code == 403


def test_what_has_been_put_away_since_the_check(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    strategy = make_strategy(unit=claims, name="Plan")
    checked(client, claims)
    sent = {"step": "save", "upload": str(Upload.objects.get().uid)}
    for record, message in (
        (strategy, "This plan is S-01 Plan, which is archived."),
        (claims, "You may no longer change this unit."),
    ):
        record.archived_at = NOW
        record.save()
        answer = client.post(reverse("stratml_import"), sent)
        (error,) = answer.context["page"]["tried"]["trial"].errors
        assert (answer.status_code, error["text"]) == (422, message)


def test_nobody_who_may_not(claims: Unit, reader: User, outsider: User, client_of: ClientOf) -> None:
    assert client_of(reader).get(reverse("stratml_import")).status_code == 403
    shown = client_of(outsider).get(reverse("stratml_import"))
    assert (shown.status_code, shown.context["page"]["has_unit"]) == (200, False)
    assert checked(client_of(outsider), claims).status_code == 422


# ── the API ──────────────────────────────────────────────────────────────────────────────────────
def posted(client: Client, unit: Unit, data: bytes = GOOD, **more: Any) -> Any:
    sent = {"file": file_of(data), "unit": str(unit.uid), **more}
    return client.post("/api/v1/stratml/", sent)


def test_the_api_gives_the_same_bytes(claims: Unit, cio: User, outsider: User, client_of: ClientOf) -> None:
    strategy = full(claims)
    address = f"/api/v1/strategies/{strategy.uid}/stratml/"
    for accepted in ("*/*", "application/xml", "application/json"):
        answer = client_of(cio).get(address, headers={"accept": accepted})
        assert (answer.status_code, answer.content) == (200, exported(strategy))
    hidden = client_of(outsider).get(address, headers={"accept": "application/xml"})
    assert (hidden.status_code, json.loads(hidden.content)["detail"]) == (
        404,
        "No Strategy matches the given query.",
    )


def test_the_api_takes_a_plan(claims: Unit, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    dry = posted(client, claims, discipline="product_leadership", dry_run="true").json()
    counts = [
        {"type": "strategy", "created": 1, "updated": 0, "unchanged": 0},
        {"type": "objective", "created": 1, "updated": 0, "unchanged": 0},
    ]
    assert (dry["strategy"], dry["counts"], dry["remarks"]) == (None, counts, REMARKS)
    done = posted(client, claims, discipline="product_leadership").json()
    assert done["strategy"] == str(Strategy.objects.get().uid)
    assert done["left_out"] == [
        {"kind": "organization", "name": "Elsewhere", "line": 1},
        {"kind": "Stakeholder", "name": "Families", "line": 3},
        {"kind": "Stakeholder", "name": "", "line": 3},
    ]


def test_the_api_says_what_is_wrong(claims: Unit, cio: User, reader: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    (problem,) = posted(client, claims).json()["problems"]
    assert (problem["line"], problem["field"], problem["remedy"]) == (
        1,
        "discipline",
        "Choose the lead discipline.",
    )
    nowhere = client.post(
        "/api/v1/stratml/", {"file": file_of(GOOD), "unit": "00000000-0000-4000-8000-00000000abcd"}
    )
    assert (nowhere.status_code, posted(client_of(reader), claims).status_code) == (400, 403)
    assert Strategy.objects.count() == 0


# ── the commands ─────────────────────────────────────────────────────────────────────────────────
def run(*arguments: object) -> str:
    output = io.StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue()


def failed(*arguments: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert caught.value.returncode == 1
    return str(caught.value)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xml"
    path.write_bytes(GOOD)
    return path


def test_import_by_command(claims: Unit, plan: Path) -> None:
    asked = ("import_stratml", plan, "--unit", "claims", "--discipline", "product_leadership")
    told = "strategy: 1 created, 0 updated, 0 unchanged\nobjective: 1 created, 0 updated, 0 unchanged\n"
    zeros = "".join(
        f"{key}: 0 created, 0 updated, 0 unchanged\n"
        for key in ("metric", "objectivemeasure", "target", "reading")
    )
    assert run(*asked, "--dry-run") == told + zeros + "\n".join(
        [*REMARKS, "Dry run: nothing was written.", ""]
    )
    assert Strategy.objects.count() == 0
    answer = json.loads(run(*asked, "--json"))
    assert (answer["written"], answer["remarks"], len(answer["changes"])) == (True, REMARKS, 2)
    code = claims.code
    assert json.loads(run("import_stratml", plan, "--unit", code, "--json"))["changes"] == []


def test_a_command_that_is_refused(claims: Unit, plan: Path, reader: User) -> None:
    text = failed("import_stratml", plan, "--unit", claims.uid)
    assert text == (
        "Line 1, discipline: StratML does not say which discipline leads, and this plan is new here. "
        "Choose the lead discipline.\nNothing was written: 1 problem."
    )
    assert failed("import_stratml", plan, "--unit", "Nowhere") == "There is no unit “Nowhere”."
    assert "“import”" in failed("import_stratml", plan, "--unit", "Claims", "--as", reader.email)
    failed("import_stratml", plan, "--unit", "Claims", "--json")


def test_export_by_command(claims: Unit, tmp_path: Path, capfdbinary: Any, outsider: User) -> None:
    strategy, path = full(claims), tmp_path / "out.xml"
    run("export_stratml", strategy.uid, "--output", path)
    assert path.read_bytes() == exported(strategy)
    run("export_stratml", strategy.code, "--output", path)
    assert failed("export_stratml", strategy.uid, "--as", outsider.email).startswith("There is no strategy")
    assert "cannot be written" in failed(
        "export_stratml", strategy.uid, "--output", tmp_path / "no" / "out.xml"
    )
