"""The published score of an initiative: its waterfall, what would raise it, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, JSONField, When

from alignment.choices import Act, Hop, IndexFactor, StepKind
from alignment.models import Benefit, Edition, Initiative, Score
from alignment.queries.index import FactorPoints, factors_of, points
from customers.models import Need
from foundation.actors import Actor
from foundation.models import Record
from strategies.choices import Discipline

Named = Record | Discipline | None
"""What a step is about; None for a record that the viewer may not read, or that is gone."""


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One step from 0 to the score: from ``start`` to ``end`` points, lost where it goes down.

    ``about`` names the needs, benefits or disciplines behind it; ``there`` says of how many, where it is spread too wide.
    """

    factor: IndexFactor
    kind: StepKind
    start: Decimal
    end: Decimal
    about: tuple[Named, ...]
    there: int

    @property
    def points(self) -> Decimal:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class ScoreGain:
    """One act that would raise the score by ``points``; ``target`` is the need or benefit it is about.

    ``is_new`` where that is a benefit nobody has stated yet.
    """

    act: Act
    hop: Hop
    target: Named
    points: Decimal
    is_new: bool


@dataclass(frozen=True, slots=True)
class ScoreOf:
    """The score of one initiative in the newest edition; ``figure`` is None where nothing is known.

    ``steps`` end at ``figure``; ``factors`` add up to it. ``changed_at`` is when it became what it is.
    """

    initiative: Initiative
    edition: Edition
    figure: Decimal | None
    factors: tuple[FactorPoints, ...]
    left_out: tuple[IndexFactor, ...]
    steps: tuple[ScoreStep, ...]
    gains: tuple[ScoreGain, ...]
    causes: Sequence[Mapping[str, Any]]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ScoreAt:
    """What a score became at one instant, and why; ``figure`` is None where it no longer counted."""

    at: datetime
    figure: Decimal | None
    causes: Sequence[Mapping[str, Any]]


def score_of(initiative: Initiative, viewer: Actor) -> ScoreOf | None:
    """The score of an initiative that ``viewer`` may read; None where it has none: exempt, stopped, archived, or new.

    Four statements.
    """
    row = Score.objects.current().filter(initiative=initiative).select_related("edition").first()
    if row is None or not row.detail:
        return None
    wanted = _wanted(row.detail, row.gains)
    names = {hop: _named(hop, keys, viewer) for hop, keys in wanted.items()}
    told = ScoreAt(row.edition.published_at, row.figure, row.causes)
    return _score(initiative, told, row.detail, row.gains, names)


def scores_of(
    initiative: Initiative, viewer: Actor, benefits: Mapping[int, Record]
) -> tuple[ScoreOf | None, tuple[ScoreAt, ...]]:
    """The score of an initiative and every score it has had, newest first, in three statements.

    ``benefits`` are those it is linked to, as far as ``viewer`` may read them: nothing else of that kind is named.
    """
    rows = Score.objects.filter(initiative=initiative).order_by("-edition")
    whole = [Case(When(is_current=True, then=name), output_field=JSONField()) for name in ("detail", "gains")]
    found = list(rows.values_list("edition__published_at", "figure", "causes", *whole))
    history = tuple(ScoreAt(*row[:3]) for row in found)
    if not found or not found[0][3]:
        return None, history
    detail, gains = found[0][3:]
    needs = _named(Hop.NEED, _wanted(detail, gains)[Hop.NEED], viewer)
    return _score(initiative, history[0], detail, gains, {Hop.NEED: needs, Hop.BENEFIT: benefits}), history


def _score(
    initiative: Initiative, told: ScoreAt, detail: Mapping[str, Any], gains: Sequence[Any], names: Names
) -> ScoreOf | None:
    """What a row says, with the records it names. One statement, for the newest edition."""
    newest = Edition.objects.select_related("decided").newest()
    if newest is None:
        return None
    return ScoreOf(
        initiative=initiative,
        edition=newest,
        figure=told.figure,
        factors=factors_of(detail),
        left_out=tuple(IndexFactor(key) for key in detail["left_out"]),
        steps=tuple(_step(step, names) for step in detail["steps"]),
        gains=tuple(_gain(gain, names) for gain in gains),
        causes=told.causes,
        changed_at=told.at,
    )


