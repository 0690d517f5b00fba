"""The first gate, prepared for its pages."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.choices import GateOutcome
from alignment.models import GateOverride, GatePassage, GatePolicy, Initiative
from alignment.operations.gate_telling import remedies, what_is_against, who_may, why_held_back, why_warned
from alignment.queries.gate import AtGate, codes, may_override
from alignment.queries.gate_report import GateReport, GateStanding
from alignment.queries.priority import UnlinkedLine, UnlinkedWork
from alignment.serializers import gate_words as words
from alignment.serializers.controls import unit_menu
from alignment.serializers.paging import left_out
from foundation import formats
from foundation.actors import Actor
from workbench.links import url_of

Context = dict[str, Any]
NAMED = 5
"""Initiatives that a line names."""
SHOWN = 50
"""Rows of each table: there are three, and what to do now stands first in each."""
TONE = {
    GateOutcome.REFUSED: "off",
    GateOutcome.WARNED: "watch",
    GateOutcome.OVERRIDDEN: "watch",
    GateOutcome.OPEN: "ok",
}


def gate_page(found: GateReport, viewer: Actor) -> Context:
    """The page of the gate as a whole."""
    fact, tension = words.finding(found)
    passages = [passage_row(one) for one in found.passages[:SHOWN]]
    return {
        "fact": fact,
        "tension": tension,
        "filters": [unit_menu(found.units, found.unit)],
        "export_url": reverse("first_gate_export") + (f"?unit={found.unit.uid}" if found.unit else ""),
        "asking": [asking_row(one, viewer) for one in found.asking[:SHOWN]],
        "unlinked": [
            unlinked_row(line, found.unlinked.currency, viewer) for line in found.unlinked.lines[:SHOWN]
        ],
        "passages": passages,
        "usual_policy": _usual([row["policy"] for row in passages]),
        "overrides": [override_row(one) for one in found.overrides[:SHOWN]],
        "asking_cut": left_out(len(found.asking), SHOWN),
        "unlinked_cut": left_out(len(found.unlinked.lines), SHOWN),
        "passages_cut": left_out(len(found.passages), SHOWN),
        "policies": [_policy_row(one) for one in found.policies],
        "policy_add_url": reverse("gatepolicy_create")
        if viewer.access.allows(Permission.EDIT_STRATEGY)
        else "",
    }


def _usual(policies: list[str]) -> str:
    """What most rows share is said once, above them; nothing where no two share it."""
    common = Counter(policies).most_common(1)
    return common[0][0] if common and common[0][1] > 1 else ""


def standing_part(found: GateStanding, viewer: Actor) -> Context:
    """What the page of an initiative says about its gate; ``is_told`` where there is anything to say."""
    asked, row = found.asked, asking_row(found.asked, viewer)
    line = found.unlinked
    part = {
        **row,
        "is_before": found.is_before,
        "unlinked": words.drives(line) if line else "",
        "unlinked_why": words.why_unlinked(line, found.currency) if line else "",
        "may_override": found.is_before
        and asked.passing.outcome is GateOutcome.REFUSED
        and may_override(asked, viewer),
        "passages": [passage_row(one) for one in found.passages],
        "overrides": [override_row(one) for one in found.overrides],
    }
    against = found.is_before and asked.passing.outcome is not GateOutcome.OPEN
    part["is_told"] = bool(against or line or found.passages or found.overrides)
    return part


def asking_row(one: AtGate, viewer: Actor) -> Context:
    """An initiative at its gate."""
    outcome = one.passing.outcome
    text = why_held_back(one, viewer) if outcome is GateOutcome.REFUSED else ""
    if outcome in (GateOutcome.WARNED, GateOutcome.OVERRIDDEN):
        text = why_warned(one, viewer)
    return {
        **_named(one.initiative),
        "outcome": outcome.value,
        "outcome_label": str(outcome.label),
        "tone": TONE[outcome],
        "is_hard": one.passing.is_hard,
        "findings": words.findings(codes(one.passing.findings)),
        "text": text,
        "against": text if outcome is GateOutcome.OVERRIDDEN else what_is_against(one, viewer),
        "remedies": remedies(one, viewer) if outcome is not GateOutcome.OPEN else (),
        "policy": words.policy(one.rules),
        "who": who_may(one.policy),
        "gate_url": reverse("initiative_gate", args=[one.initiative.uid]),
    }


def unlinked_row(line: UnlinkedLine, currency: str, viewer: Actor) -> Context:
    """A hard warning, with where it is mended for who may."""
    may_link = viewer.access.allows(Permission.EDIT_INITIATIVES, [line.initiative.unit.path])
    return {
        **_named(line.initiative),
        "status": line.initiative.get_status_display(),
        "drives": words.drives(line),
        "strategy": str(line.follows),
        "why": words.why_unlinked(line, currency),
        "mend_url": reverse("mend", args=["link_need", "initiative", line.initiative.uid])
        if may_link
        else "",
    }


def needs_first(found: UnlinkedWork) -> Context:
    """The first of the hard warnings, with how many more there are."""
    hidden = len(found.lines) - NAMED
    return {
        "fact": words.hard(len(found.lines)),
        "rows": [_named(line.initiative) for line in found.lines[:NAMED]],
        "more": _("and %(count)s more") % {"count": formats.number(hidden)} if hidden > 0 else "",
    }


def passage_row(one: GatePassage) -> Context:
    """How an initiative came through."""
    return {
        **_named(one.initiative),
        "outcome": one.outcome,
        "outcome_label": one.get_outcome_display(),
        "came": words.came_through(one),
        "day": formats.day(one.passed_at.date()),
        "by": one.by,
        "status": one.get_after_display(),
        "findings": words.findings(one.findings),
        "policy": words.policy_then(one.policy),
        "reason": one.reason,
        "granted_by": str(one.override.granted_by or "") if one.override else "",
    }


def override_row(one: GateOverride) -> Context:
    """An override that nothing has passed by yet."""
    return {
        **_named(one.initiative),
        "override_url": url_of(one),
        "code": one.code,
        "reason": one.reason,
        "findings": words.findings(one.findings),
        "granted_by": str(one.granted_by or ""),
        "day": formats.day(one.created_at.date()),
    }


def _policy_row(one: GatePolicy) -> Context:
    return {
        "unit": str(one.unit),
        "url": url_of(one),
        "text": words.policy(one.rules),
        "who": who_may(one),
        "since": formats.day(one.start_date),
        "reason": one.reason,
    }


def _named(initiative: Initiative) -> Context:
    return {
        "code": initiative.code,
        "name": str(initiative),
        "url": url_of(initiative),
        "unit": str(initiative.unit),
    }
