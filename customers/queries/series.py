"""What customers answered about a need, from the first time they were asked to the last."""

from __future__ import annotations

from customers.engine.series import Answer, Point, series
from customers.models import EarlierAnswer, Need
from customers.models.need import ANSWERS

COLUMNS = ("asked_date", "importance_score", "satisfaction_score", "opportunity", "respondents")


def series_of(need: Need) -> tuple[Point, ...]:
    """The answers about a need, oldest first, on 0 to 10. The newest stands on the need itself. One query."""
    earlier = EarlierAnswer.objects.active().filter(need=need).order_by("asked_date")
    answers = [Answer(*row) for row in earlier.values_list(*COLUMNS)]
    if need.asked_date and any(getattr(need, name) is not None for name in ANSWERS):
        answers.append(Answer(*(getattr(need, name) for name in COLUMNS)))
    return series(answers)
