"""The strategy map as a page shows it and as programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from strategies.choices import MapFault, Perspective, StrategyState
from strategies.models import Effect, Objective
from workbench.links import page_url, record_url, url_of
from workbench.types import type_of, type_with_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from strategies.engine.strategy_map import MapFinding
    from strategies.models import Strategy
    from strategies.queries.strategy_map import StrategyMap
    from workbench.cells import Cell


@dataclass(frozen=True, slots=True)
class Mending:
    """What the viewer may do about a finding, and the page to come back to. Nothing on a strategy that has ended."""

    found: StrategyMap
    allowed: bool

    @classmethod
    def of(cls, found: StrategyMap, viewer: User) -> Mending:
        strategy = found.strategy
        holds = viewer.access.allows(Permission.EDIT_STRATEGY, [strategy.unit.path])
        return cls(found, holds and strategy.state != StrategyState.SUPERSEDED)

    def back(self) -> dict[str, str]:
        return {"next": map_url(self.found.strategy)}

    def create(self, key: str, **given: object) -> str:
        """The form of a new record, filled in as far as known; empty where the viewer may not."""
        if not self.allowed:
            return ""
        return f"{page_url(type_with_key(key), 'create')}?{urlencode({**given, **self.back()})}"

    def edit(self, record: Objective | Effect) -> str:
        kind = type_of(type(record))
        if not self.allowed or kind is None:
            return ""
        return f"{record_url(kind, record, 'edit')}?{urlencode(self.back())}"

    def remedy(self, finding: MapFinding) -> dict[str, str]:
        """The one thing to do about a finding."""
        objectives = [self.found.objectives[key] for key in finding.objectives]
        first = objectives[0]
        match finding.fault:
            case MapFault.RING | MapFault.DOWNWARD:
                label, url = _("Change the arrow"), self.edit(self.arrow(finding.objectives))
            case MapFault.UNPLACED:
                label, url = _("Give a perspective"), self.edit(first)
            case MapFault.NO_MONEY:
                label = _("Add a financial objective")
                url = self.create(
                    "objective", strategy=self.found.strategy.uid, perspective=Perspective.FINANCIAL.value
                )
            case _:
                is_money = first.perspective == Perspective.FINANCIAL
                label = _("Add an arrow")
                url = self.create("effect", **{"outcome" if is_money else "cause": first.uid})
        return {"label": label, "url": url}

    def arrow(self, keys: Sequence[int]) -> Effect:
        """The arrow between the first two objectives of a finding."""
        ends = (keys[0], keys[1])
        return next(each for each in self.found.effects if (each.cause_id, each.outcome_id) == ends)


def map_url(strategy: Strategy) -> str:
    """The page of a strategy's map."""
    return f"{reverse('strategy_map')}?{urlencode({'strategy': strategy.uid})}"


def map_page(
    found: StrategyMap, strategies: Sequence[Strategy], cells: Mapping[int, Cell], viewer: User
) -> dict[str, Any]:
    """What the page shows: bands from money down, arrows, findings, and the same as a table."""
    mending = Mending.of(found, viewer)
    lead, rest = summary(found)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "strategy": found.strategy,
        "strategy_url": url_of(found.strategy),
        "strategies": [
            {
                "value": str(each.uid),
                "label": f"{each.unit}: {each} ({each.get_state_display()})",
                "selected": each.pk == found.strategy.pk,
            }
            for each in strategies
        ],
        "bands": _bands(found, cells),
        "edges": _edges(found),
        "findings": [_finding(each, found, mending) for each in found.findings],
        "empty": not found.objectives,
        "objective_url": mending.create("objective", strategy=found.strategy.uid),
        "arrow_url": mending.create("effect", strategy=found.strategy.uid)
        if len(found.objectives) > 1
        else "",
    }


