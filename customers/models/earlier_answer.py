"""What customers answered before. It must not be the newest answer: that one stands on the need itself."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.need import ANSWERS, Need, answer_field, within_scale
from customers.models.scores import band_column, opportunity_column, score_column
from foundation.models import Record, RecordQuerySet


class EarlierAnswerQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("need").order_by("need__number", "-asked_date", "number")


class EarlierAnswer(Record):
    """Importance and satisfaction of a need as customers told them on an earlier day, on the scale of that day.

    Together with the answer on the need itself these are its series. Known to the whole enterprise.
    """

    PREFIX = "NA"
    DATED_BY = ("asked_date",)
    NATURAL_KEY = ("need", "asked_date")

    need = models.ForeignKey(
        Need, verbose_name=_("need"), on_delete=models.CASCADE, related_name="earlier_answers"
    )
    asked_date = models.DateField(_("asked on"))
    importance = answer_field(_("importance"))
    satisfaction = answer_field(_("satisfaction"))
    scale_min = models.SmallIntegerField(_("lowest answer"))
    scale_max = models.SmallIntegerField(_("highest answer"))
    respondents = models.PositiveIntegerField(_("people who answered"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    importance_score = score_column("importance", _("importance, 0–10"))
    satisfaction_score = score_column("satisfaction", _("satisfaction, 0–10"))
    opportunity = opportunity_column(_("opportunity"))
    band = band_column(_("opportunity band"))

    objects = EarlierAnswerQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("earlier answer")
        verbose_name_plural = _("earlier answers")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["need", "asked_date"],
                name="customers_earlieranswer_day",
                violation_error_message=_("What customers answered on this day is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(scale_min__lt=F("scale_max")),
                name="customers_earlieranswer_scale",
                violation_error_message=_("Give both ends of the scale, the lowest answer first."),
            ),
            models.CheckConstraint(
                condition=Q(importance__isnull=False) | Q(satisfaction__isnull=False),
                name="customers_earlieranswer_given",
                violation_error_message=_("Give the importance, the satisfaction, or both."),
            ),
            *(
                models.CheckConstraint(
                    condition=within_scale(name),
                    name=f"customers_earlieranswer_{name}",
                    violation_error_message=_("An answer lies outside its scale."),
                )
                for name in ANSWERS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.asked_date:%Y-%m-%d}"

    def clean(self) -> None:
        newest = self.need.asked_date if self.need_id else None
        if newest is None or self.asked_date >= newest:
            raise ValidationError(
                {
                    "asked_date": _(
                        "This is the newest answer. Put it on the need itself; the one there is kept."
                    )
                }
            )
