"""Observations as sources write them: JSON of programs, and cells of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from metrics.choices import FormulaKind, ObservationState
from metrics.engine.formulas import RAW
from metrics.engine.layout import LIMB, SCALE
from metrics.engine.observed import Told
from metrics.models import Metric, Observation, Place, Source
from metrics.models.metric import PER_BASE
from metrics.operations.telling import NOTHING, Said
from workbench.exchange import days, figures
from workbench.exchange.cells import Cell
from workbench.exchange.limits import Exact
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Problem, Unfit

FIGURES = ("value", "numerator", "denominator", "n", "promoters", "detractors", "squares")
"""In the order of ``Told``."""
COUNTS = {"n", "promoters", "detractors"}
NAMES = ("metric", "segment", "unit", "day", "key")
DAY_AT = NAMES.index("day")
FIELDS = (*NAMES, *FIGURES, "withheld")
NEEDED = ("metric", "day")
PLAIN = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
WHOLE = re.compile(r"-?[0-9]{1,18}")
WITHHELD = {
    **dict.fromkeys(("", "0", "no", "n", "false"), False),
    **dict.fromkeys(("1", "yes", "y", "x", "true"), True),
}
ANY_FIGURE: models.Field[Any, Any] = models.DecimalField()
AS_WRITTEN = Rule("")


class Hearing:
    """Reads rows whose cells stand in the order of ``fields``; what is no value becomes a ``Problem``."""

    def __init__(self, fields: Sequence[str], rule: Rule = AS_WRITTEN) -> None:
        at = {field: index for index, field in enumerate(fields)}
        self.rule = rule
        # What has no column is the last of one more cell, which is empty.
        self.names = itemgetter(*(at.get(name, len(fields)) for name in NAMES))
        self.withheld = at.get("withheld")
        self.figures = [(slot, at[name], name) for slot, name in enumerate(FIGURES) if name in at]
        self.plain = PLAIN if rule.decimal == "." else WHOLE
        self.days: dict[str, date] = {}

    def said(self, row: int, cells: Sequence[str]) -> Said | Problem:
        """What one row says."""
        named = self.names((*cells, ""))
        metric, segment, unit, day, key = map(str.strip, named)
        try:
            when = self.days.get(day) or self._day(named[DAY_AT])
            told = self._told(cells)
            is_withheld = self.withheld is not None and self._is_withheld(cells[self.withheld])
        except _Wrong as wrong:
            return Problem(row, wrong.field, wrong.message, wrong.remedy)
        return Said(row, metric, segment, unit, when, key, told, is_withheld)

    def _told(self, cells: Sequence[str]) -> Told:
        found: list[Any] = [None] * len(FIGURES)
        plain, is_said = self.plain, False
        for slot, at, name in self.figures:
            text = cells[at]
            if not text or text.isspace():
                continue
            is_said = True
            if name in COUNTS:
                found[slot] = (
                    int(text) if WHOLE.fullmatch(text) else self._read(figures.whole_number, name, text)
                )
            else:
                found[slot] = (
                    Decimal(text) if plain.fullmatch(text) else self._read(figures.number, name, text)
                )
        return Told(*found) if is_said else NOTHING

    def _day(self, text: str) -> date:
        """A day, remembered: files tell the same ones over and over."""
        if not text.strip():
            raise _Wrong("day", _("This is missing."), _("Write it like 2026-12-31."))
        found: date = self._read(days.day, "day", text)
        self.days[text.strip()] = found
        return found

    def _is_withheld(self, text: str) -> bool:
        found = WITHHELD.get(text.strip().casefold())
        if found is None:
            raise _Wrong("withheld", _("This is neither yes nor no."), _("Write yes, or leave it empty."))
        return found

    def _read(self, how: Callable[[Cell], Any], field: str, text: str) -> Any:
        try:
            return how(Cell(ANY_FIGURE, text.strip(), self.rule, isinstance(text, Exact)))
        except Unfit as unfit:
            raise _Wrong(field, unfit.message, unfit.remedy) from unfit


class _Wrong(Exception):
    """A cell that is no value of its field."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.field, self.message, self.remedy = field, message, remedy


def said_by_program(observations: Iterable[Any]) -> Iterator[Said | Problem]:
    """What a request says, its observations counted from 1."""
    hearing = Hearing(FIELDS)
    for row, values in enumerate(observations, start=1):
        if not isinstance(values, Mapping):
            yield Problem(row, "", _("This is no observation."), _("Send an object with its fields."))
        elif unknown := sorted(set(values) - set(FIELDS)):
            remedy = _("These are known: %(fields)s.") % {"fields": ", ".join(FIELDS)}
            yield Problem(row, unknown[0][:LONGEST_FIELD], _("There is no such field."), remedy)
        else:
            yield hearing.said(row, [_text(values.get(name)) for name in FIELDS])


LONGEST_FIELD = 60
"""Characters that are told of the name of a field that is none."""


def _text(value: Any) -> str:
    """As a file would write it; a number with a decimal point whatever the conventions are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return Exact(f"{Decimal(repr(value)):f}")
    return str(value)


def observation_data(metric: Metric, kept: Observation, place: Place, source: Source) -> dict[str, Any]:
    """An observation in the fields by which it could be told again."""
    told: dict[str, Any] = {
        "source": source.uid,
        "segment": place.segment and place.segment.uid,
        "unit": place.unit and place.unit.uid,
        "day": kept.day,
        "key": kept.source_key,
        "withheld": kept.state == ObservationState.WITHHELD,
    }
    return told if told["withheld"] else told | _figures(FormulaKind(metric.formula), kept)


def _figures(kind: FormulaKind, kept: Observation) -> dict[str, Any]:
    """Of a mean whose squares nobody told, they are left out; a single value tells its own as well."""
    first, second = (_exact(sum_, SCALE) for sum_ in (kept.numerator, kept.denominator))
    if kind in RAW:
        return {"value": first}
    if kind == FormulaKind.NPS:
        counts = {"promoters": kept.numerator, "detractors": kept.denominator}
        return {**{name: count // SCALE for name, count in counts.items()}, "n": kept.n}
    told: dict[str, Any] = {"numerator": first, "n": kept.n}
    if kind in PER_BASE:
        told["denominator"] = second
    if kind == FormulaKind.MEAN and not kept.denominator:
        told["squares"] = _exact(kept.squares_high * LIMB + kept.squares_low, SCALE**2)
    return told


def _exact(whole: int, scale: int) -> str:
    """A fixed-point number without zeros at its end."""
    with localcontext() as context:
        context.prec = 60
        return f"{(Decimal(whole) / scale).normalize():f}"


def told_problem(problem: Problem) -> dict[str, Any]:
    """A problem for programs, and as it is kept."""
    return {
        "row": problem.row,
        "field": problem.field,
        "message": str(problem.message),
        "remedy": str(problem.remedy),
    }
