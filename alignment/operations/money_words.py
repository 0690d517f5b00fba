"""Money against the discipline in words: told by pages and mails alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.choices import Office
from alignment.engine.intent import MARGIN, Against, Contradiction, Part
from foundation import formats
from strategies.choices import Discipline


def name_of(key: str) -> str:
    """A discipline or an office as people call it."""
    if key in Office.values:
        return str(Office(key).label)
    return str(Discipline(key).label) if key in Discipline.values else key


def contradiction(against: Contradiction) -> str:
    """One sentence with its numbers."""
    words = {
        "lead": name_of(against.lead.key),
        "other": name_of(against.other.key),
        "share": formats.percent(against.lead.share),
        "rest": formats.percent(against.other.share),
        "intended": formats.percent(against.lead.intended),
        "margin": formats.number(MARGIN),
    }
    texts = {
        Against.OTHER_LEADS: _(
            "The strategy leads with %(lead)s, yet %(other)s gets %(rest)s of the money against %(share)s."
        ),
        Against.STUCK: _(
            "The money is stuck in the middle: %(lead)s gets %(share)s and %(other)s %(rest)s, "
            "less than %(margin)s points apart."
        ),
        Against.BELOW: _("%(lead)s gets most of the money, but only %(share)s of %(intended)s intended."),
    }
    return texts[against.kind] % words


def short_contradiction(against: Contradiction) -> str:
    """The same for a table."""
    return {
        Against.OTHER_LEADS: _("%(other)s gets more") % {"other": name_of(against.other.key)},
        Against.STUCK: _("Stuck in the middle"),
        Against.BELOW: _("Less than intended"),
    }[against.kind]


def points(value: Decimal | None) -> str:
    """``−18 points``: a difference of two shares."""
    if value is None:
        return formats.MISSING
    rounded = formats.change(value, 0 if abs(value) >= 1 else 1)
    return _("%(points)s points") % {"points": rounded}


SIZES = {
    Against.OTHER_LEADS: gettext_lazy("%(points)s points apart"),
    Against.STUCK: gettext_lazy("%(points)s points short of a clear lead"),
    Against.BELOW: gettext_lazy("%(points)s points below what is intended"),
}


def evidence(against: Contradiction, year: int | None, today: date) -> str:
    """The shares and the margin behind a contradiction, of which money, as of which day."""
    basis = _("fiscal year %(year)s, as planned") % {"year": year} if year else _("whole life, as planned")
    words = {
        "lead": _share(against.lead),
        "other": _share(against.other),
        "size": SIZES[against.kind] % {"points": formats.number(against.size, 0)},
        "basis": basis,
        "day": formats.day(today),
    }
    return _("%(lead)s; %(other)s; %(size)s. Of linked spend, %(basis)s, as of %(day)s.") % words


def _share(part: Part) -> str:
    words = {
        "name": name_of(part.key),
        "share": formats.percent(part.share),
        "intended": formats.percent(part.intended),
    }
    if part.intended is None:
        return _("%(name)s %(share)s") % words
    return _("%(name)s %(share)s (%(intended)s intended)") % words
