"""Telling people what becomes of what is asked of them: in their inbox and by mail, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from activity.choices import NotificationKind
from activity.operations.telling import News, tell
from foundation import formats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assessments.models import Invitation, Round


def tell_asked(*, invitations: Sequence[Invitation], now: datetime) -> None:
    """Tell each person asked who can sign in and was not told before. A constant number of statements."""
    people = {asked.person_id for asked in invitations}
    found = User.objects.filter(person__in=people, is_active=True) if people else ()
    users = {user.person_id: user for user in found}
    news = [_asked(asked, users[asked.person_id]) for asked in invitations if asked.person_id in users]
    tell(news=news, now=now)


def tell_kept(*, user: User, invitation: Invitation, now: datetime) -> None:
    """Tell somebody who was answering that the round has been closed, and that what they entered is kept."""
    with _in_words_of(user):
        title = _("Closed before you handed in: %(round)s") % {"round": invitation.round.name}
        text = _("What you entered is kept, for you alone. If the round is reopened, you can hand it in.")
    tell(news=[_about(invitation, user, "kept", title, text, by_mail=False)], now=now)


def tell_again(*, user: User, invitation: Invitation, now: datetime) -> None:
    """Tell somebody who had begun to answer that they can hand in now."""
    with _in_words_of(user):
        title = _("Open again: %(round)s") % {"round": invitation.round.name}
        text = f"{_('What you entered is still here: look it over and hand it in.')} {_by_when(invitation)}"
    tell(news=[_about(invitation, user, "again", title, text)], now=now)


def tell_taken(*, user: User, invitation: Invitation, now: datetime) -> None:
    """Tell somebody that what they handed in too late has been taken now."""
    with _in_words_of(user):
        title = _("Your answers were handed in: %(round)s") % {"round": invitation.round.name}
        text = _("The round was closed when you handed in. It has been reopened, and your answers count now.")
    tell(news=[_about(invitation, user, "taken", title, text, by_mail=False)], now=now)


def promise(asked: Round) -> str:
    """Who learns what, in the words told to those who are asked before they answer."""
    if asked.is_anonymous:
        return _("Anonymous: nobody learns who answered what.")
    text = _("Once the round is closed, those who may read %(unit)s see your name beside your answers.")
    return text % {"unit": asked.unit}


def _asked(invitation: Invitation, user: User) -> News:
    """What it is about, by when, and who learns what. Whoever is asked is told once, however often it is opened."""
    with _in_words_of(user):
        title = _("Your view is asked: %(round)s") % {"round": invitation.round.name}
        text = f"{_by_when(invitation)} {promise(invitation.round)}"
    key = f"invitation:{invitation.uid}:{invitation.round.uid}"
    return News(user, NotificationKind.DUTY, title, text, _url(invitation), key)


def _about(
    invitation: Invitation, user: User, what: str, title: str, text: str, *, by_mail: bool = True
) -> News:
    """News of this turn of the round: closed and opened again, it tells anew."""
    key = f"invitation:{invitation.uid}:{what}:{invitation.round.version}"
    return News(user, NotificationKind.DUTY, title, text, _url(invitation), key, by_mail)


def _by_when(invitation: Invitation) -> str:
    last = invitation.round.closes_date
    return _("Please answer by %(day)s.") % {"day": formats.day(last)} if last else _("Please answer soon.")


def _url(invitation: Invitation) -> str:
    return reverse("assessments_answer", args=[invitation.uid])


def _in_words_of(user: User) -> translation.override:
    return translation.override(user.language or settings.LANGUAGE_CODE)
