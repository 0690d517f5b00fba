"""The page of the alignment index: the figures of the published edition, ready for its template."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.choices import ChainState, IndexFactor
from alignment.queries.index import FactorPoints, Move, Published, ScopeFigure
from alignment.serializers import index_words as words
from alignment.serializers.controls import unit_menu
from foundation import formats
from workbench.links import url_of

Context = dict[str, Any]
NBSP = "\u00a0"


def index_page(found: Published | None) -> Context:
    """What the template shows; ``scope`` is None where nothing is published or open to the reader."""
    if found is None:
        return {"fact": _("No index has been published yet."), "tension": "", "scope": None}
    fact, tension = words.finding(found)
    chosen, decided = found.chosen, found.edition.decided
    return {
        "fact": fact,
        "tension": tension,
        "scope": chosen.unit,
        "figure": None if chosen.figure is None else formats.number(chosen.figure, 0),
        "change": _change(found.before.figure if found.before else None, chosen.figure),
        "since": found.since.published_at if found.since else None,
        "since_day": found.since.day if found.since else None,
        "confirmed_at": found.edition.confirmed_at,
        "basis": _basis(found),
        "decided": {"name": str(decided), "url": url_of(decided)} if decided else None,
        "factors": [_factor(part, found) for part in chosen.factors],
        "left_out": [str(factor.label) for factor in chosen.left_out],
        "total": _total(chosen),
        "trend": [None if figure is None else float(figure) for _at, figure in found.trend],
        "trend_start": found.trend[0] if found.trend else None,
        "trend_table": _trend_table(found),
        "coverage": words.coverage(chosen),
        "moves": [_move(move) for move in found.moves],
        "below": [_below(scope, found.edition.weights) for scope in found.below],
        "heads": [str(factor.label) for factor in _weighed(found.edition.weights)],
        "chains": _states(chosen.chains.get("initiative", {})),
        "filters": [unit_menu(found.units, found.chosen.unit, has_all=False)],
        "export_url": f"{reverse('alignment_index_export')}?unit={chosen.unit.uid}",
    }


def _weighed(weights: Mapping[str, int]) -> list[IndexFactor]:
    """The factors that count, in their own order: PostgreSQL keeps the keys of what is stored in another."""
    return [factor for factor in IndexFactor if weights.get(factor.value)]


def _states(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """How many initiatives stand how, from whole to broken, in words."""
    known = [(state.value, counts[state.value]) for state in ChainState if state.value in counts]
    return [(state, formats.number(count, 0)) for state, count in known]


def _basis(found: Published) -> str:
    year = found.edition.year
    return _("money of fiscal year %(year)s") % {"year": year} if year else _("money of the whole life")


def _factor(part: FactorPoints, found: Published) -> Context:
    most = max(each.could for each in found.chosen.factors)
    was = found.before.won(part.factor) if found.before else None
    return {
        "name": str(part.factor.label),
        "evidence": words.evidence(part, found.chosen, found.enterprise.currency),
        "won_at": _at(part.won, most),
        "could_at": _at(part.could, most),
        "won_words": _("%(won)s of %(could)s")
        % {"won": formats.number(part.won, 1), "could": formats.number(part.could, 1)},
        "lost": formats.number(part.lost, 1),
        "change": _change(was, part.won),
    }


def _at(points: Decimal, most: Decimal) -> str:
    """A length in percent of the longest bar, the same in every language."""
    return f"{100 * points / most:.1f}"


def _change(was: Any, now: Any) -> Context | None:
    """A difference in words, and whether it is for the better; None where there is none to tell."""
    if was is None or now is None or was == now:
        return None
    return {"text": formats.change(now - was), "css": "up" if now > was else "down"}


def _total(scope: ScopeFigure) -> Context | None:
    if scope.figure is None:
        return None
    lost = sum((part.lost for part in scope.factors), start=0 * scope.figure)
    return {
        "won": _("%(points)s of 100") % {"points": formats.number(scope.figure, 1)},
        "lost": formats.number(lost, 1),
    }


def _trend_table(found: Published) -> Context:
    return {
        "caption": _("The index over time"),
        "heads": [_("Published"), _("Index")],
        "numeric": (1,),
        "rows": [[formats.instant(at), formats.number(figure, 1)] for at, figure in reversed(found.trend)],
    }


def _move(move: Move) -> Context:
    return {
        "code": move.initiative.code,
        "name": str(move.initiative),
        "url": url_of(move.initiative),
        "change": _change(move.was, move.now),
        "from_to": _("%(was)s to %(now)s")
        % {"was": formats.number(move.was, 1), "now": formats.number(move.now, 1)},
        "why": words.cause_words(move.causes),
        "at": move.at,
    }


def _below(scope: ScopeFigure, weights: dict[str, int]) -> Context:
    parts = {part.factor: part for part in scope.factors}
    shown = [parts.get(factor) for factor in _weighed(weights)]
    return {
        "name": str(scope.unit),
        "url": f"?unit={scope.unit.uid}",
        "figure": formats.number(scope.figure, 0),
        "parts": [
            None
            if part is None
            else {"won": formats.number(part.won, 1), "could": formats.number(part.could, 0)}
            for part in shown
        ],
        "initiatives": formats.number(scope.coverage["initiatives"], 0),
    }
