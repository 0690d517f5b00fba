"""Asking somebody to choose a password, the first or a new one, by a job: nobody waits for a mail server.

The link is made when the mail is sent, so no secret waits in a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Enterprise, User
from accounts.operations.trail import about
from accounts.permissions import Permission
from accounts.rules import require
from audit.choices import Verb
from audit.operations.recording import record
from foundation.actors import SYSTEM
from foundation.addresses import absolute
from jobs.operations.jobs import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.actors import Actor
    from jobs.models import Job

INVITATION, RESET = "send_invitation", "send_password_reset"
"""Kinds of the jobs that send the mails."""


@transaction.atomic
def invite(*, user: User, actor: Actor, now: datetime) -> Job:
    """Have a mail sent by which ``user`` chooses a password and signs in; each link works once, for three days.

    Raises ``PermissionDenied``.
    """
    require(actor, Permission.MANAGE_ACCESS)
    personal = {"invitation": (None, user.email)}
    record(actor=actor, verb=Verb.REQUESTED, subject=about(user), changes={}, personal=personal, now=now)
    payload = {"user": str(user.uid)}
    return enqueue(kind=INVITATION, payload=payload, actor=actor, now=now, key=str(user.uid))


def offer_reset(*, user: User, now: datetime) -> Job:
    """Have a mail sent by which somebody who forgot the password chooses another. Whoever asks has not signed in."""
    payload = {"user": str(user.uid)}
    return enqueue(kind=RESET, payload=payload, actor=SYSTEM, now=now, key=str(user.uid))


def send_invitation(*, user: User, actor_label: str) -> bool:
    """Send the mail, in the user's language; False for somebody who was deactivated since."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("%(enterprise)s: your access to Sightline")
        body = _(
            "%(name)s,\n\n"
            "%(actor)s gave you access to Sightline at %(enterprise)s. Choose a password within three days:\n\n"
            "%(link)s\n\n"
            "If the link has expired, ask for another one here:\n%(again)s\n"
        )
    return _send(user, subject, body, actor=actor_label, again=absolute(reverse("account_reset_password")))


def send_reset(*, user: User) -> bool:
    """Send the mail, in the user's language; False for somebody who was deactivated since."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("%(enterprise)s: a new password for Sightline")
        body = _(
            "%(name)s,\n\n"
            "somebody asked for a new password for your sign-in to Sightline at %(enterprise)s. Choose it within three days:\n\n"
            "%(link)s\n\n"
            "If it was not you, do nothing: your password stays as it is.\n"
        )
    return _send(user, subject, body)


def _send(user: User, subject: str, body: str, **more: str) -> bool:
    if not user.is_active:
        return False
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    values = {
        "name": user.label,
        "enterprise": Enterprise.objects.get().name,
        "link": absolute(reverse("account_reset_password_from_key", kwargs=key)),
        **more,
    }
    EmailMessage(" ".join((subject % values).split()), body % values, to=[user.email]).send()
    return True
