"""Filters and switches of the page, each an address of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Unit
from alignment.choices import ChainState, Grouping, Measure, Status
from alignment.queries.question import WHOLE_LIFE
from alignment.queries.sight import LineOfSight
from foundation.models import Record

Control = dict[str, Any]
NBSP = "\u00a0"


def filters(line: LineOfSight) -> list[Control]:
    """Segment, unit, stage and chain state."""
    asked = line.question
    readable = line.labels.readable.units
    units = {pk: unit for pk, unit in line.rows.units.items() if pk in readable and not unit.is_archived}
    stages = [(value, label) for value, label in Status.choices if value != Status.STOPPED]
    return [
        select("segment", _("Segment"), tree(line.rows.segments), str(asked.segment or "")),
        select("unit", _("Unit"), tree(units), str(asked.unit or "")),
        select("status", _("Stage"), stages, asked.status),
        select("state", _("Chain"), ChainState.choices, asked.state),
    ]


def grouping(line: LineOfSight) -> Control:
    """By what initiatives are grouped."""
    return menu("group", _("Group by"), Grouping.choices, line.question.group.value)


def basis(line: LineOfSight) -> Control:
    """Which money counts: a plan year, or the whole life."""
    return basis_menu(_("Money"), _("Plan %(year)s"), line.years, line.gathered.year)


def basis_menu(label: str, named: str, years: Iterable[int], chosen: int | None) -> Control:
    """Fiscal years, ``named`` as the page does, and the whole life."""
    choices = [(str(year), named % {"year": year}) for year in years]
    current = WHOLE_LIFE if chosen is None else str(chosen)
    return menu("basis", label, [*choices, (WHOLE_LIFE, _("Whole life"))], current)


def unit_menu(units: Sequence[Unit], chosen: Unit | None, *, has_all: bool = True) -> Control:
    """Units to narrow a page to, set in by their depth; ``has_all``: with a choice for all of them."""
    least = min((unit.depth for unit in units), default=0)
    choices = [(str(unit.uid), NBSP * 3 * (unit.depth - least) + str(unit)) for unit in units]
    everything = [("", _("All units"))] if has_all else []
    return menu("unit", _("Unit"), [*everything, *choices], str(chosen.uid) if chosen else "")


def views(query: QueryDict, current: str) -> list[Control]:
    """Map, matrix, table and the list of gaps."""
    known = {
        "map": (_("Map"), "sight"),
        "matrix": (_("Matrix"), "grid-3x3"),
        "table": (_("Table"), "table"),
        "gaps": (_("Broken lines"), "unlink"),
    }
    return [
        {"label": label, "icon": icon, "current": name == current, "url": address(query, view=name)}
        for name, (label, icon) in known.items()
    ]


def weights(query: QueryDict, current: Measure) -> list[Control]:
    """Spend or benefit value."""
    return [
        {"label": label, "current": value == current, "url": address(query, weight=value)}
        for value, label in Measure.choices
    ]


def address(query: QueryDict, **changes: str) -> str:
    """The address of the page with some answers changed; empty ones are dropped."""
    changed = query.copy()
    for name in ("page", "part", "kind", *changes):
        changed.pop(name, None)
    for name, value in changes.items():
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def select(
    name: str, label: str, choices: Iterable[tuple[str, Any]], current: str, *, every: str = ""
) -> Control:
    """A filter with a choice for ``every`` one, which is called All by default."""
    return menu(name, label, [("", every or _("All")), *choices], current)


def menu(name: str, label: str, choices: Iterable[tuple[str, Any]], current: str) -> Control:
    """A menu as the component of filters shows it."""
    options = [{"value": value, "label": text, "selected": value == current} for value, text in choices]
    return {"name": name, "label": label, "options": options}


def tree(records: Mapping[int, Record]) -> list[tuple[str, str]]:
    """Records of a tree in order, each under its parent and set in by its depth."""
    children: dict[int | None, list[Record]] = {}
    for record in records.values():
        parent = getattr(record, "parent_id", None)
        children.setdefault(parent if parent in records else None, []).append(record)
    found: list[tuple[str, str]] = []
    waiting = [(record, 0) for record in reversed(children.get(None, []))]
    while waiting:
        record, depth = waiting.pop()
        found.append((str(record.uid), NBSP * 3 * depth + str(record)))
        waiting += [(child, depth + 1) for child in reversed(children.get(record.pk, []))]
    return found
