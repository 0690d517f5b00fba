"""Costs and benefits added up, as page, file and data: one row for each sum, from the same function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alignment.choices import ChainState, Hop
from alignment.engine.chains import UPWARD
from alignment.engine.facts import Id, Ref
from alignment.engine.findings import Finding
from alignment.engine.rollup import Line
from alignment.engine.shapes import Key, Kind
from alignment.queries.labels import Label
from alignment.queries.question import WHOLE_LIFE
from alignment.queries.rollup import RollUp
from alignment.serializers.controls import address, basis_menu, unit_menu
from alignment.serializers.paging import page_of, pager
from alignment.serializers.plain import cents
from alignment.serializers.remedies import Remedies
from foundation import formats
from foundation.actors import Actor
from foundation.formats import Scale

Data = dict[str, Any]
VIEWS = {
    "units": gettext_lazy("Units"),
    "programs": gettext_lazy("Programs"),
    "objectives": gettext_lazy("Objectives"),
    "unaligned": gettext_lazy("Without an objective"),
}
AMOUNTS = ("cost", "unaligned_cost", "promised", "unread", "due", "realized")
COUNTS = ("initiatives", "without_cost", "unaligned", "exempt")


@dataclass(frozen=True, slots=True)
class Named:
    """A sum with the name of what it is about; ``depth`` is how far below the first unit it stands."""

    label: Label
    line: Line
    depth: int = 0


def named(found: RollUp, view: str) -> list[Named]:
    """The sums of a view: units in the order of their tree, the others with the largest cost first."""
    if view == "units":
        depths = {pk: row.depth for pk, row in found.rows.units.items()}
        units = [(pk, found.sums.units[pk]) for pk in depths if pk in found.sums.units]
        least = min((depths[pk] for pk, _line in units), default=0)
        return [Named(found.labels.of(Key(Kind.UNIT, pk)), line, depths[pk] - least) for pk, line in units]
    if view == "programs":
        return [
            Named(_label(found, Kind.PROGRAM, key, _("No program")), line)
            for key, line in _ranked(found.sums.programs.items())
        ]
    return [
        Named(_label(found, Hop.OBJECTIVE, key, _("Reaches no objective")), line)
        for key, line in _ranked(found.sums.objectives.items())
    ]


def _label(found: RollUp, kind: Kind | Hop, key: Id | None, nothing: str) -> Label:
    if key is None:
        return Label("", nothing, None)
    return found.labels.of(Key(kind, key) if isinstance(kind, Kind) else Ref(kind, key))


def _ranked(lines: Iterable[tuple[Id | None, Line]]) -> list[tuple[Id | None, Line]]:
    """The largest cost first, what has none next, and what belongs to nothing last."""
    return sorted(lines, key=lambda pair: (pair[0] is None, -(pair[1].cost or 0), str(pair[0])))


def roll_up_page(found: RollUp, viewer: Actor, query: QueryDict, number: int) -> Data:
    """Everything the template shows; ``view`` of the query is one of ``VIEWS``."""
    view = query.get("view", "") if query.get("view", "") in VIEWS else "units"
    whole = found.whole
    scale = formats.scale_for([whole.cost, whole.promised])
    money_head = formats.amount_head(found.rows.currency, scale)
    page = {
        "fact": _fact(found),
        "tension": _tension(found),
        "view": view,
        "views": [
            {
                "label": label,
                "url": address(query, view=key),
                "current": key == view,
                "count": _count(found, key),
            }
            for key, label in VIEWS.items()
        ],
        "filters": [
            unit_menu(found.units, found.unit),
            basis_menu(_("Cost"), _("Plan %(year)s"), found.years, found.year),
        ],
        "export_url": f"{reverse('roll_up_export')}{address(query, view=view)}",
        "money_head": money_head,
        "yearly_head": _("%(unit)s a year") % {"unit": money_head},
        "cost_head": _("Whole life") if found.year is None else _("Plan %(year)s") % {"year": found.year},
        "count": whole.initiatives,
        "exempt": whole.exempt,
        "whole": _figures(whole, scale),
        "together": formats.money(whole.unaligned_cost, found.rows.currency),
    }
    if view == "unaligned":
        rows, pages = page_of(found.sums.unaligned, number)
        _read(found, rows)
        remedies = Remedies(found.rows, found.labels, viewer)
        shown = [_unaligned(found, key, scale, remedies) for key in rows]
        return page | {"rows": shown, "pager": pager(query, number, pages)}
    lines = named(found, view)
    return page | {"rows": [_row(one, scale) for one in lines], "pager": None}


def _count(found: RollUp, view: str) -> str:
    counts = {
        "units": len(found.sums.units),
        "programs": len(found.sums.programs),
        "objectives": len(found.sums.objectives),
        "unaligned": len(found.sums.unaligned),
    }
    return formats.number(counts[view])


def _fact(found: RollUp) -> str:
    """How many initiatives reach no objective, and how much money that is."""
    whole = found.whole
    if not whole.initiatives:
        return _("No initiative yet.")
    if not whole.unaligned:
        return _("Every initiative reaches a strategic objective.")
    words = {
        "n": formats.number(whole.unaligned),
        "count": formats.number(whole.initiatives),
        "cost": formats.money(whole.unaligned_cost, found.rows.currency),
        "total": formats.money(whole.cost, found.rows.currency),
    }
    if whole.cost is None:
        text = ngettext(
            "%(n)s of %(count)s initiative reaches no strategic objective.",
            "%(n)s of %(count)s initiatives reach no strategic objective.",
            whole.initiatives,
        )
        return text % words
    text = ngettext(
        "%(n)s of %(count)s initiative reaches no strategic objective: %(cost)s of %(total)s.",
        "%(n)s of %(count)s initiatives reach no strategic objective: %(cost)s of %(total)s.",
        whole.initiatives,
    )
    return text % words


def _tension(found: RollUp) -> str:
    """What has come of what was promised, and what is not known of costs."""
    whole, told = found.whole, []
    if whole.promised is not None:
        text = _("%(promised)s a year is promised, and nobody has read yet what has come.")
        if whole.realized is not None:
            text = _("%(realized)s a year of the %(promised)s promised has come.")
            if whole.unread:
                text = _(
                    "%(realized)s a year of the %(promised)s promised has come; nobody has read %(unread)s of it."
                )
        amounts = {"promised": whole.promised, "realized": whole.realized, "unread": whole.unread}
        told.append(
            text % {name: formats.money(value, found.rows.currency) for name, value in amounts.items()}
        )
    if whole.without_cost:
        text = ngettext(
            "%(n)s initiative has no known amount.",
            "%(n)s initiatives have no known amount.",
            whole.without_cost,
        )
        told.append(text % {"n": formats.number(whole.without_cost)})
    return " ".join(told)


def _figures(line: Line, scale: Scale) -> Data:
    amounts = {name: formats.amount(getattr(line, name), scale) for name in AMOUNTS}
    return amounts | {name: formats.number(getattr(line, name)) for name in COUNTS}


def _row(one: Named, scale: Scale) -> Data:
    place = {"code": one.label.code, "name": one.label.name, "url": one.label.url, "depth": range(one.depth)}
    return place | _figures(one.line, scale)


def _read(found: RollUp, keys: Iterable[Id]) -> None:
    found.rows.initiatives.want(keys)


def _unaligned(found: RollUp, key: Id, scale: Scale, remedies: Remedies) -> Data:
    label = found.labels.of(Ref(Hop.INITIATIVE, key))
    record = found.rows.initiatives[int(key)]
    missing = breach(found, key)
    return {
        "code": label.code,
        "name": label.name,
        "url": label.url,
        "unit": str(found.rows.units[record.unit_id]),
        "owner": str(record.owner or ""),
        "status": record.status,
        "cost": formats.amount(found.sums.cost[key], scale),
        "missing": str(missing.hop.label),
        "remedy": remedies.of(missing.action, missing.near),
    }


def breach(found: RollUp, key: Id) -> Finding:
    """Where the line of an initiative that is not aligned breaks off on its way up."""
    return next(
        finding
        for finding in found.states.initiatives[key].findings
        if finding.hop in UPWARD and finding.state is ChainState.BROKEN
    )


def roll_up_data(found: RollUp) -> Data:
    """Everything as plain data; amounts are decimal texts, null where not known."""
    _read(found, found.sums.unaligned)
    return {
        "as_of": found.rows.today.isoformat(),
        "currency": found.rows.currency,
        "basis": WHOLE_LIFE if found.year is None else str(found.year),
        "unit": str(found.unit.uid) if found.unit else None,
        "whole": _plain(found.whole),
        **{view: [_place(one) | _plain(one.line) for one in named(found, view)] for view in list(VIEWS)[:3]},
        "unaligned": [_loose(found, key) for key in found.sums.unaligned],
    }


def _place(one: Named) -> Data:
    record = one.label.record
    return {
        "code": one.label.code or None,
        "uid": str(record.uid) if record else None,
        "name": one.label.name,
    }


def _plain(line: Line) -> Data:
    counts = {name: getattr(line, name) for name in COUNTS}
    return counts | {name: cents(getattr(line, name)) for name in AMOUNTS}


def _loose(found: RollUp, key: Id) -> Data:
    label, record = found.labels.of(Ref(Hop.INITIATIVE, key)), found.rows.initiatives[int(key)]
    return {
        "code": label.code,
        "uid": str(record.uid),
        "name": label.name,
        "unit": str(found.rows.units[record.unit_id].uid),
        "owner": str(record.owner) if record.owner else None,
        "status": record.status or None,
        "cost": cents(found.sums.cost[key]),
        "missing": breach(found, key).hop.value,
    }


def roll_up_header(view: str) -> list[str]:
    """The columns of the file of a view."""
    if view == "unaligned":
        return ["code", "uid", "name", "unit", "owner", "status", "cost", "missing", "currency", "basis"]
    return ["code", "uid", "name", *COUNTS, *AMOUNTS, "currency", "basis"]


def roll_up_lines(found: RollUp, view: str) -> Iterator[list[Any]]:
    """The rows of the file, as in the data; those of sums end with the whole."""
    data = roll_up_data(found)
    rows = [*data[view], *([] if view == "unaligned" else [{"name": _("All"), **data["whole"]}])]
    columns = roll_up_header(view)[:-2]
    for row in rows:
        yield [*(row.get(name) for name in columns), data["currency"], data["basis"]]
