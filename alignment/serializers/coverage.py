"""What serves the elements of a strategy: as a page, a file and data; and the column of the list of needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import Action, Hop, Strength
from alignment.engine.coverage import Coverage, CoverageGap, NeedServed
from alignment.engine.facts import Id, Ref
from alignment.queries.adoption import reads_papers
from alignment.queries.coverage import CoverageReport, Serving, serving
from alignment.serializers.adoption import strategy_filter
from alignment.serializers.remedies import Remedies
from customers.models import Need
from foundation import formats
from foundation.actors import Actor
from workbench.cells import Cell
from workbench.links import url_of

HEADER = (
    "element", "element_name", "answer", "it_need", "need", "need_statement", "need_strength",
    "initiative", "initiative_name", "initiative_strength", "gap",
)  # fmt: skip
"""Columns of the file."""

Data = dict[str, Any]
GAPS = "gaps"


def coverage_page(found: CoverageReport, viewer: Actor, show: str) -> Data:
    """Everything the template of the page shows."""
    remedies = Remedies(found.rows, found.labels, viewer)
    lines = found.gaps if show == GAPS else found.lines
    query = {"strategy": str(found.strategy.uid)}
    return {
        "fact": served(found),
        "tension": missing(found),
        "strategy": found.strategy,
        "filters": [strategy_filter(found.strategies, found.strategy)],
        "views": [
            _view(_("All"), len(found.lines), show != GAPS, query),
            _view(_("With gaps"), len(found.gaps), show == GAPS, {**query, "show": GAPS}),
        ],
        "rows": [_row(found, line, remedies) for line in lines],
        "has_elements": bool(found.lines),
        "ended": ended(found),
        "remap_url": remap_url(found, viewer),
        "export_url": f"{reverse('it_need_coverage_export')}?{urlencode(query)}",
        "answers_url": f"{reverse('it_need_answers')}?{urlencode(query)}",
    }


def _view(label: str, count: int, current: bool, query: Data) -> Data:
    return {
        "label": label,
        "count": formats.number(count),
        "current": current,
        "url": f"?{urlencode(query)}",
    }


def ended(found: CoverageReport) -> str:
    """Until when a strategy asked for something; empty for one that still does."""
    if not found.has_ended:
        return ""
    words = {"strategy": found.strategy, "day": formats.day(found.strategy.end_date)}
    return _("“%(strategy)s” was in force until %(day)s and asks for nothing any more.") % words


def remap_url(found: CoverageReport, viewer: Actor) -> str:
    """Where a strategy that has ended is re-mapped, for those who may read it."""
    if not found.has_ended or not reads_papers(viewer, found.strategy):
        return ""
    return reverse("strategy_remap", args=[found.strategy.uid])


def served(found: CoverageReport) -> str:
    """``7 of 10 elements are served.``"""
    text = ngettext(
        "%(n)s of %(total)s element is served.", "%(n)s of %(total)s elements are served.", len(found.lines)
    )
    return text % {"n": formats.number(found.served), "total": formats.number(len(found.lines))}


def missing(found: CoverageReport) -> str:
    """What is missing: elements without a need, and needs that nothing serves."""
    bare = sum(line.gap is CoverageGap.NO_NEED for line in found.lines)
    idle = {need.need for line in found.lines for need in line.needs if not need.initiatives}
    parts = [
        (ngettext("%(n)s names no customer need", "%(n)s name no customer need", bare), bare),
        (ngettext("nothing serves %(n)s need", "nothing serves %(n)s needs", len(idle)), len(idle)),
    ]
    told = [text % {"n": formats.number(count)} for text, count in parts if count]
    if not told:
        return _("Every need they ask for has an initiative.") if found.lines else ""
    joined = ", ".join(told)
    return f"{joined[0].upper()}{joined[1:]}."


def _row(found: CoverageReport, line: Coverage, remedies: Remedies) -> Data:
    label = found.labels.of(Ref(Hop.ELEMENT, line.element))
    adoption = found.adoptions.get(int(line.element))
    return {
        "code": label.code,
        "name": label.name,
        "url": label.url,
        "answer": adoption.get_verdict_display() if adoption else "",
        "it_need": adoption.it_need if adoption else None,
        "it_need_url": url_of(adoption.it_need) if adoption else "",
        "needs": [_need(found, need, remedies) for need in line.needs],
        "remedy": None if line.needs else remedies.of(Action.LINK_NEED, Ref(Hop.ELEMENT, line.element)),
    }


def _need(found: CoverageReport, need: NeedServed, remedies: Remedies) -> Data:
    ref = Ref(Hop.NEED, need.need)
    label = found.labels.of(ref)
    return {
        "code": label.code,
        "name": label.name,
        "url": label.url,
        "strength": _strength(need.strength),
        "initiatives": [
            {**_named(found, Hop.INITIATIVE, one.id), "strength": _strength(one.strength)}
            for one in need.initiatives
        ],
        "remedy": None if need.initiatives else remedies.of(Action.LINK_INITIATIVE, ref),
    }


def _named(found: CoverageReport, hop: Hop, key: Id) -> Data:
    label = found.labels.of(Ref(hop, key))
    return {"code": label.code, "name": label.name, "url": label.url}


def _strength(value: int) -> str:
    return str(Strength(value).label)


def lines(found: CoverageReport) -> Iterator[tuple[Any, ...]]:
    """One row for each way from an element to an initiative; where the way ends early, the gap is named."""
    for line in found.lines:
        adoption = found.adoptions.get(int(line.element))
        answer = (adoption.verdict, adoption.it_need.code) if adoption else ("", "")
        start = (*_pair(found, Hop.ELEMENT, line.element), *answer)
        if not line.needs:
            yield (*start, "", "", "", "", "", "", CoverageGap.NO_NEED.value)
        for need in line.needs:
            middle = (*start, *_pair(found, Hop.NEED, need.need), need.strength)
            if not need.initiatives:
                yield (*middle, "", "", "", CoverageGap.UNSERVED.value)
            for one in need.initiatives:
                yield (*middle, *_pair(found, Hop.INITIATIVE, one.id), one.strength, "")


def _pair(found: CoverageReport, hop: Hop, key: Id) -> tuple[str, str]:
    label = found.labels.of(Ref(hop, key))
    return label.code, label.name


def coverage_data(found: CoverageReport) -> Data:
    """The coverage for programs."""
    return {
        "strategy": {"uid": str(found.strategy.uid), "name": str(found.strategy)},
        "has_ended": found.has_ended,
        "elements_total": len(found.lines),
        "elements_served": found.served,
        "elements": [_element_data(found, line) for line in found.lines],
    }


def _element_data(found: CoverageReport, line: Coverage) -> Data:
    adoption = found.adoptions.get(int(line.element))
    return {
        **_data(found, Hop.ELEMENT, line.element),
        "answer": adoption.verdict if adoption else None,
        "it_need": adoption.it_need.code if adoption else None,
        "is_served": line.is_served,
        "gap": line.gap.value if line.gap else None,
        "needs": [
            {
                **_data(found, Hop.NEED, need.need),
                "strength": need.strength,
                "initiatives": [
                    {**_data(found, Hop.INITIATIVE, one.id), "strength": one.strength}
                    for one in need.initiatives
                ],
            }
            for need in line.needs
        ],
    }


def _data(found: CoverageReport, hop: Hop, key: Id) -> Data:
    """A record by uid, code and name; what may not be read has no uid."""
    label = found.labels.of(Ref(hop, key))
    uid = str(label.record.uid) if label.record else None
    return {"uid": uid, "code": label.code, "name": label.name}


def served_by(*, records: Sequence[Need], viewer: Actor, **_now: datetime) -> list[Cell]:
    """The cells of the column "Served by" in the list of needs. Two queries."""
    return [_cell(one) for one in serving(records, viewer)]


def _cell(one: Serving) -> Cell:
    if not one.count:
        return Cell(_("Nothing serves it"), kind="health", value="gap")
    if one.strongest is None:
        text = ngettext("%(n)s initiative", "%(n)s initiatives", one.count)
        return Cell(text % {"n": formats.number(one.count)})
    more = f" +{formats.number(one.count - 1)}" if one.count > 1 else ""
    return Cell(f"{one.strongest}{more}", url=url_of(one.strongest))
