"""Why a change was refused, in words for those who asked for it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext as _

from workbench.operations.records import Invalid, Stale

UNPROCESSABLE, CONFLICT = 422, 409
"""The status of a form that holds something wrong, and of one that somebody else has overtaken."""
REFUSALS = (PermissionDenied, Stale, Invalid, ValidationError)


def tell(form: BaseForm, refusal: Invalid | Stale) -> None:
    """Say it in the form, each reason at its field where the form has that."""
    if isinstance(refusal, Stale):
        text = _("Somebody else saved this in the meantime. Open it again to see how it stands.")
        form.add_error(None, text)
    else:
        for fault in refusal.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)


def why(refusal: Exception) -> str:
    """What stood in the way of many changes at once; each reason once, for many often fail for the same one."""
    if isinstance(refusal, Stale):
        return _("Somebody else changed one of these. Nothing was changed; look again.")
    if isinstance(refusal, Invalid):
        reasons = [fault.message for fault in refusal.faults]
    elif isinstance(refusal, ValidationError):
        reasons = refusal.messages
    else:
        return _("You may not change all of these. Nothing was changed.")
    return _("Nothing was changed. %(why)s") % {"why": " ".join(dict.fromkeys(map(str, reasons)))}
