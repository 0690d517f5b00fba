from __future__ import annotations

from datetime import time
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import JSONObject, Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import GrantedAccess
from accounts.models.enterprise import Enterprise
from accounts.models.person import Person

SHOWN_OF_PERSON = ("uid", "number", "name", "email", "title", "unit_id")
"""What pages show of their reader."""


class UserQuerySet(models.QuerySet["User"]):
    def with_person(self) -> UserQuerySet:
        """With the person, the unit and the enterprise's time zone, in one query."""
        zone = Enterprise.objects.values("time_zone")[:1]
        return self.select_related("person__unit").annotate(enterprise_zone=Subquery(zone))

    def as_readers(self) -> UserQuerySet:
        """With what is shown of the person and the enterprise's row as JSON; a row for each grant."""
        fields = {column.attname: column.attname for column in Enterprise._meta.concrete_fields}
        enterprise = Subquery(Enterprise.objects.values(row=JSONObject(**fields))[:1])
        person = {f"person_{name}": F(f"person__{name}") for name in SHOWN_OF_PERSON}
        granted = {
            "role": F("grants__role"),
            "branch": F("grants__unit__path"),
            "branch_name": F("grants__unit__name"),
        }
        return self.annotate(enterprise_row=enterprise, **person, **granted)

    def in_order(self) -> UserQuerySet:
        return self.order_by("person__name", "pk")


class UserAccounts(BaseUserManager.from_queryset(UserQuerySet)):
    """Django's contract for signing in: look up by the address in any case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A sign-in, for one person. What it may do follows from its grants alone."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("email"), unique=True)
    person = models.OneToOneField(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="user"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True, default=time(20))
    quiet_until = models.TimeField(_("until"), null=True, blank=True, default=time(7))
    weekly_digest = models.BooleanField(_("weekly digest"), default=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserAccounts()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Sign-in compares addresses in lower case; so do the pages, the commands and the files.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_lower"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="accounts_user_quiet_whole",
                violation_error_message=_(
                    "Say from when until when no mail shall come, or leave both empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def label(self) -> str:
        """How the audit trail names this user."""
        return self.person.name

    @property
    def zone(self) -> str:
        """The time zone in which this user reads instants. Load with ``with_person`` or as a reader."""
        return self.time_zone or getattr(self, "enterprise_zone", None) or "UTC"

    @cached_property
    def access(self) -> GrantedAccess:
        """What the user may see and do, read once for the life of this object."""
        return GrantedAccess.of(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django admin's question: operators may use it, nobody else."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to stay valid: it changes with the password and with the epoch."""
        return salted_hmac(
            "accounts.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
