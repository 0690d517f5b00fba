"""The records that some chains name, as rows: what is shown of chains that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.models import Enterprise, Unit
from accounts.queries import day_at
from alignment.choices import Hop
from alignment.engine.chains import Chain
from alignment.engine.facts import InitiativeFact
from alignment.models import Benefit, Initiative, StrategyElement
from alignment.queries.ended import parted
from alignment.queries.lazy_records import LazyRecords
from alignment.queries.links import LINKS
from alignment.queries.rows import Rows
from customers.models import Need
from metrics.models import Metric
from strategies.models import Objective, Strategy

NAMED: dict[Hop, Any] = {
    Hop.OBJECTIVE: Objective.objects.select_related("owner", "strategy"),
    Hop.ELEMENT: StrategyElement.objects.select_related("strategy__sponsor"),
    Hop.NEED: Need.objects.select_related("owner"),
    Hop.INITIATIVE: Initiative.objects.select_related("owner"),
    Hop.BENEFIT: Benefit.objects.all(),
    Hop.METRIC: Metric.objects.all(),
}


def rows_of_chains(named: Iterable[Chain], now: datetime, day: date | None = None) -> Rows:
    """What ``named`` chains run through and name, as of ``day``. Three queries, and one for each kind of record named."""
    enterprise = Enterprise.objects.get()
    today = day or day_at(now, enterprise)
    ids = defaultdict(set)
    for chain in named:
        for ref in (chain.ref, *chain.path, *(finding.far for finding in chain.findings if finding.far)):
            ids[ref.hop].add(ref.id)
    known = {
        hop: {row.pk: row for row in rows.filter(pk__in=ids[hop])} if ids[hop] else {}
        for hop, rows in NAMED.items()
    }
    strategies = Strategy.objects.active()
    stated, ended = parted(strategies, known[Hop.OBJECTIVE].values(), known[Hop.ELEMENT].values(), today)
    return Rows(
        enterprise=enterprise,
        today=today,
        units={row.pk: row for row in Unit.objects.order_by("path")},
        strategies=stated.strategies,
        objectives=stated.objectives,
        elements=stated.elements,
        segments={},
        needs=known[Hop.NEED],
        programs=LazyRecords.holding({}),
        initiatives=LazyRecords.holding(known[Hop.INITIATIVE]),
        benefits=LazyRecords.holding(known[Hop.BENEFIT]),
        metrics=LazyRecords.holding(known[Hop.METRIC]),
        link_records={hop: LazyRecords(model.objects.active()) for hop, (model, _, _) in LINKS.items()},
        work=[InitiativeFact(row.pk, row.unit_id) for row in known[Hop.INITIATIVE].values()],
        promises=[],
        links=[],
        outlays=[],
        rates={},
        ended=ended,
    )
