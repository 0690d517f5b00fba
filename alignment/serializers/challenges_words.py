"""What Sightline proposes, in words: the claim, the evidence line by line, and the change it asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import Rule
from alignment.engine.rules import Figure
from alignment.operations.money_words import name_of, points
from alignment.queries.challenges import ChallengeCounts, Proposed
from foundation import formats

Figures = dict[str, Figure]
NAME = 110
"""Characters of a name inside a claim, which has 200."""


def claim(one: Proposed) -> str:
    """One sentence that says what does not hold, in at most 200 characters."""
    return _CLAIMS[one.proposal.rule](one, dict(one.proposal.figures))


def evidence(one: Proposed) -> list[str]:
    """The numbers behind the claim."""
    return _EVIDENCE[one.proposal.rule](one, dict(one.proposal.figures))


def dated_evidence(one: Proposed) -> list[str]:
    """The same with the day they are from, to be kept."""
    return [*evidence(one), _("From Sightline's own records, %(day)s.") % {"day": formats.day(one.as_of)}]


def change(one: Proposed) -> str:
    """What the plan should do about it."""
    figures = dict(one.proposal.figures)
    words: dict[str, Any] = {
        "lead": name_of(str(figures.get("lead"))),
        "other": name_of(str(figures.get("other"))),
    }
    if one.proposal.rule is Rule.MONEY_AGAINST_DISCIPLINE:
        return (
            _("Move money from %(other)s to %(lead)s, or state another discipline or other shares.") % words
        )
    if one.proposal.rule is Rule.METRIC_WORSE:
        return _("Change what the plan does for “%(objective)s”, or say why it holds.") % {
            "objective": one.objective
        }
    if one.proposal.rule is Rule.TARGET_UNMOVED:
        return _("Plan work that moves this objective, or change the objective or its date.")
    if one.proposal.finding == "no_objective":
        return _("Give this need a place under an objective, or say why the plan leaves it out.")
    return _("Plan an initiative that serves this need, or say why the plan leaves it out.")


def _short(record: object) -> str:
    return Truncator(str(record)).chars(NAME)


def _money_claim(one: Proposed, figures: Figures) -> str:
    words = {
        "unit": Truncator(str(one.strategy.unit)).chars(40),
        "lead": name_of(str(figures["lead"])),
        "other": name_of(str(figures["other"])),
        "share": _percent(figures["lead_share"]),
        "rest": _percent(figures["other_share"]),
        "intended": _percent(figures["intended"]),
    }
    texts = {
        "other_leads": _(
            "%(unit)s says %(lead)s first, but %(other)s gets %(rest)s of its money against %(share)s."
        ),
        "stuck": _(
            "%(unit)s is stuck in the middle: %(lead)s gets %(share)s of its money, %(other)s %(rest)s."
        ),
        "below": _(
            "%(unit)s says %(lead)s first, but gives it %(share)s of its money instead of %(intended)s."
        ),
    }
    return texts[one.proposal.finding] % words


def _need_claim(one: Proposed, figures: Figures) -> str:
    words = {"need": one.subject, "importance": _number(figures["importance"])}
    texts = {
        "nothing": _(
            "“%(need)s” matters %(importance)s of 10 to customers; no objective and no initiative serves it."
        ),
        "no_initiative": _("“%(need)s” matters %(importance)s of 10 to customers; no initiative serves it."),
        "no_objective": _(
            "“%(need)s” matters %(importance)s of 10 to customers; no objective in force asks for it."
        ),
    }
    return texts[one.proposal.finding] % words


def _target_claim(one: Proposed, figures: Figures) -> str:
    return _("“%(objective)s” is due %(day)s; no initiative moves it.") % {
        "objective": _short(one.subject),
        "day": _day(figures["due"]),
    }


def _metric_claim(one: Proposed, figures: Figures) -> str:
    count = int(str(figures["periods"]))
    text = ngettext(
        "“%(metric)s” has become worse %(n)s period running.",
        "“%(metric)s” has become worse %(n)s periods running.",
        count,
    )
    return text % {"metric": _short(one.subject), "n": formats.number(count)}


def _money_evidence(_one: Proposed, figures: Figures) -> list[str]:
    lead, other = figures["lead_share"], figures["other_share"]
    words = {
        "lead": name_of(str(figures["lead"])),
        "other": name_of(str(figures["other"])),
        "share": _percent(lead),
        "rest": _percent(other),
        "intended": _percent(figures["intended"]),
    }
    basis = (
        _("Plan of fiscal year %(year)s, percent of the money that reaches a customer need.")
        % {"year": figures["year"]}
        if figures["year"]
        else _("Plan of the whole life, percent of the money that reaches a customer need.")
    )
    lines = [_("%(lead)s %(share)s, %(other)s %(rest)s.") % words]
    if isinstance(figures["intended"], Decimal) and isinstance(lead, Decimal):
        off = {"intended": words["intended"], "gap": points(lead - figures["intended"])}
        lines.append(_("Intended for the lead discipline: %(intended)s (%(gap)s).") % off)
    return [*lines, basis]


def _need_evidence(_one: Proposed, figures: Figures) -> list[str]:
    words = {"importance": _number(figures["importance"]), "day": _day(figures["asked"])}
    count = figures["respondents"]
    if not isinstance(count, int):
        return [_("Importance %(importance)s of 10, asked %(day)s.") % words]
    text = ngettext(
        "Importance %(importance)s of 10: %(n)s person asked %(day)s.",
        "Importance %(importance)s of 10: %(n)s people asked %(day)s.",
        count,
    )
    return [text % {**words, "n": formats.number(count)}]


def _target_evidence(_one: Proposed, _figures: Figures) -> list[str]:
    return [_("No line of sight from this objective reaches an initiative.")]


def _metric_evidence(one: Proposed, figures: Figures) -> list[str]:
    words = {
        "first": _number(figures["first"]),
        "since": _day(figures["since"]),
        "latest": _number(figures["latest"]),
        "until": _day(figures["until"]),
        "objective": one.objective,
    }
    return [
        _("From %(first)s on %(since)s to %(latest)s on %(until)s.") % words,
        _("It measures the objective “%(objective)s”.") % words,
    ]


def _percent(value: Figure) -> str:
    return formats.percent(value if isinstance(value, Decimal) else None)


def _number(value: Figure) -> str:
    return formats.number(value if isinstance(value, Decimal) else None)


def _day(value: Figure) -> str:
    return formats.day(value if isinstance(value, date) else None)


_CLAIMS: dict[Rule, Callable[[Proposed, Figures], str]] = {
    Rule.MONEY_AGAINST_DISCIPLINE: _money_claim,
    Rule.NEED_UNSERVED: _need_claim,
    Rule.TARGET_UNMOVED: _target_claim,
    Rule.METRIC_WORSE: _metric_claim,
}
_EVIDENCE: dict[Rule, Callable[[Proposed, Figures], list[str]]] = {
    Rule.MONEY_AGAINST_DISCIPLINE: _money_evidence,
    Rule.NEED_UNSERVED: _need_evidence,
    Rule.TARGET_UNMOVED: _target_evidence,
    Rule.METRIC_WORSE: _metric_evidence,
}


def waiting(found: ChallengeCounts) -> str:
    """The fact of the page: how many wait, and how many of them are late."""
    if not found.total:
        return _("Nobody has challenged the plan yet.")
    if not found.waiting:
        return _("Every challenge is answered.")
    text = ngettext(
        "%(n)s challenge waits for an answer.", "%(n)s challenges wait for an answer.", found.waiting
    )
    if not found.overdue:
        return text % {"n": formats.number(found.waiting)}
    late = ngettext("%(late)s is late", "%(late)s are late", found.overdue) % {
        "late": formats.number(found.overdue)
    }
    text = ngettext(
        "%(n)s challenge waits for an answer, %(late)s.",
        "%(n)s challenges wait for an answer, %(late)s.",
        found.waiting,
    )
    return text % {"n": formats.number(found.waiting), "late": late}


def plan_changes(found: ChallengeCounts) -> str:
    """What came of it: how many changes of the plan came from IT."""
    if not found.total:
        return ""
    if not found.changed:
        return _("None has changed the plan so far.")
    text = ngettext(
        "%(it)s of %(n)s change of the plan came from IT (%(share)s).",
        "%(it)s of %(n)s changes of the plan came from IT (%(share)s).",
        found.changed,
    )
    return text % {
        "it": formats.number(found.changed_by_it),
        "n": formats.number(found.changed),
        "share": formats.share(found.share_from_it),
    }
