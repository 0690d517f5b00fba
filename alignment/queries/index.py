"""The published alignment index, as a viewer may see it: what page, API, command and file all show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, F, OuterRef, Subquery
from django.db.models.functions import Abs, Round

from accounts.models import Enterprise, Unit
from alignment.choices import IndexFactor, ScoreChange
from alignment.engine.telling import causes_of, turned
from alignment.models import Edition, Initiative, ScopeIndex, Score
from foundation.actors import Actor

MONTH = timedelta(days=30)
TENTH = Decimal("0.1")
MOVES = 8
"""Scores named among what has moved."""


@dataclass(frozen=True, slots=True)
class FactorPoints:
    """Points a factor won of those it could earn, and of other apps' factors their evidence."""

    factor: IndexFactor
    could: Decimal
    won: Decimal
    evidence: str = ""

    @property
    def lost(self) -> Decimal:
        return self.could - self.won


@dataclass(frozen=True, slots=True)
class ScopeFigure:
    """The index of a unit with everything below it; ``figure`` is None where nothing is known.

    ``values`` are from 0 to 1. ``coverage`` holds the counts of ``engine.tallies.Coverage`` by name, ``chains`` how many
    chains are in which state by station, ``exempt`` how many initiatives stand outside.
    """

    unit: Unit
    figure: Decimal | None
    factors: tuple[FactorPoints, ...]
    left_out: tuple[IndexFactor, ...]
    values: Mapping[str, float]
    coverage: Mapping[str, Any]
    exempt: int
    chains: Mapping[str, Mapping[str, int]]

    def won(self, factor: IndexFactor) -> Decimal | None:
        """Points won by a factor; None where it is left out."""
        return next((part.won for part in self.factors if part.factor is factor), None)


@dataclass(frozen=True, slots=True)
class Move:
    """The score of an initiative that is another than at the edition compared with, and why: over all that time.

    ``at`` is when it became what it is.
    """

    initiative: Initiative
    was: Decimal
    now: Decimal
    causes: Sequence[Mapping[str, Any]]
    at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """The newest edition about one unit: its index, what it was before, since when, and what moved it.

    ``since`` is the edition compared with, the newest of at least a month ago, else the first; None where this is the
    first. ``trend`` are the instants at which the index changed, oldest first.
    """

    edition: Edition
    enterprise: Enterprise
    chosen: ScopeFigure
    since: Edition | None
    before: ScopeFigure | None
    trend: tuple[tuple[datetime, Decimal | None], ...]
    moves: tuple[Move, ...]
    below: tuple[ScopeFigure, ...]
    units: tuple[Unit, ...]
    """Units with work that the viewer may choose."""


def published(viewer: Actor, enterprise: Enterprise, unit: UUID | None = None) -> Published | None:
    """What ``viewer`` sees of the newest edition; None where there is none, or no unit with work is open to them.

    Without a unit, or with one that may not be read, it is about the topmost unit the viewer may read. Nine statements,
    whatever there is.
    """
    edition = Edition.objects.select_related("decided").newest()
    if edition is None:
        return None
    rows = {row.unit_id: row for row in ScopeIndex.objects.current().select_related("unit")}
    readable = [row.unit for row in rows.values() if row.detail and viewer.access.reads([row.unit.path])]
    readable.sort(key=lambda each: str(each.path))
    chosen = next((each for each in readable if each.uid == unit), readable[0] if readable else None)
    if chosen is None:
        return None
    since = _since(edition)
    return Published(
        edition=edition,
        enterprise=enterprise,
        chosen=figure_of(rows[chosen.pk]),
        since=since,
        before=_before(chosen, since),
        trend=_trend(chosen),
        moves=_moves(viewer, chosen, since, edition),
        below=tuple(figure_of(rows[each.pk]) for each in readable if each.parent_id == chosen.pk),
        units=tuple(readable),
    )


def figure_of(row: ScopeIndex) -> ScopeFigure:
    """A row as it was published."""
    detail = row.detail
    return ScopeFigure(
        unit=row.unit,
        figure=row.figure,
        factors=factors_of(detail),
        left_out=tuple(IndexFactor(key) for key in detail.get("left_out", ())),
        values=detail.get("values", {}),
        coverage=detail.get("coverage", {}),
        exempt=detail.get("exempt", 0),
        chains=detail.get("chains", {}),
    )


def factors_of(detail: Mapping[str, Any]) -> tuple[FactorPoints, ...]:
    """The factors of a published figure, in the order in which they are always named."""
    return tuple(
        FactorPoints(
            IndexFactor(part["factor"]), points(part["could"]), points(part["won"]), part.get("evidence", "")
        )
        for part in detail.get("factors", ())
    )


def points(value: float) -> Decimal:
    """Points with one decimal, as they were published."""
    return Decimal(str(value))


def _since(edition: Edition) -> Edition | None:
    """The newest edition of at least a month before; else the first there is, unless it is this one."""
    earlier = Edition.objects.filter(pk__lt=edition.pk)
    old = earlier.filter(published_at__lte=edition.confirmed_at - MONTH).order_by("-pk")
    found: Edition | None = old.first() or earlier.order_by("pk").first()
    return found


def _before(unit: Unit, since: Edition | None) -> ScopeFigure | None:
    if since is None:
        return None
    rows = ScopeIndex.objects.filter(unit=unit, edition__lte=since).select_related("unit")
    row = rows.order_by("-edition").first()
    return figure_of(row) if row else None


def _trend(unit: Unit) -> tuple[tuple[datetime, Decimal | None], ...]:
    rows = ScopeIndex.objects.filter(unit=unit).order_by("edition")
    return tuple(rows.values_list("edition__published_at", "figure"))


def _moves(viewer: Actor, unit: Unit, since: Edition | None, newest: Edition) -> tuple[Move, ...]:
    """The scores that have changed most since an edition, of initiatives the viewer may read."""
    if since is None:
        return ()
    former = Score.objects.filter(initiative=OuterRef("initiative"), edition__lte=since).order_by("-edition")
    change = DecimalField(max_digits=4, decimal_places=1)
    rows = (
        Score.objects.current()
        .filter(edition__gt=since, initiative__in=Initiative.objects.visible_to(viewer))
        .filter(initiative__unit__path__startswith=unit.path)
        .annotate(was=Subquery(former.values("figure")[:1], output_field=change))
        .annotate(before=Subquery(former.values("detail")[:1]))
        .annotate(change=Abs(F("figure") - F("was"), output_field=change))
        .filter(change__gt=0)
        .select_related("initiative__unit", "edition")
        .order_by(Round("change", precision=1).desc(), "initiative__number")[:MOVES]
    )
    reweighed = turned(ScoreChange.WEIGHTS) if since.weights != newest.weights else []
    # On SQLite a computed column has more decimals than its field, and what changed as much may differ in the last of them.
    return tuple(
        Move(
            initiative=row.initiative,
            was=row.was.quantize(TENTH),
            now=row.figure,
            causes=reweighed or causes_of(row.before, row.detail),
            at=row.edition.published_at,
        )
        for row in rows
    )
