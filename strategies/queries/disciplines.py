"""Which unit follows which discipline, as far as a viewer may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Unit
from strategies.choices import Discipline
from strategies.models import DisciplineProfile, ITNeed, Strategy
from strategies.queries.in_force import followed_by_units

if TYPE_CHECKING:
    from datetime import date

    from foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Follower:
    """A unit with the strategy that binds it; none where nobody above it has one either."""

    unit: Unit
    strategy: Strategy | None

    @property
    def is_own(self) -> bool:
        """Whether the strategy is the unit's own; otherwise that of the nearest unit above."""
        return self.strategy is not None and self.strategy.unit_id == self.unit.pk

    @property
    def discipline(self) -> str:
        """The lead discipline; an empty word without a strategy."""
        return self.strategy.discipline if self.strategy else ""


@dataclass(frozen=True, slots=True)
class Disciplines:
    """The three disciplines, in the order of the choices, and how many units the viewer reads."""

    profiles: tuple[Profile, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A discipline as this enterprise understands it, with who follows it and how many needs it has of IT."""

    discipline: Discipline
    record: DisciplineProfile | None
    followers: tuple[Follower, ...]
    it_needs: int


def followers(viewer: Actor, day: date) -> tuple[Follower, ...]:
    """The units the viewer reads, and those above them, in the order of the tree. Three queries.

    A name of a unit is no secret; which strategy binds it is known to those who read the unit or work below it.
    """
    followed = followed_by_units(day)
    units: Iterable[Unit] = Unit.objects.active().for_list()
    return tuple(
        Follower(unit, followed.get(unit.pk))
        for unit in units
        if viewer.access.reads([unit.path], from_below=True)
    )


def disciplines(viewer: Actor, day: date) -> Disciplines:
    """The three disciplines side by side. Five queries."""
    bound = followers(viewer, day)
    found = DisciplineProfile.objects.visible_to(viewer).active()
    records = {record.discipline: record for record in found}
    needs = it_needs_by_discipline(viewer)
    profiles = tuple(
        Profile(
            discipline=discipline,
            record=records.get(discipline),
            followers=tuple(follower for follower in bound if follower.discipline == discipline),
            it_needs=needs.get(discipline, 0),
        )
        for discipline in Discipline
    )
    return Disciplines(profiles, len(bound))


def it_needs_by_discipline(viewer: Actor) -> Mapping[str, int]:
    """How many IT needs each discipline has in the library. One query."""
    counts: dict[str, int] = {}
    for name in ITNeed.objects.visible_to(viewer).active().values_list("discipline", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return counts
