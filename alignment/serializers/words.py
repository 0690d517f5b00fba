"""Sentences and heads of the line of sight, computed and plural-aware."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from alignment.choices import GapKind, Hop, Measure, Reason
from alignment.engine.findings import Finding
from alignment.engine.shapes import Share, Totals
from alignment.queries.sight import LineOfSight
from foundation import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING_LINKED = {
    Hop.STRATEGY: gettext_lazy("No strategy in force"),
    Hop.OBJECTIVE: gettext_lazy("No objective linked"),
    Hop.ELEMENT: gettext_lazy("No strategy element linked"),
    Hop.NEED: gettext_lazy("No customer need linked"),
    Hop.INITIATIVE: gettext_lazy("No initiative linked"),
    Hop.BENEFIT: gettext_lazy("No benefit linked"),
}
"""What is said of a station to which a record has no link."""


def finding(line: LineOfSight) -> tuple[str, str]:
    """The fact, and the tension after it."""
    totals = line.sight.totals
    if not totals.initiatives:
        return (_("No initiative matches.") if line.question.is_filtered else _("No initiative yet."), "")
    return _fact(line, totals), _tension(line, totals)


def _fact(line: LineOfSight, totals: Totals) -> str:
    if not totals.total:
        return ngettext(
            "%(linked)s of %(count)s initiative serves a customer need.",
            "%(linked)s of %(count)s initiatives serve a customer need.",
            totals.initiatives,
        ) % {
            "linked": formats.number(totals.linked_initiatives),
            "count": formats.number(totals.initiatives),
        }
    amounts = {
        "linked": formats.money(totals.linked, line.rows.currency),
        "total": formats.money(totals.total, line.rows.currency),
    }
    if line.question.measure is Measure.VALUE:
        return _("%(linked)s of %(total)s benefit a year comes from serving a customer need.") % amounts
    return _("%(linked)s of %(total)s reaches a customer need.") % amounts


def _tension(line: LineOfSight, totals: Totals) -> str:
    missing = _missing(totals)
    if line.question.is_filtered:
        return " ".join(filter(None, (_matching(totals), missing)))
    return " ".join(filter(None, (_intent(line, totals), missing)))


def _matching(totals: Totals) -> str:
    """What a filter leaves."""
    initiatives = ngettext("%(n)s initiative matches", "%(n)s initiatives match", totals.initiatives)
    needs = ngettext("serving %(n)s need", "serving %(n)s needs", totals.served_needs)
    return _("%(initiatives)s, %(needs)s.") % {
        "initiatives": initiatives % {"n": formats.number(totals.initiatives)},
        "needs": needs % {"n": formats.number(totals.served_needs)},
    }


def _intent(line: LineOfSight, totals: Totals) -> str:
    """Where the money goes against what the strategy says."""
    if not totals.linked:
        return ""
    reached = sum((share.amount for share in line.sight.shares), Decimal())
    if reached * 2 < totals.linked:
        return _("Only %(amount)s of it goes on to an objective in force.") % {
            "amount": formats.money(reached, line.rows.currency)
        }
    if not totals.stated:
        return _("No strategy in force says where it should go.")
    if not totals.leading:
        return _("We say %(stated)s first, yet no discipline leads.") % {"stated": _short(totals.stated)}
    shares: Mapping[str, Share] = {share.discipline: share for share in line.sight.shares}
    told = {
        "stated": _short(totals.stated),
        "leading": _short(totals.leading),
        "actual": formats.percent(shares[totals.leading].actual),
        "intended": formats.percent(shares[totals.leading].intended),
    }
    if totals.leading != totals.stated:
        return _("We say %(stated)s first, yet %(leading)s takes %(actual)s of it.") % told
    if shares[totals.leading].intended is None:
        return _("We say %(stated)s first, and it takes %(actual)s.") % told
    return _("We say %(stated)s first, and it takes %(actual)s against %(intended)s intended.") % told


def _short(discipline: str) -> str:
    return {
        "customer_intimacy": pgettext("discipline inside a sentence", "intimacy"),
        "operational_excellence": pgettext("discipline inside a sentence", "operations"),
        "product_leadership": pgettext("discipline inside a sentence", "product"),
    }.get(discipline, discipline)


def _missing(totals: Totals) -> str:
    if not totals.without_amount or not totals.total:
        return ""
    text = ngettext(
        "%(n)s initiative has no known amount.",
        "%(n)s initiatives have no known amount.",
        totals.without_amount,
    )
    return text % {"n": formats.number(totals.without_amount)}


def column_heads(line: LineOfSight) -> list[str]:
    """What stands over the four columns."""
    totals = line.sight.totals
    known = {
        "served": formats.number(totals.served_needs),
        "needs": formats.number(totals.needs),
        "linked": formats.number(totals.linked_initiatives),
        "initiatives": formats.number(totals.initiatives),
        "measured": formats.number(totals.measured_benefits),
        "benefits": formats.number(totals.benefits),
    }
    if line.sight.is_grouped:
        items = _("Groups of %(linked)s initiatives, of %(initiatives)s")
    else:
        items = _("Initiatives, %(linked)s of %(initiatives)s linked")
    return [
        _("Strategy objectives"),
        _("Customer needs, %(served)s of %(needs)s") % known,
        items % known,
        _("Benefits, %(measured)s of %(benefits)s measured") % known,
    ]


def amount_head(line: LineOfSight, scale: formats.Scale) -> str:
    """The unit of the amounts, such as ``€m`` or ``€m a year``."""
    head = formats.amount_head(line.rows.currency, scale)
    return _("%(unit)s a year") % {"unit": head} if line.question.measure is Measure.VALUE else head


def gap_head(kind: GapKind, count: int) -> SafeString:
    """``2 needs, no initiative``, the figure in bold."""
    texts = {
        GapKind.OBJECTIVE_WITHOUT_NEED: ngettext("{} objective, no need", "{} objectives, no need", count),
        GapKind.NEED_WITHOUT_INITIATIVE: ngettext("{} need, no initiative", "{} needs, no initiative", count),
        GapKind.NEED_WITHOUT_OBJECTIVE: ngettext("{} need, no objective", "{} needs, no objective", count),
        GapKind.INITIATIVE_WITHOUT_NEED: ngettext("{} initiative, no need", "{} initiatives, no need", count),
        GapKind.INITIATIVE_WITHOUT_BENEFIT: ngettext(
            "{} initiative, no benefit", "{} initiatives, no benefit", count
        ),
        GapKind.BENEFIT_NOT_MEASURED: ngettext(
            "{} benefit, not measured", "{} benefits, not measured", count
        ),
    }
    return format_html(texts[kind], format_html("<b>{}</b>", formats.number(count)))


def why(finding: Finding) -> str:
    """Why a line does not hold: which link is missing, or what is doubtful about the link to which station."""
    if finding.reason is Reason.MISSING:
        return str(NOTHING_LINKED[finding.hop])
    if finding.link is None:
        return str(finding.reason.label)
    return pgettext("what is doubtful about a link, and to what it leads", "%(why)s (%(station)s)") % {
        "why": finding.reason.label,
        "station": finding.hop.label,
    }


def share_text(share: Share, measure: Measure) -> SafeString:
    """``37% of spend, 55% intended``: of what reaches a need."""
    actual = format_html("<b>{}</b>", formats.percent(share.actual))
    of_what = _("{} of value") if measure is Measure.VALUE else _("{} of spend")
    if share.intended is None:
        return format_html(of_what, actual)
    return format_html(_("{}, {} intended"), format_html(of_what, actual), formats.percent(share.intended))


def initiatives(count: int) -> str:
    """``5 initiatives``."""
    return ngettext("%(n)s initiative", "%(n)s initiatives", count) % {"n": formats.number(count)}


def needs(count: int) -> str:
    """``12 needs``."""
    return ngettext("%(n)s need", "%(n)s needs", count) % {"n": formats.number(count)}


def objectives(count: int) -> str:
    """``8 objectives``."""
    return ngettext("%(n)s objective", "%(n)s objectives", count) % {"n": formats.number(count)}


def smaller(count: int) -> str:
    """``357 smaller``: what there is no room to name."""
    return ngettext("%(n)s smaller", "%(n)s smaller", count) % {"n": formats.number(count)}


def benefits(count: int) -> str:
    """``40 benefits``."""
    return ngettext("%(n)s benefit", "%(n)s benefits", count) % {"n": formats.number(count)}


def more(count: int) -> str:
    """``3 more``."""
    return ngettext("%(n)s more", "%(n)s more", count) % {"n": formats.number(count)}


def measured(value: Decimal | None, unit: str, places: int) -> str:
    """A figure in the unit of its metric: ``68%``, ``€421``, ``€12.0m``, ``4.1 d``."""
    if unit == "%":
        return formats.percent(value, places)
    if unit in formats.SYMBOLS:
        if value is not None and abs(value) >= formats.Scale.MILLIONS.value:
            return formats.money(value, unit)
        return formats.money(value, unit, decimals=places, scale=formats.Scale.UNITS)
    text = formats.number(value, places)
    return f"{text}\u00a0{unit}" if unit and value is not None else text
