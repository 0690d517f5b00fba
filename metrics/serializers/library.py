"""The library of metrics as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from metrics.models import Metric
from metrics.queries.library import Offered
from strategies.choices import Discipline
from workbench.links import url_of


def library_view(found: Sequence[Offered], own: Discipline | None, currency: str) -> dict[str, Any]:
    """The entries by discipline, one's own first, and what they come to."""
    order = sorted(Discipline, key=lambda discipline: discipline != own)
    first = next((each.entry.key for kind in order for each in _free(found, kind)), "")
    return {
        "fact": _fact(found),
        "tension": _tension(found),
        "groups": [
            {
                "discipline": discipline,
                "is_own": discipline == own,
                "rows": [
                    _row(each, currency, first) for each in found if each.entry.discipline == discipline
                ],
            }
            for discipline in order
        ],
        "any_free": bool(first),
    }


def _free(found: Iterable[Offered], discipline: Discipline) -> list[Offered]:
    return [each for each in found if each.is_free and each.entry.discipline == discipline]


def _row(each: Offered, currency: str, first: str) -> dict[str, Any]:
    entry, shown = each.entry, each.entry.metric(currency)
    return {
        "key": entry.key,
        "name": shown.name,
        "why": entry.why,
        "definition": entry.definition,
        "calculation": entry.calculation,
        "told": told(shown),
        "is_free": each.is_free,
        "is_first": entry.key == first,
        "metric": each.metric,
        "url": url_of(each.metric) if each.metric is not None else "",
    }


def told(metric: Metric) -> str:
    """How a metric is told: ``In %, higher is better, monthly, stale 5 days after it was due``."""
    parts = [
        metric.unit_of_measure and _("in %(unit)s") % {"unit": metric.unit_of_measure},
        str(metric.get_direction_display()).lower(),
        str(metric.get_frequency_display()).lower(),
        ngettext("%(n)s day of grace", "%(n)s days of grace", metric.grace_days)
        % {"n": formats.number(metric.grace_days)},
    ]
    text = ", ".join(filter(None, parts))
    return text[:1].upper() + text[1:]


def _fact(found: Sequence[Offered]) -> str:
    text = ngettext("%(n)s metric to choose from.", "%(n)s metrics to choose from.", len(found))
    return text % {"n": formats.number(len(found))}


def _tension(found: Sequence[Offered]) -> str:
    added = sum(not each.is_free for each in found)
    if not added:
        return _("None of them is in your catalogue.")
    text = ngettext("%(n)s is in your catalogue.", "%(n)s are in your catalogue.", added)
    return text % {"n": formats.number(added)}
