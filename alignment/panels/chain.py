"""How the line of sight of a record stands, on the record's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Enterprise
from alignment.choices import Hop
from alignment.engine.findings import Finding
from alignment.models import Initiative, StrategyElement
from alignment.queries.around import Around, around
from alignment.queries.labels import Labels
from alignment.serializers import words
from alignment.serializers.nodes import COLUMNS, Columns, edges
from alignment.serializers.remedies import Remedies
from customers.models import Need
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Objective

HOPS: dict[type[Record], Hop] = {
    Initiative: Hop.INITIATIVE,
    Need: Hop.NEED,
    Objective: Hop.OBJECTIVE,
    StrategyElement: Hop.ELEMENT,
}
WIDEST = 28
"""Pixels of the widest line."""


def line_of_sight(
    *, record: Record, viewer: Actor, now: datetime, enterprise: Enterprise | None = None
) -> dict[str, Any]:
    """The record's chain: its state, what is unsound with the action that mends it, and its neighbors."""
    found = around(viewer, record, HOPS[type(record)], now, enterprise)
    if found is None:
        return {"chain": None}
    shown = Columns(found.line)
    remedies = Remedies(found.line.rows, found.line.labels, viewer)
    return {
        "chain": found.chain,
        "record": record,
        "findings": [_finding(finding, found.line.labels, remedies) for finding in found.chain.findings],
        "columns": _columns(found, shown),
        "path": [found.line.labels.of(ref) for ref in found.chain.path],
        "edges": _edges(found, shown),
    }


def _finding(finding: Finding, labels: Labels, remedies: Remedies) -> dict[str, Any]:
    far = labels.of(finding.far).name if finding.far else ""
    return {
        "state": finding.state.value,
        "where": f"{finding.hop.label}: {far}" if far else str(finding.hop.label),
        "reason": str(finding.reason.label),
        "remedy": remedies.of_finding(finding),
        "name": labels.of(finding.near).name,
    }


def _columns(found: Around, names: Columns) -> list[dict[str, Any]]:
    """Neighbors from left to right; none where no line runs through the record."""
    shown = names.shown
    heads = [_("Objective"), _("Customer need"), _("Initiative"), _("Benefit")]
    columns = []
    for head, kinds in zip(heads, COLUMNS, strict=True):
        nodes = [shown[node.key] for node in found.nodes if node.key.kind in kinds]
        more = sum(count for kind, count in found.more.items() if kind in kinds)
        if nodes:
            columns.append({"head": head, "nodes": nodes, "more": words.more(more) if more else ""})
    return columns if len(columns) > 1 else []


def _edges(found: Around, names: Columns) -> list[tuple[str, str, float, str]]:
    """Lines for the script: from, to, width in pixels, discipline."""
    most = max((edge.amount for edge in found.edges if edge.amount), default=None)
    return [
        (source, target, float(amount or 0) / float(most) * WIDEST if most else 1, css)
        for source, target, amount, css in edges(names, found.edges)
    ]
