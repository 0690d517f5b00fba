"""Roles given and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Enterprise, Grant
from accounts.operations.trail import about
from accounts.operations.user import end_sign_ins, refuse_without_administrator
from accounts.permissions import Permission
from accounts.roles import ADMINISTRATOR
from accounts.rules import require
from audit.choices import Verb
from audit.operations.recording import record
from jobs.operations.outbox import withhold

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Unit, User
    from foundation.actors import Actor


@transaction.atomic
def grant_role(*, user: User, role: str, unit: Unit, actor: Actor, now: datetime) -> Grant:
    """Give a user a role in a unit and below. Works with the user's next request.

    Raises ``PermissionDenied``, or ``ValidationError`` where the user holds that role there already.
    """
    require(actor, Permission.MANAGE_ACCESS, [unit.path])
    grant = Grant(user=user, role=role, unit=unit)
    grant.full_clean()
    grant.save(force_insert=True)
    changes = {"role": (None, role), "unit": (None, unit.name)}
    record(actor=actor, verb=Verb.GRANTED, subject=about(user), changes=changes, now=now)
    return grant


@transaction.atomic
def revoke_role(*, grant: Grant, actor: Actor, now: datetime) -> None:
    """Take a role away; the user's sessions and tokens end with the next request.

    Mail that waits may name what they can no longer read, and is not sent; what they still can stands in their inbox.
    Raises ``PermissionDenied``, or ``LastAdministrator`` where nobody else could run the installation.
    """
    require(actor, Permission.MANAGE_ACCESS, [grant.unit.path])
    Enterprise.objects.select_for_update().first()
    deleted, _by_model = Grant.objects.filter(pk=grant.pk).delete()
    if not deleted:
        return
    if grant.role == ADMINISTRATOR.key:
        refuse_without_administrator()
    end_sign_ins(user=grant.user, now=now)
    withhold(
        recipient=grant.user.email, reason=_("A role was taken away by %(name)s.") % {"name": actor.label}
    )
    changes = {"role": (grant.role, None), "unit": (grant.unit.name, None)}
    record(actor=actor, verb=Verb.REVOKED, subject=about(grant.user), changes=changes, now=now)