def summary(found: StrategyMap) -> tuple[str, str]:
    """How many things are to be mended, and the gravest; that the map holds where there is none."""
    if not found.objectives:
        return _("This strategy has no objective yet."), ""
    if not found.findings:
        return _("The map holds."), _("Every objective leads up to a financial one, and no arrow runs back.")
    count = len(found.findings)
    lead = ngettext("%(count)d thing to mend on this map.", "%(count)d things to mend on this map.", count)
    first = found.findings[0]
    rest = _("%(fault)s: %(names)s.") % {"fault": first.fault.label, "names": names_of(first, found)}
    return lead % {"count": count}, rest


def names_of(finding: MapFinding, found: StrategyMap) -> str:
    """The objectives of a finding in words; a ring ends where it began, and the lack of money names none."""
    names = [str(found.objectives[key]) for key in finding.objectives]
    if finding.fault == MapFault.RING:
        return " → ".join([*names, names[0]])
    if finding.fault == MapFault.NO_MONEY:
        return _("say what the strategy earns")
    return " → ".join(names)


def _bands(found: StrategyMap, cells: Mapping[int, Cell]) -> list[dict[str, Any]]:
    helped: dict[int, list[str]] = {}
    for effect in found.effects:
        helped.setdefault(effect.cause_id, []).append(str(found.objectives[effect.outcome_id]))
    bands = []
    for perspective in (*reversed(Perspective), ""):
        nodes = [
            {
                "uid": str(found.objectives[key].uid),
                "name": str(found.objectives[key]),
                "url": url_of(found.objectives[key]),
                "discipline": found.objectives[key].discipline,
                "cell": cells.get(key),
                "helps": helped.get(key, []),
                "faulty": any(key in each.objectives for each in found.findings if _marks(each)),
            }
            for key in found.rows[perspective]
        ]
        if nodes or perspective:
            label = Perspective(perspective).label if perspective else _("No perspective")
            bands.append({"key": perspective or "none", "label": str(label), "nodes": nodes})
    return bands


def _marks(finding: MapFinding) -> bool:
    """Whether a finding is about single objectives, so that they are marked on the map."""
    return finding.fault in (MapFault.UNPLACED, MapFault.ALONE, MapFault.STRANDED)


def _edges(found: StrategyMap) -> list[tuple[str, str, str]]:
    """Arrows for the script: from, to, and the fault they are part of."""
    faults: dict[tuple[int, int], str] = {}
    for finding in reversed(found.findings):
        keys = finding.objectives
        if finding.fault == MapFault.RING:
            faults |= dict.fromkeys(zip(keys, (*keys[1:], keys[0]), strict=True), finding.fault.value)
        if finding.fault == MapFault.DOWNWARD:
            faults[keys[0], keys[1]] = finding.fault.value
    uids = {key: str(each.uid) for key, each in found.objectives.items()}
    return [
        (uids[each.cause_id], uids[each.outcome_id], faults.get((each.cause_id, each.outcome_id), ""))
        for each in found.effects
    ]


def _finding(finding: MapFinding, found: StrategyMap, mending: Mending) -> dict[str, Any]:
    return {
        "fault": str(finding.fault.label),
        "names": names_of(finding, found),
        "remedy": mending.remedy(finding),
    }


def map_data(found: StrategyMap, cells: Mapping[int, Cell]) -> dict[str, Any]:
    """The same for programs, by uid."""
    uids = {key: str(each.uid) for key, each in found.objectives.items()}
    return {
        "strategy": {"uid": str(found.strategy.uid), "name": str(found.strategy)},
        "objectives": [
            {
                "uid": uids[key],
                "name": str(each),
                "perspective": each.perspective,
                "discipline": each.discipline,
                "attainment": {"standing": cells[key].value, "text": cells[key].text}
                if key in cells
                else None,
            }
            for key, each in found.objectives.items()
        ],
        "effects": [
            {"cause": uids[each.cause_id], "outcome": uids[each.outcome_id], "reason": each.reason}
            for each in found.effects
        ],
        "findings": [
            {"fault": each.fault.value, "objectives": [uids[key] for key in each.objectives]}
            for each in found.findings
        ],
    }
