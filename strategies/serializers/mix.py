"""The discipline mix as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from assessments.choices import Moment, Side
from foundation import formats
from foundation.templatetags.sightline_glyphs import DISCIPLINES
from strategies.choices import Discipline
from strategies.serializers.check import advice, gap_view, side_view
from strategies.serializers.words import leading_words, listed
from workbench.links import page_url, url_of
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import User
    from strategies.models import Strategy
    from strategies.queries.mix import Mix, MixRow

SHOWN = 3
"""Units the finding names."""


def mix_page(mix: Mix, viewer: User) -> dict[str, Any]:
    """What the page shows."""
    fact, tension = finding(mix)
    return {
        "fact": fact,
        "tension": tension,
        "day": mix.day,
        "total": len(mix.rows),
        "counts": [
            {"discipline": name, "css": DISCIPLINES[name], "count": count, "text": formats.number(count)}
            for name, count in mix.counts.items()
        ],
        "without": len(mix.without),
        "stuck": [_stuck(row) for row in mix.stuck],
        "rows": [_row(row, viewer) for row in mix.rows],
        "has_strategies": len(mix.without) < len(mix.rows),
        "create_url": page_url(type_with_key("strategy"), "create")
        if viewer.access.allows(Permission.EDIT_STRATEGY)
        else "",
    }


def finding(mix: Mix) -> tuple[str, str]:
    """The fact and the tension: which discipline leads most, and who has no clear lead or no strategy."""
    fact = leading_words(mix.counts, len(mix.rows))
    if not fact:
        return _("No unit follows a strategy yet."), _("A strategy in force names the discipline that leads.")
    return fact, " ".join(_tensions(mix))


def _tensions(mix: Mix) -> list[str]:
    said = []
    if mix.stuck:
        names = listed([str(row.unit) for row in mix.stuck[:SHOWN]])
        text = ngettext(
            "%(names)s has no clear lead on at least one side.",
            "%(names)s have no clear lead on at least one side.",
            len(mix.stuck),
        )
        if len(mix.stuck) > SHOWN:
            text = _("%(names)s and others have no clear lead on at least one side.")
        said.append(text % {"names": names})
    if mix.without:
        text = ngettext("%(count)s unit follows none.", "%(count)s units follow none.", len(mix.without))
        said.append(text % {"count": formats.number(len(mix.without))})
    return said


def _stuck(row: MixRow) -> dict[str, Any]:
    sides = [side_view(row.check, side, row.strategy) for side in Side] if row.check else []
    return {
        "unit": str(row.unit),
        "url": url_of(row.check.round) if row.check else "",
        "sides": sides,
        "advice": " ".join(advice(row.check)) if row.check else "",
    }


def _row(row: MixRow, viewer: User) -> dict[str, Any]:
    strategy = row.strategy
    may_state = viewer.access.allows(Permission.EDIT_STRATEGY, [row.unit.path])
    create = page_url(type_with_key("strategy"), "create")
    return {
        "unit": str(row.unit),
        "url": url_of(row.unit),
        "depth": min(row.unit.depth, 4),
        "kind": row.unit.get_kind_display(),
        "discipline": row.follower.discipline,
        "strategy": str(strategy or ""),
        "strategy_url": url_of(strategy) if strategy else "",
        "inherited": str(strategy.unit) if strategy and not row.follower.is_own else "",
        "shares": _figures(strategy, "share"),
        "minimums": _figures(strategy, "minimum"),
        "is_stuck": row.is_stuck,
        "sides": [side_view(row.check, side, strategy) for side in Side] if row.check else [],
        "may_read_check": row.may_read_check,
        "gap": _widest(row),
        "round_url": url_of(row.check.round) if row.check else "",
        "as_of": row.check.as_of if row.check else None,
        "create_url": f"{create}?{urlencode({'unit': row.unit.uid})}" if may_state and not strategy else "",
    }


def _widest(row: MixRow) -> dict[str, str]:
    """The discipline on which business and IT are furthest apart today; empty where a side is missing."""
    gaps = {name: row.check.gaps.get((Moment.TODAY, name)) for name in Discipline.values} if row.check else {}
    apart = [(abs(gap.difference), name) for name, gap in gaps.items() if gap]
    if not apart:
        return {}
    name = max(apart)[1]
    return {"discipline": name, **gap_view(gaps[name])}


def _figures(strategy: Strategy | None, what: str) -> list[dict[str, Any]]:
    """The shares or minimums a strategy states, by discipline; those it leaves open are left out."""
    found = [(name, getattr(strategy, f"{name}_{what}", None)) for name in Discipline.values]
    return [{"discipline": name, "text": formats.number(value)} for name, value in found if value is not None]
