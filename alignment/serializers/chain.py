"""What the drawing of one record's chain is made of: findings with their remedies, and lines for the script."""

from __future__ import annotations

from typing import Any

from alignment.choices import Action
from alignment.engine.findings import Finding
from alignment.queries.labels import Labels
from alignment.queries.record_chain import RecordChain
from alignment.serializers.nodes import Columns, edges
from alignment.serializers.remedies import Remedies

WIDEST = 28
"""Pixels of the widest line."""


def finding_row(finding: Finding, labels: Labels, remedies: Remedies) -> dict[str, Any]:
    """One unsound link in words, with what mends it."""
    end = finding.near if finding.action is Action.REMAP else finding.far
    far = labels.of(end).name if end else ""
    return {
        "state": finding.state.value,
        "where": f"{finding.hop.label}: {far}" if far else str(finding.hop.label),
        "reason": str(finding.reason.label),
        "remedy": remedies.of_finding(finding),
        "name": labels.of(finding.near).name,
    }


def edges_of(found: RecordChain, names: Columns) -> list[tuple[str, str, float, str]]:
    """Lines for the script: from, to, width in pixels, discipline."""
    most = max((edge.amount for edge in found.edges if edge.amount), default=None)
    return [
        (source, target, float(amount or 0) / float(most) * WIDEST if most else 1, css)
        for source, target, amount, css in edges(names, found.edges)
    ]
