"""The page of broken lines and its file: one row for each chain, with who answers for it and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from alignment.choices import ChainState, Hop
from alignment.models import StrategyElement
from alignment.models.standing import STATIONS
from alignment.queries.chains import NOBODY, ChainLine, ChainQuestion, ChainReport
from alignment.queries.standing_trend import Tally
from alignment.serializers import words
from alignment.serializers.controls import address, select, tree
from alignment.serializers.remedies import Remedies
from foundation import formats
from foundation.actors import Actor
from foundation.models import Record
from workbench.links import url_of
from workbench.types import type_for

HEADER = (
    "type", "code", "name", "owner", "state", "since", "up", "down", "missing", "reason", "action",
    "act_on",
)  # fmt: skip
"""Columns of the file."""

Context = dict[str, Any]
PER_PAGE = 50
TOLD = (ChainState.COMPLETE, ChainState.STALE, ChainState.WEAK, ChainState.BROKEN)
"""The states a trend is told of; what is exempt owes no line."""


def broken_lines_page(
    report: ChainReport,
    asked: ChainQuestion,
    trend: Sequence[Tally],
    people: Sequence[Person],
    viewer: Actor,
    query: QueryDict,
    number: int,
) -> Context:
    """The context of the page."""
    remedies = Remedies(report.rows, report.labels, viewer)
    remedies.want(line.chain.findings[0] for line in report.lines if line.chain.findings)
    fact, tension = finding(report)
    return {
        "fact": fact,
        "tension": tension,
        "is_kept": report.is_kept,
        "is_filtered": any((asked.state, asked.hop, asked.unit, asked.owner, asked.action)),
        "filters": _filters(report, asked, people),
        "rows": [_row(line, report, remedies, viewer) for line in report.lines],
        "matching": report.matching,
        "pages": _pages(report.matching, number, query),
        "trend": trend_table(trend),
        "export_url": f"{reverse('broken_lines_export')}?{query.urlencode()}",
    }


def finding(report: ChainReport) -> tuple[str, str]:
    """``46 of 67 lines hold.``, and what is the matter with the others."""
    sums = {state: sum(states[state] for states in report.counts.values()) for state in ChainState}
    total = sum(sums[state] for state in TOLD)
    if not total:
        return _("No line yet."), ""
    text = ngettext("%(n)s of %(total)s line holds.", "%(n)s of %(total)s lines hold.", total)
    fact = text % {"n": formats.number(sums[ChainState.COMPLETE]), "total": formats.number(total)}
    worst = (
        (ChainState.BROKEN, ngettext("%(n)s is broken", "%(n)s are broken", sums[ChainState.BROKEN])),
        (ChainState.WEAK, ngettext("%(n)s is weak", "%(n)s are weak", sums[ChainState.WEAK])),
        (
            ChainState.STALE,
            ngettext("%(n)s rests on old evidence", "%(n)s rest on old evidence", sums[ChainState.STALE]),
        ),
    )
    told = [said % {"n": formats.number(sums[state])} for state, said in worst if sums[state]]
    return fact, f"{', '.join(told)}." if told else ""


def _filters(report: ChainReport, asked: ChainQuestion, people: Sequence[Person]) -> list[Context]:
    states = [state for state in ChainState.choices if state[0] != ChainState.EXEMPT]
    units = {
        pk: u
        for pk, u in report.rows.units.items()
        if pk in report.labels.readable.units and not u.is_archived
    }
    owners = [(NOBODY, _("Nobody")), *((str(person.uid), str(person)) for person in people)]
    stations = [(hop.value, hop.label) for hop in STATIONS]
    return [
        select("type", _("Record"), stations, asked.hop),
        select("state", _("Chain"), states, asked.state, every=_("To be mended")),
        select("unit", _("Unit"), tree(units), str(asked.unit or "")),
        select("owner", _("Owner"), owners, asked.owner),
    ]


def _row(line: ChainLine, report: ChainReport, remedies: Remedies, viewer: Actor) -> Context:
    is_elsewhere = line.near is not None and line.near.record != line.record
    return {
        "code": line.record.code,
        "name": str(line.record),
        "url": url_of(line.record),
        "station": line.hop.label,
        "state": line.chain.state.value,
        "reason": words.why(line.chain.findings[0]) if line.chain.findings else "",
        "where": f"{line.near.code} {line.near.name}" if is_elsewhere and line.near else "",
        "since": line.since,
        "owner": str(line.owner) if line.owner else "",
        "owner_url": "" if line.owner else _owner_url(line.record, report, viewer),
        "remedy": remedies.next_step(line.chain),
    }


def _owner_url(record: Any, report: ChainReport, viewer: Actor) -> str:
    """Where somebody is named who answers for the record, for those who may."""
    asked: Record = record.strategy if isinstance(record, StrategyElement) else record
    unit = report.rows.units.get(getattr(getattr(record, "strategy", record), "unit_id", 0))
    if not viewer.access.allows(type_for(type(asked)).permission, [unit.path] if unit else ()):
        return ""
    return reverse("name_owner", args=[asked._meta.model_name, asked.uid])


def _pages(count: int, number: int, query: QueryDict) -> Context:
    last = max(1, -(-count // PER_PAGE))
    if last == 1:
        return {}
    here = min(number, last)
    return {
        "previous_url": _page(query, here - 1) if here > 1 else "",
        "next_url": _page(query, here + 1) if here < last else "",
        "text": _("Page %(number)s of %(count)s")
        % {"number": formats.number(here), "count": formats.number(last)},
    }


def _page(query: QueryDict, number: int) -> str:
    return address(query, page=str(number))


def trend_table(trend: Sequence[Tally]) -> Context:
    """One line for each state: how many now, how many when counting began, and the way between."""
    first, last = trend[0], trend[-1]
    rows = []
    for state in TOLD:
        counts = [tally.counts.get(state, 0) for tally in trend]
        rows.append(
            {
                "state": state.value,
                "now": formats.number(counts[-1]),
                "then": formats.number(counts[0]),
                "change": formats.change(counts[-1] - counts[0], 0),
                "spark": counts,
            }
        )
    return {
        "rows": rows,
        "has_past": len(trend) > 1,
        "first": first.day,
        "last": last.day,
        "table": {
            "caption": _("Chains by state, day by day"),
            "heads": [_("Day"), *(state.label for state in TOLD)],
            "numeric": (1, 2, 3, 4),
            "rows": [
                [formats.day(tally.day), *(formats.number(tally.counts.get(state, 0)) for state in TOLD)]
                for tally in reversed(trend)
            ],
        },
    }


def lines(report: ChainReport) -> Iterator[tuple[Any, ...]]:
    """One row for each chain."""
    for line in report.lines:
        chain = line.chain
        yield (
            line.hop.value,
            line.record.code,
            str(line.record),
            str(line.owner) if line.owner else "",
            chain.state.value,
            line.since.isoformat() if line.since else "",
            chain.up.value,
            chain.down.value,
            " ".join(Hop(hop).value for hop in chain.missing),
            line.reason.value if line.reason else "",
            line.action.value if line.action else "",
            line.near.code if line.near else "",
        )
