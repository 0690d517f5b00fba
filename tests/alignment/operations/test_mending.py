"""Joining two records: what is kept, what is refused, and that nothing is half done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from alignment.choices import Action
from alignment.models import BenefitLink, ElementNeed, ElementObjective, Initiative, NeedLink, StrategyElement
from alignment.operations.mending import JOININGS, Joined, NewRecord, join
from audit.models import Event
from customers.models import Need
from foundation.actors import SYSTEM
from strategies.models import Objective
from tests.alignment.scene import Scene
from tests.factories.accounts import make_grant, make_user
from tests.factories.alignment import make_benefit, make_initiative, make_need_link, make_strategy_element
from workbench.operations.records import Invalid

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Enterprise, Unit, User

VALUES = {"strength": 2, "evidence": "", "evidence_date": None}
SHARED = {**VALUES, "share": Decimal(40)}


def joined(action: Action, near: Any, far: Any, now: datetime, actor: Any = SYSTEM, **values: Any) -> Joined:
    joining = JOININGS[action, type(near)]
    told = values or (SHARED if joining.link in (NeedLink, BenefitLink) else VALUES)
    return join(joining=joining, near=near, far=far, values=told, actor=actor, now=now)


def test_an_initiative_is_joined_to_a_need(scene: Scene, now: datetime, enterprise: Enterprise) -> None:
    enterprise.review_months = 6
    enterprise.save()
    result = joined(Action.LINK_NEED, scene.archive, scene.refund, now)
    link = NeedLink.objects.get(initiative=scene.archive)
    assert (result.link.record, result.made) == (link, None)
    assert (link.need, link.strength, link.share, link.review_months) == (scene.refund, 2, Decimal(40), 6)
    assert [event.verb for event in Event.objects.all()] == ["created"]


def test_a_need_nobody_has_named_is_made_on_the_way(scene: Scene, now: datetime) -> None:
    result = joined(Action.LINK_NEED, scene.archive, NewRecord("Keep my papers safe", scene.segment), now)
    need = Need.objects.get(statement="Keep my papers safe")
    assert result.made is not None
    assert (result.made.record, NeedLink.objects.get(need=need).initiative) == (need, scene.archive)
    assert (need.segment, Event.objects.count()) == (scene.segment, 2)


@pytest.mark.parametrize(
    ("action", "near", "far", "link"),
    [
        (Action.LINK_NEED, "element", "refund", ElementNeed),
        (Action.LINK_INITIATIVE, "refund", "archive", NeedLink),
        (Action.LINK_ELEMENT, "refund", "element", ElementNeed),
        (Action.LINK_BENEFIT, "archive", "calls", BenefitLink),
    ],
)
def test_every_joining_makes_its_link(
    scene: Scene, now: datetime, action: Action, near: str, far: str, link: type[Any]
) -> None:
    before = link.objects.count()
    joined(action, getattr(scene, near), getattr(scene, far), now)
    assert link.objects.count() == before + 1


def test_objectives_and_elements_are_joined_from_both_ends(scene: Scene, now: datetime) -> None:
    element = make_strategy_element(strategy=scene.strategy)
    joined(Action.LINK_OBJECTIVE, element, scene.objective, now)
    joined(Action.LINK_ELEMENT, scene.objective, NewRecord("Answer at once", scene.strategy), now)
    assert ElementObjective.objects.filter(objective=scene.objective).count() == 3


def test_every_joining_belongs_to_a_record_of_the_chain() -> None:
    assert {model for _, model in JOININGS} == {Initiative, Need, Objective, StrategyElement}


def test_a_link_that_exists_takes_the_new_values(scene: Scene, now: datetime) -> None:
    link = make_need_link(initiative=scene.archive, need=scene.refund, strength=0, review_months=3)
    joined(Action.LINK_NEED, scene.archive, scene.refund, now)
    link.refresh_from_db()
    assert (link.strength, link.version, link.review_months) == (2, 2, 3)


def test_shares_beyond_the_whole_leave_neither_link_nor_need(scene: Scene, now: datetime) -> None:
    make_need_link(initiative=scene.archive, need=scene.status, share=Decimal(80))
    with pytest.raises(Invalid):
        joined(Action.LINK_NEED, scene.archive, NewRecord("Keep my papers safe", scene.segment), now)
    assert not Need.objects.filter(statement="Keep my papers safe").exists()
    assert Event.objects.count() == 0


def test_the_actor_must_be_allowed_to_write_the_link(
    scene: Scene, now: datetime, reader: User, outsider: User, analyst: User
) -> None:
    initiative = make_initiative(unit=scene.tracker.unit)
    for actor in (reader, outsider):
        with pytest.raises(PermissionDenied):
            joined(Action.LINK_NEED, initiative, scene.refund, now, actor)
    joined(Action.LINK_NEED, initiative, scene.refund, now, analyst)
    assert NeedLink.objects.filter(initiative=initiative).count() == 1


def test_the_actor_must_be_allowed_to_make_the_far_record(scene: Scene, now: datetime, root: Unit) -> None:
    contributor = make_user("Carl Egan", unit=root)
    make_grant(contributor, "contributor", root)
    with pytest.raises(PermissionDenied):
        joined(
            Action.LINK_NEED, scene.archive, NewRecord("Keep my papers safe", scene.segment), now, contributor
        )
    benefit = make_benefit(unit=scene.archive.unit)
    joined(Action.LINK_BENEFIT, scene.archive, benefit, now, contributor)
    assert BenefitLink.objects.filter(benefit=benefit).count() == 1
