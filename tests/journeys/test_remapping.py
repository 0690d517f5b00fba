"""A strategy is replaced: what IT is asked for goes along, nothing is lost, and work waits for the new one to bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from alignment.choices import Status, Verdict
from alignment.models import Adoption, ElementNeed, ElementObjective, Initiative, StrategyElement
from alignment.queries.succession import remapping
from strategies.models import Strategy
from tests.alignment.scene import Scene
from tests.alignment.scene import make_scene as made_scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_element_need,
    make_initiative,
    make_need_link,
    make_strategy_element,
)
from tests.factories.metrics import make_objective_measure
from tests.factories.strategies import make_it_need
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """The pages read the clock; what is fresh stays fresh."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    return made_scene(root, claims, sales)


def test_from_the_library_to_the_next_version(scene: Scene, cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    need = make_it_need(name="One picture of each customer")
    make_objective_measure(objective=scene.objective)

    # The discipline asks, the strategy answers, and the answer is an element that nothing serves yet.
    answer = reverse("it_need_answer", args=[scene.strategy.uid, need.uid])
    browser.post(answer, {"verdict": "adopted", "reason": "It is what we promise"})
    element = StrategyElement.objects.get(name="One picture of each customer")
    page = browser.get("/it-need-coverage/", {"show": "gaps"}).context["page"]
    assert [(row["name"], row["answer"]) for row in page["rows"]] == [(str(element), "Adopted")]
    browser.post(page["rows"][0]["remedy"].url, {"far": scene.status.code, "strength": "2"})
    assert browser.get("/it-need-coverage/").context["page"]["fact"] == "2 of 2 elements are served."

    # A new version is begun: it says what the old one said, and has no elements yet.
    browser.post(reverse("strategy_version", args=[scene.strategy.uid]), {"name": "Closest of all"})
    draft = Strategy.objects.get(name="Closest of all")

    # Re-mapping: the objective has a twin of the same name, the elements are copied.
    remap = reverse("strategy_remap", args=[scene.strategy.uid])
    shown = browser.get(remap).context
    fields = {name: shown["form"][name].value() or "" for name in shown["form"].fields}
    done = browser.post(remap, fields, follow=True)
    assert done.context["page"]["progress"] == "1 of 1 objective has a successor."
    found = remapping(scene.strategy, draft)
    assert (found.open, found.lost) == (0, 0)
    twin = draft.objectives.get()
    copy = draft.alignment_elements.get(name="Claims without calls")
    assert ElementObjective.objects.get(element=copy).objective == twin
    assert ElementNeed.objects.get(element=copy).need == scene.status
    assert twin.metrics_measures.count() == 1
    adopted = Adoption.objects.get(strategy=draft)
    assert (adopted.it_need, adopted.verdict, adopted.element.name) == (need, Verdict.ADOPTED, need.name)  # type: ignore[union-attr]

    # Work that only the draft asks for waits at its gate until the draft binds.
    make_element_need(element=make_strategy_element(strategy=draft), need=scene.refund, strength=2)
    proposed = make_initiative(unit=scene.tracker.unit, status=Status.PROPOSED)
    make_need_link(initiative=proposed, need=scene.refund, strength=2)
    assert approve(browser, proposed) == [
        "“Closest of all” is a draft. Put it in force, or leave the status at Proposed."
    ]
    browser.post(
        reverse("strategy_force", args=[draft.uid]), {"start_date": NOW.date(), "version": draft.version}
    )
    assert approve(browser, proposed) == []
    assert Initiative.objects.get(pk=proposed.pk).status == Status.APPROVED
    former = browser.get(remap).context["page"]
    assert former["tension"] == "Every link is carried over, or ends for a reason."


def approve(browser: Client, initiative: Initiative) -> list[str]:
    """What the form says to an approval; nothing where it is saved."""
    form = {
        "name": initiative.name,
        "unit": initiative.unit.uid,
        "status": "approved",
        "version": Initiative.objects.get(pk=initiative.pk).version,
    }
    answer = browser.post(f"{url_of(initiative)}edit/", form)
    return [] if answer.status_code == 302 else list(answer.context["form"].errors["status"])
