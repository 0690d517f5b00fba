"""What is told of the first gate, wherever somebody comes to it: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.choices import Action, GateFinding, GateOutcome, Hop, Overrider, Status
from alignment.models import GatePolicy
from alignment.queries.gate import AtGate, overriders_of
from foundation.actors import Actor
from workbench.links import url_of
from workbench.operations.records import Remedy
from workbench.reach import may_see

IN_PLACE = {Action.LINK_NEED, Action.LINK_BENEFIT}
"""What can be done at the initiative itself."""
OF_STRATEGY = frozenset({GateFinding.DRAFT, GateFinding.ENDED})


def why_held_back(asked: AtGate, viewer: Actor) -> str:
    """Why it does not pass and who may let it pass; only what ``viewer`` may read is named."""
    holding = asked.passing.holding
    reasons = [_reason(asked, finding, viewer) for finding in holding]
    if asked.is_new and not OF_STRATEGY.issuperset(holding):
        reasons.append(_first_recorded(asked))
    elif OF_STRATEGY.isdisjoint(holding):
        # What mends a strategy is said with it; who states none may pass the others by.
        reasons.append(
            _("Mend it, or ask for an override. May override: %(who)s.") % {"who": who_may(asked.policy)}
        )
    return " ".join(reasons)


def _first_recorded(asked: AtGate) -> str:
    """What is to be done where nothing can be linked yet."""
    words = {"proposed": Status.PROPOSED.label, "who": who_may(asked.policy)}
    return (
        _(
            "Links come after it: record it as %(proposed)s, link what it serves, then approve it; or, once it is "
            "recorded, ask for an override. May override: %(who)s."
        )
        % words
    )


def why_warned(asked: AtGate, viewer: Actor) -> str:
    """What an initiative passes with."""
    lead = _("Passes with a warning.")
    if asked.passing.holding:
        lead = _("Passes by override: %(why)s") % {"why": asked.override.reason if asked.override else ""}
    return f"{lead} {what_is_against(asked, viewer)}"


def what_is_against(asked: AtGate, viewer: Actor) -> str:
    """What was found, for where it is said beside it how an initiative passes."""
    return " ".join(_reason(asked, finding, viewer) for finding in asked.passing.findings)


def who_may(policy: GatePolicy | None) -> str:
    """Who may override where ``policy`` decides, in words."""
    person, group = policy.overrider if policy else None, overriders_of(policy)
    if group is Overrider.NAMED:
        return str(person)
    who = str(group.label)
    return f"{who}, {person}" if person else who


def remedies(asked: AtGate, viewer: Actor) -> tuple[Remedy, ...]:
    """Where ``viewer`` mends what was found: at the strategy that is in the way, at the initiative, else on its page.

    What is refused before it was ever recorded has no page of its own: why it is held back says what to do.
    """
    initiative, found = asked.initiative, []
    if not OF_STRATEGY.isdisjoint(asked.passing.findings):
        found = [
            Remedy(_("Open “%(strategy)s”") % {"strategy": strategy}, url_of(strategy))
            for strategy in asked.closing
            if may_see(viewer, strategy)
        ]
    if asked.is_new and asked.passing.outcome is GateOutcome.REFUSED:
        return tuple(found)
    may_link = viewer.access.allows(Permission.EDIT_INITIATIVES, [initiative.unit.path])
    for finding in asked.chain.findings if may_link else ():
        if finding.action in IN_PLACE and finding.near.hop is Hop.INITIATIVE:
            address = reverse("mend", args=[finding.action.value, "initiative", initiative.uid])
            found.append(Remedy(str(finding.action.label), address))
    whole = Remedy(_("See its line of sight"), url_of(initiative))
    return (*found, whole)


def _reason(asked: AtGate, finding: GateFinding, viewer: Actor) -> str:
    if finding in OF_STRATEGY:
        return _of_strategy(asked, finding, viewer)
    if finding is GateFinding.NEEDS_FIRST:
        words = {"discipline": asked.follows.get_discipline_display() if asked.follows else ""}
        return _("It serves no customer need, and %(discipline)s lets needs drive priority.") % words
    if finding is GateFinding.BROKEN:
        return _("Its line of sight is broken: %(missing)s.") % {"missing": _listed(asked.chain.missing)}
    if finding is GateFinding.WEAK:
        return _("Its line of sight is weak.")
    return _("Its line of sight rests on evidence past its review.")


def _listed(hops: Iterable[Hop]) -> str:
    return ", ".join(_("no %(station)s") % {"station": str(hop.label).lower()} for hop in dict.fromkeys(hops))


def _of_strategy(asked: AtGate, finding: GateFinding, viewer: Actor) -> str:
    first = asked.closing[0]
    name = f"“{first}”" if may_see(viewer, first) else _("A strategy that is not open to you")
    words = {"strategy": name, "proposed": Status.PROPOSED.label}
    if finding is GateFinding.DRAFT:
        return _("%(strategy)s is a draft. Put it in force, or leave the status at %(proposed)s.") % words
    return (
        _(
            "%(strategy)s is no longer in force. Re-map it, link a need this serves to a strategy that is in force, "
            "or leave the status at %(proposed)s."
        )
        % words
    )
