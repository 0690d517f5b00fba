"""Roles as readable data: each says whom it is for and lists what it allows in a unit and below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions, granted to a user for a unit and everything below it."""

    key: str
    name: str | Promise
    description: str | Promise
    permissions: frozenset[P]


_READING = {P.READ, P.COMMENT}
_EDITING = {P.EDIT_ASSESSMENTS, P.EDIT_CUSTOMERS, P.EDIT_INITIATIVES, P.EDIT_METRICS}

READER = Role("reader", _("Reader"), _("Reads everything in the unit."), frozenset({P.READ}))
CONTRIBUTOR = Role(
    "contributor",
    _("Contributor"),
    _("Keeps initiatives and their links true."),
    frozenset(_READING | {P.EDIT_INITIATIVES}),
)
RELATIONSHIP_MANAGER = Role(
    "relationship_manager",
    _("Relationship manager"),
    _("Carries the customer's voice into IT: needs, demand and the initiatives that serve them."),
    frozenset(_READING | {P.EDIT_CUSTOMERS, P.EDIT_INITIATIVES}),
)
ANALYST = Role(
    "analyst",
    _("Analyst"),
    _("Keeps all records true; imports and exports."),
    frozenset(_READING | _EDITING | {P.IMPORT}),
)
EXECUTIVE = Role(
    "executive",
    _("Executive"),
    _("Reads everything in the unit, also how people promise, and discusses it."),
    frozenset(_READING | {P.READ_CALIBRATION}),
)
CIO = Role(
    "cio",
    _("Chief information officer"),
    _("States the strategy, maps the work to it and answers for both."),
    frozenset(
        _READING
        | _EDITING
        | {P.EDIT_STRATEGY, P.EDIT_ORGANIZATION, P.IMPORT, P.DELETE, P.READ_AUDIT, P.READ_CALIBRATION}
    ),
)
AUDITOR = Role(
    "auditor",
    _("Auditor"),
    _("Reads everything in the unit and the audit trail, and changes nothing."),
    frozenset({P.READ, P.READ_AUDIT}),
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Runs the installation: people, access, imports and jobs."),
    frozenset(P),
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (READER, CONTRIBUTOR, RELATIONSHIP_MANAGER, ANALYST, EXECUTIVE, CIO, AUDITOR, ADMINISTRATOR)
}
ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]
