"""An initiative's page: why, how much, who decides, why it scores what it does, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alignment.choices import Action, ChainState, Delivery, Hop
from alignment.models import Benefit, BenefitLink, NeedLink
from alignment.queries.contracts import Contract
from alignment.queries.initiative import Brief
from alignment.serializers import contracts_words as benefit_words
from alignment.serializers.contract_chart import contract_picture, contract_rows
from alignment.serializers.initiative_money import money_section
from alignment.serializers.initiative_score import figure, score_section
from alignment.serializers.initiative_who import deciders
from alignment.serializers.initiative_why import why
from foundation import formats
from foundation.actors import Actor
from workbench.cells import cells_of, is_numeric, label_of
from workbench.links import page_url, record_url, url_of
from workbench.types import type_for

Data = dict[str, Any]
CHAINS = {
    ChainState.COMPLETE: gettext_lazy("Its line of sight reaches a customer and a measured benefit."),
    ChainState.STALE: gettext_lazy("Its line of sight rests on evidence past its review."),
    ChainState.WEAK: gettext_lazy("Its line of sight holds, but not firmly."),
    ChainState.BROKEN: gettext_lazy("Its line of sight is broken."),
    ChainState.EXEMPT: gettext_lazy("It is exempt and owes no line of sight."),
}
SOUND = frozenset({ChainState.COMPLETE, ChainState.EXEMPT})
NARROW = 384
"""Units across a picture that shares its row with another, about a pixel each."""
LINKS = ("strength", "evidence", "evidence_date")


def initiative_page(found: Brief, viewer: Actor, *, may_edit: bool) -> Data:
    """Everything the template shows beyond the record itself."""
    lead, rest = finding(found)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "why": why(found, viewer),
        "score": score_section(found, may_edit=may_edit),
        "benefits": benefits(found, may_edit=may_edit),
        "money": money_section(found, may_edit=may_edit),
        "deciders": deciders(found, may_edit=may_edit),
        "links": [
            _links(found, viewer, NeedLink, Hop.NEED, may_edit=may_edit),
            _links(found, viewer, BenefitLink, Hop.BENEFIT, may_edit=may_edit),
        ],
    }


def finding(found: Brief) -> tuple[str, str]:
    """Its score and the benefits it helps to bring, whole; then how its line holds or, where that is sound, its benefits."""
    chain = None if found.around is None else CHAINS[found.around.chain.state]
    figure_now = None if found.score is None else found.score.figure
    judged = _judged(found.contracts)
    if figure_now is None:
        return ("" if chain is None else str(chain)), judged
    is_sound = found.around is None or found.around.chain.state in SOUND
    return _lead(found, figure_now), judged if is_sound and judged else str(chain or judged)


def _lead(found: Brief, points: Decimal) -> str:
    values = [contract.value for contract in found.contracts if contract.value is not None]
    told = {"score": figure(points), "money": formats.money(sum(values, Decimal()), found.rows.currency)}
    if not values:
        return _("Scores %(score)s of 100.") % told
    return _("Scores %(score)s of 100 and helps to bring %(money)s a year of benefit.") % told


def _judged(contracts: Sequence[Contract]) -> str:
    """How many of its benefits are behind; empty where none can be judged."""
    judged = [one for one in contracts if one.state.standing is not Delivery.UNKNOWN]
    behind = [one for one in judged if benefit_words.HEALTH[one.state.standing] != "ok"]
    if not judged:
        return ""
    if not behind:
        return ngettext("Its benefit is on plan.", "Its benefits are on plan.", len(judged))
    if len(behind) == len(judged):
        return ngettext("Its benefit is behind plan.", "Its benefits are behind plan.", len(judged))
    text = ngettext(
        "%(behind)s of its %(judged)s benefits is behind plan.",
        "%(behind)s of its %(judged)s benefits are behind plan.",
        len(behind),
    )
    return text % {"behind": formats.number(len(behind)), "judged": formats.number(len(judged))}


def benefits(found: Brief, *, may_edit: bool) -> Data:
    """Each benefit with its picture and table, and where another is linked."""
    query = urlencode({"next": url_of(found.initiative)})
    place = reverse("mend", args=[Action.LINK_BENEFIT, "initiative", found.initiative.uid])
    return {
        "rows": [_benefit(contract, found, may_edit=may_edit) for contract in found.contracts],
        "hidden": found.hidden,
        "add_url": f"{place}?{query}" if may_edit else "",
    }


def _benefit(contract: Contract, found: Brief, *, may_edit: bool) -> Data:
    benefit = contract.benefit
    lead, rest = benefit_words.contract_finding(contract)
    rows = [[formats.day(row["day"]), row["value"], row["plan"]] for row in contract_rows(contract)]
    edit = f"{record_url(type_for(Benefit), benefit, 'edit')}?{urlencode({'next': url_of(found.initiative)})}"
    return {
        "code": benefit.code,
        "name": str(benefit),
        "url": url_of(benefit),
        "edit_url": edit if may_edit else "",
        "health": benefit_words.HEALTH[contract.state.standing],
        "finding": f"{lead} {rest}",
        "terms": benefit_words.terms(benefit) if benefit.metric else "",
        "owner": str(benefit.owner) if benefit.owner else "",
        "agreement": benefit_words.agreement(contract),
        "value": "" if contract.value is None else formats.money(contract.value, found.rows.currency),
        "forecast": benefit_words.forecast(contract),
        "is_early": contract.is_due_before_go_live,
        "picture": contract_picture(contract, found.today, NARROW),
        "table": {
            "caption": _("Readings of %(benefit)s against the plan") % {"benefit": benefit},
            "heads": [_("Day"), _("Actual"), _("Plan")],
            "numeric": (1, 2),
            "rows": rows,
        }
        if rows
        else None,
    }


def _links(found: Brief, viewer: Actor, model: type[Any], hop: Hop, *, may_edit: bool) -> Data:
    """What it is linked to, how much of its money goes there, and how we know."""
    kind, columns = type_for(model), (hop.value, "share", *LINKS)
    readable = [
        row
        for row in found.rows.link_records[hop].values()
        if hop is Hop.NEED or row.benefit.unit_id in found.labels.readable.units
    ]
    links = sorted(readable, key=lambda row: (-row.strength, row.number))
    cells = cells_of(links, columns, viewer)
    ends = {"initiative": found.initiative.uid, "next": url_of(found.initiative)}
    return {
        "title": _("Needs it serves") if hop is Hop.NEED else _("Benefits it brings about"),
        "heads": [(label_of(kind, name), is_numeric(kind, name)) for name in columns],
        "rows": [
            {"code": link.code, "url": record_url(kind, link), "cells": row}
            for link, row in zip(links, cells, strict=True)
        ],
        "add_url": f"{page_url(kind, 'create')}?{urlencode(ends)}" if may_edit else "",
        "add_label": kind.model._meta.verbose_name,
    }