def history_of(initiative: Initiative) -> tuple[ScoreAt, ...]:
    """Every score an initiative has had, newest first, each with what made it another. One statement."""
    rows = Score.objects.filter(initiative=initiative).order_by("-edition")
    return tuple(ScoreAt(*row) for row in rows.values_list("edition__published_at", "figure", "causes"))


@dataclass(frozen=True, slots=True)
class ScoreRank:
    """Where a score stands among all that are published: ``rank`` 1 is the highest, equal scores share one."""

    rank: int
    of: int
    median: Decimal


def rank_of(figure: Decimal) -> ScoreRank | None:
    """The rank of a published score, how many there are, and their median; None where there are none. One statement.

    Scores have one decimal, so that the statement reads as many rows as there are different ones, at most 1,001.
    """
    counted = Score.objects.current().exclude(figure=None).order_by("figure").values_list("figure")
    found: list[tuple[Decimal, int]] = list(counted.annotate(n=Count("pk")))
    total = sum(n for _figure, n in found)
    if not total:
        return None
    ahead = sum(n for each, n in found if each > figure)
    low, high = (_at(found, place) for place in ((total - 1) // 2, total // 2))
    return ScoreRank(ahead + 1, total, (low + high) / 2)


def _at(counted: Sequence[tuple[Decimal, int]], place: int) -> Decimal:
    """The score at a place, counted from 0, of scores with how often each is there, lowest first."""
    for figure, n in counted:
        if place < n:
            return figure
        place -= n
    raise IndexError(place)


def figures_of(initiatives: Iterable[int]) -> dict[int, Decimal | None]:
    """The scores of some initiatives by primary key; those without one are left out. One statement."""
    rows = Score.objects.current().filter(initiative__in=list(initiatives)).exclude(figure=None)
    return dict(rows.values_list("initiative_id", "figure"))


@dataclass(frozen=True, slots=True)
class Scored:
    """An initiative with its score, what that is made of, and since when it is what it is."""

    initiative: Initiative
    figure: Decimal | None
    factors: tuple[FactorPoints, ...]
    changed_at: datetime


def scores(viewer: Actor) -> list[Scored]:
    """Every score that ``viewer`` may read, in the order of the initiatives' numbers. One statement."""
    rows = Score.objects.current().exclude(detail={}).select_related("initiative__unit", "edition")
    rows = rows.filter(initiative__in=Initiative.objects.visible_to(viewer)).order_by("initiative__number")
    return [
        Scored(row.initiative, row.figure, factors_of(row.detail), row.edition.published_at) for row in rows
    ]


_BENEFITS = IndexFactor.BENEFITS
Names = Mapping[Hop, Mapping[int, Record]]


def _wanted(detail: Mapping[str, Any], gains: Sequence[Mapping[str, Any]]) -> dict[Hop, set[int]]:
    """The needs and benefits that steps and gains are about."""
    wanted: dict[Hop, set[int]] = {Hop.NEED: set(), Hop.BENEFIT: set()}
    for step in detail["steps"]:
        if step["kind"] != StepKind.OVER_SHARE:
            wanted[Hop.BENEFIT if step["factor"] == _BENEFITS else Hop.NEED].update(step["about"])
    for gain in gains:
        wanted[Hop(gain["hop"])].update([gain["target"]] if gain["target"] else [])
    return wanted


def _named(hop: Hop, keys: Iterable[int], viewer: Actor) -> Mapping[int, Record]:
    """Needs or benefits, as far as the viewer may read them. One statement."""
    rows = Need.objects if hop is Hop.NEED else Benefit.objects
    return {row.pk: row for row in rows.visible_to(viewer).filter(pk__in=keys)}


def _step(step: Mapping[str, Any], names: Names) -> ScoreStep:
    factor, kind = IndexFactor(step["factor"]), StepKind(step["kind"])
    about: tuple[Named, ...]
    if kind is StepKind.OVER_SHARE:
        about = tuple(Discipline(name) for name in step["about"])
    else:
        known = names[Hop.BENEFIT if factor is _BENEFITS else Hop.NEED]
        about = tuple(known.get(key) for key in step["about"])
    return ScoreStep(factor, kind, points(step["start"]), points(step["end"]), about, step["there"])


def _gain(gain: Mapping[str, Any], names: Names) -> ScoreGain:
    hop, target = Hop(gain["hop"]), gain["target"]
    named = None if target is None else names[hop].get(target)
    return ScoreGain(Act(gain["act"]), hop, named, points(gain["points"]), is_new=target is None)
