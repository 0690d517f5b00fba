"""The stations of a chain and the links between them: what links join, which of them count, and links as records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from alignment.choices import Hop, Status
from alignment.engine.facts import LinkFact
from alignment.models import (
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    StrategyElement,
)
from alignment.queries.lazy_records import LazyRecords
from alignment.queries.union import Part, union_of
from customers.models import Need
from strategies.models import Objective

MODELS: Mapping[Hop, type[Any]] = {
    Hop.OBJECTIVE: Objective,
    Hop.ELEMENT: StrategyElement,
    Hop.NEED: Need,
    Hop.INITIATIVE: Initiative,
}
"""The model of each station of a chain."""
HOPS: Mapping[type[Any], Hop] = {model: hop for hop, model in MODELS.items()}
LINKS: dict[Hop, tuple[type[Any], str, str]] = {
    Hop.OBJECTIVE: (ElementObjective, "element", "objective"),
    Hop.ELEMENT: (ElementNeed, "need", "element"),
    Hop.NEED: (NeedLink, "initiative", "need"),
    Hop.BENEFIT: (BenefitLink, "initiative", "benefit"),
}
"""The model of the links to each station, and its fields for source and target."""
COUNTING = Q(initiative__archived_at=None) & ~Q(initiative__status=Status.STOPPED)
"""Links of initiatives that are neither archived nor stopped."""
STANDING = {
    NeedLink: COUNTING & Q(need__archived_at=None),
    ElementNeed: Q(need__archived_at=None, element__archived_at=None, element__strategy__archived_at=None),
    ElementObjective: Q(
        element__archived_at=None,
        element__strategy__archived_at=None,
        objective__archived_at=None,
        objective__strategy__archived_at=None,
    ),
    BenefitLink: COUNTING & Q(benefit__archived_at=None),
}
"""Which links of each kind count: those between records that do."""


class LinkTables(NamedTuple):
    """Links of every kind, as records."""

    need_links: tuple[NeedLink, ...]
    element_needs: tuple[ElementNeed, ...]
    element_objectives: tuple[ElementObjective, ...]
    benefit_links: tuple[BenefitLink, ...]

    def by_hop(self) -> dict[Hop, tuple[Any, ...]]:
        return {
            Hop.OBJECTIVE: self.element_objectives,
            Hop.ELEMENT: self.element_needs,
            Hop.NEED: self.need_links,
            Hop.BENEFIT: self.benefit_links,
        }

    def facts(self) -> tuple[LinkFact, ...]:
        return tuple(_fact(hop, row) for hop, found in self.by_hop().items() for row in found)


def _fact(hop: Hop, record: Any) -> LinkFact:
    """What a link that has been read as a record says."""
    _, source, target = LINKS[hop]
    return LinkFact(
        hop=hop,
        source=getattr(record, f"{source}_id"),
        target=getattr(record, f"{target}_id"),
        strength=record.strength,
        share=getattr(record, "share", None),
        has_evidence=bool(record.evidence.strip()),
        evidence_date=record.evidence_date,
        review_months=record.review_months,
        id=record.pk,
    )


def read_links(known: Mapping[Hop, LazyRecords[Any]], wanted: Mapping[Hop, Collection[Any]]) -> None:
    """Read the wanted links among those of each kind: one query for all kinds, none where they are there."""
    missing = {hop: keys for hop, ids in wanted.items() if (keys := known[hop].missing(ids))}
    if not missing:
        return
    parts = [_part(hop, keys) for hop, keys in missing.items()]
    for hop, table in zip(missing, union_of(*parts), strict=True):
        known[hop].put(missing[hop], table)


def _part(hop: Hop, keys: Collection[Any]) -> Part:
    """What an action is told of a link: how it is named in an address, and whose it is."""
    model, source, target = LINKS[hop]
    return Part(model.objects.active().filter(pk__in=keys), ("uid", "number", f"{source}_id", f"{target}_id"))


def linked_already(pairs: Collection[tuple[Initiative, Need]]) -> int:
    """How many of the initiatives are linked to their needs."""
    wanted = {(initiative.pk, need.pk) for initiative, need in pairs}
    rows = NeedLink.objects.active().filter(initiative__in={pair[0] for pair in wanted})
    return sum(pair in wanted for pair in rows.values_list("initiative", "need"))
