"""Types of the first gate: what a unit asks for, and who let what pass."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from alignment.models import GateOverride, GatePolicy
from alignment.operations.gate_overrides import state_override
from foundation.catalog import ObjectType, Section

GROUP = _("Align")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=GatePolicy,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        purpose=_(
            "A gate policy says what a unit asks of work before it is approved, and who may let it pass."
        ),
        icon="shield-check",
        in_menu=False,
        columns=("unit", "start_date", "mode", "draft_mode", "overriders", "overrider"),
        filters=("mode", "draft_mode"),
        search=("reason",),
        fields=(
            "unit",
            "start_date",
            "mode",
            "accepts_weak",
            "accepts_stale",
            "draft_mode",
            "overriders",
            "overrider",
            "reason",
        ),
        sections=(
            Section(
                _("What it asks for"),
                ("unit", "start_date", "mode", "accepts_weak", "accepts_stale", "draft_mode"),
            ),
            Section(_("Override"), ("overriders", "overrider")),
            Section(_("Reason"), ("reason",)),
        ),
    ),
    ObjectType(
        model=GateOverride,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        prepare=state_override,
        purpose=_(
            "An override lets one initiative pass its first gate once, with the reason for everybody to see."
        ),
        icon="key",
        in_menu=False,
        columns=("initiative", "reason"),
        filters=("initiative",),
        search=("initiative__name", "reason"),
        fields=("initiative", "reason"),
    ),
)
