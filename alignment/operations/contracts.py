"""Benefit contracts: agreed to by their owner, and binding as long as nobody changes their terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.queries import enterprise_day
from alignment.models import Benefit
from alignment.operations.reviews import is_owner, plan_reviews_of
from foundation.actors import Actor, Entitled
from workbench.operations.records import Fault, Invalid, Saved, save
from workbench.operations.telling import announce
from workbench.reach import changed_in
from workbench.types import type_for

TERMS = (
    "owner_id",
    "explicitness",
    "metric_id",
    "baseline_value",
    "baseline_date",
    "target_value",
    "target_date",
    "annual_amount",
    "annual_currency",
)
"""What an owner agrees to: none of it changes behind their back."""


class AlreadyAgreed(Exception):
    """The owner has agreed to this promise already."""


def keep_agreement(*, records: Sequence[Benefit], actor: Actor, now: datetime) -> None:
    """See that an agreement is not dated ahead, and that terms change only with a new agreement or as a draft.

    Runs inside the write operation, before validation: two statements where anything is agreed, else none. Raises
    ``Invalid`` with one fault for each benefit.
    """
    del actor  # who may write was asked before
    agreed = {index: benefit for index, benefit in enumerate(records) if benefit.agreed_date is not None}
    if not agreed:
        return
    today = enterprise_day(now)
    known = Benefit.objects.agreed().in_bulk([benefit.pk for benefit in agreed.values() if benefit.pk])
    faults = []
    for index, benefit in agreed.items():
        text = _refusal(benefit, known.get(benefit.pk), today)
        if text:
            faults.append(Fault(index, "agreed_date", text))
    if faults:
        raise Invalid(faults)


def _refusal(benefit: Benefit, stored: Benefit | None, today: date) -> str:
    """Why a benefit cannot be agreed as it stands; empty where it can."""
    if benefit.agreed_date is not None and benefit.agreed_date > today:
        return _("Nobody can have agreed on a day to come.")
    is_same_day = stored is not None and stored.agreed_date == benefit.agreed_date
    if is_same_day and any(getattr(stored, name) != getattr(benefit, name) for name in TERMS):
        return _(
            "The terms have changed since the owner agreed. Give the day of the new agreement, or none for a draft."
        )
    return ""


def may_agree(viewer: Actor, benefit: Benefit) -> bool:
    """Whether somebody may agree: the owner, or who keeps the benefits of the unit and writes down that they did."""
    return is_owner(viewer, benefit) or viewer.access.allows(Permission.EDIT_INITIATIVES, changed_in(benefit))


@transaction.atomic
def agree_to_contract(*, benefit: Benefit, actor: Actor, now: datetime) -> Saved:
    """Agree to a promise as of today; its reviews are planned.

    Raises ``AlreadyAgreed``, ``Invalid`` where the promise lacks something, or ``PermissionDenied``.
    """
    if not may_agree(actor, benefit):
        raise PermissionDenied
    announce(model=Benefit, now=now)
    row = Benefit.objects.select_for_update(of=("self",)).for_list().get(pk=benefit.pk)
    if row.is_agreed:
        raise AlreadyAgreed
    values: dict[str, Any] = {"agreed_date": enterprise_day(now)}
    saved = save(object_type=type_for(Benefit), record=row, values=values, actor=Entitled(actor), now=now)
    plan_reviews_of(benefits=[row], actor=Entitled(actor), now=now)
    return saved
