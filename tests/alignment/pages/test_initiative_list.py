"""The list of initiatives: what is wrong with the whole, and what each serves, costs and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from alignment.choices import Action, Health, Status
from alignment.models import Initiative
from tests.alignment.briefs import publish
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_initiative, make_need_link
from tests.workbench.world import url
from workbench.types import type_for

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.alignment.scene import Scene
    from tests.personas import ClientOf
    from workbench.cells import Cell

KIND = type_for(Initiative)


def listed(browser: Client, key: str) -> dict[str, Cell]:
    """One column of the list, by initiative."""
    listing = browser.get(url(KIND, "list")).context["page"]["listing"]
    at = [head.key for head in listing.columns].index(key)
    return {row.cells[0].text: row.cells[at] for row in listing.rows}


def finding(browser: Client) -> str:
    said: str = browser.get(url(KIND, "list")).context["page"]["finding_rest"]
    return said


def test_each_tells_need_money_and_score(browser: Client, scene: Scene) -> None:
    make_need_link(initiative=scene.tracker, need=scene.refund, strength=1)
    publish()
    needs, amounts, scores = (listed(browser, key) for key in ("needs", "amount", "score"))
    assert needs["Claim tracker"].text == "Let me see where my claim stands +1"
    assert {name: cell.text for name, cell in amounts.items()} == {
        "Claim tracker": "100",
        "Tape archive": "60",
    }
    score = scene.tracker.scores.get(is_current=True).figure
    assert scores["Claim tracker"].text == f"{score:.0f}"


def test_a_gap_leads_whoever_may_close_it_to_where_it_is_closed(
    browser: Client, scene: Scene, reader: User, client_of: ClientOf
) -> None:
    place = reverse("mend", args=[Action.LINK_NEED, "initiative", scene.archive.uid])
    gap = listed(browser, "needs")["Tape archive"]
    assert (gap.text, gap.url, gap.value) == ("None, link need", place, "gap")
    assert f'<a class="lnk" href="{place}">' in browser.get(url(KIND, "list")).content.decode()
    assert browser.get(place).status_code == 200
    others = listed(client_of(reader), "needs")["Tape archive"]
    assert (others.text, others.url) == ("None", "")


def test_the_finding_counts_what_counts(browser: Client, scene: Scene, claims: Unit) -> None:
    assert finding(browser) == "1 serves no customer need."
    make_initiative(name="Fax bridge", unit=claims, health=Health.OFF)
    stopped = make_initiative(name="Kiosk", unit=claims, health=Health.OFF, status=Status.STOPPED)
    make_initiative(
        name="Solvency report",
        unit=claims,
        exempt_reason="Required by law",
        exempt_by=make_person("Ida Holm"),
        exempt_until=NOW.date(),
    )
    assert finding(browser) == "1 is off track. 2 serve no customer need."
    Initiative.objects.filter(pk=stopped.pk).update(status=Status.DELIVERY)
    assert finding(browser) == "2 are off track. 3 serve no customer need."


def test_work_that_all_serves_somebody_says_so(browser: Client, scene: Scene) -> None:
    make_need_link(initiative=scene.archive, need=scene.refund)
    assert finding(browser) == "Each serves a customer need."
