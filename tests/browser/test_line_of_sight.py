"""The signature page: what it answers, how it is asked, and how a broken line is mended without leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from alignment.choices import OutlayKind, Strength
from alignment.models import Initiative, NeedLink, Outlay, Program
from customers.models import Need, Segment
from tests.browser.conftest import DESK, PHONE, Open, Visit
from tests.browser.test_every_page import beyond_edge, violations
from tests.factories.alignment import make_initiative, make_outlay, make_program

VIEWS = {
    "": "Broken lines",
    "?view=matrix": "Reaching the need",
    "?view=table": "Chain",
    "?view=gaps": "Where it stops",
}
MANY = 860
"""With those of the demonstration, about 900."""


def finding(visit: Visit) -> str:
    return " ".join(visit.page.locator("#finding").inner_text().split())


def heads(visit: Visit) -> list[str]:
    """The heads of the columns of the map, with their counts."""
    return visit.page.locator("#map .sl-col h2").all_inner_texts()


def mark(visit: Visit) -> None:
    """A mark that a new document would not carry."""
    visit.page.evaluate("window.sameDocument = true")


def is_marked(visit: Visit) -> bool:
    return bool(visit.page.evaluate("window.sameDocument === true"))


@pytest.fixture
def initiative() -> Iterator[Initiative]:
    """Work that serves no need, in the unit of an initiative of the demonstration."""
    made = make_initiative(
        name="Photograph damage at the roadside", unit=Initiative.objects.order_by("number")[0].unit
    )
    yield made
    links = NeedLink.objects.filter(initiative=made)
    new_needs = list(
        links.filter(need__statement__startswith="I want to show").values_list("need", flat=True)
    )
    links.delete()
    Outlay.objects.filter(initiative=made).delete()
    Need.objects.filter(pk__in=new_needs).delete()
    made.delete()


def test_a_filter_changes_everything_in_place(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/")
    before = finding(visit), heads(visit)
    mark(visit)

    visit.page.locator("#filters [name=status]").select_option("delivery")
    visit.page.wait_for_url("**/?*status=delivery*")
    expect(visit.page.locator("#finding")).not_to_have_text(before[0])
    after = finding(visit), heads(visit)
    assert is_marked(visit)
    assert after[1] != before[1]
    expect(visit.page.locator("#map.ready .sl-n:visible").nth(10)).to_be_visible()

    visit.page.reload()
    assert (finding(visit), heads(visit)) == after
    assert visit.page.locator("#filters [name=status]").input_value() == "delivery"
    visit.page.go_back()
    expect(visit.page.locator("#finding")).to_have_text(before[0])
    assert heads(visit) == before[1]
    assert visit.page.locator("#filters [name=status]").input_value() == ""
    expect(visit.page.locator("#map.ready .sl-n:visible").nth(10)).to_be_visible()
    assert visit.complaints == []


def test_the_address_alone_gives_the_same(open_as: Open) -> None:
    """What the script put in place is what the server sends to somebody who opens the address."""
    visit, stranger_to_script = open_as("cio"), open_as("cio", script=False)
    visit.go("/")
    visit.page.locator("#filters [name=state]").select_option("weak")
    visit.page.wait_for_url("**/?*state=weak*")
    expect(visit.page.locator("#sight .sl-map.ready")).to_be_visible()
    told = finding(visit), heads(visit)

    stranger_to_script.page.goto(visit.page.url)

    assert (finding(stranger_to_script), heads(stranger_to_script)) == told


def test_the_money_is_a_choice(open_as: Open, initiative: Initiative) -> None:
    """A budget without a year counts in the whole life only."""
    make_outlay(initiative=initiative, amount=Decimal(5_000_000))
    visit = open_as("cio")
    visit.go("/")
    before = finding(visit)
    mark(visit)

    visit.page.locator("#basis").select_option(label="Whole life")
    visit.page.wait_for_url("**/?*basis=*")

    expect(visit.page.locator("#finding")).not_to_have_text(before)
    assert is_marked(visit)


@pytest.mark.parametrize(("query", "word"), VIEWS.items(), ids=["map", "matrix", "table", "gaps"])
def test_every_view_is_an_address_without_script(open_as: Open, query: str, word: str) -> None:
    visit = open_as("cio", script=False)
    visit.page.goto(f"{visit.base}/{query}")

    expect(visit.page.locator("main")).to_contain_text(word)
    links = visit.page.locator(".sl-seg-v a")
    assert links.all_inner_texts() == ["Map", "Matrix", "Table", "Broken lines"]
    assert visit.page.locator(".sl-seg-v [aria-current]").count() == 1
    links.nth(2).click()
    visit.page.wait_for_url("**/?*view=table*")
    first = Initiative.objects.order_by("number")[0]
    expect(visit.page.locator(f"th a[href$='{first.uid}/']")).to_be_visible()


def test_filters_apply_without_script(open_as: Open) -> None:
    visit = open_as("cio", script=False)
    visit.page.goto(visit.base + "/?view=table")
    visit.page.locator("#filters [name=status]").select_option("live")
    visit.page.get_by_role("button", name="Apply").click()

    visit.page.wait_for_url("**/?*status=live*")
    assert set(visit.page.locator("tbody .sl-stage").all_inner_texts()) == {"Live"}


def test_a_broken_line_is_mended_in_place(open_as: Open, initiative: Initiative) -> None:
    visit = open_as("cio")
    visit.go("/?view=gaps")
    row = visit.page.locator("#initiative_without_need tr", has_text=initiative.name)
    head = visit.page.locator("#initiative_without_need h2")
    count = int(head.inner_text().split()[0])
    mark(visit)

    row.get_by_role("link", name="Link need").click()
    panel = visit.page.locator("#mend form")
    expect(panel.locator("[name=far]")).to_be_focused()
    panel.locator("[name=far]").fill("I want to show the damage from my phone.")
    panel.locator("[name=parent]").select_option(index=1)
    panel.locator("[name=strength]").select_option(str(Strength.DECISIVE))
    panel.locator("[name=share]").fill("100")
    panel.locator("[name=evidence]").fill("Roadside trial, 40 drivers")
    panel.locator("[name=evidence_date]").fill("2026-05-04")
    visit.press("Control+Enter")

    expect(row).to_have_count(0)
    expect(head).to_contain_text(str(count - 1))
    assert is_marked(visit)
    assert visit.path == "/?view=gaps"
    link = NeedLink.objects.get(initiative=initiative)
    assert (link.need.statement, link.strength, link.share, link.evidence, link.evidence_date) == (
        "I want to show the damage from my phone.",
        Strength.DECISIVE,
        Decimal(100),
        "Roadside trial, 40 drivers",
        date(2026, 5, 4),
    )
    assert visit.page.locator("#mend").is_hidden()
    assert visit.complaints == []


def test_a_known_need_is_chosen_and_the_map_shows_the_line(open_as: Open, initiative: Initiative) -> None:
    need = Need.objects.filter(alignment_need_links__isnull=False).order_by("number")[0]
    visit = open_as("cio")
    visit.go("/?basis=life")
    before = heads(visit)
    visit.page.evaluate(
        "name => [...document.querySelectorAll('.sl-lane [data-mend]')].find(a => a.textContent.includes(name))?.click()",
        initiative.name,
    )
    if visit.page.locator("#mend form").count() == 0:
        visit.go(f"/mend/link_need/initiative/{initiative.uid}/?next=/?basis=life")
    visit.page.locator("[name=far]").fill(need.code)
    visit.page.get_by_role("button", name="Link need").last.click()

    expect(visit.page.locator("#map .sl-col h2").nth(2)).not_to_have_text(before[2])
    assert NeedLink.objects.get(initiative=initiative).need == need


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_offer_to_take_back_has_its_key_and_leaves_the_next_line_free(
    open_as: Open, initiative: Initiative, size: dict[str, int]
) -> None:
    visit = open_as("cio", size=size)
    visit.go("/?view=gaps")
    opener = visit.page.locator(f"[data-mend][href*='link_need/initiative/{initiative.uid}']")
    opener.filter(visible=True).click()
    visit.page.locator("#mend [name=far]").fill(Need.objects.active().order_by("number")[0].code)
    visit.press("Enter")
    expect(visit.page.locator(".sl-toast")).to_contain_text("Undo z")
    expect(opener).to_have_count(0)

    visit.shown("[data-mend]").last.click()
    visit.page.locator("#mend button[type=submit]").click(trial=True)
    visit.press("Escape")
    expect(visit.page.locator("#mend")).to_be_hidden()
    visit.press("z")

    expect(visit.page.locator(".sl-toast")).to_have_text("Taken back.")
    assert not NeedLink.objects.active().filter(initiative=initiative).exists()
    assert visit.complaints == []


def test_what_is_missing_is_said_in_the_panel(open_as: Open, initiative: Initiative) -> None:
    visit = open_as("cio")
    visit.go("/?view=gaps")
    row = visit.page.locator("#initiative_without_need tr", has_text=initiative.name)
    opener = row.get_by_role("link", name="Link need")
    opener.click()
    visit.page.locator("#mend [name=far]").fill("Nobody has written this")
    visit.page.locator("#mend [name=parent]").select_option("")
    visit.page.locator("#mend").get_by_role("button", name="Link need").click()

    expect(visit.page.locator("#mend [data-errors]")).to_be_focused()
    expect(visit.page.locator("#mend [data-errors]")).to_contain_text("say where a new one belongs")
    assert not NeedLink.objects.filter(initiative=initiative).exists()
    visit.press("Escape")
    expect(visit.page.locator("#mend")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_line_is_mended_without_script(open_as: Open, initiative: Initiative) -> None:
    visit = open_as("cio", script=False)
    visit.page.goto(visit.base + "/?view=gaps")
    row = visit.page.locator("#initiative_without_need tr", has_text=initiative.name)
    row.get_by_role("link", name="Link need").click()
    visit.page.locator("[name=far]").fill("I want to show the damage without an app.")
    visit.page.locator("[name=parent]").select_option(index=1)
    visit.page.get_by_role("button", name="Link need").click()

    visit.page.wait_for_url("**/?view=gaps")
    assert NeedLink.objects.get(initiative=initiative).need.segment in Segment.objects.all()
    expect(row).to_have_count(0)


def test_the_phone_reads_lines(open_as: Open) -> None:
    visit = open_as("cio", size=PHONE, theme="dark")
    visit.go("/")
    lines = visit.page.locator(".sl-lines")

    expect(lines).to_be_visible()
    expect(visit.page.locator("#map")).to_be_hidden()
    assert lines.locator(":scope > *").first.evaluate("el => el.className") == "gaps"
    expect(lines.locator("[data-mend]").first).to_be_visible()
    lines.locator("details.nd > summary").first.click()
    expect(lines.locator("details.nd[open] li a").first).to_be_visible()
    assert beyond_edge(visit) == 0
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 26)"


def test_a_theme_is_kept(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/")
    visit.press("t")
    visit.page.reload()

    assert visit.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 26)"


@pytest.fixture
def many() -> Iterator[int]:
    """Hundreds of initiatives more, in twenty programs, one in three without a need; gone afterwards."""
    unit = Initiative.objects.order_by("number")[0].unit
    needs = list(Need.objects.order_by("number"))
    programs = [make_program(name=f"Renewal program {number}", unit=unit) for number in range(20)]
    first = make_initiative(name="Renewal 0", unit=unit, program=programs[0])
    rows = [
        Initiative(
            number=first.number + at, name=f"Renewal {at}", unit=unit, program=programs[at % 20],
            created_at=first.created_at, updated_at=first.created_at,
        )
        for at in range(1, MANY)
    ]  # fmt: skip
    made = [first, *Initiative.objects.bulk_create(rows)]
    stamps = {"created_at": first.created_at, "updated_at": first.created_at}
    start = 1 + max(NeedLink.objects.values_list("number", flat=True))
    links = [
        NeedLink(number=start + at, initiative=row, need=needs[at % len(needs)], strength=2, **stamps)
        for at, row in enumerate(made)
        if at % 3
    ]
    NeedLink.objects.bulk_create(links)
    start = 1 + max(Outlay.objects.values_list("number", flat=True))
    Outlay.objects.bulk_create(
        Outlay(
            number=start + at, initiative=row, kind=OutlayKind.BUDGET, amount=10_000 * (1 + at % 50),
            currency="EUR", **stamps,
        )
        for at, row in enumerate(made)
    )  # fmt: skip
    yield Initiative.objects.count()
    Outlay.objects.filter(initiative__in=made).delete()
    NeedLink.objects.filter(initiative__in=made).delete()
    Initiative.objects.filter(pk__in=[row.pk for row in made]).delete()
    Program.objects.filter(pk__in=[row.pk for row in programs]).delete()


def test_nine_hundred_initiatives_are_grouped_and_readable(open_as: Open, many: int) -> None:
    assert many == MANY + 41
    visit = open_as("cio")
    visit.go("/?basis=life")
    rows = visit.page.locator("#map.ready .k2 .sl-n:visible")

    expect(rows.first).to_be_visible()
    assert heads(visit)[2].startswith("Groups of ")
    assert rows.count() <= 60
    expect(visit.page.locator("#map .k2 .sl-n", has_text="Renewal program")).to_have_count(20)
    assert visit.page.evaluate(OVERLAPS) == 0
    assert beyond_edge(visit) == 0
    assert violations(visit) == []

    group = visit.page.locator("#map .k2 .sl-n[data-group]:visible", has_text="Renewal program").first
    mark(visit)
    group.locator("a").click()
    visit.page.wait_for_url("**open=*")
    expect(visit.page.locator("#map .k2 header").get_by_role("link", name="Close")).to_be_visible()
    expect(
        visit.shown("#map.ready .k2 .sl-n:not([data-group])").filter(has_text="Renewal").first
    ).to_be_visible()
    assert is_marked(visit)


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('#map .sl-col')].flatMap((column) => {
    const rows = [...column.querySelectorAll('.sl-n')].filter((row) => row.checkVisibility());
    const sides = rows.map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
    return sides.slice(1).filter((box, at) => box.top < sides[at].bottom - 1);
  });
  return boxes.length;
}"""
"""How many rows of the map lie over the one above them."""
