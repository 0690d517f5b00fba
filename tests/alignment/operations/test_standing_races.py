"""Several people at once on the same links: nothing is lost, and what is kept is what is computed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections, transaction

from alignment.choices import Action
from alignment.models import Initiative, NeedLink
from alignment.operations.mending import JOININGS, NewRecord, join
from alignment.operations.standing import keep_standings
from alignment.queries.standing_check import computed_chains
from foundation.actors import SYSTEM
from strategies.models import Objective
from tests.alignment.doors import stored
from tests.alignment.scene import FRESH, Scene, make_scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit_link, make_initiative, make_need_link
from workbench.operations.records import save
from workbench.operations.removal import archive_many
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 6


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    found = make_scene(root, claims, sales)
    keep_standings(now=NOW)
    return found


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """What each of several raised, started together on connections of their own."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> list[Exception]:
        start.wait(timeout=30)
        try:
            work()
        except Exception as failure:  # noqa: BLE001 -- whatever it is, the test names it
            return [failure]
        finally:
            connections.close_all()
        return []

    with ThreadPoolExecutor(len(works)) as pool:
        return [failure for found in pool.map(run, works) for failure in found]


def saving(record: Any, **values: Any) -> Callable[[], object]:
    return lambda: save(
        object_type=type_for(type(record)), values=values, record=record, actor=SYSTEM, now=NOW
    )


@pytest.mark.parametrize("turn", range(4))
def test_links_of_one_need_changed_at_once(scene: Scene, claims: Unit, turn: int) -> None:
    """Each one alone decides how the need stands: who looks at the others too early keeps a wrong state."""
    found = [make_initiative(unit=claims) for _ in range(PEOPLE)]
    for initiative in found:
        make_benefit_link(initiative=initiative, benefit=scene.calls, strength=3, **FRESH)
    links = [make_need_link(initiative=one, need=scene.refund, strength=turn % 2 * 3) for one in found]
    keep_standings(now=NOW)

    assert at_once(*(saving(link, strength=3 - link.strength, **FRESH) for link in links)) == []

    assert set(NeedLink.objects.filter(need=scene.refund).values_list("strength", flat=True)) == {
        3 - turn % 2 * 3
    }
    assert stored() == computed_chains(NOW)


def test_both_ends_of_a_line_at_once(scene: Scene) -> None:
    """One takes the metric away while another lets the strategy lapse: both sides of what lies between change."""
    archive = lambda: archive_many(  # noqa: E731
        object_type=type_for(Objective), records=[scene.objective], actor=SYSTEM, now=NOW
    )
    works = (
        saving(scene.calls, metric=None),
        archive,
        saving(scene.tracker, exempt_until=None, status="stopped"),
    )
    assert at_once(*works) == []
    assert stored() == computed_chains(NOW)


def test_people_who_write_several_records_do_not_wait_for_each_other(scene: Scene, claims: Unit) -> None:
    """A link and the record made for it on the one hand, single links and new records on the other."""
    linking = JOININGS[Action.LINK_NEED, Initiative]
    made = [make_initiative(unit=claims) for _ in range(PEOPLE)]
    keep_standings(now=NOW)

    def joining(number: int) -> Callable[[], object]:
        new = NewRecord(f"Tell me in time {number}", scene.segment)
        values = {"strength": 2}
        return lambda: join(
            joining=linking, near=scene.archive, far=new, values=values, actor=SYSTEM, now=NOW
        )

    def tying(number: int) -> Callable[[], object]:
        values = {"initiative": made[number], "need": scene.refund, "strength": 2}
        return lambda: save(object_type=type_for(NeedLink), values=values, actor=SYSTEM, now=NOW)

    assert at_once(*(work(number) for number in range(PEOPLE) for work in (joining, tying))) == []
    assert NeedLink.objects.filter(initiative=scene.archive).count() == PEOPLE
    assert stored() == computed_chains(NOW)


def test_the_night_meets_people_who_write(scene: Scene) -> None:
    link = NeedLink.objects.get(initiative=scene.tracker)
    works = (
        lambda: keep_standings(now=NOW),
        saving(link, strength=1),
        saving(scene.calls, target_value=None),
    )
    assert at_once(*works) == []
    assert stored() == computed_chains(NOW)


def test_what_is_thrown_away_was_never_kept(scene: Scene) -> None:
    """The process ends between the write and the commit."""
    before = stored()
    with transaction.atomic():
        saving(scene.tracker, status="stopped")()
        assert stored() != before
        transaction.set_rollback(True)
    assert stored() == before == computed_chains(NOW)
