"""What a discipline check says, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from strategies.choices import Agreement, Discipline, VerdictKind
from strategies.engine.verdict import Verdict

if TYPE_CHECKING:
    from strategies.queries.checks import Minimums

HEALTH = {
    VerdictKind.FOCUSED: "ok",
    VerdictKind.BELOW_THRESHOLD: "watch",
    VerdictKind.STUCK: "watch",
    VerdictKind.TIE: "watch",
}
"""The glyph that goes with a verdict."""


def points(value: Fraction | float | None) -> str:
    """A score of 100, to one decimal."""
    return formats.number(None if value is None else float(value), 1)


def mid_sentence(discipline: str) -> str:
    """The name of a discipline inside a sentence."""
    return str(Discipline(discipline).label).lower()


def listed(names: Sequence[str]) -> str:
    """Words joined as the language joins them."""
    return get_text_list(list(names), _("and"))


def missed_words(found: Verdict, scores: Mapping[str, Fraction], minimums: Minimums) -> str:
    """The disciplines below the level they have to keep, whatever the verdict; empty where there is none."""
    missed = [
        _("%(discipline)s reaches %(points)s of at least %(minimum)s")
        % {
            "discipline": mid_sentence(name),
            "points": points(scores[name]),
            "minimum": formats.number(minimums[name]),
        }
        for name in found.below
    ]
    return _("Too low: %(what)s.") % {"what": listed(missed)} if missed else ""


def lead_words(found: Verdict, scores: Mapping[str, Fraction]) -> str:
    """Which discipline leads, and by how much."""
    if found.lead is None:
        tied = listed([mid_sentence(name) for name in found.tied])
        return _("%(names)s share the first place at %(points)s.") % {
            "names": capfirst(tied),
            "points": points(scores[found.tied[0]]),
        }
    text = _("%(lead)s leads by %(margin)s points.")
    if found.kind == VerdictKind.STUCK:
        text = _("%(lead)s is ahead by only %(margin)s points.")
    return text % {"lead": found.lead.label, "margin": points(found.margin)}


def agreement_words(agreement: Agreement, stated: str) -> str:
    """How an answer stands to what the strategy states."""
    texts = {
        Agreement.AGREES: _("That is what the strategy states."),
        Agreement.DIFFERS: _("The strategy states %(stated)s."),
        Agreement.UNDECIDED: _("The strategy states %(stated)s, which has no lead of its own."),
    }
    return texts[agreement] % {"stated": mid_sentence(stated)}


def leading_words(counts: Mapping[str, int], total: int) -> str:
    """Which discipline leads in most units; several where as many follow each. Empty where nobody follows any."""
    most = max(counts.values(), default=0)
    if not most:
        return ""
    leaders = [mid_sentence(name) for name, count in counts.items() if count == most]
    text = ngettext(
        "%(count)s of %(total)s units leads with %(what)s.",
        "%(count)s of %(total)s units lead with %(what)s.",
        most,
    )
    if len(leaders) > 1:
        text = ngettext(
            "%(what)s lead in %(count)s unit each, of %(total)s.",
            "%(what)s lead in %(count)s units each, of %(total)s.",
            most,
        )
    words = {"count": formats.number(most), "total": formats.number(total), "what": listed(leaders)}
    return str(capfirst(text % words))
