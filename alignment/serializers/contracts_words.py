"""How benefit contracts are told: shares of the way, standings, and why nothing can be said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import Delivery, Explicitness, Unproven
from alignment.models import Benefit
from alignment.queries.contracts import Contract
from foundation import formats
from metrics.models import Metric
from metrics.serializers.words import valued

HEALTH = {
    Delivery.KEPT: "ok",
    Delivery.ON_PLAN: "ok",
    Delivery.BEHIND: "watch",
    Delivery.FAR_BEHIND: "off",
    Delivery.MISSED: "off",
    Delivery.UNKNOWN: "gap",
}
"""The glyph that goes with a standing."""
CSS = {"ok": "", "watch": "watch", "off": "off", "gap": ""}


def share(value: Fraction | None) -> str:
    """``61%`` of the way; an en dash where it is not known."""
    return formats.share(None if value is None else float(value))


def standing(contract: Contract) -> str:
    """``Behind plan``, or what keeps a benefit from being judged; what is only observed is judged in reviews."""
    state = contract.state
    if state.lacking is Unproven.NO_METRIC and contract.benefit.explicitness == Explicitness.OBSERVABLE:
        return _("Observed, not measured")
    return str(state.lacking.label if state.lacking else state.standing.label)


def in_unit(metric: Metric | None, value: Decimal | None) -> str:
    """A value in the unit of the benefit's metric, if it has one."""
    return valued(metric, value) if metric else formats.number(value)


def contract_finding(contract: Contract) -> tuple[str, str]:
    """Where one benefit stands, in two sentences."""
    state = contract.state
    if state.realized is None:
        return _("Nobody can say yet what came of it."), f"{standing(contract)}."
    if state.kept is not None:
        came = {"share": share(state.kept), "day": formats.day(contract.benefit.target_date)}
        return _(
            "%(share)s of the promise had come when it was due on %(day)s."
        ) % came, f"{standing(contract)}."
    came = {"share": share(state.realized), "day": formats.day(state.reading.day if state.reading else None)}
    lead = _("%(share)s of the promise had come by %(day)s.") % came
    if state.promised is None:
        return lead, f"{standing(contract)}."
    rest = _("%(standing)s: %(promised)s should have.")
    return lead, rest % {"standing": standing(contract), "promised": share(state.promised)}


def forecast(contract: Contract) -> str:
    """What will have come when it is due at the pace so far; empty where there is no pace."""
    state = contract.state
    if state.forecast is None:
        return ""
    if state.forecast >= 1 and state.reached_date is not None:
        return _("At today's pace the target is reached on %(day)s.") % {
            "day": formats.day(state.reached_date)
        }
    return _("At today's pace %(share)s will have come when it is due.") % {"share": share(state.forecast)}


def agreement(contract: Contract) -> str:
    """Whether a benefit is a contract, and since when."""
    benefit = contract.benefit
    if benefit.agreed_date is None:
        return _("Draft")
    return _("Agreed on %(day)s") % {"day": formats.day(benefit.agreed_date)}


def report_finding(contracts: Sequence[Contract]) -> tuple[str, str]:
    """How many are contracts, and how many of those that can be judged are behind."""
    total = len(contracts)
    if not total:
        return _("Nobody has promised a benefit yet."), ""
    agreed = sum(one.benefit.is_agreed for one in contracts)
    lead = ngettext(
        "%(agreed)s of %(total)s benefits is agreed with its owner.",
        "%(agreed)s of %(total)s benefits are agreed with their owners.",
        agreed,
    ) % {"agreed": formats.number(agreed), "total": formats.number(total)}
    judged = [one for one in contracts if one.state.standing is not Delivery.UNKNOWN]
    behind = [one for one in judged if HEALTH[one.state.standing] != "ok"]
    if not judged:
        return lead, _("Not one of them can be held against what came.")
    rest = ngettext(
        "Of %(judged)s that can be judged, %(behind)s is behind or was missed.",
        "Of %(judged)s that can be judged, %(behind)s are behind or were missed.",
        len(behind),
    )
    return lead, rest % {"judged": formats.number(len(judged)), "behind": formats.number(len(behind))}


def terms(benefit: Benefit) -> str:
    """``From 6.4 days to 2.0 days by 30 Jun 2027``."""
    metric = benefit.metric
    told = {
        "start": in_unit(metric, benefit.baseline_value),
        "target": in_unit(metric, benefit.target_value),
        "day": formats.day(benefit.target_date),
    }
    return _("From %(start)s to %(target)s by %(day)s") % told


def measure(benefit: Benefit) -> str:
    """In what a figure of the promise is given, for whoever is about to type one; empty where there is no metric.

    ``Measured by Claims leakage in %, lower is better. Baseline 6.4%, target –.``
    """
    metric = benefit.metric
    if metric is None:
        return ""
    told = {
        "metric": metric,
        "unit": metric.unit_of_measure,
        "way": str(metric.get_direction_display()).lower(),
        "baseline": in_unit(metric, benefit.baseline_value),
        "target": in_unit(metric, benefit.target_value),
    }
    lead = (
        _("Measured by %(metric)s in %(unit)s, %(way)s.")
        if told["unit"]
        else _("Measured by %(metric)s, %(way)s.")
    )
    return f"{lead} {_('Baseline %(baseline)s, target %(target)s.')}" % told
