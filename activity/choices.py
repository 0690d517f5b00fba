"""Enumerations of the activity app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    """Why something stands in somebody's inbox."""

    MENTION = "mention", _("Mention")
    DECISION = "decision", _("Decision")
    DUTY = "duty", _("Duty")
    FAILURE = "failure", _("Failure")
    ALERT = "alert", _("Alert")
