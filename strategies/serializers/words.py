"""What a discipline check says, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

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


def verdict_words(found: Verdict, scores: Mapping[str, Fraction], minimums: Minimums) -> str:
    """A verdict with the figures it rests on; a missed minimum is named whatever the verdict."""
    said = [_leading(found, scores)]
    if found.below:
        missed = [
            _("%(discipline)s reaches %(points)s of at least %(minimum)s")
            % {
                "discipline": mid_sentence(name),
                "points": points(scores[name]),
                "minimum": formats.number(minimums[name]),
            }
            for name in found.below
        ]
        said.append(_("Too low: %(what)s.") % {"what": listed(missed)})
    return " ".join(said)


def _leading(found: Verdict, scores: Mapping[str, Fraction]) -> str:
    if found.lead is None:
        tied = listed([mid_sentence(name) for name in found.tied])
        return _("%(names)s share the first place at %(points)s.") % {
            "names": tied[:1].upper() + tied[1:],
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
