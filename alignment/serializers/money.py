"""Where money contradicts the discipline, for pages, programs and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.operations import money_words as words
from alignment.queries.money import MoneyWarning, MoneyWarnings
from alignment.queries.question import WHOLE_LIFE
from alignment.serializers.intent_data import contradiction_data, percent
from alignment.serializers.plain import reference
from workbench.links import url_of

HEADER = (
    "unit", "strategy", "kind", "lead", "percent", "intended_percent", "other", "other_percent", "points",
    "basis", "as_of",
)  # fmt: skip
"""Columns of the file."""

Data = dict[str, Any]


def warning_rows(found: MoneyWarnings) -> list[Data]:
    """The warnings as a page shows them."""
    return [_row(line, found) for line in found.lines]


def _row(line: MoneyWarning, found: MoneyWarnings) -> Data:
    url, label = "", ""
    if line.proposal:
        url, label = f"{reverse('challenge_proposals')}#{line.proposal}", _("Challenge the plan")
    elif line.challenge is not None:
        url, label = url_of(line.challenge), _("See the challenge")
    return {
        "unit": str(line.unit),
        "sentence": words.contradiction(line.against),
        "evidence": words.evidence(line.against, found.year, found.today),
        "strategy": str(line.strategy),
        "strategy_url": url_of(line.strategy),
        "spend_url": f"{reverse('spend_against_intent')}?{urlencode({'unit': line.unit.uid})}",
        "challenge_url": url,
        "challenge_label": label,
    }


def warnings_data(found: MoneyWarnings) -> Data:
    """The same for programs; percents are decimal texts."""
    return {
        "as_of": found.as_of.isoformat(),
        "basis": found.year or WHOLE_LIFE,
        "judged": len(found.judged),
        "warnings": [_data(line) for line in found.lines],
    }


def _data(line: MoneyWarning) -> Data:
    return {
        "unit": reference(line.unit),
        "strategy": reference(line.strategy),
        **contradiction_data(line.against),
        "sentence": words.contradiction(line.against),
        "proposal": line.proposal or None,
        "challenge": str(line.challenge.uid) if line.challenge else None,
    }


def lines(found: MoneyWarnings) -> Iterator[list[Any]]:
    """One line for each warning."""
    for line in found.lines:
        lead, other = line.against.lead, line.against.other
        yield [
            str(line.unit),
            str(line.strategy),
            line.against.kind.value,
            lead.key,
            percent(lead.share),
            lead.intended,
            other.key,
            percent(other.share),
            percent(line.against.size),
            found.year or WHOLE_LIFE,
            found.today.isoformat(),
        ]
