"""The library of IT needs, prepared for reading."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from strategies.serializers.statement import first_sentence
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from strategies.models import ITNeed


def need_view(need: ITNeed) -> dict[str, Any]:
    """An IT need to read: its lines apart."""
    return {
        "uid": need.uid,
        "code": need.code,
        "name": need.name,
        "url": url_of(need),
        "discipline": need.discipline,
        "reason": need.reason,
        "gist": first_sentence(need.reason),
        "measures": need.measures.splitlines(),
        "initiatives": need.initiatives.splitlines(),
        "anti_pattern": need.anti_pattern,
    }


def grouped(needs: Sequence[ITNeed]) -> list[dict[str, Any]]:
    """Needs under their discipline, in the order given: a discipline heads each run of its needs."""
    return [
        {"discipline": discipline, "needs": [need_view(need) for need in run]}
        for discipline, run in groupby(needs, key=lambda need: need.discipline)
    ]
