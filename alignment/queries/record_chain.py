"""The chain of one record with its neighbors, for the record's own page."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Enterprise
from alignment.choices import Hop
from alignment.engine.chains import Chain, chains
from alignment.engine.facts import Ref
from alignment.engine.folding import Folding
from alignment.engine.selection import Selection
from alignment.engine.shapes import Edge, Key, Kind, Node
from alignment.engine.sight import View, sight
from alignment.queries.facts import gathered
from alignment.queries.labels import Labels
from alignment.queries.question import Question
from alignment.queries.record_rows import rows_of_record
from alignment.queries.rows import Readable, Rows
from alignment.queries.sight import LineOfSight
from foundation.actors import Actor
from foundation.models import Record

KIND = {Hop.OBJECTIVE: Kind.OBJECTIVE, Hop.NEED: Kind.NEED, Hop.INITIATIVE: Kind.INITIATIVE}
NEIGHBORS = 6
"""Of each kind; the page says how many more there are."""


@dataclass(frozen=True, slots=True)
class RecordChain:
    """A record's chain, and the nodes and lines that run through the record.

    ``more`` counts the neighbors of each kind that are left out because they are smaller.
    """

    line: LineOfSight
    chain: Chain
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: Mapping[Kind, int]


def record_chain(
    viewer: Actor, record: Record, hop: Hop, now: datetime, enterprise: Enterprise
) -> RecordChain | None:
    """The chain of one record of station ``hop``; None where it is archived or stopped and owes none.

    Money is of the whole life. An initiative's lines carry only its own.
    """
    ref = Ref(hop, record.pk)
    return record_chain_of(viewer, ref, rows_of_record(record, ref, now, enterprise))


def record_chain_of(viewer: Actor, ref: Ref, loaded: Rows) -> RecordChain | None:
    """The same from rows that are loaded already."""
    known = gathered(loaded, loaded.today, None)
    states = chains(known.facts, loaded.today)
    chain = states.by_hop()[ref.hop].get(ref.id)
    if chain is None:
        return None
    readable = Readable.to(viewer, loaded.units)
    seen = frozenset(fact.id for fact in loaded.work if fact.unit in readable.units)
    only = frozenset({ref.id}) if ref.hop is Hop.INITIATIVE else seen
    everything = Folding(readable=sys.maxsize, tall=sys.maxsize)
    view = View(selection=Selection(initiatives=only), folding=everything)
    drawn = sight(known.facts, states, view, loaded.today)
    line = LineOfSight(Question(), drawn, states, known, loaded, Labels.of_rows(loaded, readable), ())
    nodes, edges, more = _through(Key(KIND[ref.hop], ref.id), line) if ref.hop in KIND else ((), (), {})
    return RecordChain(line, chain, nodes, edges, more)


def _through(key: Key, line: LineOfSight) -> tuple[tuple[Node, ...], tuple[Edge, ...], dict[Kind, int]]:
    """Nodes up and down the lines of ``key``, the largest of each kind, and the lines between them."""
    up, down = defaultdict(list), defaultdict(list)
    for edge in line.sight.edges:
        up[edge.target].append(edge.source)
        down[edge.source].append(edge.target)
    met = _reached(key, up) | _reached(key, down)
    columns: defaultdict[Kind, list[Node]] = defaultdict(list)
    for node in line.sight.nodes:
        if node.key in met:
            columns[node.key.kind].append(node)
    kept: dict[Key, Node] = {}
    for nodes in columns.values():
        largest = sorted(nodes, key=lambda node: -(node.amount or 0))[:NEIGHBORS]
        kept |= {node.key: node for node in nodes if node in largest}
    edges = tuple(edge for edge in line.sight.edges if edge.source in kept and edge.target in kept)
    more = {kind: len(nodes) - NEIGHBORS for kind, nodes in columns.items() if len(nodes) > NEIGHBORS}
    return tuple(kept.values()), edges, more


def _reached(start: Key, neighbors: Mapping[Key, Iterable[Key]]) -> set[Key]:
    found, waiting = {start}, [start]
    while waiting:
        for key in neighbors.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found
