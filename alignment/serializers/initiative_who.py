"""Who decides about an initiative, as far as it is known; what nobody has said names where it is said."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.operations.gate_telling import who_may
from alignment.queries.initiative import Brief
from alignment.serializers.gate_words import policy_of
from foundation import formats
from workbench.links import record_url, url_of
from workbench.types import type_for

Decider = dict[str, str]
"""``name`` is empty where it is nobody yet."""


def deciders(found: Brief, *, may_edit: bool) -> list[Decider]:
    """Who answers for it, who carries its strategy, who may let it pass the first gate, and who exempted it."""
    rows = [_owner(found, may_edit=may_edit), _sponsor(found), _overrider(found)]
    return [*rows, _exempter(found)] if found.initiative.is_exempt_on(found.today) else rows


def _owner(found: Brief, *, may_edit: bool) -> Decider:
    initiative = found.initiative
    edit = record_url(type_for(type(initiative)), initiative, "edit")
    return {
        "label": _("Owner"),
        "name": str(initiative.owner) if initiative.owner else "",
        "note": _("Answers for the initiative"),
        "url": f"{edit}#id_owner" if may_edit else "",
    }


def _sponsor(found: Brief) -> Decider:
    follows = found.follows
    if follows is None:
        return {"label": _("Strategy"), "name": "", "note": _("Its unit follows none"), "url": ""}
    return {
        "label": _("Sponsoring executive"),
        "name": str(follows.sponsor) if follows.sponsor else "",
        "note": _("For “%(strategy)s”, which its unit follows") % {"strategy": follows},
        "url": url_of(follows),
    }


def _overrider(found: Brief) -> Decider:
    return {
        "label": _("May override the first gate"),
        "name": who_may(found.policy),
        "note": policy_of(found.policy),
        "url": reverse("initiative_gate", args=[found.initiative.uid]),
    }


def _exempter(found: Brief) -> Decider:
    initiative = found.initiative
    words = {"day": formats.day(initiative.exempt_until), "reason": initiative.exempt_reason}
    return {
        "label": _("Exempted by"),
        "name": str(initiative.exempt_by),
        "note": _("Until %(day)s: %(reason)s") % words,
        "url": "",
    }
