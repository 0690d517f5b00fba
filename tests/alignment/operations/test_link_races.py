"""Two people on the same links at the same moment: both land, or one is told; what the other did is never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from alignment.models import NeedLink
from alignment.operations.linking import link_needs
from alignment.operations.standing import keep_standings
from alignment.queries.standing_check import computed_chains
from audit.models import Event
from foundation.actors import SYSTEM
from tests.alignment.doors import stored
from tests.alignment.scene import FRESH, Scene, make_scene
from tests.factories.accounts import NOW
from tests.races import in_the_way, started, until_held_up
from workbench.operations.records import Invalid, Stale, save
from workbench.operations.removal import archive_many
from workbench.types import type_for
from workbench.views.refusals import why

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit
    from alignment.models import Initiative
    from customers.models import Need

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

OURS: dict[str, Any] = {**FRESH, "strength": 2}
THEIRS: dict[str, Any] = {**FRESH, "evidence": "Their workshop", "strength": 3}
OVERTAKEN = "Somebody else changed one of these. Nothing was changed; look again."
TWICE = "Nothing was changed. This initiative and this need are linked already."


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    found = make_scene(root, claims, sales)
    keep_standings(now=NOW)
    return found


def editing(link: NeedLink, **values: Any) -> Callable[[], object]:
    """What a form sends that was opened when the link stood like this."""
    seen = NeedLink.objects.for_list().get(pk=link.pk)
    return lambda: save(object_type=type_for(NeedLink), values=values, record=seen, actor=SYSTEM, now=NOW)


def linking(values: dict[str, Any], *pairs: tuple[Initiative, Need]) -> Callable[[], object]:
    return lambda: link_needs(pairs=pairs, values=values, actor=SYSTEM, now=NOW)


def archiving(link: NeedLink) -> Callable[[], object]:
    seen = NeedLink.objects.for_list().get(pk=link.pk)
    return lambda: archive_many(object_type=type_for(NeedLink), records=[seen], actor=SYSTEM, now=NOW)


def second(first: Callable[[], object], other: Callable[[], object], *, undone: bool = False) -> str:
    """What ``other`` is told that came upon the locks of ``first``; nothing where both land.

    ``first`` is done and not yet committed when ``other`` starts, and goes on once that waits for it.
    """
    with ThreadPoolExecutor(1) as pool:
        with in_the_way(first, undone=undone):
            waiting = started(pool, other)
            until_held_up(1, waiting)
            assert not waiting.done()
        try:
            waiting.result(timeout=30)
        except (Stale, Invalid) as refusal:
            return why(refusal)
    return ""


def links() -> list[tuple[str, str, int, str, bool]]:
    rows = NeedLink.objects.order_by("initiative__number", "need__number", "number")
    return [
        (row.initiative.name, row.need.short, row.strength, row.evidence, row.is_archived) for row in rows
    ]


def whole(scene: Scene) -> bool:
    """What is kept of chains is what is computed, and every write of a link left its event."""
    kept = Event.objects.filter(type_label="alignment.needlink").count()
    return stored() == computed_chains(NOW) and kept == sum(row.version for row in NeedLink.objects.all()) - 1


def the_link(scene: Scene) -> NeedLink:
    return NeedLink.objects.get(initiative=scene.tracker, need=scene.status)


def test_of_two_edits_one_lands_and_the_other_is_told(scene: Scene) -> None:
    link = the_link(scene)
    first, other = editing(link, evidence="A survey"), editing(link, strength=1)
    assert second(first, other) == OVERTAKEN
    assert links() == [("Claim tracker", scene.status.short, 3, "A survey", False)]
    assert second(editing(link, strength=2), editing(link, evidence="Mine"), undone=True) == ""
    assert links() == [("Claim tracker", scene.status.short, 3, "Mine", False)]
    assert whole(scene)


def test_the_same_new_links_are_made_once_and_named(scene: Scene) -> None:
    new = (scene.archive, scene.status)
    ours = linking(OURS, (scene.tracker, scene.refund), new)
    theirs = linking(THEIRS, new, (scene.archive, scene.refund))
    assert second(ours, theirs) == TWICE
    assert [(row[0], row[2]) for row in links()] == [
        ("Claim tracker", 3),
        ("Claim tracker", 2),
        ("Tape archive", 2),
    ]
    theirs()
    assert [(row[0], row[2], row[3]) for row in links()] == [
        ("Claim tracker", 3, "Interviews in May"),
        ("Claim tracker", 2, "Interviews in May"),
        ("Tape archive", 3, "Their workshop"),
        ("Tape archive", 3, "Their workshop"),
    ]
    assert whole(scene)


def test_links_that_were_taken_back_are_no_obstacle(scene: Scene) -> None:
    new = (scene.archive, scene.status)
    assert second(linking(OURS, new), linking(THEIRS, new), undone=True) == ""
    assert [(row[0], row[3]) for row in links()][1:] == [("Tape archive", "Their workshop")]
    assert whole(scene)


def test_many_linked_over_one_that_is_edited(scene: Scene) -> None:
    pairs = [(scene.tracker, scene.status), (scene.archive, scene.refund)]
    assert second(editing(the_link(scene), evidence="A survey"), linking(THEIRS, *pairs)) == OVERTAKEN
    assert links() == [("Claim tracker", scene.status.short, 3, "A survey", False)]
    assert whole(scene)


def test_what_is_put_away_meanwhile_is_not_changed(scene: Scene) -> None:
    link, again = the_link(scene), linking(THEIRS, (scene.tracker, scene.status))
    assert second(archiving(link), again) == OVERTAKEN
    assert [row[3:] for row in links()] == [("Interviews in May", True)]
    again()
    assert [row[3:] for row in links()] == [("Interviews in May", True), ("Their workshop", False)]
    assert stored() == computed_chains(NOW)


def test_putting_away_keeps_what_was_said_meanwhile(scene: Scene) -> None:
    link = the_link(scene)
    assert second(editing(link, evidence="A survey", strength=1), archiving(link)) == ""
    assert links() == [("Claim tracker", scene.status.short, 1, "A survey", True)]
    assert whole(scene)


def test_links_of_different_pairs_both_land(scene: Scene) -> None:
    """They meet at what is kept of chains: the later one waits and finds the earlier one's state."""
    ours, theirs = (
        linking(OURS, (scene.archive, scene.status)),
        linking(THEIRS, (scene.archive, scene.refund)),
    )
    assert second(ours, theirs) == ""
    assert [(row[0], row[2]) for row in links()] == [
        ("Claim tracker", 3),
        ("Tape archive", 2),
        ("Tape archive", 3),
    ]
    assert whole(scene)
