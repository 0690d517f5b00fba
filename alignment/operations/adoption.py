"""A strategy answers an IT need of the library: adopted and adapted ones become elements, rejected ones keep why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import Verdict
from alignment.models import Adoption, StrategyElement
from alignment.queries.adoption import Hanging, hanging_on
from foundation import formats
from foundation.actors import Actor
from strategies.models import ITNeed, Strategy
from workbench.operations.records import save
from workbench.operations.removal import archive_many, restore_many
from workbench.operations.telling import announce
from workbench.types import type_for


class ElementInUse(Exception):
    """The answer cannot be taken away: something hangs on the element that came of it. The text says what."""

    def __init__(self, element: StrategyElement, hanging: Hanging) -> None:
        words = {"element": element, "what": told(hanging)}
        text = _(
            "“%(element)s” carries %(what)s. Link them elsewhere or remove the links, then answer again."
        )
        super().__init__(text % words)
        self.element, self.hanging = element, hanging


def told(hanging: Hanging) -> str:
    """What hangs on an element, in words: "2 needs and 1 objective"."""
    parts = [
        (ngettext("%(n)s need", "%(n)s needs", hanging.needs), hanging.needs),
        (ngettext("%(n)s objective", "%(n)s objectives", hanging.objectives), hanging.objectives),
        (
            ngettext(
                "%(n)s element of a former strategy", "%(n)s elements of a former strategy", hanging.formers
            ),
            hanging.formers,
        ),
    ]
    return ", ".join(text % {"n": formats.number(count)} for text, count in parts if count)


@dataclass(frozen=True, slots=True)
class Answered:
    """What happened: the answer, its element where there is one, and what was answered before ("" for nothing)."""

    adoption: Adoption
    element: StrategyElement | None
    before: str


@transaction.atomic
def answer_it_need(
    *,
    strategy: Strategy,
    it_need: ITNeed,
    verdict: Verdict,
    reason: str,
    actor: Actor,
    now: datetime,
    name: str = "",
    statement: str = "",
) -> Answered:
    """Let ``strategy`` adopt ``it_need`` in the library's words, adapt it in its own, or reject it.

    An earlier answer is changed: its element takes the new words, or is archived with a rejection. One that was
    rejected and is adopted again gets its element back. Raises ``ElementInUse`` where something hangs on the element
    of an answer that is turned into a rejection, ``Invalid`` where reason or name are missing or the name is taken,
    or ``PermissionDenied``.
    """
    announce(model=StrategyElement, now=now)
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    there = Adoption.objects.for_list().filter(strategy=strategy, it_need=it_need).first()
    before = there.verdict if there is not None and not there.is_archived else ""
    former = there.element if there is not None else None
    if there is not None:
        restore_many(object_type=type_for(Adoption), records=[there], actor=actor, now=now)
    words = {"name": name.strip(), "statement": statement.strip()}
    if verdict == Verdict.ADOPTED:
        words = {"name": it_need.name, "statement": it_need.reason}
    is_kept = verdict != Verdict.REJECTED
    element = _element(strategy, former, words, actor, now) if is_kept else None
    values = {"strategy": strategy, "it_need": it_need, "verdict": verdict, "reason": reason.strip()}
    adoption: Adoption = save(
        object_type=type_for(Adoption),
        values={**values, "element": element},
        record=there,
        actor=actor,
        now=now,
    ).record
    if former is not None and element is None:
        _put_away(former, actor, now)
    return Answered(adoption, element, before)


@transaction.atomic
def take_back(*, adoption: Adoption, actor: Actor, now: datetime) -> bool:
    """Leave the IT need unanswered again; false where it was. The element goes too.

    Raises ``ElementInUse`` or ``PermissionDenied``.
    """
    announce(model=StrategyElement, now=now)
    Strategy.objects.select_for_update().get(pk=adoption.strategy_id)
    gone = archive_many(object_type=type_for(Adoption), records=[adoption], actor=actor, now=now)
    if gone and adoption.element is not None:
        _put_away(adoption.element, actor, now)
    return bool(gone)


def _element(
    strategy: Strategy, former: StrategyElement | None, words: dict[str, str], actor: Actor, now: datetime
) -> StrategyElement:
    """The element of the answer: the one it had, one of that name that was put away, or a new one."""
    put_away = StrategyElement.objects.archived().for_list().filter(strategy=strategy, adoption=None)
    record = former or put_away.filter(name=words["name"]).first()
    if record is not None:
        restore_many(object_type=type_for(StrategyElement), records=[record], actor=actor, now=now)
    element: StrategyElement = save(
        object_type=type_for(StrategyElement),
        values={"strategy": strategy, **words},
        record=record,
        actor=actor,
        now=now,
    ).record
    return element


def _put_away(element: StrategyElement, actor: Actor, now: datetime) -> None:
    hanging = hanging_on(element)
    if hanging:
        raise ElementInUse(element, hanging)
    archive_many(object_type=type_for(StrategyElement), records=[element], actor=actor, now=now)
