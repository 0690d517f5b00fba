"""On which days a promise is looked at after go-live. Our own rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alignment.choices import ReviewSlot
from foundation.values import months_after

MONTHS = {ReviewSlot.MONTHS_3: 3, ReviewSlot.MONTHS_6: 6, ReviewSlot.MONTHS_12: 12}


def review_days(agreed: date, go_live: date | None, due: date, today: date) -> Mapping[date, ReviewSlot]:
    """What each day is for, in their order: 3, 6 and 12 months after go-live if that is before the due date, and that.

    Days before the agreement are left out, because nothing was promised then; of several days that have passed only
    the last one counts, because one look back is enough. Without go-live the due date alone counts.
    """
    days = {due: ReviewSlot.TARGET}
    if go_live is not None:
        planned = {months_after(go_live, months): slot for slot, months in MONTHS.items()}
        days |= {day: slot for day, slot in planned.items() if day < due}
    passed = max((day for day in days if day <= today), default=today)
    return {day: days[day] for day in sorted(days) if day >= max(agreed, passed)}
