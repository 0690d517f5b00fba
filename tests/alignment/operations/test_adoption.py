"""Answering an IT need: the element it becomes, answers changed later, what stands in the way, and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from alignment.choices import Verdict
from alignment.models import Adoption, StrategyElement
from alignment.operations.adoption import Answered, ElementInUse, answer_it_need, take_back
from audit.models import Event
from foundation.actors import SYSTEM
from strategies.models import ITNeed, Strategy
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_element_need,
    make_element_objective,
    make_element_succession,
    make_strategy_element,
)
from tests.factories.strategies import make_it_need, make_strategy
from workbench.operations.records import Invalid

if TYPE_CHECKING:
    from accounts.models import Unit, User


@pytest.fixture
def strategy(claims: Unit) -> Strategy:
    return make_strategy(unit=claims)


@pytest.fixture
def need(db: None) -> ITNeed:
    return make_it_need(name="One picture", reason="Nobody asks twice")


def answered(
    strategy: Strategy, need: ITNeed, verdict: Verdict, actor: Any = SYSTEM, **values: str
) -> Answered:
    said = {"reason": "It is what we promise", **values}
    return answer_it_need(strategy=strategy, it_need=need, verdict=verdict, actor=actor, now=NOW, **said)


def events() -> list[tuple[str, str]]:
    return [(event.verb, event.type_label) for event in Event.objects.order_by("pk")]


def test_adopting_makes_an_element_in_the_words_of_the_library(strategy: Strategy, need: ITNeed) -> None:
    done = answered(strategy, need, Verdict.ADOPTED, name="ignored")
    element = StrategyElement.objects.get()
    assert (done.element, done.before) == (element, "")
    assert (element.name, element.statement, element.strategy) == (
        "One picture",
        "Nobody asks twice",
        strategy,
    )
    adoption = Adoption.objects.get()
    assert (adoption.element, adoption.verdict, adoption.reason) == (
        element,
        "adopted",
        "It is what we promise",
    )
    assert events() == [("created", "alignment.strategyelement"), ("created", "alignment.adoption")]


def test_adapting_takes_ones_own_words(strategy: Strategy, need: ITNeed) -> None:
    element = answered(strategy, need, Verdict.ADAPTED, name=" Member file ", statement="All in one").element
    assert element is not None
    assert (element.name, element.statement) == ("Member file", "All in one")


def test_rejecting_keeps_the_reason_and_makes_nothing(strategy: Strategy, need: ITNeed) -> None:
    done = answered(strategy, need, Verdict.REJECTED, reason="A partner does it")
    assert (done.element, done.adoption.reason, StrategyElement.objects.count()) == (
        None,
        "A partner does it",
        0,
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_without_a_reason_nothing_is_written(strategy: Strategy, need: ITNeed, verdict: Verdict) -> None:
    with pytest.raises(Invalid) as refusal:
        answered(strategy, need, verdict, name="Own", reason="  ")
    assert [fault.field for fault in refusal.value.faults] == ["reason"]
    assert (StrategyElement.objects.count(), Event.objects.count()) == (0, 0)


def test_own_words_need_a_name_that_is_free(strategy: Strategy, need: ITNeed) -> None:
    with pytest.raises(Invalid) as refusal:
        answered(strategy, need, Verdict.ADAPTED)
    assert [fault.field for fault in refusal.value.faults] == ["name"]
    make_strategy_element(strategy=strategy, name="One picture")
    with pytest.raises(Invalid) as refusal:
        answered(strategy, need, Verdict.ADOPTED)
    assert [fault.message for fault in refusal.value.faults] == [
        "This strategy has an element of this name already."
    ]


def test_an_answer_is_changed_and_its_element_takes_the_new_words(strategy: Strategy, need: ITNeed) -> None:
    first = answered(strategy, need, Verdict.ADOPTED)
    second = answered(strategy, need, Verdict.ADAPTED, name="Member file")
    assert (second.element, second.adoption, second.before) == (first.element, first.adoption, "adopted")
    assert StrategyElement.objects.get().name == "Member file"


def test_a_rejection_puts_the_element_away_and_an_adoption_brings_it_back(
    strategy: Strategy, need: ITNeed
) -> None:
    element = answered(strategy, need, Verdict.ADOPTED).element
    assert element is not None
    answered(strategy, need, Verdict.REJECTED)
    element.refresh_from_db()
    assert (element.is_archived, Adoption.objects.get().element) == (True, None)
    assert answered(strategy, need, Verdict.ADOPTED).element == element
    element.refresh_from_db()
    assert not element.is_archived


@pytest.mark.parametrize(
    ("hang", "what"),
    [
        (lambda element: make_element_need(element=element), "1 need"),
        (lambda element: make_element_objective(element=element), "1 objective"),
        (lambda element: make_element_succession(successor=element), "1 element of a former strategy"),
    ],
)
def test_it_is_not_rejected_while_something_hangs_on_it(
    strategy: Strategy, need: ITNeed, hang: Any, what: str
) -> None:
    done = answered(strategy, need, Verdict.ADOPTED)
    hang(done.element)
    for refused in (
        lambda: answered(strategy, need, Verdict.REJECTED),
        lambda: take_back(adoption=done.adoption, actor=SYSTEM, now=NOW),
    ):
        with pytest.raises(ElementInUse) as refusal:
            refused()
        assert str(refusal.value) == (
            f"“One picture” carries {what}. Link them elsewhere or remove the links, then answer again."
        )
    adoption = Adoption.objects.get()
    assert (adoption.verdict, adoption.element, adoption.is_archived) == ("adopted", done.element, False)


def test_an_answer_is_taken_back_and_given_again(strategy: Strategy, need: ITNeed) -> None:
    done = answered(strategy, need, Verdict.ADOPTED)
    assert take_back(adoption=done.adoption, actor=SYSTEM, now=NOW)
    assert not take_back(adoption=done.adoption, actor=SYSTEM, now=NOW)
    assert [Adoption.objects.active().count(), StrategyElement.objects.active().count()] == [0, 0]
    again = answered(strategy, need, Verdict.ADOPTED)
    assert (again.adoption, again.element, again.before) == (done.adoption, done.element, "")
    assert [Adoption.objects.active().count(), StrategyElement.objects.active().count()] == [1, 1]


def test_a_rejection_is_taken_back(strategy: Strategy, need: ITNeed) -> None:
    done = answered(strategy, need, Verdict.REJECTED)
    assert take_back(adoption=done.adoption, actor=SYSTEM, now=NOW)


def test_it_takes_the_permission_in_the_unit(
    strategy: Strategy, need: ITNeed, cio: User, analyst: User, outsider: User
) -> None:
    for actor in (analyst, outsider):
        with pytest.raises(PermissionDenied):
            answered(strategy, need, Verdict.ADOPTED, actor=actor)
    assert answered(strategy, need, Verdict.ADOPTED, actor=cio).element is not None
