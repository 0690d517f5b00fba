"""How the line of sight of a record stands, on the record's own page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Enterprise
from accounts.queries import day_at
from alignment.engine.shapes import COLUMNS
from alignment.queries.adoption import reads_papers
from alignment.queries.links import HOPS
from alignment.queries.record_chain import RecordChain, record_chain
from alignment.serializers import words
from alignment.serializers.chain import edges_of, finding_row
from alignment.serializers.nodes import Columns
from alignment.serializers.remedies import Remedies
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Strategy
from workbench.links import url_of


def line_of_sight(*, record: Record, viewer: Actor, now: datetime, enterprise: Enterprise) -> dict[str, Any]:
    """The record's chain: its state, what is unsound with the action that mends it, and its neighbors."""
    found = record_chain(viewer, record, HOPS[type(record)], now, enterprise)
    if found is None:
        return {"chain": None, "ended": _ended(record, viewer, day_at(now, enterprise))}
    shown = Columns(found.line)
    remedies = Remedies(found.line.rows, found.line.labels, viewer)
    return {
        "chain": found.chain,
        "record": record,
        "findings": [finding_row(finding, found.line.labels, remedies) for finding in found.chain.findings],
        "columns": _columns(found, shown),
        "path": [found.line.labels.of(ref) for ref in found.chain.path],
        "edges": edges_of(found, shown),
    }


def _ended(record: Record, viewer: Actor, today: date) -> dict[str, Any] | None:
    """Of what strategy that has ended a record is, with the page that says what goes on in its place."""
    strategy: Strategy | None = getattr(record, "strategy", None)
    if record.is_archived or strategy is None or not strategy.has_ended_by(today):
        return None
    address = reverse("strategy_remap", args=[strategy.uid]) if reads_papers(viewer, strategy) else ""
    return {"strategy": strategy, "strategy_url": url_of(strategy), "remap_url": address}


def _columns(found: RecordChain, names: Columns) -> list[dict[str, Any]]:
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
