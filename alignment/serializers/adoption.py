"""The answers to a library, prepared for the page, the panels and programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission
from alignment.choices import Verdict
from alignment.models import Adoption
from alignment.queries.adoption import OPEN, Answer, Library
from alignment.serializers.controls import menu
from alignment.serializers.plain import reference
from foundation import formats
from strategies.choices import Discipline
from strategies.models import Strategy
from strategies.serializers.library import need_view
from workbench.links import url_of

Data = dict[str, Any]


def progress(found: Library) -> str:
    """``9 of 12 answered.``"""
    words = {"n": formats.number(found.answered), "total": formats.number(len(found.answers))}
    return _("%(n)s of %(total)s answered.") % words


def breakdown(found: Library) -> str:
    """How many of each; what is open first, because it waits for somebody."""
    counts = found.counts
    parts = [
        (ngettext("%(n)s waits for an answer", "%(n)s wait for an answer", counts[OPEN]), counts[OPEN]),
        (ngettext("%(n)s is adopted", "%(n)s are adopted", counts["adopted"]), counts["adopted"]),
        (ngettext("%(n)s is adapted", "%(n)s are adapted", counts["adapted"]), counts["adapted"]),
        (ngettext("%(n)s is rejected", "%(n)s are rejected", counts["rejected"]), counts["rejected"]),
    ]
    told = [text % {"n": formats.number(count)} for text, count in parts if count]
    return f"{', '.join(told)}." if told else ""


def begin_url(viewer: User) -> str:
    """Where somebody who may states a strategy; empty for others."""
    return reverse("strategy_create") if viewer.access.allows(Permission.EDIT_STRATEGY) else ""


def library_page(found: Library, strategies: Sequence[Strategy], verdict: str, *, may_edit: bool) -> Data:
    """Everything the template of the page shows."""
    query = {"strategy": str(found.strategy.uid), "discipline": found.discipline}
    return {
        "fact": progress(found),
        "tension": breakdown(found),
        "strategy": found.strategy,
        "strategy_url": url_of(found.strategy),
        "is_other": found.discipline != found.strategy.discipline,
        "discipline": found.discipline,
        "filters": filters(found, strategies),
        "views": _views(found, verdict, query),
        "verdict": verdict,
        "rows": [answer_row(answer, found.strategy, may_edit=may_edit) for answer in found.of(verdict)],
        "has_needs": bool(found.answers),
        "may_edit": may_edit,
        "coverage_url": f"{reverse('it_need_coverage')}?{urlencode({'strategy': found.strategy.uid})}",
    }


def filters(found: Library, strategies: Sequence[Strategy]) -> list[Data]:
    """Whose answers, and to which library."""
    return [
        strategy_filter(strategies, found.strategy),
        {
            "name": "discipline",
            "label": _("Discipline"),
            "options": [
                {
                    "value": "" if value == found.strategy.discipline else value,
                    "label": _("%(discipline)s, leads") % {"discipline": label}
                    if value == found.strategy.discipline
                    else label,
                    "selected": value == found.discipline,
                }
                for value, label in sorted(
                    Discipline.choices, key=lambda pair: pair[0] != found.strategy.discipline
                )
            ],
        },
    ]


def strategy_filter(strategies: Sequence[Strategy], chosen: Strategy) -> Data:
    """The choice of a strategy, with the unit and state that tell versions apart."""
    choices = [(str(row.uid), f"{row} ({row.unit}, {row.get_state_display()})") for row in strategies]
    return menu("strategy", _("Strategy"), choices, str(chosen.uid))


def _views(found: Library, verdict: str, query: dict[str, str]) -> list[Data]:
    counts = found.counts
    known = [
        ("", _("All"), len(found.answers)),
        (OPEN, _("Open"), counts[OPEN]),
        *((value, label, counts[value]) for value, label in Verdict.choices),
    ]
    return [
        {
            "label": label,
            "count": formats.number(count),
            "current": value == verdict,
            "url": f"?{urlencode({**query, **({'verdict': value} if value else {})})}",
        }
        for value, label, count in known
    ]


def answer_row(answer: Answer, strategy: Strategy, *, may_edit: bool) -> Data:
    """One IT need to read, with what the strategy says to it and where that is said."""
    adoption = answer.adoption
    url = reverse("it_need_answer", args=[strategy.uid, answer.it_need.uid]) if may_edit else ""
    element = adoption.element if adoption else None
    return {
        "need": need_view(answer.it_need),
        "verdict": answer.verdict,
        "label": str(Verdict(adoption.verdict).label) if adoption else "",
        "reason": adoption.reason if adoption else "",
        "element": element,
        "element_url": url_of(element),
        "answer_url": url,
    }


def adoption_row(adoption: Adoption) -> Data:
    """One answer on the page of its IT need."""
    return {
        "strategy": adoption.strategy,
        "strategy_url": url_of(adoption.strategy),
        "label": str(Verdict(adoption.verdict).label),
        "reason": adoption.reason,
        "element": adoption.element,
        "element_url": url_of(adoption.element),
        "url": url_of(adoption),
    }


def library_data(found: Library) -> Data:
    """The answers for programs."""
    return {
        "strategy": {"uid": str(found.strategy.uid), "name": str(found.strategy)},
        "discipline": found.discipline,
        "answered": found.answered,
        "total": len(found.answers),
        "counts": {value: found.counts[value] for value in (OPEN, *Verdict.values)},
        "it_needs": [_answer_data(answer) for answer in found.answers],
    }


def _answer_data(answer: Answer) -> Data:
    adoption = answer.adoption
    element = adoption.element if adoption else None
    return {
        "it_need": reference(answer.it_need),
        "verdict": adoption.verdict if adoption else None,
        "reason": adoption.reason if adoption else "",
        "element": reference(element) if element else None,
    }
