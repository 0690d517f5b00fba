"""Which version of a strategy binds its unit: putting one in force, and beginning the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import formats
from strategies.choices import StrategyState
from strategies.models import Effect, Strategy
from strategies.queries.versions import binding_beside, free_from
from workbench.operations.records import Change, save, save_many
from workbench.operations.telling import announce
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from foundation.actors import Actor
    from foundation.models import Record

CARRIED = (
    "unit",
    "discipline",
    "customer",
    "statement",
    "will_not",
    "sponsor",
    "engaged_date",
    "product_leadership_share",
    "operational_excellence_share",
    "customer_intimacy_share",
    "product_leadership_minimum",
    "operational_excellence_minimum",
    "customer_intimacy_minimum",
    "front_office_share",
    "back_office_share",
)
"""What a new version says like the one before, until somebody changes it."""
OBJECTIVE = ("name", "discipline", "perspective", "weight", "due_date", "owner", "description")
AIM = ("name", "kind", "figure", "unit_of_measure", "due_date")
COMMITMENT = ("name", "due_date")


class CannotBind(Exception):
    """The strategy cannot be put in force; the text says why, and what to do instead."""


class NoStart(CannotBind):
    def __init__(self) -> None:
        super().__init__(_("Say from which day the strategy is in force."))


class NotADraft(CannotBind):
    def __init__(self, strategy: Strategy) -> None:
        text = _("%(strategy)s has been superseded. Begin a new version of it instead.")
        if strategy.state == StrategyState.IN_FORCE:
            text = _("%(strategy)s is in force already.")
        super().__init__(text % {"strategy": strategy})


class PutAway(CannotBind):
    def __init__(self, strategy: Strategy) -> None:
        super().__init__(_("%(strategy)s is archived. Bring it back first.") % {"strategy": strategy})


class StartsTooEarly(CannotBind):
    """Another version claims the day already."""

    def __init__(self, other: Strategy, earliest: date) -> None:
        words = {"other": other, "day": formats.day(earliest)}
        super().__init__(_("“%(other)s” was in force before. Choose a start on %(day)s or later.") % words)
        self.other, self.earliest = other, earliest


@dataclass(frozen=True, slots=True)
class Bound:
    """What happened: the strategy now in force, and the one it replaced, if any, with its last day."""

    strategy: Strategy
    former: Strategy | None


@transaction.atomic
def put_in_force(
    *, strategy: Strategy, start_date: date | None, actor: Actor, now: datetime, version: int | None = None
) -> Bound:
    """Let a draft bind its unit from ``start_date`` on; the present strategy of the unit ends the day before.

    A draft that is not clear may be put in force all the same: the page says what is missing, and who decides
    decides. The day may lie ahead; until then the former strategy goes on. ``version`` is the one its editor saw.
    Raises ``CannotBind``, ``Stale``, ``Invalid`` or ``PermissionDenied``.
    """
    if start_date is None:
        raise NoStart
    announce(model=Strategy, now=now)
    versions = list(binding_beside(strategy).select_for_update())
    refuse_unfit(strategy)
    _refuse_claimed(start_date, versions)
    kind = type_with_key("strategy")
    former = next((each for each in versions if each.state == StrategyState.IN_FORCE), None)
    if former is not None:
        end = {"state": StrategyState.SUPERSEDED, "end_date": start_date - timedelta(days=1)}
        save(object_type=kind, values=end, record=former, actor=actor, now=now)
    values: dict[str, Any] = {"state": StrategyState.IN_FORCE, "start_date": start_date, "end_date": None}
    values["replaces"] = former or strategy.replaces
    save(object_type=kind, values=values, record=strategy, version=version, actor=actor, now=now)
    return Bound(strategy, former)


def refuse_unfit(strategy: Strategy) -> None:
    """Raise ``CannotBind`` for what no start would put in force: what is no draft, or has been put away."""
    if strategy.state != StrategyState.DRAFT:
        raise NotADraft(strategy)
    if strategy.is_archived:
        raise PutAway(strategy)


def _refuse_claimed(start_date: date, versions: Iterable[Strategy]) -> None:
    """Refuse a day that others claim, with the first that none of them does."""
    claims = [(free, other) for other in versions if (free := free_from(other)) is not None]
    last, other = max(claims, key=lambda claim: claim[0], default=(start_date, None))
    if other is not None and start_date < last:
        raise StartsTooEarly(other, last)


@transaction.atomic
def new_version(*, strategy: Strategy, name: str, actor: Actor, now: datetime) -> Strategy:
    """Begin the next version of a strategy: a draft that says the same, with what is still to be reached.

    It takes along objectives with the effects between them, growth aims, and commitments that are not kept yet;
    what is archived stays behind. Raises ``Invalid``, for instance for a name that is taken, or ``PermissionDenied``.
    """
    values = {field: getattr(strategy, field) for field in CARRIED}
    draft: Strategy = save(
        object_type=type_with_key("strategy"),
        values={**values, "name": name, "state": StrategyState.DRAFT, "replaces": _followed_by(strategy)},
        actor=actor,
        now=now,
    ).record
    objectives = _copy("objective", strategy.objectives, OBJECTIVE, draft, actor, now)
    _copy("growthaim", strategy.growth_aims, AIM, draft, actor, now)
    _copy("commitment", strategy.commitments.filter(kept_date=None), COMMITMENT, draft, actor, now)
    _copy_effects(objectives, actor, now)
    return draft


def _followed_by(strategy: Strategy) -> Strategy | None:
    """What a version made from this one replaces: a draft was never in force, so it is what that one replaces."""
    return strategy.replaces if strategy.state == StrategyState.DRAFT else strategy


def _copy(
    key: str, parts: Any, fields: tuple[str, ...], draft: Strategy, actor: Actor, now: datetime
) -> Mapping[int, Record]:
    """Copies of the parts that are not archived, by the primary key of the original."""
    originals = list(parts.active().order_by("number"))
    changes = [
        Change({"strategy": draft, **{name: getattr(part, name) for name in fields}}) for part in originals
    ]
    saved = save_many(object_type=type_with_key(key), changes=changes, actor=actor, now=now)
    return {part.pk: result.record for part, result in zip(originals, saved, strict=True)}


def _copy_effects(copies: Mapping[int, Record], actor: Actor, now: datetime) -> None:
    effects = Effect.objects.active().filter(cause__in=copies, outcome__in=copies).order_by("number")
    changes = [
        Change(
            {"cause": copies[effect.cause_id], "outcome": copies[effect.outcome_id], "reason": effect.reason}
        )
        for effect in effects
    ]
    save_many(object_type=type_with_key("effect"), changes=changes, actor=actor, now=now)
