"""Factors of the alignment index that apps above contribute, such as decisions in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from alignment.choices import IndexFactor
from alignment.engine.judging import Said

OWN = (IndexFactor.LINKED, IndexFactor.MATCH, IndexFactor.NEEDS, IndexFactor.BENEFITS)
"""The factors computed by this app."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a factor knows: a value from 0 to 1 with an evidence sentence, by primary key of initiative and together.

    An initiative that is absent, and a whole that is None, have no facts: the factor is left out there.
    """

    values: Mapping[int, Said] = field(default_factory=dict)
    whole: Said | None = None


class Factor(Protocol):
    """One factor of the index that another app answers for.

    ``key`` is one of ``IndexFactor``, for which weights are kept. The factors this app computes itself cannot be replaced.
    """

    key: IndexFactor

    def gather(self, initiatives: Collection[int], now: datetime) -> Contribution:
        """What is known of ``initiatives`` (primary keys) as of ``now``; asked once for each unit, and for the whole."""
        ...


def declared() -> tuple[Factor, ...]:
    """The factors that the installation's apps contribute, by the setting ``FACTORS``.

    Raises ``ImproperlyConfigured`` for one that this app computes itself.
    """
    factors: tuple[Factor, ...] = import_string(settings.FACTORS)
    taken = [factor.key for factor in factors if factor.key in OWN]
    if taken:
        raise ImproperlyConfigured(f"FACTORS must not replace what is computed here: {', '.join(taken)}")
    return factors
