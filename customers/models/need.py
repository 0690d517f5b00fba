"""A need is something a customer wants to get done. It must not become a solution: that is an initiative."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from customers.models.scores import band_column, opportunity_column, score_column
from customers.models.segment import Segment
from foundation.models import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATEMENT_LENGTH = 60
ANSWERS = ("importance", "satisfaction")


class NeedQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        """The largest opportunity first; needs nobody was asked about last."""
        return self.select_related("segment", "owner").order_by(
            F("opportunity").desc(nulls_last=True), "number"
        )

    def asked(self) -> Self:
        """Needs whose importance and satisfaction customers have both told us."""
        return self.filter(importance__isnull=False, satisfaction__isnull=False)


def answer_field(label: _StrPromise) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(
        label,
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("As answered, on its scale."),
    )


def within_scale(name: str) -> Q:
    """No answer, or one that lies on a scale that is given."""
    return Q(**{name: None}) | Q(
        **{f"{name}__gte": F("scale_min"), f"{name}__lte": F("scale_max")},
        scale_min__isnull=False,
        scale_max__isnull=False,
    )


class Need(Record):
    """What customers of a segment want, in their own voice. Known to the whole enterprise.

    ``importance`` and ``satisfaction`` are means of what ``respondents`` people answered on ``asked_date``,
    between ``scale_min`` and ``scale_max``; what earlier ones answered is kept as ``EarlierAnswer``. The database
    computes the scores from 0 to 10; nobody writes them.
    """

    PREFIX = "N"
    DATED_BY = ("asked_date",)
    NAMED_BY = ("statement",)
    NATURAL_KEY = ("statement",)

    statement = models.CharField(
        _("need"),
        max_length=STATEMENT_LENGTH,
        unique=True,
        help_text=_("What the customer would say, in at most 60 characters."),
        error_messages={"unique": _("Another need is stated in these words.")},
    )
    short_name = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("For narrow columns and maps.")
    )
    segment = models.ForeignKey(
        Segment, verbose_name=_("segment"), on_delete=models.PROTECT, related_name="needs"
    )
    importance = answer_field(_("importance"))
    satisfaction = answer_field(_("satisfaction"))
    scale_min = models.SmallIntegerField(_("lowest answer"), null=True, blank=True)
    scale_max = models.SmallIntegerField(_("highest answer"), null=True, blank=True)
    respondents = models.PositiveIntegerField(_("people who answered"), null=True, blank=True)
    asked_date = models.DateField(_("asked on"), null=True, blank=True)
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("How we know: the study, the complaint, the visit.")
    )
    evidence_date = models.DateField(_("evidence from"), null=True, blank=True)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers_needs",
    )

    importance_score = score_column("importance", _("importance, 0–10"))
    satisfaction_score = score_column("satisfaction", _("satisfaction, 0–10"))
    opportunity = opportunity_column(_("opportunity"))
    band = band_column(_("opportunity band"))

    objects = NeedQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(scale_min=None, scale_max=None)
                | Q(scale_min__isnull=False, scale_max__isnull=False, scale_min__lt=F("scale_max")),
                name="customers_need_scale",
                violation_error_message=_("Give both ends of the scale, the lowest answer first."),
            ),
            models.CheckConstraint(
                condition=within_scale("importance"),
                name="customers_need_importance",
                violation_error_message=_("The importance lies outside its scale, or the scale is missing."),
            ),
            models.CheckConstraint(
                condition=within_scale("satisfaction"),
                name="customers_need_satisfaction",
                violation_error_message=_(
                    "The satisfaction lies outside its scale, or the scale is missing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def short(self) -> str:
        """The short name, or the statement where there is none."""
        return self.short_name or self.statement

    def clean(self) -> None:
        if any(getattr(self, name) is not None for name in ANSWERS) and self.asked_date is None:
            raise ValidationError({"asked_date": _("Say when customers were asked.")})
