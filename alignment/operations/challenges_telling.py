"""Who is told about a challenge: a line in their inbox and a mail, each in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person, User
from activity.choices import NotificationKind
from activity.operations.notification import notify
from alignment.models import Challenge
from foundation import formats
from foundation.actors import Actor
from jobs.models import Message
from jobs.operations.outbox import post

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class News:
    """What one reader is told. ``key`` names the occasion: the same news is mailed once."""

    kind: NotificationKind
    title: str
    text: str
    url: str
    key: str


def tell_raised(*, challenge: Challenge, actor: Actor, site: str, now: datetime) -> bool:
    """Ask who must answer, unless they ask themselves; false where they have no sign-in."""
    user = _user(challenge.answerer)
    if user is None or user.uid == actor.uid:
        return user is not None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"who": actor.label, "claim": challenge, "day": formats.day(challenge.due_date)}
        news = News(
            kind=NotificationKind.DUTY,
            title=_("%(who)s challenges the plan: answer by %(day)s") % words,
            text=f"{challenge}\n\n{challenge.evidence}",
            url=reverse("challenge_answer", args=[challenge.uid]),
            key=f"challenge:{challenge.uid}:{challenge.version}:raised",
        )
    _tell(user, news, site, now)
    return True


def tell_answered(*, challenge: Challenge, actor: Actor, site: str, now: datetime) -> bool:
    """Tell who raised it what became of it, unless they answer themselves; false where nobody can be told."""
    user = _user(challenge.raised_by)
    if user is None or user.uid == actor.uid:
        return user is not None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = {"who": actor.label, "answer": challenge.get_answer_display(), "claim": challenge}
        news = News(
            kind=NotificationKind.DECISION,
            title=_("%(answer)s: %(who)s answered “%(claim)s”") % words,
            text=challenge.answer_reason,
            url=reverse("challenge_detail", args=[challenge.uid]),
            key=f"challenge:{challenge.uid}:{challenge.version}:answered",
        )
    _tell(user, news, site, now)
    return True


def tell_late(*, challenge: Challenge, today: date, now: datetime) -> bool:
    """Remind who must answer, once for each week that the answer is late; false where that was done, or cannot be."""
    user = _user(challenge.answerer)
    late = (today - challenge.due_date).days
    key = f"challenge:{challenge.uid}:{challenge.due_date}:late-{(late - 1) // 7}"
    if user is None or Message.objects.filter(channel=MAIL, key=key).exists():
        return False
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = ngettext("Your answer is %(n)s day late", "Your answer is %(n)s days late", late)
        news = News(
            kind=NotificationKind.DUTY,
            title=text % {"n": formats.number(late)},
            text=str(challenge),
            url=reverse("challenge_answer", args=[challenge.uid]),
            key=key,
        )
    _tell(user, news, "", now)
    return True


def _user(person: Person | None) -> User | None:
    """The sign-in of a person, where they have one that works."""
    return None if person is None else User.objects.filter(person=person, is_active=True).first()


def _tell(user: User, news: News, site: str, now: datetime) -> None:
    notify(user=user, kind=news.kind, title=news.title, text=news.text, url=news.url, now=now)
    body = f"{news.text}\n\n{site}{news.url}\n" if site else f"{news.text}\n"
    post(channel=MAIL, recipient=user.email, subject=news.title, body=body, key=news.key, now=now)
