"""What can happen to a thing, and what can be wrong with the trail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What was done. Stored as text: a new verb needs no migration, an old one is never renamed."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("changed")
    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("restored")
    DELETED = "deleted", _("deleted")
    IMPORTED = "imported", _("imported")
    COMMENTED = "commented", _("commented on")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    PASSWORD_CHANGED = "password_changed", _("changed the password")
    PASSWORD_RESET = "password_reset", _("reset the password")
    GRANTED = "granted", _("granted")
    REVOKED = "revoked", _("revoked")
    ACTIVATED = "activated", _("activated")
    DEACTIVATED = "deactivated", _("deactivated")
    TOKEN_CREATED = "token_created", _("created a token")
    TOKEN_REVOKED = "token_revoked", _("revoked a token")
    CONFIGURED = "configured", _("configured")
    ERASED = "erased", _("erased personal values of")
    REQUESTED = "requested", _("requested")
    CANCELED = "canceled", _("canceled")
    OPENED = "opened", _("opened")
    CLOSED = "closed", _("closed")
    PUBLISHED = "published", _("published")
    ANSWERED = "answered", _("answered")


class Finding(TextChoices):
    """What a verification of the trail can find wrong."""

    GAP = "gap", _("a seal is missing or out of order")
    BROKEN = "broken", _("a seal does not continue the one before it")
    SEAL_EDITED = "seal_edited", _("a seal was edited")
    EVENT_EDITED = "event_edited", _("an event was edited")
    PERSONAL_EDITED = "personal_edited", _("personal values were edited")
    PERSONAL_MISSING = "personal_missing", _("personal values are gone without an erasure")
    HEAD_DIFFERS = "head_differs", _("the chain does not pass through a head that was kept")
    UNSEALED = "unsealed", _("an event has waited too long for its seal")
    LOST = "lost", _("an event is neither sealed nor waiting for its seal")
