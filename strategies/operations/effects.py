"""Arrows of a strategy map never form a ring, and never leave their strategy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q
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


def keep_arrows_together(*, records: Sequence[Objective], **_who_and_when: object) -> None:
    """Refuse an objective that would move to another strategy and leave an arrow to the one it was in.

    Objectives that move together keep the arrows between them. Runs inside the write operation, before validation; one
    statement where an objective exists already, and one more where it moves. Raises ``Invalid`` with one fault for each.
    """
    known = {row.pk: row for row in records if row.pk}
    if not known:
        return
    stored = dict(Objective.objects.filter(pk__in=known).order_by().values_list("pk", "strategy"))
    moved = {pk for pk, row in known.items() if stored.get(pk) != row.strategy_id}
    if not moved:
        return
    after = {pk: row.strategy_id for pk, row in known.items()}
    arrows = Effect.objects.active().filter(Q(cause__in=moved) | Q(outcome__in=moved)).order_by("number")
    ends = arrows.values_list("cause", "cause__strategy", "outcome", "outcome__strategy")
    torn = {
        key
        for cause, its, outcome, other in ends
        if after.get(cause, its) != after.get(outcome, other)
        for key in (cause, outcome)
    }
    faults = [
        Fault(
            index,
            "strategy",
            _("Arrows of the strategy map tie it to objectives that stay. Remove them first."),
        )
        for index, row in enumerate(records)
        if row.pk in moved & torn
    ]
    if faults:
        raise Invalid(faults)


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
