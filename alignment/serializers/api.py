"""The line of sight and the chains as plain data, for programs. Amounts are decimal texts; names are codes."""

from __future__ import annotations

from typing import Any

from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.engine.gaps import Gap
from alignment.engine.shapes import Edge, Node, Row
from alignment.queries.chains import ChainLine, ChainReport
from alignment.queries.labels import Label, Labels
from alignment.queries.question import WHOLE_LIFE
from alignment.queries.sight import LineOfSight
from alignment.serializers.plain import cents, text

Data = dict[str, Any]


def sight_data(line: LineOfSight) -> Data:
    """Everything the page shows, with the same figures."""
    sight, totals = line.sight, line.sight.totals
    return {
        "as_of": line.rows.today.isoformat(),
        "currency": line.rows.currency,
        "basis": WHOLE_LIFE if line.gathered.year is None else str(line.gathered.year),
        "measure": line.question.measure.value,
        "totals": {
            "amount": cents(totals.total),
            "linked_amount": cents(totals.linked),
            "initiatives": totals.initiatives,
            "linked_initiatives": totals.linked_initiatives,
            "initiatives_without_amount": totals.without_amount - line.without_rate,
            "initiatives_without_rate": line.without_rate,
            "needs": totals.needs,
            "served_needs": totals.served_needs,
            "benefits": totals.benefits,
            "measured_benefits": totals.measured_benefits,
            "gaps": len(sight.gaps),
            "exempt": len(sight.exempt),
        },
        "disciplines": [
            {
                "discipline": share.discipline,
                "amount": cents(share.amount),
                "percent": None if share.actual is None else f"{share.actual:.2f}",
                "intended_percent": text(share.intended),
            }
            for share in sight.shares
        ],
        "is_grouped": sight.is_grouped,
        "nodes": [_node(line.labels, node) for node in sight.nodes],
        "edges": [_edge(line.labels, edge) for edge in sight.edges],
        "gaps": [_gap(line.labels, gap) for gap in sight.gaps],
        "exempt": [_name(line.labels.of(Ref(Hop.INITIATIVE, key))) for key in sight.exempt],
        "initiatives": [_row(line.labels, row) for row in sight.rows],
    }


def chain_data(report: ChainReport) -> Data:
    """The chains asked for, with the counts of all."""
    return {
        "as_of": report.today.isoformat(),
        "is_kept": report.is_kept,
        "counts": {
            hop.value: {state.value: count for state, count in states.items()}
            for hop, states in report.counts.items()
        },
        "chains": [_chain(report.labels, line) for line in report.lines],
    }


def _name(label: Label) -> Data:
    return {
        "code": label.code,
        "uid": str(label.record.uid) if label.record else None,
        "name": label.name,
    }


def _node(labels: Labels, node: Node) -> Data:
    return {
        **_name(labels.of(node.key)),
        "kind": node.key.kind.value,
        "amount": cents(node.amount),
        "initiatives": node.count,
        "discipline": node.discipline or None,
        "home": labels.of(node.home).code if node.home else None,
        "state": node.state.value if node.state else None,
    }


def _edge(labels: Labels, edge: Edge) -> Data:
    return {
        "source": labels.of(edge.source).code,
        "target": labels.of(edge.target).code,
        "amount": cents(edge.amount),
        "discipline": edge.discipline or None,
    }


def _gap(labels: Labels, gap: Gap) -> Data:
    return {
        **_name(labels.of(gap.ref)),
        "kind": gap.kind.value,
        "amount": cents(gap.amount),
        "reason": gap.reason.value,
        "action": gap.action.value,
        "act_on": labels.of(gap.near).code,
    }


def _row(labels: Labels, row: Row) -> Data:
    def code(hop: Hop, key: int | str | None) -> str | None:
        return None if key is None else labels.of(Ref(hop, key)).code

    return {
        **_name(labels.of(Ref(Hop.INITIATIVE, row.initiative))),
        "amount": cents(row.amount),
        "state": row.state.value,
        "need": code(Hop.NEED, row.need),
        "objective": code(Hop.OBJECTIVE, row.objective),
        "discipline": row.discipline or None,
        "benefit": code(Hop.BENEFIT, row.benefit),
    }


def _chain(labels: Labels, line: ChainLine) -> Data:
    chain = line.chain
    return {
        "type": line.hop.value,
        "code": line.record.code,
        "uid": str(line.record.uid),
        "name": str(line.record),
        "owner": str(line.owner) if line.owner else None,
        "state": chain.state.value,
        "since": line.since.isoformat() if line.since else None,
        "up": chain.up.value,
        "down": chain.down.value,
        "missing": [hop.value for hop in chain.missing],
        "action": line.action.value if line.action else None,
        "act_on": line.near.code if line.near else None,
        "findings": [
            {
                "hop": finding.hop.value,
                "state": finding.state.value,
                "reason": finding.reason.value,
                "action": finding.action.value,
                "from": labels.of(finding.near).code,
                "to": labels.of(finding.far).code if finding.far else None,
            }
            for finding in chain.findings
        ],
        "path": [labels.of(ref).code for ref in chain.path],
    }
