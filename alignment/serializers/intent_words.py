"""Spend against intent in words: what is, what contradicts it, and when intent is met."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import day_at
from alignment.engine.intent import FEWEST, HORIZON, Outlook, Part, Prospect
from alignment.operations.money_words import contradiction, evidence, name_of, points
from alignment.queries.intent import Counted, SpendAgainstIntent, UnitSpend
from foundation import formats


def basis(found: SpendAgainstIntent) -> str:
    """``fiscal year 2026, as planned``: which money this is."""
    span = _("fiscal year %(year)s") % {"year": found.year} if found.year else _("whole life")
    how = _("amounts spent") if found.question.counted is Counted.ACTUAL else _("as planned")
    return _("%(span)s, %(how)s") % {"span": span, "how": how}


def finding(found: SpendAgainstIntent) -> tuple[str, str]:
    """The fact, and the tension after it."""
    chosen = found.chosen
    if chosen is None:
        return _("No unit is open to you yet."), ""
    if chosen.strategy is None:
        return _("No strategy in force says where the money should go."), ""
    lead = next(part for part in chosen.spend.disciplines if part.key == chosen.strategy.discipline)
    if lead.share is None:
        return _("No money reaches a customer need."), ""
    prospect = found.prospects.get(lead.key)
    return share_sentence(lead), outlook(prospect) if prospect else _(
        "Its strategy does not say how much it intends."
    )


def share_sentence(part: Part) -> str:
    """``Customer intimacy gets 37% of linked spend, 55% intended.``"""
    words = {
        "name": name_of(part.key),
        "share": formats.percent(part.share),
        "intended": formats.percent(part.intended),
    }
    if part.intended is None:
        return _("%(name)s gets %(share)s of linked spend.") % words
    return _("%(name)s gets %(share)s of linked spend, %(intended)s intended.") % words


def warning(unit: UnitSpend) -> str:
    """How the money contradicts the discipline; empty where it does not."""
    return contradiction(unit.against) if unit.against else ""


def warning_evidence(found: SpendAgainstIntent) -> str:
    """The numbers behind the warning about the chosen unit; of what was spent the page itself says the basis."""
    against = found.chosen.against if found.chosen else None
    if against is None or found.question.counted is Counted.ACTUAL:
        return ""
    return evidence(against, found.year, day_at(found.as_of, found.enterprise))


def outlook(prospect: Prospect) -> str:
    """When intent is met, with the pace that says so."""
    words = {
        "year": prospect.year,
        "years": formats.number(len(prospect.years)),
        "pace": points(prospect.pace),
        "intended": formats.percent(prospect.intended),
        "fewest": formats.number(FEWEST),
        "horizon": formats.number(HORIZON),
    }
    if prospect.outlook is Outlook.MET:
        return _("Intent is met already.")
    if prospect.outlook is Outlook.DUE:
        return (
            _(
                "At the pace of %(years)s years (%(pace)s a year) it reaches %(intended)s in fiscal year %(year)s."
            )
            % words
        )
    if prospect.outlook is Outlook.NEVER and is_above(prospect):
        return (
            _(
                "It is above its intent of %(intended)s, and at the pace of %(years)s years (%(pace)s a year) it stays "
                "there."
            )
            % words
        )
    if prospect.outlook is Outlook.NEVER:
        return _("At the pace of %(years)s years (%(pace)s a year) it never reaches %(intended)s.") % words
    text = ngettext(
        "%(years)s year is too few to speak of a pace: it takes %(fewest)s.",
        "%(years)s years are too few to speak of a pace: it takes %(fewest)s.",
        len(prospect.years),
    )
    return text % words


def short_outlook(prospect: Prospect | None) -> str:
    """The same for a table."""
    if prospect is None:
        return formats.MISSING
    return {
        Outlook.MET: _("Met already"),
        Outlook.DUE: _("Fiscal year %(year)s") % {"year": prospect.year},
        Outlook.NEVER: _("Above its intent") if is_above(prospect) else _("Never at this pace"),
        Outlook.TOO_FEW: _("Too few years"),
    }[prospect.outlook]


def is_above(prospect: Prospect) -> bool:
    """Whether the latest share is more than what is intended."""
    return prospect.latest is not None and prospect.latest > prospect.intended
