"""Telling people that something is asked of them: in their inbox and by mail, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from activity.choices import NotificationKind
from activity.operations.notification import notify
from foundation import formats
from jobs.operations.outbox import post

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assessments.models import Invitation


def tell(*, invitations: Sequence[Invitation], site: str, now: datetime) -> int:
    """Tell each person asked who can sign in; returns how many. A mail names the page where ``site`` is known."""
    by_person = {asked.person_id: asked for asked in invitations}
    users = list(User.objects.with_person().filter(person__in=by_person, is_active=True))
    for user in users:
        asked = by_person[user.person_id]
        url = reverse("assessments_answer", args=[asked.uid])
        with translation.override(user.language or settings.LANGUAGE_CODE):
            title = _("Your view is asked: %(round)s") % {"round": asked.round.name}
            text = _words(asked)
        notify(user=user, kind=NotificationKind.DUTY, title=title, text=text, url=url, now=now)
        body = f"{text}\n\n{site}{url}\n" if site else f"{text}\n"
        post(
            channel="mail",
            recipient=user.email,
            subject=title,
            body=body,
            key=f"invitation:{asked.uid}",
            now=now,
        )
    return len(users)


def tell_taken(*, user: User, invitation: Invitation, now: datetime) -> None:
    """Tell somebody that what they handed in too late has been taken now."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        title = _("Your answers were handed in: %(round)s") % {"round": invitation.round.name}
        text = _("The round was closed when you handed in. It has been reopened, and your answers count now.")
    url = reverse("assessments_answer", args=[invitation.uid])
    notify(user=user, kind=NotificationKind.DUTY, title=title, text=text, url=url, now=now)


def _words(asked: Invitation) -> str:
    """What it is about, by when, and who learns what."""
    last = asked.round.closes_date
    lines = [
        _("Please answer by %(day)s.") % {"day": formats.day(last)} if last else _("Please answer soon."),
        _("It is anonymous: nobody learns who answered what.")
        if asked.round.is_anonymous
        else _("Your name stands beside your answers."),
    ]
    return " ".join(lines)
