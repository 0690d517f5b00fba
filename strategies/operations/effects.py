"""Arrows of a strategy map never form a ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from strategies.engine.strategy_map import Arrow, ring_through
from strategies.models import Effect, Objective, Strategy
from workbench.operations.records import Fault, Invalid


def refuse_rings(*, records: Sequence[Effect], **_who_and_when: object) -> None:
    """See that the arrows of each strategy still lead somewhere when all these are written together.

    Archived arrows are not drawn and do not count. Runs inside the write operation, before validation, and locks the
    strategies: three statements at any number of arrows, and one for names. Raises ``Invalid`` with every arrow that closes a ring, each
    naming its ring.
    """
    drawn = [effect for effect in records if effect.cause_id and effect.outcome_id and not effect.is_archived]
    ends = {key for effect in drawn for key in (effect.cause_id, effect.outcome_id)}
    strategies = set(Objective.objects.filter(pk__in=ends).order_by().values_list("strategy", flat=True))
    list(Strategy.objects.select_for_update().filter(pk__in=strategies).order_by("pk").values_list("pk"))
    arrows = _arrows(strategies, drawn)
    closed = {index: ring for index, effect in enumerate(records) if (ring := _ring(arrows, effect, drawn))}
    names = _names(closed.values())
    if closed:
        raise Invalid([Fault(index, "outcome", _told(ring, names)) for index, ring in closed.items()])


def _arrows(strategies: Iterable[int], drawn: Iterable[Effect]) -> list[Arrow]:
    """All arrows of some strategies as they will be."""
    rows = Effect.objects.active().filter(cause__strategy__in=strategies).order_by("pk")
    stored = {pk: (cause, outcome) for pk, cause, outcome in rows.values_list("pk", "cause", "outcome")}
    written = list(drawn)
    for effect in written:
        stored.pop(effect.pk, None)
    ends = [*stored.values(), *((effect.cause_id, effect.outcome_id) for effect in written)]
    return [Arrow(cause, outcome) for cause, outcome in ends]


def _ring(arrows: Sequence[Arrow], effect: Effect, drawn: Sequence[Effect]) -> tuple[int, ...]:
    """The ring an arrow closes. An arrow from an objective to itself is left to the model, which says so better."""
    is_drawn = any(effect is other for other in drawn) and effect.cause_id != effect.outcome_id
    return ring_through(arrows, Arrow(effect.cause_id, effect.outcome_id)) if is_drawn else ()


def _names(rings: Iterable[tuple[int, ...]]) -> Mapping[int, str]:
    keys = {key for ring in rings for key in ring}
    return dict(Objective.objects.filter(pk__in=keys).order_by().values_list("pk", "name")) if keys else {}


def _told(ring: Sequence[int], names: Mapping[int, str]) -> str:
    path = " → ".join(_named(ring, names))
    return _("This arrow closes a ring: %(ring)s. Leave one of these arrows out.") % {"ring": path}


def _named(ring: Sequence[int], names: Mapping[int, str]) -> Iterator[str]:
    """The objectives of a ring, the first one again at its end."""
    for key in (*ring, ring[0]):
        yield names[key]
