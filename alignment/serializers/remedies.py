"""Where each action is done, for those who may do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from alignment.choices import Action, Hop
from alignment.engine.chains import Chain
from alignment.engine.facts import Ref
from alignment.engine.findings import Finding
from alignment.models import Benefit, Initiative
from alignment.queries.labels import Labels
from alignment.queries.links import read_links
from alignment.queries.rows import Rows
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Objective, Strategy
from workbench.links import record_url
from workbench.types import type_with_key

ABOUT_A_LINK = {Action.ADD_EVIDENCE, Action.RENEW_EVIDENCE, Action.RAISE_STRENGTH}


TARGET_OF = {
    frozenset({Hop.INITIATIVE, Hop.NEED}): Hop.NEED,
    frozenset({Hop.INITIATIVE, Hop.BENEFIT}): Hop.BENEFIT,
    frozenset({Hop.NEED, Hop.ELEMENT}): Hop.ELEMENT,
    frozenset({Hop.ELEMENT, Hop.OBJECTIVE}): Hop.OBJECTIVE,
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """One action: its words, and its address where the viewer may do it."""

    label: str = ""
    url: str = ""
    in_place: bool = True


class Remedies:
    """Actions for one viewer on one set of rows."""

    def __init__(self, rows: Rows, labels: Labels, viewer: Actor) -> None:
        self.rows, self.labels, self.viewer = rows, labels, viewer
        self.unit_of = {fact.id: fact.unit for fact in rows.work}

    def want(self, findings: Iterable[Finding]) -> None:
        """Read the links about to be mended: at most one query."""
        wanted: defaultdict[Hop, set[Any]] = defaultdict(set)
        for finding in findings:
            if finding.action in ABOUT_A_LINK and finding.far is not None:
                wanted[_station(finding)].add(finding.link)
        read_links(self.rows.link_records, wanted)

    def next_step(self, chain: Chain) -> Remedy:
        """What to do next about a chain; nothing where it holds."""
        return self.of_finding(chain.findings[0]) if chain.findings else Remedy()

    def of_finding(self, finding: Finding) -> Remedy:
        """What mends one unsound link."""
        if finding.action not in ABOUT_A_LINK or finding.far is None:
            return self.of(finding.action, finding.near)
        link = self.rows.link_records[_station(finding)][finding.link]  # type: ignore[index]
        return Remedy(str(finding.action.label), self._mend(finding.action, link) if self._may(link) else "")

    def of(self, action: Action, near: Ref) -> Remedy:
        """What an action at a record takes."""
        record = self.labels.of(near).record
        label = str(action.label)
        if action is Action.PUT_IN_FORCE:
            return Remedy(label, self._strategy(record), in_place=False)
        if action is Action.REMAP:
            return Remedy(label, self._remapping(record), in_place=False)
        may = record is not None and (
            self.viewer.access.allows(Permission.EDIT_INITIATIVES)
            if action is Action.LINK_INITIATIVE
            else self._may(record)
        )
        return Remedy(label, self._mend(action, record) if record and may else "")

    def _mend(self, action: Action, record: Record) -> str:
        return reverse("mend", args=[action.value, record._meta.model_name, record.uid])

    def _strategy(self, record: Record | None) -> str:
        """The form of the strategy that is not in force."""
        strategy = self.rows.strategies.get(record.strategy_id) if isinstance(record, Objective) else None
        if strategy is None or not self._allows(Permission.EDIT_STRATEGY, strategy.unit_id):
            return ""
        return record_url(type_with_key("strategy"), strategy, "edit")

    def _remapping(self, record: Record | None) -> str:
        """Where the strategy that has ended is re-mapped."""
        strategy = self.rows.ended.strategies.get(getattr(record, "strategy_id", 0))
        if strategy is None or not self._allows(Permission.EDIT_STRATEGY, strategy.unit_id):
            return ""
        return reverse("strategy_remap", args=[strategy.uid])

    def _may(self, record: Record) -> bool:
        """Work and what it promises belong to a unit; what a strategy states to that of the strategy."""
        if isinstance(record, Initiative | Benefit):
            return self._allows(Permission.EDIT_INITIATIVES, record.unit_id)
        unit = self.unit_of.get(getattr(record, "initiative_id", 0))
        if unit is not None:
            return self._allows(Permission.EDIT_INITIATIVES, int(unit))
        strategy = self._strategy_of(record)
        if strategy is not None:
            return self._allows(Permission.EDIT_STRATEGY, strategy.unit_id)
        return self.viewer.access.allows(Permission.EDIT_STRATEGY)

    def _strategy_of(self, record: Record) -> Strategy | None:
        """Where an objective, an element or a link of an element lies; a need lies nowhere."""
        at = self.rows.elements.get(getattr(record, "element_id", 0), record)
        key = getattr(at, "strategy_id", 0)
        return self.rows.strategies.get(key) or self.rows.ended.strategies.get(key)

    def _allows(self, permission: Permission, unit: int) -> bool:
        return unit in self.rows.units and self.viewer.access.allows(permission, [self.rows.units[unit].path])


def _station(finding: Finding) -> Hop:
    """The station of the target of a doubtful link, from whichever end it was found."""
    ends = frozenset({finding.near.hop, finding.far.hop}) if finding.far else frozenset()
    return TARGET_OF[ends]
