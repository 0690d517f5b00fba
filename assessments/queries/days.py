"""The day it is for the enterprise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from accounts.models import Enterprise

if TYPE_CHECKING:
    from datetime import date, datetime


def day_at(now: datetime, enterprise: Enterprise | None = None) -> date:
    """The day of an instant in the enterprise's time zone: the last day to answer ends there.

    One query, or none where ``enterprise`` is given.
    """
    enterprise = enterprise or Enterprise.objects.get()
    return now.astimezone(ZoneInfo(enterprise.time_zone)).date()
