"""Who is told about a challenge: a line in their inbox and a mail, each in the language of the reader."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from alignment.models import Challenge
from foundation import formats
from foundation.actors import Actor
from workbench.operations.records import Saved


class Turn(Enum):
    """Why somebody has to hear of a challenge: it waits for their answer, or theirs has been answered."""

    ASKED = "asked"
    ANSWERED = "answered"


def turn_of(saved: Saved) -> Turn | None:
    """What a saved challenge gives to tell. One that is brought in with its answer, or put away, tells nothing."""
    challenge, changed = saved.record, saved.differences
    if challenge.is_archived:
        return None
    if challenge.is_answered:
        was_waiting = not saved.created and "answer" in changed and not changed["answer"][0]
        return Turn.ANSWERED if was_waiting else None
    return Turn.ASKED if saved.created or changed.keys() & {"answerer", "answer"} else None


def person_concerned(challenge: Challenge) -> int | None:
    """The key of the person whose turn it is to hear: who must answer, then who raised it."""
    return challenge.raised_by_id if challenge.is_answered else challenge.answerer_id


def follow_challenges(*, saved: Sequence[Saved], actor: Actor, now: datetime) -> None:
    """Tell whoever has to know of saved challenges, unless they saved them themselves. Constant statements."""
    due = [(one.record, found) for one in saved if (found := turn_of(one))]
    users = signed_in({person_concerned(challenge) for challenge, _found in due}) if due else {}
    news = [
        _asked(challenge, user, actor) if found is Turn.ASKED else _answered(challenge, user, actor)
        for challenge, found in due
        if (user := users.get(person_concerned(challenge))) and user.uid != actor.uid
    ]
    tell(news=news, now=now)


def tell_late(*, challenges: Sequence[Challenge], today: date, now: datetime) -> int:
    """Remind those who must answer, once for each week that the answer is late; returns how many were told."""
    users = signed_in({challenge.answerer_id for challenge in challenges})
    news = [
        _late(challenge, user, today)
        for challenge in challenges
        if (user := users.get(challenge.answerer_id))
    ]
    return len(tell(news=news, now=now))


def signed_in(people: Collection[int | None]) -> dict[int | None, User]:
    """The sign-ins of people by their keys, where they have one that works. One query."""
    return {user.person_id: user for user in User.objects.filter(person__in=people, is_active=True)}


def _asked(challenge: Challenge, user: User, actor: Actor) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"who": actor.label, "day": formats.day(challenge.due_date)}
        title = _("%(who)s challenges the plan: answer by %(day)s") % words
    text = f"{challenge}\n\n{challenge.evidence}"
    key = f"challenge:{challenge.uid}:{challenge.version}:asked"
    return News(user, NotificationKind.DUTY, title, text, _answer_url(challenge), key)


def _answered(challenge: Challenge, user: User, actor: Actor) -> News:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"who": actor.label, "answer": challenge.get_answer_display(), "claim": challenge}
        title = _("%(answer)s: %(who)s answered “%(claim)s”") % words
    key = f"challenge:{challenge.uid}:{challenge.version}:answered"
    url = reverse("challenge_detail", args=[challenge.uid])
    return News(user, NotificationKind.DECISION, title, challenge.answer_reason, url, key)


def _late(challenge: Challenge, user: User, today: date) -> News:
    days = (today - challenge.due_date).days
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = ngettext("Your answer is %(n)s day late", "Your answer is %(n)s days late", days)
        title = text % {"n": formats.number(days)}
    key = f"challenge:{challenge.uid}:{challenge.due_date}:late-{(days - 1) // 7}"
    return News(user, NotificationKind.DUTY, title, str(challenge), _answer_url(challenge), key)


def _answer_url(challenge: Challenge) -> str:
    return reverse("challenge_answer", args=[challenge.uid])
