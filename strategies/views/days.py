from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.queries import enterprise_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest


def today_of(request: HttpRequest) -> date:
    """The day it is for the enterprise of the request."""
    enterprise = enterprise_of(request)
    now = timezone.now()
    return now.astimezone(ZoneInfo(enterprise.time_zone)).date() if enterprise else now.date()
