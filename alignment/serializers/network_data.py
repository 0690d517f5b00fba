"""The benefits network for programs and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alignment.engine.network import LEVEL, Node
from alignment.queries.network import NetworkReport
from alignment.serializers.plain import reference

HEADER = ("source_layer", "source_code", "source", "target_layer", "target_code", "target")
"""Columns of the file."""

Data = dict[str, Any]


def network_data(report: NetworkReport) -> Data:
    """Records by uid with their layer, the links between them, and what is left open."""
    shown = sorted(report.records, key=lambda node: (LEVEL[node.layer], int(node.id)))
    return {
        "as_of": report.today.isoformat(),
        "unit": str(report.unit.uid) if report.unit else None,
        "initiatives_owing": report.owing,
        "initiatives_reaching": report.reaching,
        "records": [{"layer": node.layer.value, **_named(report, node)} for node in shown],
        "links": [
            {"source": _uid(report, source), "target": _uid(report, target)}
            for source, target in report.edges
        ],
        "findings": [
            {
                "fault": one.fault.value,
                "record": _uid(report, one.node),
                "target": _uid(report, one.far) if one.far else None,
            }
            for one in report.findings
        ],
    }


def network_lines(report: NetworkReport) -> Iterator[list[str]]:
    """One line for each link, from the work to what it is for."""
    for edge in report.edges:
        cells: list[str] = []
        for node in edge:
            named = _named(report, node)
            cells += [node.layer.value, named["code"], named["name"]]
        yield cells


def _named(report: NetworkReport, node: Node) -> Data:
    return reference(report.records[node])


def _uid(report: NetworkReport, node: Node) -> str:
    return str(report.records[node].uid)
