"""Benefits by explicitness and change: as a page, a file and data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import Change, Explicitness
from alignment.engine.explicitness import COLUMNS, ROWS, Cell, Matrix, Stated, matrix
from alignment.models import Benefit
from alignment.queries.contracts import ContractReport
from alignment.serializers.contracts import query_of_unit
from alignment.serializers.controls import unit_menu
from foundation import formats
from foundation.formats import Scale
from workbench.links import list_url
from workbench.types import type_for

HEADER = ("explicitness", "change", "benefits", "financial_money", "financial_without_amount")
"""Columns of the file."""

Data = dict[str, Any]


def matrix_of(report: ContractReport) -> Matrix:
    """The matrix of the benefits in a report."""
    return matrix(Stated(one.benefit.explicitness, one.benefit.change, one.value) for one in report.contracts)


def matrix_page(report: ContractReport) -> Data:
    """Rows from the most to the least explicit; what nobody has said stands apart, last."""
    found = matrix_of(report)
    scale = formats.scale_for([cell.money for cell in found.rows.values()])
    lead, rest = finding(found, report.currency)
    columns = [column for column in COLUMNS if column or found.columns[""].count]
    rows = [row for row in ROWS if row or found.rows[""].count]
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "filters": [unit_menu(report.units, report.unit)],
        "query": query_of_unit(report.unit),
        "export_url": f"{reverse('benefit_matrix_export')}{query_of_unit(report.unit)}",
        "count": found.whole.count,
        "money_head": formats.amount_head(report.currency, scale),
        "heads": [change_label(column) for column in columns],
        "rows": [
            {
                "label": explicitness_label(row),
                "cells": [
                    _cell(found.cells[row, column], scale, (row, column), report) for column in columns
                ],
                "whole": _cell(found.rows[row], scale, None, report),
            }
            for row in rows
        ],
        "foot": [_cell(found.columns[column], scale, None, report) for column in columns],
        "whole": _cell(found.whole, scale, None, report),
    }


def finding(found: Matrix, currency: str) -> tuple[str, str]:
    """How much is promised in money, and how many benefits nobody has placed."""
    whole = found.whole
    if not whole.count:
        return _("Nobody has promised a benefit yet."), ""
    financial = found.rows[Explicitness.FINANCIAL.value].count
    words = {"financial": formats.number(financial), "total": formats.number(whole.count)}
    lead = ngettext(
        "%(financial)s of %(total)s benefits is stated in money.",
        "%(financial)s of %(total)s benefits are stated in money.",
        financial,
    )
    rest = []
    if whole.money is not None:
        money = formats.money(whole.money, currency)
        rest.append(_("Together they are worth %(money)s a year.") % {"money": money})
    if found.unplaced:
        text = ngettext("%(n)s is not placed yet.", "%(n)s are not placed yet.", found.unplaced)
        rest.append(text % {"n": formats.number(found.unplaced)})
    return lead % words, " ".join(rest)


def explicitness_label(value: str) -> str:
    return str(Explicitness(value).label) if value else _("Not said how explicit")


def change_label(value: str) -> str:
    return str(Change(value).label) if value else _("Not said what changes")


def _cell(cell: Cell, scale: Scale, place: tuple[str, str] | None, report: ContractReport) -> Data:
    return {
        "count": formats.number(cell.count) if cell.count else "",
        "money": formats.amount(cell.money, scale) if cell.money is not None else "",
        "unvalued": _unvalued(cell),
        "url": _url(place, report) if place and cell.count and all(place) else "",
    }


def _unvalued(cell: Cell) -> str:
    """That the money of some financial benefits is not known, which is not the same as none."""
    if not cell.unvalued:
        return ""
    text = ngettext("%(n)s without an amount", "%(n)s without an amount", cell.unvalued)
    return text % {"n": formats.number(cell.unvalued)}


def _url(place: tuple[str, str], report: ContractReport) -> str:
    """The list of the benefits in a cell; the list filters by the unit itself."""
    asked = {"explicitness": place[0], "change": place[1]}
    if report.unit:
        asked["unit"] = str(report.unit.uid)
    return f"{list_url(type_for(Benefit))}?{urlencode(asked)}"


def matrix_data(report: ContractReport) -> Data:
    """For programs: all cells, also the empty ones; null is what is not said."""
    found = matrix_of(report)
    return {
        "as_of": report.today.isoformat(),
        "currency": report.currency,
        "unit": str(report.unit.uid) if report.unit else None,
        "cells": [
            {"explicitness": row or None, "change": column or None, **cell_data(cell)}
            for (row, column), cell in found.cells.items()
        ],
        "whole": cell_data(found.whole),
    }


def cell_data(cell: Cell) -> Data:
    """Count, money a year of the financial ones, and how many of those have no known amount."""
    money = None if cell.money is None else f"{cell.money:.2f}"
    return {"benefits": cell.count, "financial_money": money, "financial_without_amount": cell.unvalued}


def matrix_lines(report: ContractReport) -> Iterator[list[Any]]:
    """One line for each cell."""
    for cell in matrix_data(report)["cells"]:
        yield [cell[name] for name in HEADER]
