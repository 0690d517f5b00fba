"""After a change only those scores are worked out anew that rest on something else: with the same result as all of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alignment.choices import Occasion
from alignment.models import BenefitLink, NeedLink, Score
from alignment.operations.index import Recomputed, recompute
from alignment.queries.index_outcome import outcome
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit_link, make_initiative

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


def computed() -> Recomputed:
    return recompute(occasion=Occasion.ASKED, now=NOW)


def current() -> dict[str, Decimal | None]:
    return dict(Score.objects.current().exclude(detail={}).values_list("initiative__name", "figure"))


def after_a_change(now: Any = LATER) -> Recomputed:
    return recompute(occasion=Occasion.CHANGE, now=now)


def kept() -> list[Any]:
    rows = Score.objects.current().order_by("initiative")
    return list(rows.values_list("initiative", "figure", "detail", "gains", "digest"))


def test_after_a_change_only_what_rests_on_something_else_is_worked_out(scene: Scene) -> None:
    computed()
    BenefitLink.objects.update(evidence="")
    found = outcome(LATER, is_whole=False)
    assert (set(found.scores), found.same) == ({scene.tracker.pk}, frozenset({scene.archive.pk}))
    assert after_a_change().scores == 1
    assert current() == {"Claim tracker": Decimal("52.8"), "Tape archive": Decimal("0.0")}


def test_what_is_published_after_changes_is_what_a_whole_night_finds(scene: Scene) -> None:
    """Advice alone, a score alone, both, and work that comes and goes."""
    computed()
    doings: list[Callable[[], object]] = [
        lambda: NeedLink.objects.update(strength=1),
        scene.status.save,
        lambda: make_initiative(name="New", unit=scene.archive.unit),
        lambda: make_benefit_link(initiative=scene.archive, benefit=scene.calls, strength=2),
        scene.archive.delete,
    ]
    for hours, doing in enumerate(doings, 1):
        doing()
        after_a_change(NOW + hours * HOUR)
        published = kept()
        assert not recompute(occasion=Occasion.NIGHT, now=NOW + hours * HOUR).is_new
        assert kept() == published
