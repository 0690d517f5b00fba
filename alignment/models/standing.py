"""How chains stand, kept: so that lists can be narrowed by it, and so that a trend can be told.

Plain tables, not records: nobody writes them, they follow from records. What they say can be computed anew at any time,
except since when a state holds and what was counted on former days.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from alignment.choices import Action, ChainState, Hop, Reason
from foundation.actors import Actor

STATIONS = (Hop.OBJECTIVE, Hop.ELEMENT, Hop.NEED, Hop.INITIATIVE)
"""The stations whose records have a chain."""


class ChainStandingQuerySet(models.QuerySet[Any]):
    def at(self, hop: Hop, ids: Collection[Any]) -> Self:
        """Those of some records of one station."""
        return self.filter(hop=hop, record__in=ids)


class ChainStanding(models.Model):
    """The chain of one objective, element, need or initiative that counts, as of the day of the ledger.

    ``record`` is the primary key of a row in the table that ``hop`` names; four tables in one column take no foreign key.
    ``up`` and ``down`` are the two sides as ``engine.packing`` writes them, of which everything else follows; ``action``
    and ``reason`` are those of the worst finding, empty where nothing needs mending. ``since_date`` is the day from which
    the state holds; empty where it held already when states began to be kept.
    """

    hop = models.CharField(_("station"), max_length=12, choices=Hop)
    record = models.PositiveBigIntegerField(_("record"))
    state = models.CharField(_("state"), max_length=10, choices=ChainState)
    action = models.CharField(_("what to do"), max_length=20, choices=Action, blank=True)
    reason = models.CharField(_("why"), max_length=20, choices=Reason, blank=True)
    up = models.JSONField(_("up to a strategy"))
    down = models.JSONField(_("down to a benefit"))
    since_date = models.DateField(_("since"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"))

    objects = ChainStandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a chain")
        verbose_name_plural = _("standings of chains")
        constraints = [
            models.UniqueConstraint(fields=["hop", "record"], name="alignment_chainstanding_of_one_record"),
            models.CheckConstraint(
                condition=Q(hop__in=[hop.value for hop in STATIONS]), name="alignment_chainstanding_station"
            ),
        ]
        indexes = [models.Index(fields=["hop", "state"], name="alignment_chainstanding_state")]

    def __str__(self) -> str:
        return f"{self.hop} {self.record}: {self.state}"


class StandingLedger(models.Model):
    """The one row behind all standings: of which day they are. Whoever changes standings locks it first.

    ``day`` is a day in the enterprise's zone; empty until they have been computed for the first time.
    """

    SOLE_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SOLE_ID, editable=False)
    day = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("day of standings")
        verbose_name_plural = _("days of standings")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="alignment_standingledger_only_one")]

    def __str__(self) -> str:
        return str(self.day or "")


class StandingCountQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Actor) -> Self:
        """The counts of what ``viewer`` may read: needs are everybody's, strategies are read from below."""
        own = viewer.access.narrow(self.exclude(hop__in=DIRECTION), ("unit",), from_below=False)
        above = viewer.access.narrow(self.filter(hop__in=DIRECTION), ("unit",), from_below=True)
        return self.filter(Q(unit=None) | Q(pk__in=own.values("pk")) | Q(pk__in=above.values("pk")))


DIRECTION = (Hop.OBJECTIVE.value, Hop.ELEMENT.value)
"""Stations that belong to the unit of a strategy."""


class StandingCount(models.Model):
    """How many records of a unit were in a state when a day began. Needs belong to no unit."""

    day = models.DateField(_("day"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, on_delete=models.CASCADE, related_name="alignment_standings"
    )
    hop = models.CharField(_("station"), max_length=12, choices=Hop)
    state = models.CharField(_("state"), max_length=10, choices=ChainState)
    count = models.PositiveIntegerField(_("how many"))

    objects = StandingCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of standings")
        verbose_name_plural = _("counts of standings")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "unit", "hop", "state"], name="alignment_standingcount_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["day", "hop", "state"],
                condition=Q(unit=None),
                name="alignment_standingcount_everybodys_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hop} {self.state}: {self.count}"
