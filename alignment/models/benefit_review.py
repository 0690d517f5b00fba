"""A benefit review asks, after go-live, what became of a promise. It must not hold readings: its metric does."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from alignment.choices import ReviewSlot
from alignment.models.benefit import Benefit
from foundation.models import WHILE_ACTIVE, Record, RecordQuerySet

NOT_DONE = Q(done_date=None, reviewer=None)
WHOLE_REVIEW = Q(done_date__isnull=False, reviewer__isnull=False) & ~Q(note="")


class BenefitReviewQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("benefit__unit", "reviewer").order_by(
            F("done_date").desc(nulls_first=True), "due_date", "number"
        )

    def open(self) -> Self:
        """Reviews nobody has held yet."""
        return self.filter(done_date=None)

    def due_on(self, day: date) -> Self:
        """Open reviews whose day has come."""
        return self.open().filter(due_date__lte=day)


class BenefitReview(Record):
    """The day on which a promise is looked at, and, once that is done, what it was judged to have brought.

    ``slot`` says which of the planned days it is; empty where somebody asked for it. ``judged_value`` is in the unit
    of the benefit's metric, and empty where there is nothing to measure.
    """

    PREFIX = "BR"
    UNIT_LOOKUPS = ("benefit__unit",)
    NATURAL_KEY = ("benefit", "due_date")
    NAMED_BY = ("due_date",)

    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.CASCADE, related_name="reviews"
    )
    due_date = models.DateField(_("due"))
    slot = models.CharField(_("planned for"), max_length=10, choices=ReviewSlot, blank=True, editable=False)
    done_date = models.DateField(_("held on"), null=True, blank=True)
    judged_value = models.DecimalField(
        _("judged value"),
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("In the metric's unit."),
    )
    note = models.TextField(_("what became of it"), blank=True)
    reviewer = models.ForeignKey(
        Person,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_benefit_reviews",
    )

    objects = BenefitReviewQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("benefit review")
        verbose_name_plural = _("benefit reviews")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["benefit", "due_date"],
                condition=WHILE_ACTIVE,
                name="alignment_benefitreview_day",
                violation_error_message=_("This benefit has a review on this day already."),
            ),
            models.CheckConstraint(
                condition=NOT_DONE | WHOLE_REVIEW,
                name="alignment_benefitreview_done",
                violation_error_message=_(
                    "A review needs its day, who held it and what became of the promise."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.due_date:%Y-%m-%d}"

    @property
    def is_done(self) -> bool:
        return self.done_date is not None

    def clean(self) -> None:
        said = {"done_date": self.done_date, "reviewer": self.reviewer_id, "note": self.note}
        if self.done_date is None and self.reviewer_id is None:
            return
        missing = _("A review needs its day, who held it and what became of the promise.")
        errors = {name: missing for name, value in said.items() if not value}
        if errors:
            raise ValidationError(errors)
