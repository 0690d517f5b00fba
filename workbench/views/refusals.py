"""Why a change was refused, in words for those who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation import formats
from foundation.catalog import ObjectType
from workbench.links import record_url
from workbench.operations.records import Fault, Invalid, Saved, Stale

UNPROCESSABLE, CONFLICT = 422, 409
"""The status of a form that holds something wrong, and of one that somebody else has overtaken."""
REFUSALS = (PermissionDenied, Stale, Invalid, ValidationError)
NAMED_AT_MOST = 50
"""Rows of a selection that are named one by one; the rest is counted."""


def tell(form: BaseForm, refusal: Invalid | Stale) -> None:
    """Say it in the form, each reason at its field where the form has that."""
    if isinstance(refusal, Stale):
        text = _("Somebody else saved this in the meantime. Open it again to see how it stands.")
        form.add_error(None, text)
    else:
        # Shown by the summary of the form's errors.
        form.remedies = [remedy for fault in refusal.faults for remedy in fault.remedies]  # type: ignore[attr-defined]
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


def each_refused(object_type: ObjectType, records: Sequence[Any], refusal: Exception) -> str:
    """Row by row why a selection was refused, with what mends it; empty where no remedy is known for any row."""
    if not isinstance(refusal, Invalid) or not any(fault.remedies for fault in refusal.faults):
        return ""
    rows = [(records[fault.index], fault) for fault in refusal.faults]
    return format_html("{} {}", _("Nothing was changed."), _listed(object_type, rows))


def warn(request: HttpRequest, object_type: ObjectType, saved: Sequence[Saved]) -> None:
    """Tell of everything that was saved although something speaks against it, row by row."""
    rows = [(one.record, warning) for one in saved for warning in one.warnings]
    if len(rows) == 1 and len(saved) == 1:
        messages.warning(request, told(rows[0][1]))
    elif rows:
        messages.warning(request, _listed(object_type, rows))


def told(fault: Fault) -> SafeString:
    """A fault with the pages where it is mended."""
    links = [(remedy.url, remedy.label) for remedy in fault.remedies]
    return format_html(
        "{} {}", fault.message, format_html_join(" · ", '<a class="lnk" href="{}">{}</a>', links)
    )


def _listed(object_type: ObjectType, rows: Sequence[tuple[Any, Fault]]) -> SafeString:
    named = [
        (record_url(object_type, record), f"{record.code} {record}", told(fault))
        for record, fault in rows[:NAMED_AT_MOST]
    ]
    items = format_html_join("", '<li><a class="lnk" href="{}">{}</a>: {}</li>', named)
    hidden = len(rows) - len(named)
    more = _("and %(count)s more") % {"count": formats.number(hidden)} if hidden else ""
    return format_html("<ul>{}</ul>{}", items, more)
