"""The lines that start at some initiatives: all that the first gate looks at, at a cost that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from alignment.engine.chains import Chain, chains
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    NeedFact,
    ObjectiveFact,
)
from alignment.models import BenefitLink, ElementNeed, ElementObjective, Initiative, NeedLink
from alignment.queries.ended import parted
from alignment.queries.facts import strategy_fact
from alignment.queries.links import STANDING, LinkTables
from strategies.models import Strategy


class GateLines(LinkTables):
    """Links that count, from initiatives up to objectives and down to benefits, with the records they lead to."""

    def serving(self) -> frozenset[int]:
        """The initiatives that serve a customer need."""
        return frozenset(link.initiative_id for link in self.need_links if link.strength)

    def strategies(self) -> Mapping[int, set[int]]:
        """The strategies to which the needs of each initiative lead."""
        asking: defaultdict[int, set[int]] = defaultdict(set)
        for asked in self.element_needs:
            if asked.strength:
                asking[asked.need_id].add(asked.element.strategy_id)
        found: defaultdict[int, set[int]] = defaultdict(set)
        for link in self.need_links:
            if link.strength:
                found[link.initiative_id] |= asking[link.need_id]
        return found


def key_of(initiative: Initiative) -> Id:
    """What an initiative is known by at its gate: its primary key, or its uid while it has none."""
    return str(initiative.uid) if initiative._state.adding else initiative.pk


def lines_of(initiatives: Collection[Initiative]) -> GateLines:
    """Four queries, whatever the status the initiatives are about to get; none where all of them are new."""
    ids = [row.pk for row in initiatives if not row._state.adding]
    need_links = tuple(NeedLink.objects.active().filter(initiative__in=ids, need__archived_at=None))
    needs = {link.need_id for link in need_links}
    element_needs = tuple(
        ElementNeed.objects.active()
        .filter(STANDING[ElementNeed], need__in=needs)
        .select_related("element__strategy")
    )
    elements = {link.element_id for link in element_needs}
    element_objectives = tuple(
        ElementObjective.objects.active()
        .filter(STANDING[ElementObjective], element__in=elements)
        .select_related("objective__strategy")
    )
    promised = BenefitLink.objects.active().filter(initiative__in=ids, benefit__archived_at=None)
    return GateLines(need_links, element_needs, element_objectives, tuple(promised.select_related("benefit")))


def chains_of(
    initiatives: Iterable[Initiative], lines: GateLines, strategies: Iterable[Strategy], today: date
) -> Mapping[Id, Chain]:
    """The chain of each initiative: the same as over all rows, for it depends on nothing else. No query."""
    stated, ended = parted(
        strategies,
        {link.objective_id: link.objective for link in lines.element_objectives}.values(),
        {link.element_id: link.element for link in lines.element_needs}.values(),
        today,
    )
    facts = Facts(
        strategies=tuple(strategy_fact(row, today) for row in stated.strategies.values()),
        objectives=tuple(
            ObjectiveFact(row.pk, row.strategy_id, row.discipline) for row in stated.objectives.values()
        ),
        elements=tuple(ElementFact(row.pk, row.strategy_id) for row in stated.elements.values()),
        needs=tuple(NeedFact(pk) for pk in {link.need_id for link in lines.need_links}),
        initiatives=tuple(
            InitiativeFact(key_of(row), row.unit_id, exempt_until=row.exempt_until) for row in initiatives
        ),
        benefits=tuple({link.benefit_id: _promise(link) for link in lines.benefit_links}.values()),
        links=lines.facts(),
        ended=ended.facts(),
    )
    return chains(facts, today).initiatives


def _promise(link: BenefitLink) -> BenefitFact:
    benefit = link.benefit
    stated = (benefit.baseline_value is not None, benefit.target_value is not None)
    return BenefitFact(benefit.pk, benefit.metric_id, *stated)
