"""Enumerations of customers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SegmentKind(TextChoices):
    """Whether a segment pays the firm or works in it."""

    PAYING_CUSTOMER = "paying_customer", _("Paying customer")
    INTERNAL_USER = "internal_user", _("Internal user")
