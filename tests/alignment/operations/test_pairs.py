"""A link that was put away does not stand in the way of a new one of the same pair, whoever writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from alignment.choices import Action
from alignment.models import BenefitLink, ElementNeed, ElementObjective, Initiative, NeedLink
from alignment.models.link import Link
from alignment.operations.mending import JOININGS, join
from alignment.operations.succession import Fate, remap
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_benefit_link,
    make_element_need,
    make_element_objective,
    make_need_link,
    make_strategy_element,
)
from tests.factories.strategies import make_strategy
from tests.workbench.exchange.imports import bring_in, counted
from workbench.links import url_of
from workbench.operations.records import Change, Fault, Invalid, save, save_many
from workbench.operations.removal import archive_many, restore_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enterprise")]

MAKERS: dict[type[Link], Callable[..., Any]] = {
    NeedLink: make_need_link,
    BenefitLink: make_benefit_link,
    ElementNeed: make_element_need,
    ElementObjective: make_element_objective,
}
TAKEN = {
    NeedLink: "This initiative and this need are linked already.",
    BenefitLink: "This initiative and this benefit are linked already.",
    ElementNeed: "This element and this need are linked already.",
    ElementObjective: "This element and this objective are linked already.",
}


def kind(model: type[Link]) -> Any:
    return type_with_key(str(model._meta.model_name))


def again(link: Any) -> dict[str, Any]:
    """The values of a new link of the same pair."""
    return {**{name: getattr(link, name) for name in type(link).NATURAL_KEY}, "strength": 3}


def put_away(model: type[Link]) -> Any:
    link = MAKERS[model](strength=2)
    archive_many(object_type=kind(model), records=[link], actor=SYSTEM, now=NOW)
    return link


@pytest.mark.parametrize("model", MAKERS)
def test_a_pair_is_linked_anew_and_never_twice(model: type[Link]) -> None:
    former = put_away(model)
    new = save(object_type=kind(model), values=again(former), actor=SYSTEM, now=NOW).record
    assert list(model.objects.active()) == [new]
    for count in (1, 2):
        changes = [Change(again(former))] * count
        with pytest.raises(Invalid) as refusal:
            save_many(object_type=kind(model), changes=changes, actor=SYSTEM, now=NOW)
        assert {fault.message for fault in refusal.value.faults} == {TAKEN[model]}
    assert model.objects.count() == 2


@pytest.mark.parametrize("model", MAKERS)
def test_the_former_link_does_not_come_back_beside_the_new_one(model: type[Link]) -> None:
    former = put_away(model)
    save(object_type=kind(model), values=again(former), actor=SYSTEM, now=NOW)
    with pytest.raises(Invalid) as refusal:
        restore_many(object_type=kind(model), records=[former], actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (Fault(0, "", TAKEN[model]),)
    assert model.objects.active().count() == 1


def test_of_two_former_links_one_comes_back() -> None:
    first = put_away(NeedLink)
    second = save(object_type=kind(NeedLink), values=again(first), actor=SYSTEM, now=NOW).record
    archive_many(object_type=kind(NeedLink), records=[second], actor=SYSTEM, now=NOW)
    with pytest.raises(Invalid) as refusal:
        restore_many(object_type=kind(NeedLink), records=[first, second], actor=SYSTEM, now=NOW)
    assert str(refusal.value) == "Two of these say the same. Bring one of them back."
    archived = NeedLink.objects.for_list().get(pk=second.pk)
    assert restore_many(object_type=kind(NeedLink), records=[archived], actor=SYSTEM, now=NOW) == [second]


def test_the_page_says_why_it_stays_away(cio: User, client_of: ClientOf) -> None:
    former = put_away(NeedLink)
    save(object_type=kind(NeedLink), values=again(former), actor=SYSTEM, now=NOW)
    answer = client_of(cio).post(f"{url_of(former)}archive/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        f"Nothing was changed. {TAKEN[NeedLink]}"
    ]


def test_a_broken_line_is_mended_by_the_pair_it_once_had() -> None:
    former = put_away(NeedLink)
    done = join(
        joining=JOININGS[Action.LINK_NEED, Initiative],
        near=former.initiative,
        far=former.need,
        values={"strength": 3},
        actor=SYSTEM,
        now=NOW,
    )
    assert (done.link.created, list(NeedLink.objects.active())) == (True, [done.link.record])


def test_a_file_links_the_pair_anew_and_finds_it_again() -> None:
    former = put_away(NeedLink)
    text = f"initiative,need,strength\n{former.initiative.code},{former.need.code},3\n"
    assert bring_in("needlink", text) == {"needlink": counted(1, 0, 0)}
    assert bring_in("needlink", text) == {"needlink": counted(0, 0, 1)}
    assert [(link.strength, link.is_archived) for link in NeedLink.objects.order_by("number")] == [
        (2, True),
        (3, False),
    ]
    archive_many(object_type=kind(NeedLink), records=list(NeedLink.objects.active()), actor=SYSTEM, now=NOW)
    assert bring_in("needlink", text) == {"needlink": counted(1, 0, 0)}


def test_a_re_mapping_strengthens_the_link_that_counts(root: Unit) -> None:
    """The pair under the new strategy was put away once and linked anew: the former one stays away."""
    old, new = (make_strategy(unit=root) for _ in range(2))
    element, app = make_strategy_element(strategy=old), make_strategy_element(strategy=new)
    need = make_element_need(element=element, strength=3).need
    there = make_element_need(element=app, need=need, strength=1)
    away = make_element_need(element=app, need=need, strength=2, archived_at=NOW)
    done = remap(
        former=old, successor=new, objectives={}, elements={element: Fate(app)}, actor=SYSTEM, now=NOW
    )
    assert (done.links.made, done.links.strengthened) == (0, 1)
    strengths = dict(ElementNeed.objects.filter(element=app).values_list("pk", "strength"))
    assert strengths == {there.pk: 3, away.pk: 2}
