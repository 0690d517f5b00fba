"""States of leased work and channels of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a piece of leased work stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELED = "canceled", _("canceled")


class Channel(TextChoices):
    """Ways by which a message leaves."""

    MAIL = "mail", _("mail")
    NOTIFICATION = "notification", _("notification")
