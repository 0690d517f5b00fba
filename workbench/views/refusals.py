"""Why a change of many records was refused, in words for those who asked for it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from workbench.operations.records import Invalid, Stale

REFUSALS = (PermissionDenied, Stale, Invalid, ValidationError)


def why(refusal: Exception) -> str:
    """What stood in the way; each reason once, for many records often fail for the same one."""
    if isinstance(refusal, Stale):
        return _("Somebody else changed one of these. Nothing was changed; look again.")
    if isinstance(refusal, Invalid):
        reasons = [fault.message for fault in refusal.faults]
    elif isinstance(refusal, ValidationError):
        reasons = refusal.messages
    else:
        return _("You may not change all of these. Nothing was changed.")
    return _("Nothing was changed. %(why)s") % {"why": " ".join(dict.fromkeys(map(str, reasons)))}
