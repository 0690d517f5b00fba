"""The form of a record type, built from its catalog entry; rules stay in the model and the operation."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.forms.models import fields_for_model
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.catalog import ObjectType, Section
from foundation.models import Record
from workbench.inputs import number_in, uuid_in
from workbench.links import page_url
from workbench.naming import name_of
from workbench.reach import places_of
from workbench.types import type_of

CHOICES_AT_MOST = 200
"""Above this many records a relation is chosen by typing, not from one long menu."""


class RecordChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Chooses a related record among those the person may see, by uid or by code."""

    queryset: QuerySet[Any]

    def to_python(self, value: Any) -> Any:
        """Accepts a uid, a record, or a text that starts with the code, such as "I-17 Claims engine"."""
        code = value.strip().partition(" ")[0] if isinstance(value, str) else ""
        if number := number_in(self.queryset.model, code):
            found = self.queryset.filter(number=number).first()
            if found is None:
                raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
            return found
        return super().to_python(value)


class RecordForm(forms.Form):
    """What a person may write of one record type. Values go to the operation, which validates them."""

    object_type: ObjectType
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Actor, record: Record | None = None, **kwargs: Any) -> None:
        self.record = record
        if record is not None:
            kwargs["initial"] = {**initial_of(self.object_type, record), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        for name, field in self.fields.items():
            say = _("Choose %(field)s.") if isinstance(field, forms.ChoiceField) else _("Fill in %(field)s.")
            field.error_messages["required"] = say % {"field": field.label}
            if isinstance(field, RecordChoice):
                field.queryset = pickable(self.object_type, name, viewer, record)

    def offer_choices(self, back: str = "") -> None:
        """Load the records that the menus offer; where they are many, a box that searches takes their place.

        Where a relation that must be filled in has none to offer, the way to the first one stands at the field; it
        leads on to ``back``. One query per relation, for showing the form; reading what was sent needs none of it.
        """
        for name, field in self.fields.items():
            if isinstance(field, RecordChoice):
                rows = list(field.queryset[: CHOICES_AT_MOST + 1])
                if len(rows) > CHOICES_AT_MOST:
                    self.search_for(name, field)
                else:
                    if field.required and not rows:
                        field.help_text = self.another(field, back, _("There is none to choose yet."))
                    field.choices = [
                        ("", field.empty_label),
                        *((row.uid, name_of(row, self.viewer)) for row in rows),
                    ]

    def another(self, field: RecordChoice, back: str, lead: Any) -> str:
        """The words of ``lead``, with a link to a new record for those who may state one; it leads on to ``back``."""
        model = field.queryset.model
        related = type_of(model)
        if related is None or not self.viewer.access.allows(related.permission):
            return str(lead)
        query = urlencode({"next": back}) if back else ""
        label = str(_("New %(name)s")) % {"name": model._meta.verbose_name}
        url = page_url(related, "create")
        return format_html(
            '{} <a class="lnk" href="{}">{}</a>', lead, f"{url}?{query}" if query else url, label
        )

    def search_for(self, name: str, field: RecordChoice) -> None:
        """Turn a menu into a text box that offers matches while typing, and understands a code alone."""
        related = type_of(field.queryset.model)
        query = urlencode({"for": self.object_type.key, "as": name})
        field.widget = forms.TextInput(
            attrs={
                "list": f"{name}-options",
                "autocomplete": "off",
                "hx-get": f"{page_url(related, 'options')}?{query}" if related else "",
                "hx-trigger": "input changed delay:200ms",
                "hx-target": f"#{name}-options",
            }
        )
        if chosen := field.queryset.filter(uid=uuid_in(str(self.initial.get(name)))).first():
            self.initial[name] = f"{chosen.code} {name_of(chosen, self.viewer)}"

    def values(self) -> dict[str, Any]:
        """The cleaned values by field name."""
        return {name: self.cleaned_data[name] for name in self.object_type.fields}


def initial_of(object_type: ObjectType, record: Record) -> dict[str, Any]:
    """What the form shows of a record before anybody types."""
    values = {name: getattr(record, name) for name in object_type.fields}
    shown = {name: v.uid if isinstance(v, Record) else v for name, v in values.items()}
    return {**shown, "version": record.version}


def pickable(
    object_type: ObjectType, name: str, viewer: Actor, record: Record | None = None
) -> QuerySet[Any]:
    """Related records a person may choose: visible ones that are not archived, and the present one.

    The present one stays even where the person may not see it: saving another field must not lose it. Where the
    choice says to which unit the record belongs, only those are offered where the person may write this type.
    """
    related: Any = object_type.model._meta.get_field(name).related_model
    visible = related.objects.visible_to(viewer).active()
    if places := places_of(object_type.model, name):
        visible = viewer.access.narrow_to(object_type.permission, visible, places)
    present = getattr(record, f"{name}_id", None) if record else None
    if present is None:
        return visible.for_list()
    return related.objects.for_list().filter(models.Q(pk__in=visible.values("pk")) | models.Q(pk=present))


@cache
def form_of(object_type: ObjectType) -> type[RecordForm]:
    """The form class of a type."""
    made = fields_for_model(object_type.model, object_type.fields, formfield_callback=_field)
    attributes = {**{name: made[name] for name in object_type.fields}, "object_type": object_type}
    return type(f"{object_type.model.__name__}Form", (RecordForm,), attributes)


def _field(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    if isinstance(column, ForeignKey):
        return RecordChoice(
            queryset=column.related_model._default_manager.none(),
            to_field_name="uid",
            required=not column.blank,
            label=capfirst(str(column.verbose_name)),
            help_text=column.help_text,
            empty_label=_("None") if column.blank else _("Choose…"),
        )
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs["error_messages"] = {"invalid": _("Enter a day as year, month and day: 2027-03-31.")}
    if isinstance(column, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    field: Any = column.formfield(localize=False, **kwargs)
    if column.choices and field is not None:
        empty = _("Not said") if column.blank else _("Choose…")
        field.choices = [(v, label) if v not in ("", None) else ("", empty) for v, label in field.choices]
    elif isinstance(field, forms.DecimalField | forms.IntegerField):
        field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if isinstance(field, forms.DecimalField):
            field.error_messages["invalid"] = _(
                "Enter a number in digits, with a point before decimals: 1250.5."
            )
    return field


def sections_of(object_type: ObjectType) -> tuple[Section, ...]:
    """The sections of a type; those fields that none of them names follow in one without a title."""
    named = {name for section in object_type.sections for name in section.fields}
    rest = tuple(name for name in object_type.fields if name not in named)
    return (*object_type.sections, Section("", rest)) if rest else object_type.sections
