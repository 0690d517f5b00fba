"""The benefits network as a page draws it, as a list, a file and data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from alignment.choices import Action, Layer, NetworkFault
from alignment.engine.network import NetworkFinding, Node
from alignment.models import BusinessChange
from alignment.queries.network import NetworkReport
from alignment.serializers.contracts import query_of_unit
from alignment.serializers.controls import unit_menu
from alignment.serializers.paging import SHOWN, left_out
from foundation import formats
from foundation.actors import Actor
from foundation.models import Record
from workbench.links import page_url, record_url, url_of
from workbench.types import type_of, type_with_key

Data = dict[str, Any]
MOST = 40
"""Names drawn in a column; with more, the drawing is no picture and a unit has to be chosen."""


class Mending:
    """Where each finding is put right, for one viewer, and the page to come back to."""

    def __init__(self, report: NetworkReport, viewer: Actor, units: Mapping[int, str]) -> None:
        self.report, self.viewer, self.units = report, viewer, units
        self.back = f"{reverse('benefits_network')}{query_of_unit(report.unit)}"

    def remedy(self, finding: NetworkFinding) -> dict[str, str]:
        """The one thing to do about a finding; without an address for who may not."""
        record = self.report.records[finding.node]
        match finding.fault:
            case NetworkFault.ENABLER_NOWHERE:
                label, url = str(Action.LINK_BENEFIT.label), self._mend(record)
            case NetworkFault.CHANGE_NOWHERE if isinstance(record, BusinessChange) and record.is_enabling:
                label, url = _("Say what it prepares"), self._edit(record)
            case NetworkFault.CHANGE_NOWHERE:
                label, url = _("Link benefit"), self._create("changebenefit", change=record.uid)
            case NetworkFault.BENEFIT_NO_CHANGE:
                label, url = _("Link change"), self._create("changebenefit", benefit=record.uid)
            case NetworkFault.BENEFIT_NOWHERE:
                label, url = _("Link objective"), self._create("benefitobjective", benefit=record.uid)
            case fault:
                label, url = _edit_label(fault), self._edit(record)
        return {"label": label, "url": url if self._may(record) else ""}

    def _may(self, record: Record) -> bool:
        path = self.units.get(getattr(record, "unit_id", 0), "")
        return self.viewer.access.allows(Permission.EDIT_INITIATIVES, [path])

    def _edit(self, record: Record) -> str:
        kind = type_of(type(record))
        return f"{record_url(kind, record, 'edit')}?{urlencode({'next': self.back})}" if kind else ""

    def _create(self, key: str, **given: object) -> str:
        return f"{page_url(type_with_key(key), 'create')}?{urlencode({**given, 'next': self.back})}"

    def _mend(self, record: Record) -> str:
        url = reverse("mend", args=[Action.LINK_BENEFIT.value, "initiative", record.uid])
        return f"{url}?{urlencode({'next': self.back})}"


def _edit_label(fault: NetworkFault) -> str:
    labels = {
        NetworkFault.AGAINST_LAYERS: _("Correct the change"),
        NetworkFault.CHANGE_NO_OWNER: _("Name who leads it"),
        NetworkFault.CHANGE_OWNER_IN_IT: _("Name somebody outside IT"),
        NetworkFault.BENEFIT_NO_OWNER: _("Name the owner"),
        NetworkFault.BENEFIT_NO_MEASURE: str(Action.SET_METRIC.label),
        NetworkFault.BENEFIT_NO_BASELINE: str(Action.SET_BASELINE.label),
    }
    return labels.get(fault, _("Set due date"))


def network_page(report: NetworkReport, viewer: Actor) -> Data:
    """The drawing, what to mend, and the same as a table."""
    mending = Mending(report, viewer, {unit.pk: unit.path for unit in report.units})
    lead, rest = finding_of(report)
    columns = [(layer, report.at(layer)) for layer in Layer]
    is_large = any(len(nodes) > MOST for _layer, nodes in columns)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "filters": [unit_menu(report.units, report.unit)],
        "query": query_of_unit(report.unit),
        "export_url": f"{reverse('benefits_network_export')}{query_of_unit(report.unit)}",
        "has_network": bool(report.edges),
        "is_large": is_large,
        "columns": [] if is_large else [_column(layer, nodes, report) for layer, nodes in columns if nodes],
        "edges": []
        if is_large
        else [(_key(source), _key(target), 1, "") for source, target in drawn(report)],
        "findings": [_finding(one, report, mending) for one in report.findings[:SHOWN]],
        "finding_count": formats.number(len(report.findings)),
        "findings_left_out": left_out(len(report.findings), SHOWN),
        "rows": list(islice(network_rows(report), SHOWN)),
        "rows_left_out": left_out(len(report.at(Layer.BENEFIT)), SHOWN),
    }


def finding_of(report: NetworkReport) -> tuple[str, str]:
    """How many initiatives reach an objective, and how much is to be mended."""
    if not report.edges:
        return _("No benefits network yet."), ""
    lead = ngettext(
        "%(reaching)s of %(owing)s initiatives reaches an objective through its benefits.",
        "%(reaching)s of %(owing)s initiatives reach an objective through their benefits.",
        report.reaching,
    )
    words = {"reaching": formats.number(report.reaching), "owing": formats.number(report.owing)}
    count = len(report.findings)
    if not count:
        return lead % words, _("Nothing is left open.")
    rest = ngettext("%(n)s thing to mend.", "%(n)s things to mend.", count) % {"n": formats.number(count)}
    return lead % words, rest


def drawn(report: NetworkReport) -> list[tuple[Node, Node]]:
    """The lines without those that a way through a change already tells."""
    onward: dict[Node, set[Node]] = defaultdict(set)
    for source, target in report.edges:
        onward[source].add(target)
    return [edge for edge in report.edges if not _is_told(edge, onward)]


def _is_told(edge: tuple[Node, Node], onward: Mapping[Node, set[Node]]) -> bool:
    source, target = edge
    if source.layer is not Layer.ENABLER or target.layer is not Layer.BENEFIT:
        return False
    waiting = [node for node in onward[source] if node.layer is not Layer.BENEFIT]
    while waiting:
        further = onward.get(waiting.pop(), set())
        if target in further:
            return True
        waiting += [node for node in further if node.layer is Layer.BUSINESS]
    return False


def _column(layer: Layer, nodes: list[Node], report: NetworkReport) -> Data:
    flawed = {one.node for one in report.findings}
    return {
        "head": str(layer.label),
        "nodes": [
            {
                "key": _key(node),
                "name": str(report.records[node]),
                "url": url_of(report.records[node]),
                "note": note_of(report.records[node]),
                "lacks": node in flawed,
            }
            for node in nodes
        ],
    }


def note_of(record: Record) -> str:
    """Who answers for a record, where it has somebody."""
    owner = (
        getattr(record, "owner", None)
        if hasattr(record, "prepares_id") or hasattr(record, "metric_id")
        else None
    )
    return str(owner) if owner else ""


def _key(node: Node) -> str:
    return f"{node.layer.value}-{node.id}"


def _finding(one: NetworkFinding, report: NetworkReport, mending: Mending) -> Data:
    record = report.records[one.node]
    names = f"{record} → {report.records[one.far]}" if one.far else str(record)
    return {
        "fault": str(one.fault.label),
        "names": names,
        "url": url_of(record),
        "remedy": mending.remedy(one),
    }


def network_rows(report: NetworkReport) -> Iterator[Data]:
    """One row for each benefit: the work and the changes that lead to it, and the objectives it serves."""
    sources: dict[Node, list[Node]] = defaultdict(list)
    targets: dict[Node, list[Node]] = defaultdict(list)
    for source, target in report.edges:
        sources[target].append(source)
        targets[source].append(target)
    for benefit in report.at(Layer.BENEFIT):
        before = _before(benefit, sources)
        yield {
            "benefit": report.records[benefit],
            "url": url_of(report.records[benefit]),
            "owner": note_of(report.records[benefit]),
            "initiatives": _named(before, (Layer.ENABLER,), report),
            "changes": _named(before, (Layer.ENABLING, Layer.BUSINESS), report),
            "objectives": _named(set(targets[benefit]), (Layer.OBJECTIVE,), report),
        }


def _before(node: Node, sources: Mapping[Node, list[Node]]) -> set[Node]:
    found: set[Node] = set()
    waiting = list(sources.get(node, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += sources.get(one, ())
    return found


def _named(nodes: set[Node], layers: tuple[Layer, ...], report: NetworkReport) -> list[Data]:
    kept = sorted(
        (node for node in nodes if node.layer in layers),
        key=lambda node: (layers.index(node.layer), int(getattr(report.records[node], "number", 0))),
    )
    return [{"name": str(report.records[node]), "url": url_of(report.records[node])} for node in kept]
