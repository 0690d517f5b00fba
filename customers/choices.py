"""Enumerations of customers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SegmentKind(TextChoices):
    """Whether a segment pays the firm or works in it."""

    PAYING_CUSTOMER = "paying_customer", _("Paying customer")
    INTERNAL_USER = "internal_user", _("Internal user")


class OpportunityBand(TextChoices):
    """How much a need is worth serving better, in Ulwick's bands of the opportunity score."""

    EXTREME = "extreme", _("Extreme")
    STRONG = "strong", _("Strong")
    CONSIDER = "consider", _("Worth considering")
    LOW = "low", _("Served well enough")
