"""Lists as people use them: their own columns, and taking back what was done to many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from alignment.choices import Status
from alignment.models import Initiative
from customers.models import Need, Segment
from tests.browser.conftest import DESK, PHONE, Open, Visit
from tests.browser.test_every_page import violations
from tests.factories.alignment import make_initiative
from tests.factories.customers import make_need
from workbench.models import SavedView

MINE = "List test"
"""Every record these tests make starts with it, and goes with them."""


@pytest.fixture(autouse=True)
def leave_nothing() -> Iterator[None]:
    yield
    Need.objects.filter(statement__startswith=MINE).delete()
    Initiative.objects.filter(name__startswith=MINE).delete()
    SavedView.objects.filter(name=SavedView.OWN).delete()


@pytest.fixture
def need() -> Need:
    made: Need = make_need(statement=f"{MINE}: tell me when it is done", segment=Segment.objects.all()[0])
    return made


def heads(visit: Visit) -> list[str]:
    return visit.page.locator(".sl-list thead th[scope=col]:not(.ck, .id)").all_inner_texts()


@pytest.mark.parametrize(("size", "script"), [(DESK, True), (PHONE, True), (DESK, False)])
def test_a_person_chooses_the_columns_of_a_list(
    open_as: Open, size: dict[str, int], script: bool, need: Need
) -> None:
    visit = open_as("cio", size=size, script=script)
    visit.go(f"/needs/?q={MINE.replace(' ', '+')}")
    if size == PHONE:
        visit.page.get_by_role("button", name="Filters").click()
    menu = visit.page.locator("summary", has_text="Columns")
    menu.focus()
    visit.press("Enter", "Tab", "Space")
    expect(visit.page.get_by_role("checkbox", name="Segment")).not_to_be_checked()
    visit.page.get_by_label("Evidence", exact=True).check()
    assert not script or violations(visit) == []
    visit.page.get_by_role("button", name="Show these").click()

    expect(visit.page.locator(".sl-list thead")).to_contain_text("Evidence")
    assert ("Segment" in heads(visit), heads(visit)[0], visit.shown(".sl-list thead").count()) == (
        False,
        "Need",
        1,
    )
    assert "q=List" in visit.path
    assert visit.complaints == []
    visit.go("/needs/?sort=-statement")
    assert "Evidence" in heads(visit)

    SavedView.objects.filter(name=SavedView.OWN).delete()
    visit.go("/needs/")
    assert "Segment" in visit.page.locator(".sl-list thead").text_content()  # type: ignore[operator]


def pause_all(visit: Visit) -> list[Initiative]:
    """Three initiatives, put on hold through the bulk bar."""
    unit = Initiative.objects.order_by("number")[0].unit
    made = [make_initiative(name=f"{MINE} {at}", unit=unit, status=Status.LIVE) for at in range(3)]
    visit.go(f"/initiatives/?q={MINE.replace(' ', '+')}")
    visit.page.get_by_label("Select all on this page").check()
    bar = visit.page.locator("[data-bulk]")
    bar.locator("summary", has_text="Status").click()
    bar.locator("#bulk-status").select_option("paused")
    bar.get_by_role("button", name="Set", exact=True).and_(visit.page.locator("[value=status]")).click()
    expect(visit.page.locator(".sl-toast > span")).to_have_text("3 initiatives changed.")
    return made


def states(made: list[Initiative]) -> set[str]:
    return set(Initiative.objects.filter(pk__in=[row.pk for row in made]).values_list("status", flat=True))


def test_one_key_takes_it_back_and_the_offer_stays_until_it_is_closed(open_as: Open) -> None:
    cio = open_as("cio")
    made = pause_all(cio)
    cio.press("z")
    expect(cio.page.locator(".sl-toast > span")).to_have_text("Undone: 3 initiatives.")
    assert states(made) == {Status.LIVE}

    undo = cio.page.get_by_role("button", name="Undo")
    undo.focus()
    expect(undo).to_be_focused()
    cio.press("Tab", "Enter")
    expect(cio.page.locator(".sl-toast")).to_have_count(0)
    assert states(made) == {Status.LIVE}
    assert cio.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_offer_to_undo_is_accessible(open_as: Open, theme: str, need: Need) -> None:
    visit = open_as("cio", theme=theme)
    visit.go(f"/needs/{need.uid}/")
    visit.page.locator(".sl-tools summary", has_text="More").click()
    visit.page.get_by_role("button", name="Archive").click()
    expect(visit.page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    assert violations(visit) == []


def test_without_script_it_is_taken_back_all_the_same(open_as: Open, need: Need) -> None:
    visit = open_as("cio", script=False)
    visit.go(f"/needs/{need.uid}/")
    visit.page.locator(".sl-tools summary", has_text="More").click()
    visit.page.get_by_role("button", name="Archive").click()
    visit.page.get_by_role("button", name="Undo").click()
    expect(visit.page.locator(".sl-toast > span")).to_have_text(f"Undone: {need}.")
    need.refresh_from_db()
    assert need.archived_at is None
