"""Answers with the names of those who gave them: what a named round promises to show, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.choices import Moment
from assessments.engine.outcome import WHOLE, Part
from assessments.queries.named import Named
from assessments.queries.results import Results
from assessments.serializers.results import main_parts, part_label, shown_scale
from foundation import formats

Data = dict[str, Any]

MOST_PARTS = 4
"""Parts that stand beside a name; an instrument that compares more shows the whole only."""
HEADER = ("person", "side", "group", "subject", "statement", "today", "target")


def named_page(results: Results, people: Sequence[Named], moment: Moment, chosen: UUID | None) -> Data:
    """Everybody who may be named with what they came to, and the answers of the one that is looked at."""
    shown, parts = shown_scale(results), _parts(results)
    looked_at = next((one for one in people if one.uid == chosen), None)
    return {
        "heads": [part_label(part) for part in parts],
        "rows": [
            {
                "name": one.name,
                "side": one.side.label,
                "url": f"?{urlencode({'moment': moment.value, 'person': str(one.uid)})}#answers",
                "current": one is looked_at,
                "cells": [
                    {
                        "label": part_label(part),
                        "text": shown.text(shown.value(one.score(results, part, moment))),
                    }
                    for part in parts
                ],
            }
            for one in people
        ],
        "chosen": _chosen(results, looked_at) if looked_at else None,
    }


def _parts(results: Results) -> list[Part]:
    parts = main_parts(results)
    return parts if results.subjects and len(parts) <= MOST_PARTS else [WHOLE]


def _chosen(results: Results, one: Named) -> Data:
    """What one person answered, statement by statement, on the scale they answered on."""
    return {
        "name": one.name,
        "note": _("%(side)s, answers from %(low)s to %(high)s")
        % {
            "side": one.side.label,
            "low": formats.number(results.scale.low),
            "high": formats.number(results.scale.high),
        },
        "heads": [moment.label for moment in results.moments],
        "rows": [
            {
                "text": results.texts[item.key],
                "cells": [
                    {"head": moment.label, "text": formats.number(one.answers.get(moment, {}).get(item.key))}
                    for moment in results.moments
                ],
            }
            for item in results.items
        ],
    }


def named_data(results: Results, people: Sequence[Named]) -> list[Data]:
    """The same for programs; what somebody did not answer is ``None``."""
    return [
        {
            "person": str(one.uid),
            "name": one.name,
            "side": one.side.value,
            "answers": [
                {"statement": item.key, "today": today, "target": target}
                for item in results.items
                for today, target in [_given(one, item.key)]
            ],
        }
        for one in people
    ]


def named_rows(results: Results, people: Sequence[Named]) -> Iterator[tuple[Any, ...]]:
    """The rows below ``HEADER``, one for each person and statement."""
    for one in people:
        for item in results.items:
            words = (one.name, one.side.value, item.group, item.subject, results.texts[item.key])
            yield (*words, *("" if answer is None else answer for answer in _given(one, item.key)))


def _given(one: Named, key: str) -> tuple[int | None, int | None]:
    today, target = (one.answers.get(moment, {}).get(key) for moment in Moment)
    return today, target
