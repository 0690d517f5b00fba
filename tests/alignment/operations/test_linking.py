"""Many needs linked at once: all or nothing, and the way back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from alignment.models import NeedLink
from alignment.operations.linking import MOST_PAIRS, Linked, Pair, link_needs, unlink
from alignment.operations.standing import keep_standings
from audit.models import Event
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.alignment import make_initiative, make_need_link
from workbench.operations.records import Invalid

if TYPE_CHECKING:
    from accounts.models import Enterprise, Unit, User

VALUES: dict[str, Any] = {"strength": 3, "evidence": "Workshop in June", "evidence_date": date(2026, 6, 5)}


def linked(pairs: list[Pair], now: datetime, actor: Any = SYSTEM, **values: Any) -> Linked:
    return link_needs(pairs=pairs, values=VALUES | values, actor=actor, now=now)


def stored() -> list[tuple[str, str, int, str]]:
    rows = NeedLink.objects.active().order_by("initiative__number", "need__number")
    return [(row.initiative.name, row.need.short, row.strength, row.evidence) for row in rows]


def test_new_pairs_are_linked_and_known_ones_take_the_values(
    scene: Scene, now: datetime, enterprise: Enterprise
) -> None:
    enterprise.review_months = 6
    enterprise.save()
    done = linked([(scene.tracker, scene.status), (scene.archive, scene.refund)], now)
    assert (len(done.made), len(done.changed)) == (1, 1)
    assert stored() == [
        ("Claim tracker", scene.status.short, 3, "Workshop in June"),
        ("Tape archive", scene.refund.short, 3, "Workshop in June"),
    ]
    months = dict(NeedLink.objects.values_list("initiative__name", "review_months"))
    assert months == {"Claim tracker": 12, "Tape archive": 6}
    assert sorted(Event.objects.values_list("verb", flat=True)) == ["created", "updated"]


def test_the_number_of_statements_does_not_grow(
    scene: Scene, now: datetime, django_assert_num_queries: Any
) -> None:
    others = [make_initiative(name=f"More {at}", unit=scene.archive.unit) for at in range(6)]
    keep_standings(now=now)
    with django_assert_num_queries(28):
        linked([(other, scene.refund) for other in others[:2]], now)
    with django_assert_num_queries(28):
        linked([(other, scene.refund) for other in others[2:]], now)


def test_a_pair_marked_twice_is_linked_once(scene: Scene, now: datetime) -> None:
    done = linked([(scene.archive, scene.refund), (scene.archive, scene.refund)], now)
    assert len(done.made) == 1


def test_a_share_is_kept(scene: Scene, now: datetime) -> None:
    NeedLink.objects.update(share=40)
    linked([(scene.tracker, scene.status)], now)
    assert NeedLink.objects.get().share == 40


def test_a_pair_that_was_put_away_is_linked_anew(scene: Scene, now: datetime) -> None:
    NeedLink.objects.update(archived_at=now)
    assert len(linked([(scene.tracker, scene.status)], now).made) == 1
    assert (NeedLink.objects.count(), NeedLink.objects.active().count()) == (2, 1)


def test_what_is_wrong_with_one_stops_all(scene: Scene, now: datetime) -> None:
    before = stored()
    with pytest.raises(Invalid):
        linked([(scene.tracker, scene.refund), (scene.archive, scene.status)], now, strength=7)
    assert stored() == before


def test_each_initiative_must_be_open_to_the_actor(scene: Scene, now: datetime, analyst: User) -> None:
    """The analyst works in Claims; the archive is of Sales."""
    before = stored()
    with pytest.raises(PermissionDenied):
        linked([(scene.tracker, scene.refund), (scene.archive, scene.refund)], now, analyst)
    assert stored() == before
    assert len(linked([(scene.tracker, scene.refund)], now, analyst).made) == 1


@pytest.mark.parametrize("count", [0, MOST_PAIRS + 1])
def test_none_or_too_many_are_refused(scene: Scene, now: datetime, count: int) -> None:
    pairs = [(type(scene.archive)(pk=at), scene.refund) for at in range(1, count + 1)]
    with pytest.raises(ValidationError):
        linked(pairs, now)


def test_links_are_taken_back(scene: Scene, now: datetime, cio: User) -> None:
    before = stored()
    linked([(scene.tracker, scene.status), (scene.archive, scene.refund)], now, cio)
    assert unlink(at=now, actor=cio, now=now + timedelta(minutes=1)) == 2
    assert stored() == before
    assert unlink(at=now, actor=cio, now=now + timedelta(minutes=2)) == 0


def test_only_new_links_are_taken_back(scene: Scene, now: datetime, cio: User) -> None:
    linked([(scene.archive, scene.refund)], now, cio)
    assert unlink(at=now, actor=cio, now=now + timedelta(minutes=1)) == 1


def test_what_somebody_has_changed_since_stays(scene: Scene, now: datetime, cio: User) -> None:
    linked([(scene.tracker, scene.status), (scene.archive, scene.refund)], now, cio)
    later = now + timedelta(minutes=1)
    linked(
        [(scene.tracker, scene.status), (scene.archive, scene.refund)], later, SYSTEM, strength=1, evidence=""
    )
    assert unlink(at=now, actor=cio, now=now + timedelta(minutes=2)) == 0
    assert [row[2] for row in stored()] == [1, 1]


def test_nobody_takes_back_what_another_did_or_what_lies_too_far_back(
    scene: Scene, now: datetime, cio: User, analyst: User
) -> None:
    linked([(scene.tracker, scene.refund)], now, cio)
    assert unlink(at=now, actor=analyst, now=now + timedelta(minutes=1)) == 0
    assert unlink(at=now, actor=cio, now=now + timedelta(days=2)) == 0
    assert len(stored()) == 2


def test_links_of_other_units_are_not_among_those_taken_back(
    scene: Scene, now: datetime, cio: User, sales: Unit
) -> None:
    make_need_link(initiative=make_initiative(unit=sales), need=scene.refund)
    assert unlink(at=now, actor=cio, now=now) == 0
