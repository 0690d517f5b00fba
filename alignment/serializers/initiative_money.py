"""What an initiative costs: a sentence, the present year and the whole life, and a table by fiscal year and kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from alignment.engine.costs import Cost, Year
from alignment.models import Outlay
from alignment.queries.initiative import Brief
from foundation import formats
from workbench.links import list_url, page_url, url_of
from workbench.types import type_for

Data = dict[str, Any]


def money_section(found: Brief, *, may_edit: bool) -> Data:
    """What the template shows; ``rows`` are empty where nobody has stated an amount."""
    costs, kind = found.costs, type_for(Outlay)
    amounts = [amount for cost in costs.years for amount in (cost.budget, cost.forecast, cost.actual)]
    scale = formats.scale_for([*amounts, costs.stated.budget, costs.stated.forecast, costs.stated.actual])
    most = max((amount for amount in amounts if amount is not None), default=Decimal())
    ends = {"initiative": found.initiative.uid}
    back = {"next": url_of(found.initiative)}
    return {
        "sentence": sentence(found),
        "note": _note(found),
        "head": formats.amount_head(found.rows.currency, scale),
        "rows": [_row(cost, found, scale, most) for cost in costs.years],
        "total": _kinds(costs.stated, scale) if len(costs.years) > 1 else None,
        "figures": _figures(found),
        "without_rate": ", ".join(costs.without_rate),
        "list_url": f"{list_url(kind)}?{urlencode(ends)}",
        "add_url": f"{page_url(kind, 'create')}?{urlencode(ends | back)}" if may_edit else "",
    }


def sentence(found: Brief) -> str:
    """``Forecast to end €60k over budget``: of the present year where that can be said, else of the whole life."""
    now, life = found.costs.current, found.costs
    if now is not None and now.excess is not None:
        return _ending(now.excess, found)
    if life.excess is not None:
        return _ending(life.excess, found)
    if now is not None and now.actual is not None and now.budget:
        told = {
            "share": formats.share(now.actual / now.budget),
            "year": str(found.year),
        }
        return _("%(share)s of the budget of fiscal year %(year)s is spent") % told
    return _("What it costs")


def _ending(excess: Decimal, found: Brief) -> str:
    if not excess:
        return _("Forecast to end on budget")
    told = {"money": formats.money(abs(excess), found.rows.currency)}
    text = (
        _("Forecast to end %(money)s over budget")
        if excess > 0
        else _("Forecast to end %(money)s under budget")
    )
    return text % told


def _note(found: Brief) -> str:
    """What the sentence is about, and which years are not in it."""
    costs = found.costs
    if costs.current is not None and costs.current.excess is not None:
        return _("Fiscal year %(year)s") % {"year": found.year}
    if costs.excess is None:
        return ""
    if not costs.left_out:
        return _("Whole life")
    years = ", ".join(year_words(year) for year in costs.left_out)
    return _("Whole life without %(years)s, which lacks a budget or a forecast") % {"years": years}


def year_words(year: Year) -> str:
    """A fiscal year in digits, or what has none."""
    return _("no year") if year is None else str(year)


def _figures(found: Brief) -> list[tuple[str, str, str]]:
    """Label, amount and what it is held against, of the present year and of the whole life."""
    costs, told = found.costs, []
    if costs.current is not None:
        amount, name = _judged(costs.current)
        label = _("Fiscal year %(year)s") % {"year": found.year}
        told.append((label, formats.money(amount, found.rows.currency), _of_it(name, costs.current, found)))
    if costs.expected is not None:
        whole = formats.money(costs.expected, found.rows.currency)
        told.append((_("Whole life"), whole, _of_it(_("expected"), costs.stated, found)))
    return told


def _judged(cost: Cost) -> tuple[Decimal | None, str]:
    """The amount by which work is judged, and of what kind that is."""
    named = ((cost.budget, _("budget")), (cost.forecast, _("forecast")), (cost.actual, _("spent")))
    return next(((amount, name) for amount, name in named if amount is not None), (None, ""))


def _of_it(name: str, cost: Cost, found: Brief) -> str:
    """Of what kind an amount is, and what has been spent of it."""
    if cost.actual is None or (cost.budget is None and cost.forecast is None):
        return name
    told = {"name": name, "spent": formats.money(cost.actual, found.rows.currency)}
    return _("%(name)s, %(spent)s spent") % told


def _row(cost: Cost, found: Brief, scale: formats.Scale, most: Decimal) -> Data:
    excess = cost.excess
    outlook = cost.outlook if cost.outlook is not None else cost.actual
    return {
        "year": _("Without a year") if cost.year is None else str(cost.year),
        "is_present": cost.year == found.year,
        **_kinds(cost, scale),
        "excess": ""
        if excess is None
        else formats.change(excess / scale.value, 0 if scale.value < 1_000_000 else 2),
        "is_over": excess is not None and excess > 0,
        "bar": None if outlook is None else float(outlook),
        "tick": None if cost.budget is None else float(cost.budget),
        "most": float(most),
    }


def _kinds(cost: Cost, scale: formats.Scale) -> Data:
    return {
        "budget": formats.amount(cost.budget, scale),
        "actual": formats.amount(cost.actual, scale),
        "forecast": formats.amount(cost.forecast, scale),
    }
