"""What a request says of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.queries import day_at, enterprise_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest


def today_of(request: HttpRequest) -> date:
    """The day it is for the enterprise; that of UTC before the first run."""
    enterprise, now = enterprise_of(request), timezone.now()
    return day_at(now, enterprise) if enterprise else now.date()
