"""Form parts: a field with its label, help and error, and the summary of what stops a form."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.translation import ngettext

register = template.Library()

Context = dict[str, Any]

COUNTED_UP_TO = 140
"""Texts that may be longer than this are not counted while typing."""
_SHORT = (forms.DateField, forms.DateTimeField, forms.IntegerField, forms.DecimalField)
_CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, *, label: str = "", hint: str | None = None, counter: bool | None = None
) -> Context:
    """A form field: label with an optional marker, help above, error below, all tied together for readers.

    ``hint`` replaces the field's own help; an empty one leaves it out.
    """
    kind = _kind(bound.field.widget)
    limit = bound.field.widget.attrs.get("maxlength") or getattr(bound.field, "max_length", None)
    counted = (
        kind == "text" and limit is not None and (int(limit) <= COUNTED_UP_TO if counter is None else counter)
    )
    help_text = bound.help_text if hint is None else hint
    return {
        "field": bound,
        "kind": kind,
        "width": _width(bound.field, kind),
        "label": label or bound.label,
        "help": help_text,
        "limit": limit if counted else None,
        "length": len(str(bound.value() or "")) if counted else 0,
        "control": bound.as_widget(
            attrs=_attributes(bound, kind, bool(help_text), limit if counted else None)
        ),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> Context:
    """Everything that stops the form, each linked to its field, and the pages where it is mended; takes the focus."""
    entries = [
        {
            "id": form[name].id_for_label or form[name].auto_id,
            "lead": _lead(str(form[name].label)),
            "text": text,
        }
        for name in form.fields
        if not form[name].is_hidden
        for text in form[name].errors
    ]
    general = [*form.non_field_errors(), *(text for hidden in form.hidden_fields() for text in hidden.errors)]
    return {
        "title": _title(len(entries) + len(general)),
        "entries": entries,
        "general": general,
        "remedies": getattr(form, "remedies", ()),
    }


def _lead(label: str) -> str:
    """A label before what is wrong with its field: a question has its mark already."""
    return label if label.endswith("?") else f"{label}:"


def _title(count: int) -> str:
    return ngettext(
        "%(count)d thing to fix before this can be saved",
        "%(count)d things to fix before this can be saved",
        count,
    ) % {"count": count}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, _CHOICE_LISTS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "select"
    return "text" if isinstance(widget, forms.TextInput | forms.Textarea) else "other"


def _width(field: forms.Field, kind: str) -> str:
    """Days and figures are short, menus take half a row, texts the whole of it."""
    if kind == "select" and not getattr(field.widget, "allow_multiple_selected", False):
        return "select"
    return "short" if isinstance(field, _SHORT) and kind != "check" else "wide"


def _attributes(bound: BoundField, kind: str, has_help: bool, limit: Any) -> dict[str, Any]:
    described = [f"{bound.auto_id}_help"] if has_help else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    css = {"check": "sl-ck", "select": "form-select"}.get(kind, "form-control")
    if kind == "choices":
        css = "sl-ck" if isinstance(bound.field.widget, forms.CheckboxSelectMultiple) else "sl-rd"
    given = bound.field.widget.attrs.get("class", "")
    # A placeholder is never the label, so none is shown.
    attributes: dict[str, Any] = {
        "placeholder": False,
        "class": " ".join(filter(None, (given, css, "is-invalid" if bound.errors else ""))),
    }
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if limit:
        attributes["data-count"] = f"{bound.auto_id}_count"
    return attributes
