"""Enumerations of assessments."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InstrumentKind(TextChoices):
    """What an instrument is for; the apps above read rounds of their own kind."""

    DISCIPLINE = "discipline", _("Value-discipline check")
    MATURITY = "maturity", _("Alignment maturity")
    SURVEY = "survey", _("Survey")


class InstrumentState(TextChoices):
    """Whether an edition may still be worded, may be asked, or has been replaced."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class RoundState(TextChoices):
    """Where a round of asking stands."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Side(TextChoices):
    """Whose view an answer is: those who use IT, or IT itself."""

    BUSINESS = "business", _("Business")
    IT = "it", _("IT")


class Moment(TextChoices):
    """When an answer speaks of: how it is, or how it should be."""

    TODAY = "today", _("Today")
    TARGET = "target", _("Target")
