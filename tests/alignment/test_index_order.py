"""The index stands in the same order on every database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from alignment.models import Edition, ScopeIndex, Score
from tests.alignment.briefs import publish
from tests.alignment.scene import Scene
from tests.alignment.test_index_shown import found, weakened

if TYPE_CHECKING:
    from accounts.models import User
    from tests.personas import ClientOf


def test_what_changed_as_much_stands_in_the_order_of_its_numbers(scene: Scene) -> None:
    """Both rose by 3.4; to a floating-point database the second by a trifle more."""
    weakened(scene)
    old, new = Edition.objects.order_by("pk")
    Score.objects.all().delete()
    steps = {scene.tracker: ("44.9", "48.3"), scene.archive: ("88.0", "91.4")}
    for initiative, figures in steps.items():
        for edition, figure in zip((old, new), figures, strict=True):
            Score.objects.create(
                initiative=initiative, edition=edition, figure=Decimal(figure), is_current=edition == new
            )
    assert scene.tracker.number < scene.archive.number
    assert [str(move.initiative) for move in found().moves] == [str(one) for one in steps]


def test_factors_and_states_stand_in_their_order_however_the_database_keeps_them(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    """PostgreSQL keeps the keys of JSON by length; the page must not follow it."""
    publish()
    edition = Edition.objects.get()
    edition.weights = {
        key: edition.weights[key] for key in sorted(edition.weights, key=lambda key: (len(key), key))
    }
    edition.save()
    for kept in ScopeIndex.objects.all():
        states = kept.detail["chains"]["initiative"]
        kept.detail["chains"]["initiative"] = {key: states[key] for key in sorted(states, reverse=True)}
        kept.save()
    page = client_of(cio).get(reverse("alignment_index")).context["page"]
    assert page["heads"] == [
        "Spend linked to a need",
        "Spend that matches the strategy",
        "Needs covered and moving",
        "Benefits measured and on track",
    ]
    assert [state for state, _count in page["chains"]] == ["complete", "broken"]
