"""The sponsor of a strategy hears when the money of its unit begins to contradict it, when that changes, and when it ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Enterprise, User
from activity.choices import NotificationKind
from activity.models import Notification
from activity.operations.telling import News, tell
from alignment.operations.challenges_telling import signed_in
from alignment.operations.money_words import contradiction, evidence
from alignment.queries.money import MoneyWarning, MoneyWarnings, money_warnings
from foundation.actors import SYSTEM
from strategies.models import Strategy

NOTHING = "none"
"""How a key says that the money does not contradict the strategy."""


@transaction.atomic
def tell_of_money(*, now: datetime) -> int:
    """Tell sponsors what they were not told last; returns how many were told. A second run tells nobody.

    What somebody was told last stands in their inbox: the same again is no news, and nobody is told that there is
    nothing who never heard that there was something.
    """
    found = money_warnings(SYSTEM, now, Enterprise.objects.get())
    users = signed_in({strategy.sponsor_id for strategy in found.judged if strategy.sponsor_id})
    warnings = {line.strategy.pk: line for line in found.lines}
    last = _last_told(users.values())
    news = []
    for strategy in found.judged:
        user, warning = users.get(strategy.sponsor_id), warnings.get(strategy.pk)
        if user is not None and _state(warning, found) != last.get((user.pk, _about(strategy)), NOTHING):
            news.append(_news(strategy, warning, user, found))
    return len(tell(news=news, now=now))


def _state(warning: MoneyWarning | None, found: MoneyWarnings) -> str:
    """What makes two warnings the same one: how, by whom, and of which year. Sizes are not part of it."""
    if warning is None:
        return NOTHING
    return f"{warning.against.kind.value}-{warning.against.other.key}-{found.year}"


def _about(strategy: Strategy) -> str:
    return f"money:{strategy.uid}"


def _last_told(users: Collection[User]) -> Mapping[tuple[int, str], str]:
    """The state each was told last, by reader and strategy. One query."""
    rows = Notification.objects.filter(user__in=[user.pk for user in users], key__startswith="money:")
    found = {}
    for user, key in rows.order_by("created_at", "pk").values_list("user_id", "key"):
        about, state, _day = key.rsplit(":", 2)
        found[user, about] = state
    return found


def _news(strategy: Strategy, warning: MoneyWarning | None, user: User, found: MoneyWarnings) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"strategy": strategy, "unit": strategy.unit}
        if warning is None:
            title, text = _("The money of %(unit)s follows “%(strategy)s” again") % words, ""
        else:
            title = _("The money of %(unit)s contradicts “%(strategy)s”") % words
            text = f"{contradiction(warning.against)}\n\n{evidence(warning.against, found.year, found.today)}"
    url = f"{reverse('spend_against_intent')}?{urlencode({'unit': strategy.unit.uid})}"
    key = f"{_about(strategy)}:{_state(warning, found)}:{found.today}"
    return News(user, NotificationKind.DUTY, title, text, url, key)
