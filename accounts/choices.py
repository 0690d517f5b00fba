"""Enumerations of the accounts app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """Which side of the house a unit belongs to."""

    BUSINESS = "business", _("Business")
    IT = "it", _("IT")
