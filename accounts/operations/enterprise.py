"""The enterprise itself: created once, with the root of its tree and somebody who may run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts.models import Enterprise, Grant, Unit
from accounts.operations.numbering import reserve_numbers
from accounts.operations.trail import about
from accounts.operations.unit import place_units
from accounts.operations.user import created_user
from accounts.permissions import Permission
from accounts.roles import ADMINISTRATOR
from accounts.rules import ROOT_PATH, require
from audit.choices import Verb
from audit.operations.recording import Entry, record, record_many
from jobs.operations.jobs import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from foundation.actors import Actor

SETTINGS = ("name", "time_zone", "currency", "language", "fiscal_start_month", "review_months")


FIT_OUT = "ship_content"
"""The kind of job that brings in what the apps ship."""


class AlreadyOpen(Exception):
    """There is an enterprise in this installation; there can be only one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the first run made."""

    enterprise: Enterprise
    root: Unit
    administrator: User


@transaction.atomic
def create_enterprise(
    *,
    settings: dict[str, Any],
    administrator: dict[str, Any],
    actor: Actor,
    now: datetime,
    root_uid: UUID | None = None,
) -> Opened:
    """Create the enterprise, the root unit of the same name, and its first administrator.

    ``settings`` has the fields of ``Enterprise``; ``administrator`` has ``name``, ``email`` and ``password``.
    ``root_uid``, and ``uid`` of the administrator, are for an enterprise that is built the same again.
    Raises ``AlreadyOpen``, or ``ValidationError`` for a value that breaks a rule.
    """
    enterprise = Enterprise(**settings)
    enterprise.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyOpen from error
    root = Unit(uid=root_uid or uuid4(), name=enterprise.name, created_at=now, updated_at=now)
    root.number = reserve_numbers(model=Unit, count=1)[0]
    place_units(records=[root])
    root.save(force_insert=True)
    user = created_user(**administrator, unit=root, title="", now=now)
    Grant.objects.create(user=user, role=ADMINISTRATOR.key, unit=root)
    granted = {"role": (None, ADMINISTRATOR.key), "unit": (None, root.name)}
    record_many(
        actor=actor,
        now=now,
        entries=[
            Entry(
                Verb.CREATED,
                about(enterprise),
                {name: (None, getattr(enterprise, name)) for name in SETTINGS},
            ),
            Entry(Verb.CREATED, about(root), {"name": (None, root.name)}),
            Entry(Verb.CREATED, about(user.person), personal={"name": (None, user.person.name)}),
            Entry(Verb.CREATED, about(user), personal={"email": (None, user.email)}),
            Entry(Verb.GRANTED, about(user), granted),
        ],
    )
    enqueue(kind=FIT_OUT, payload={}, actor=actor, now=now, key=FIT_OUT)
    return Opened(enterprise, root, user)


@transaction.atomic
def update_enterprise(*, settings: dict[str, Any], actor: Actor, now: datetime) -> Enterprise:
    """Change settings of the enterprise (a choice of ``SETTINGS``).

    Raises ``PermissionDenied``, or ``ValidationError`` for a value that breaks a rule. Nothing is written, and
    no event, where nothing differs.
    """
    require(actor, Permission.MANAGE_SYSTEM, [ROOT_PATH])
    enterprise = Enterprise.objects.select_for_update().get()
    before = {name: getattr(enterprise, name) for name in settings}
    for name, value in settings.items():
        setattr(enterprise, name, value)
    enterprise.full_clean(validate_unique=False)
    changes = {name: (old, settings[name]) for name, old in before.items() if old != settings[name]}
    if changes:
        enterprise.save(update_fields=list(changes))
        record(actor=actor, verb=Verb.CONFIGURED, subject=about(enterprise), changes=changes, now=now)
    return enterprise
