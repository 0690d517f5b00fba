"""Everything the page of spend against intent shows: bars with their table, years, units, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.engine.intent import Part, Spend
from alignment.operations import money_words as money
from alignment.queries.intent import Counted, SpendAgainstIntent, UnitSpend
from alignment.serializers import intent_words as words
from alignment.serializers.controls import address, basis_menu, unit_menu
from alignment.serializers.words import initiatives
from foundation import formats
from foundation.templatetags.sightline_glyphs import DISCIPLINES
from workbench.links import url_of

Context = dict[str, Any]
YEARS = 6
"""Fiscal years one table shows."""
ROOM = 1.1
"""Beyond the longest bar, so that its tick stands inside the track."""


def intent_page(found: SpendAgainstIntent, query: QueryDict) -> Context:
    """The context of the page."""
    fact, tension = words.finding(found)
    context: Context = {
        "fact": fact,
        "tension": tension,
        "filters": _filters(found),
        "counted": _counted(found, query),
        "export_url": f"{reverse('spend_against_intent_export')}?{query.urlencode()}",
        "basis": words.basis(found),
    }
    return context | (_chosen(found, found.chosen) if found.chosen else {})


def _chosen(found: SpendAgainstIntent, chosen: UnitSpend) -> Context:
    spend = chosen.spend
    most = _most(spend.parts)
    return {
        "unit": chosen.unit,
        "strategy": chosen.strategy,
        "strategy_url": url_of(chosen.strategy) if chosen.strategy else "",
        "warning": words.warning(chosen),
        "evidence": words.warning_evidence(found),
        "has_money": bool(spend.total),
        "disciplines": [_bar(found, part, most) for part in spend.disciplines],
        "offices": [_bar(found, part, most) for part in spend.offices],
        "shares_table": _shares_table(found, spend),
        "outside": _outside(found, spend),
        "years": _years(found),
        "below": [_below(unit, chosen) for unit in found.below],
    }


def _bar(found: SpendAgainstIntent, part: Part, most: float) -> Context:
    """One bar with its tick, how far it is off, and where it was in the earliest year known."""
    earlier = [
        (year, one.share) for year, spend in found.by_year for one in spend.parts if one.key == part.key
    ]
    year, was = next(((year, share) for year, share in earlier if share is not None), (None, None))
    is_past = year is not None and year != found.year and len(found.by_year) > 1
    return {
        "css": DISCIPLINES.get(part.key, ""),
        "discipline": part.key if part.key in DISCIPLINES else "",
        "name": money.name_of(part.key),
        "share": formats.percent(part.share),
        "value": float(part.share or 0),
        "intended": "" if part.intended is None else formats.percent(part.intended),
        "tick": None if part.intended is None else float(part.intended),
        "most": most,
        "gap": money.points(part.gap) if part.gap is not None else "",
        "is_off": part.gap is not None and abs(part.gap) >= 5,
        "was": _("%(share)s in %(year)s") % {"share": formats.percent(was), "year": year} if is_past else "",
    }


def _most(parts: Iterable[Part]) -> float:
    """The end of the scale of all bars."""
    most = max((value for part in parts for value in (part.share, part.intended) if value), default=100)
    return min(100.0, float(most) * ROOM)


def _shares_table(found: SpendAgainstIntent, spend: Spend) -> Context:
    head = formats.amount_head(found.enterprise.currency, formats.Scale.UNITS)
    return {
        "caption": _("Spend against intent, %(basis)s") % {"basis": words.basis(found)},
        "heads": [_("Part"), head, _("Share"), _("Intended"), _("Difference")],
        "numeric": (1, 2, 3, 4),
        "rows": [
            [
                money.name_of(part.key),
                formats.number(part.amount, 0),
                formats.percent(part.share, 1),
                formats.percent(part.intended),
                money.points(part.gap),
            ]
            for part in spend.parts
        ],
    }


def _outside(found: SpendAgainstIntent, spend: Spend) -> list[tuple[str, str, str]]:
    """What the shares are taken of, and what they leave out: label, figure, why."""
    currency = found.enterprise.currency

    def money(label: str, amount: Any, why: str) -> tuple[str, str, str]:
        return label, formats.money(amount, currency) if amount else _("none"), why

    rows = [
        money(_("All spend"), spend.total, ""),
        money(_("Reaches a customer need"), spend.linked, _("The shares of disciplines are taken of this.")),
        money(_("Serves no need"), spend.unlinked, _("Has no discipline: it reaches none without a need.")),
        money(_("Reaches a need, no objective in force"), spend.astray, _("Part of no discipline either.")),
        money(
            _("Front or back office not said"), spend.total - spend.officed, _("Left out of their shares.")
        ),
    ]
    if found.without_amount:
        count = initiatives(found.without_amount)
        rows.append((_("No amount stated"), count, _("Missing, not zero.")))
    if found.without_rate:
        why = _("No exchange rate for %(codes)s.") % {"codes": ", ".join(found.missing_rates)}
        rows.append((_("Amount not convertible"), initiatives(found.without_rate), why))
    return rows


def _years(found: SpendAgainstIntent) -> Context:
    """Shares by fiscal year up to the present one, with the pace they make."""
    shown = found.by_year[-YEARS:]
    chosen = found.chosen
    parts = chosen.spend.parts if chosen else ()
    rows = []
    for part in parts:
        prospect = found.prospects.get(part.key)
        known = [{one.key: one.share for one in spend.parts}[part.key] for _year, spend in shown]
        rows.append(
            {
                "name": money.name_of(part.key),
                "discipline": part.key if part.key in DISCIPLINES else "",
                "cells": [formats.percent(share) for share in known],
                "spark": [None if share is None else float(share) for share in known],
                "intended": formats.percent(part.intended),
                "pace": formats.change(prospect.pace) if prospect else formats.MISSING,
                "outlook": words.short_outlook(prospect),
                "sentence": words.outlook(prospect) if prospect else "",
            }
        )
    return {"heads": [str(year) for year, _spend in shown], "rows": rows}


def _below(unit: UnitSpend, chosen: UnitSpend) -> Context:
    follows_other = unit.strategy is not None and unit.strategy.unit_id != chosen.unit.pk
    name = _("%(unit)s itself") % {"unit": unit.unit} if unit.is_own else str(unit.unit)
    return {
        "name": name,
        "url": "" if unit.is_own else f"?unit={unit.unit.uid}",
        "lead": unit.strategy.discipline if unit.strategy else "",
        "strategy": str(unit.strategy) if unit.strategy and follows_other else "",
        "cells": [
            (part.key, formats.percent(part.share), formats.percent(part.intended))
            for part in sorted(unit.spend.disciplines, key=lambda part: part.key)
        ],
        "front": formats.percent(unit.spend.offices[0].share),
        "linked": unit.spend.linked,
        "unlinked": unit.spend.unlinked,
        "warning": money.short_contradiction(unit.against) if unit.against else "",
    }


def _filters(found: SpendAgainstIntent) -> list[Context]:
    return [
        unit_menu(found.units, found.chosen.unit if found.chosen else None, has_all=False),
        basis_menu(_("Money"), _("Fiscal year %(year)s"), found.years, found.year),
    ]


def _counted(found: SpendAgainstIntent, query: QueryDict) -> list[Context]:
    labels = {Counted.PLANNED: _("Planned"), Counted.ACTUAL: _("Spent")}
    return [
        {
            "label": label,
            "current": value is found.question.counted,
            "url": address(query, counted=value.value),
        }
        for value, label in labels.items()
    ]
