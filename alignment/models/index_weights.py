"""What each factor of the alignment index weighs, by decision. It must not hold figures: editions do."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alignment.choices import IndexFactor
from foundation.models import Record, RecordQuerySet

WHOLE = 100


class IndexWeightsQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("-start_date", "number")

    def in_force_on(self, day: date) -> Self:
        """Those that had begun, the newest first: it counts."""
        return self.active().filter(start_date__lte=day).order_by("-start_date", "-number")


def _weight(factor: IndexFactor) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        factor.label, default=0, validators=[MaxValueValidator(WHOLE)], help_text=_("Points of 100.")
    )


class IndexWeights(Record):
    """Points of 100 that each factor of the alignment index can earn, from a day on, and the decision behind them.

    Known to the whole enterprise: there is one index. Of several, the one that began last counts.
    """

    PREFIX = "IW"
    NATURAL_KEY = ("start_date",)

    name = models.CharField(_("name"), max_length=120)
    start_date = models.DateField(
        _("from"),
        unique=True,
        error_messages={"unique": _("Other weights begin on this day.")},
    )
    reason = models.TextField(
        _("decision"), help_text=_("Who decided it, when, and why these weights and no others.")
    )
    linked = _weight(IndexFactor.LINKED)
    match = _weight(IndexFactor.MATCH)
    needs = _weight(IndexFactor.NEEDS)
    benefits = _weight(IndexFactor.BENEFITS)
    decisions = _weight(IndexFactor.DECISIONS)

    objects = IndexWeightsQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("index weights")
        verbose_name_plural = _("index weights")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(linked=WHOLE - F("match") - F("needs") - F("benefits") - F("decisions")),
                name="alignment_indexweights_whole",
                violation_error_message=_("The weights add up to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def by_factor(self) -> dict[IndexFactor, int]:
        return {factor: getattr(self, factor.value) for factor in IndexFactor}

    def clean(self) -> None:
        total = sum(self.by_factor.values())
        if total != WHOLE:
            message = _("The weights add up to %(total)s; they must add up to 100.")
            raise ValidationError({"linked": ValidationError(message, params={"total": total})})
