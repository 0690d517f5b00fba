"""Who is told that benefit reviews are due: their owners, in their inbox and by mail, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from alignment.models import BenefitReview
from alignment.operations.challenges_telling import signed_in
from foundation import formats

WEEK = 7


def tell_due(*, reviews: Sequence[BenefitReview], today: date, now: datetime) -> int:
    """Ask those who promised, once for each week that a review is due; returns how many were told."""
    users = signed_in({review.benefit.owner_id for review in reviews})
    news = [_due(review, user, today) for review in reviews if (user := users.get(review.benefit.owner_id))]
    return len(tell(news=news, now=now))


def _due(review: BenefitReview, user: User, today: date) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"benefit": review.benefit, "day": formats.day(review.due_date)}
        title = _("What became of “%(benefit)s”? Review due %(day)s") % words
        text = _("You promised it: say what it is judged to have brought, and what comes next.")
    weeks = (today - review.due_date).days // WEEK
    key = f"benefit-review:{review.uid}:{review.due_date}:{weeks}"
    return News(
        user, NotificationKind.DUTY, title, text, reverse("benefitreview_hold", args=[review.uid]), key
    )
