"""What every link of the chain carries. It must not judge: states are computed by the engine."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.choices import Strength
from foundation.models import Record

LONGEST_REVIEW = 120
"""Months."""
WHOLE = Decimal(100)
"""Percent."""
HUNDREDTH = Decimal("0.01")


class Link(Record):
    """One record serves another: how much, how we know, and how long that may be believed.

    ``strength`` is 0 (nothing, the same as no link) to 3 (decisively). Evidence is stale once it is older
    than ``review_months``.
    """

    strength = models.PositiveSmallIntegerField(_("strength"), choices=Strength, default=Strength.LITTLE)
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("How we know that the one serves the other.")
    )
    evidence_date = models.DateField(_("evidence from"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(
        _("review after"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_REVIEW)],
        help_text=_("Months after which the evidence has to be looked at again."),
    )

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(strength__range=(0, 3)),
                name="%(app_label)s_%(class)s_strength",
                violation_error_message=_("The strength is between 0 and 3."),
            ),
            models.CheckConstraint(
                condition=Q(review_months__range=(1, LONGEST_REVIEW)),
                name="%(app_label)s_%(class)s_review",
                violation_error_message=_("Evidence is reviewed after 1 to 120 months."),
            ),
        ]


class ShareLink(Link):
    """A link from an initiative that takes a share of its money, in percent; empty where nobody has split it."""

    share = models.DecimalField(
        _("share"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Percent of the initiative's money; left empty, it is split by strength."),
    )

    share_elsewhere = Decimal(0)
    """What the other links of the initiative take; the operation that saves says it."""

    class Meta(Link.Meta):
        abstract = True
        constraints = [
            *Link.Meta.constraints,
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(0, 100)),
                name="%(app_label)s_%(class)s_share",
                violation_error_message=_("A share is between 0 and 100 percent."),
            ),
        ]

    def clean(self) -> None:
        if self.share and self.share + self.share_elsewhere > WHOLE:
            left = max(WHOLE - self.share_elsewhere, Decimal(0)).quantize(HUNDREDTH).normalize()
            message = _("The other links of this initiative leave %(left)s percent of its money.")
            raise ValidationError({"share": ValidationError(message, params={"left": f"{left:f}"})})
