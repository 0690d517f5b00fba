"""What was observed, in its smallest pieces: millions of rows, written by one operation and added up every night.

No uid and no foreign key here, and on PostgreSQL one partition for each month of ``day``.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from metrics.choices import Grain, ObservationState
from metrics.engine.layout import SUMS
from metrics.engine.periods import next_start


class Summed(models.Model):
    """Sums as whole numbers: how they are kept is told in ``metrics.engine.layout``."""

    numerator = models.BigIntegerField(_("numerator"), default=0)
    denominator = models.BigIntegerField(_("denominator"), default=0)
    n = models.BigIntegerField(_("n"), default=0)
    squares_high = models.BigIntegerField(_("squares, high part"), default=0)
    squares_low = models.BigIntegerField(_("squares, low part"), default=0)

    class Meta:
        abstract = True


class SummedQuerySet(models.QuerySet[Any]):
    def summed(self) -> dict[str, models.Sum]:
        """What each sum is called, with the expression for it."""
        return {name: models.Sum(name) for name in SUMS}


class ObservationQuerySet(SummedQuerySet):
    def within_month(self, month: date) -> Self:
        """Of the month with this first day; on PostgreSQL that is one partition."""
        return self.filter(day__gte=month, day__lt=next_start(Grain.MONTH, month))


class Observation(Summed):
    """What one source told about a metric in a place on a day.

    ``numerator`` is the value or the sum of values; of shares what was counted, of a net promoter score the promoters.
    ``denominator`` is what was counted of; of a net promoter score the detractors. ``n`` is how many values or answers it
    stands for. An observation that is withheld has no sums, and is not a zero.
    """

    pk = models.CompositePrimaryKey("metric_id", "place_id", "day", "source_id", "source_key")
    metric_id = models.BigIntegerField(_("metric"))
    place_id = models.BigIntegerField(_("place"))
    day = models.DateField(_("day"))
    source_id = models.BigIntegerField(_("source"))
    source_key = models.CharField(_("key at the source"), max_length=120, blank=True)
    state = models.SmallIntegerField(_("state"), choices=ObservationState, default=ObservationState.MEASURED)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(n__gt=0, state=ObservationState.MEASURED) | Q(**dict.fromkeys(SUMS, 0)),
                name="metrics_observation_of_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} {self.place_id} {self.day}"


class Difference(Summed):
    """By how much a load changed the sums of a metric in a place and a month: what the next recompute has to do.

    Written in the transaction of the load and taken away in that of the publication.
    """

    metric_id = models.BigIntegerField(_("metric"))
    place_id = models.BigIntegerField(_("place"))
    month_date = models.DateField(_("month"))

    objects = SummedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.metric_id} {self.place_id} {self.month_date}"
