"""What the commands that move records have in common: the type and the person they act as."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.actors import SYSTEM, Actor
from foundation.catalog import ObjectType
from workbench.types import all_types, type_named


def type_or_error(name: str) -> ObjectType:
    found = type_named(name)
    if found is None:
        names = ", ".join(sorted(object_type.key for object_type in all_types()))
        raise CommandError(
            _("There is no type “%(name)s”. Types: %(names)s.") % {"name": name, "names": names}
        )
    return found


def actor_or_error(email: str | None) -> Actor:
    """The user with that address; unattended work, which may do everything, where none is named."""
    if email is None:
        return SYSTEM
    user = User.objects.filter(email__iexact=email, is_active=True).select_related("person").first()
    if user is None:
        raise CommandError(_("Nobody who may sign in has the address “%s”.") % email)
    return user
