"""The generic pages as people use them: write, disagree, put away, bring back, move in bulk, carry in and out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from activity.models import Notification
from alignment.choices import Status
from alignment.models import Initiative, Program
from customers.models import Need, Segment
from tests.browser.conftest import Open, Visit
from tests.factories.alignment import make_initiative
from tests.factories.customers import make_need
from workbench.models import Draft, SavedView

MINE = "Browser test"
"""Every record these tests make starts with it, and goes with them."""


@pytest.fixture(autouse=True)
def leave_nothing() -> Iterator[None]:
    yield
    Need.objects.filter(statement__startswith=MINE).delete()
    Initiative.objects.filter(name__startswith=MINE).delete()
    Program.objects.filter(name__startswith=MINE).delete()
    SavedView.objects.filter(name__startswith=MINE).delete()
    Draft.objects.all().delete()


@pytest.fixture
def cio(open_as: Open) -> Visit:
    return open_as("cio")


@pytest.fixture
def need() -> Need:
    made: Need = make_need(statement=f"{MINE}: tell me when it is done", segment=Segment.objects.all()[0])
    return made


def toast(visit: Visit) -> str:
    """The good news of the page."""
    return visit.page.locator(".sl-toast").first.inner_text()


def test_a_record_is_created_edited_and_tells_its_history(cio: Visit) -> None:
    cio.go("/needs/")
    cio.press("n")
    cio.page.wait_for_url("**/needs/new/")
    cio.page.locator("[name=statement]").fill(f"{MINE}: pay in one step")
    cio.page.locator("[name=segment]").select_option(index=1)
    cio.page.get_by_role("button", name="Save", exact=False).first.click()
    cio.page.wait_for_url("**/needs/*-*/")
    made = Need.objects.get(statement=f"{MINE}: pay in one step")
    assert toast(cio) == f"{made} saved."

    cio.press("e")
    cio.page.wait_for_url("**/edit/")
    cio.page.locator("[name=short_name]").fill("One step")
    cio.press("Control+Enter")
    cio.page.wait_for_url(f"**/needs/{made.uid}/")
    history = cio.page.locator("#history li")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("Ingrid Halloran")
    expect(history.first).to_contain_text("One step")
    assert cio.complaints == []


def test_of_two_people_who_edit_neither_is_lost(open_as: Open, need: Need) -> None:
    mine, theirs = open_as("cio"), open_as("analyst")
    for visit in (mine, theirs):
        visit.go(f"/needs/{need.uid}/edit/")
    theirs.page.locator("[name=short_name]").fill("Theirs")
    theirs.press("Control+Enter")
    theirs.page.wait_for_url(f"**/needs/{need.uid}/")

    mine.page.locator("[name=short_name]").fill("Mine")
    mine.press("Control+Enter")
    conflict = mine.page.get_by_role("alert")
    expect(conflict).to_be_focused()
    assert conflict.locator("tbody tr").all_inner_texts() == ["Short name\tTheirs\tMine"]
    need.refresh_from_db()
    assert need.short_name == "Theirs"

    mine.press("Control+Enter")
    mine.page.wait_for_url(f"**/needs/{need.uid}/")
    need.refresh_from_db()
    assert need.short_name == "Mine"


def test_starting_again_from_theirs_takes_theirs(open_as: Open, need: Need) -> None:
    visit = open_as("cio")
    visit.go(f"/needs/{need.uid}/edit/")
    Need.objects.filter(pk=need.pk).update(short_name="Theirs", version=need.version + 1)
    visit.page.locator("[name=short_name]").fill("Mine")
    visit.press("Control+Enter")
    visit.page.get_by_role("link", name="Start again from theirs").click()

    expect(visit.page.locator("[data-errors]")).to_have_count(0)
    assert visit.page.locator("[name=short_name]").input_value() == "Theirs"


def test_a_record_is_put_away_and_brought_back(cio: Visit, need: Need) -> None:
    cio.go(f"/needs/{need.uid}/")
    cio.page.locator(".sl-tools summary", has_text="More").click()
    cio.page.get_by_role("button", name="Archive").click()
    expect(cio.page.locator("main")).to_contain_text("This record is archived.")
    cio.go(f"/needs/?q={MINE}")
    expect(cio.page.locator("main")).to_contain_text("Nothing matches these filters.")

    cio.go(f"/needs/{need.uid}/")
    cio.page.locator(".sl-tools summary", has_text="More").click()
    cio.page.get_by_role("button", name="Bring back").click()
    expect(cio.page.locator(".sl-toast > span")).to_have_text(f"{need} is back.")
    need.refresh_from_db()
    assert need.archived_at is None


def test_deleting_says_what_goes_with_it_and_can_be_undone(cio: Visit, need: Need) -> None:
    cio.go(f"/needs/{need.uid}/")
    cio.page.locator(".sl-tools summary", has_text="More").click()
    cio.page.get_by_role("link", name="Delete", exact=True).click()
    expect(cio.page.locator("#finding")).to_contain_text("Nothing else goes with it.")
    cio.page.get_by_role("button", name=f"Delete {need}").click()

    cio.page.wait_for_url("**/needs/")
    assert not Need.objects.filter(uid=need.uid).exists()
    cio.go("/deleted/")
    cio.page.locator("tr", has_text=str(need)).get_by_role("button", name="Bring back").click()
    cio.page.wait_for_url(f"**/needs/{need.uid}/")
    assert Need.objects.get(uid=need.uid).statement == need.statement


def test_what_is_in_use_is_not_deleted(cio: Visit) -> None:
    used = Need.objects.filter(alignment_need_links__isnull=False).order_by("number")[0]
    cio.go(f"/needs/{used.uid}/delete/")

    expect(cio.page.locator("#finding")).to_contain_text("It cannot be deleted yet.")
    assert cio.page.locator(".btn-danger").count() == 0


def test_a_file_is_tried_then_imported(cio: Visit, tmp_path: Path) -> None:
    file = tmp_path / "programs.csv"
    rows = [{"name": f"{MINE} {at}", "unit": "Claims"} for at in (1, 2)]
    write(file, rows)
    cio.go("/programs/import/")

    cio.page.locator("[name=file]").set_input_files(file)
    cio.page.get_by_role("button", name="Check the file").click()
    expect(cio.page.locator(".sl-figs div").first).to_have_text("programs created2")
    assert Program.objects.filter(name__startswith=MINE).count() == 0
    cio.page.get_by_role("button", name="Import 2 changes").click()

    cio.page.wait_for_url("**/programs/")
    assert Program.objects.filter(name__startswith=MINE, unit__name="Claims").count() == 2


def test_a_file_with_an_error_changes_nothing_and_says_what_to_do(cio: Visit, tmp_path: Path) -> None:
    file = tmp_path / "programs.csv"
    write(file, [{"name": f"{MINE} 1", "unit": "Claims"}, {"name": f"{MINE} 2", "unit": "Nowhere"}])
    cio.go("/programs/import/")
    cio.page.locator("[name=file]").set_input_files(file)
    cio.page.get_by_role("button", name="Check the file").click()

    expect(cio.page.locator(".sl-note.off")).to_contain_text("1 thing to correct.")
    cells = cio.page.get_by_role("region", name="Errors").locator("tbody tr > *").all_inner_texts()
    assert cells[:2] == ["3", "Unit"]
    assert cells[3]
    assert cio.page.get_by_role("button", name="Import").count() == 0
    assert not Program.objects.filter(name__startswith=MINE).exists()


def write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_what_the_filter_shows_is_exported(cio: Visit, kind: str) -> None:
    cio.go("/initiatives/?status=live")
    shown = cio.page.locator("[data-row]").count()
    cio.page.locator(".sl-tools summary", has_text="Export").click()
    with cio.page.expect_download() as started:
        cio.page.get_by_role("link", name=kind).click()
    content = Path(started.value.path()).read_bytes()

    if kind == "CSV":
        names = [row["name"] for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))]
    else:
        head, *rows = (
            load_workbook(BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True)
        )
        names = [row[head.index("name")] for row in rows]
    assert len(names) == shown > 0
    assert set(names) == set(Initiative.objects.filter(status=Status.LIVE).values_list("name", flat=True))


def test_a_filter_is_kept_as_a_view(cio: Visit) -> None:
    cio.go("/initiatives/")
    cio.page.locator("#filters [name=status]").select_option("live")
    cio.page.wait_for_url("**/?*status=live*")
    shown = cio.page.locator("[data-row]").count()
    cio.page.get_by_role("button", name="Save as view").click()
    cio.page.locator("#view-name").fill(f"{MINE} live")
    cio.press("Enter")
    tab = cio.page.get_by_role("link", name=f"{MINE} live")
    expect(tab).to_have_attribute("aria-current", "page")

    cio.go("/initiatives/")
    expect(cio.page.locator("[data-row]").nth(shown)).to_be_visible()
    tab.click()
    expect(cio.page.locator("[data-row]")).to_have_count(shown)


def test_many_are_changed_at_once(cio: Visit) -> None:
    unit = Initiative.objects.order_by("number")[0].unit
    made = [make_initiative(name=f"{MINE} {at}", unit=unit, status=Status.DELIVERY) for at in range(3)]
    cio.go(f"/initiatives/?q={MINE.replace(' ', '+')}")
    cio.page.get_by_label("Select all on this page").check()
    bar = cio.page.locator("[data-bulk]")
    expect(bar).to_contain_text("3 selected")
    bar.locator("summary", has_text="Status").click()
    bar.locator("#bulk-status").select_option("paused")
    bar.get_by_role("button", name="Set", exact=True).and_(cio.page.locator("[value=status]")).click()

    expect(cio.page.locator(".sl-toast")).to_contain_text("3 initiatives changed.")
    statuses = Initiative.objects.filter(pk__in=[row.pk for row in made]).values_list("status", flat=True)
    assert list(statuses) == [Status.PAUSED] * 3
    assert "q=Browser" in cio.path


def test_who_is_mentioned_finds_it_in_the_inbox(open_as: Open, need: Need) -> None:
    cio, rm = open_as("cio"), open_as("rm")
    cio.go(f"/needs/{need.uid}/")
    cio.page.get_by_label("Say something").fill("@Marta Kowal what do your customers say?")
    cio.page.get_by_role("button", name="Add comment").click()
    expect(cio.page.locator("#discussion li")).to_contain_text("what do your customers say?")

    rm.go("/inbox/")
    line = rm.page.locator(".sl-inbox li.new", has_text="what do your customers say?")
    line.get_by_role("link").click()
    rm.page.wait_for_url(f"**/needs/{need.uid}/*")
    expect(rm.page.locator("#discussion")).to_contain_text("Ingrid Halloran")
    rm.go("/inbox/")
    rm.page.get_by_role("button", name="Mark as read").first.click()
    expect(rm.page.locator(".sl-inbox li.new", has_text="what do your customers say?")).to_have_count(0)
    Notification.objects.all().delete()


def test_a_draft_survives_closing_the_tab(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/needs/new/")
    visit.page.locator("[name=statement]").press_sequentially(f"{MINE}: half a thought")
    expect(visit.page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    later = visit.page.context.new_page()
    visit.page.close()

    later.goto(visit.base + "/needs/new/")
    assert later.locator("[name=statement]").input_value() == f"{MINE}: half a thought"
    later.get_by_role("button", name="Discard draft").click()
    expect(later.locator("[name=statement]")).to_have_value("")


def test_forms_lists_and_comments_work_without_script(open_as: Open) -> None:
    visit = open_as("cio", script=False)
    visit.page.goto(visit.base + "/needs/new/")
    visit.page.get_by_role("button", name="Save", exact=False).first.click()
    expect(visit.page.get_by_role("alert")).to_contain_text("2 things to fix before this can be saved")
    visit.page.locator("[name=statement]").fill(f"{MINE}: no script")
    visit.page.locator("[name=segment]").select_option(index=1)
    visit.page.get_by_role("button", name="Save", exact=False).first.click()
    visit.page.wait_for_url("**/needs/*-*/")

    visit.page.get_by_label("Say something").fill("Said without a script.")
    visit.page.get_by_role("button", name="Add comment").click()
    expect(visit.page.locator("#discussion li")).to_contain_text("Said without a script.")
    visit.page.goto(visit.base + "/needs/")
    visit.page.locator("#filters [name=q]").fill(f"{MINE}: no script")
    visit.page.get_by_role("button", name="Apply").click()
    expect(visit.page.locator("[data-row]")).to_have_count(1)
