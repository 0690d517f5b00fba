"""A benefit is what somebody outside IT promises to gain. It must not hold measured values: its metric does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import UnitKind
from accounts.models import Person, Unit
from accounts.models.enterprise import CURRENCY
from alignment.choices import Change, Explicitness
from alignment.models.initiative import Initiative
from alignment.models.link import ShareLink
from foundation.models import WHILE_ACTIVE, Record, RecordQuerySet
from metrics.models import Metric

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NO_AMOUNT = Q(annual_amount=None, annual_currency="")
WHOLE_AMOUNT = Q(annual_amount__isnull=False) & ~Q(annual_currency="")


class BenefitQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "owner", "metric").order_by("number")

    def agreed(self) -> Self:
        """Promises their owner has agreed to: contracts."""
        return self.filter(agreed_date__isnull=False)

    def measured(self) -> Self:
        """Benefits that can be told from failure: a metric, where it stood, and where it should stand."""
        return self.filter(metric__isnull=False, baseline_value__isnull=False, target_value__isnull=False)


def _value(label: _StrPromise) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(
        label, max_digits=18, decimal_places=4, null=True, blank=True, help_text=_("In the metric's unit.")
    )


class Benefit(Record):
    """A promise: what gets better for whom, from where to where, by when, and who outside IT answers for it.

    Values are in the unit of ``metric``. ``annual_amount`` is money a year once the target is reached. It is a contract
    from ``agreed_date`` on, and a draft before.
    """

    PREFIX = "B"
    UNIT_LOOKUPS = ("unit",)
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=160)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="alignment_benefits"
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_benefits",
        help_text=_("Somebody outside IT."),
    )
    explicitness = models.CharField(_("explicitness"), max_length=20, choices=Explicitness, blank=True)
    change = models.CharField(_("change"), max_length=10, choices=Change, blank=True)
    metric = models.ForeignKey(
        Metric,
        verbose_name=_("metric"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_benefits",
    )
    baseline_value = _value(_("baseline"))
    baseline_date = models.DateField(_("baseline from"), null=True, blank=True)
    target_value = _value(_("target"))
    target_date = models.DateField(_("target by"), null=True, blank=True)
    annual_amount = models.DecimalField(
        _("value a year"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    annual_currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[CURRENCY])
    description = models.TextField(_("description"), blank=True)
    attribution_note = models.TextField(
        _("attribution"),
        blank=True,
        help_text=_(
            "How much of the change is due to this work, what else moves the metric, and how we know."
        ),
    )
    agreed_date = models.DateField(
        _("agreed on"),
        null=True,
        blank=True,
        help_text=_("When the owner agreed to the promise; empty while it is a draft."),
    )

    objects = BenefitQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="alignment_benefit_unit_name",
                violation_error_message=_("This unit has a benefit of this name already."),
            ),
            models.CheckConstraint(
                condition=NO_AMOUNT | WHOLE_AMOUNT,
                name="alignment_benefit_amount",
                violation_error_message=_("Give the amount with its currency, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(target_date=None)
                | Q(baseline_date=None)
                | Q(target_date__gte=F("baseline_date")),
                name="alignment_benefit_dates",
                violation_error_message=_("The target cannot be due before the baseline was taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_agreed(self) -> bool:
        return self.agreed_date is not None

    @property
    def lacks_for_agreement(self) -> tuple[str, ...]:
        """Names of the fields without which nobody can agree; what can only be observed has nothing to measure."""
        is_observed = self.explicitness == Explicitness.OBSERVABLE
        measured = () if is_observed else ("metric_id", "baseline_value", "target_value")
        terms = ("owner_id", "target_date", *measured)
        return tuple(name.removesuffix("_id") for name in terms if getattr(self, name) is None)

    def clean(self) -> None:
        if self.owner and self.owner.unit and self.owner.unit.kind == UnitKind.IT:
            raise ValidationError({"owner": _("A benefit is owned outside IT: by those who gain it.")})
        if self.is_agreed and (missing := self.lacks_for_agreement):
            needed = _("Nobody can agree to a promise without this.")
            raise ValidationError(dict.fromkeys(missing, needed))


class BenefitLinkQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("initiative__unit", "benefit__unit").order_by(
            "initiative__number", "benefit__number"
        )


class BenefitLink(ShareLink):
    """An initiative brings about a benefit."""

    PREFIX = "BL"
    UNIT_LOOKUPS = ("initiative__unit", "benefit__unit")
    NATURAL_KEY = ("initiative", "benefit")

    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiative"), on_delete=models.CASCADE, related_name="benefit_links"
    )
    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.PROTECT, related_name="initiative_links"
    )

    objects = BenefitLinkQuerySet.as_manager()

    class Meta(ShareLink.Meta):
        verbose_name = _("benefit link")
        verbose_name_plural = _("benefit links")
        constraints = [
            *ShareLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "benefit"],
                condition=WHILE_ACTIVE,
                name="alignment_benefitlink_pair",
                violation_error_message=_("This initiative and this benefit are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} → {self.benefit}"
