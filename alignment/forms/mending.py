"""The small forms that mend a chain in place. Rules stay in the models and the operations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import fields_for_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alignment.choices import Action, Strength
from alignment.operations.mending import Joining, NewRecord
from foundation.actors import Actor
from foundation.models import Record
from workbench.filters import matching
from workbench.forms import RecordForm, form_of, pickable
from workbench.inputs import number_in
from workbench.links import page_url
from workbench.types import type_for

LINK_FIELDS = ("strength", "share", "evidence", "evidence_date")
FIELDS = {
    Action.ADD_EVIDENCE: LINK_FIELDS,
    Action.RENEW_EVIDENCE: LINK_FIELDS,
    Action.RAISE_STRENGTH: LINK_FIELDS,
    Action.SET_METRIC: ("metric", "baseline_value", "target_value", "target_date"),
    Action.SET_BASELINE: ("baseline_value", "baseline_date"),
    Action.SET_TARGET: ("target_value", "target_date"),
}
"""What an action asks about a record that exists."""
DEMANDED = {
    Action.ADD_EVIDENCE: "evidence",
    Action.RENEW_EVIDENCE: "evidence",
    Action.SET_METRIC: "metric",
    Action.SET_BASELINE: "baseline_value",
    Action.SET_TARGET: "target_value",
}
"""Without which nothing would be mended, and the list would say the same as before."""

QUESTIONS = {
    "need": _("Which customer need?"),
    "initiative": _("Which initiative?"),
    "element": _("Which strategy element?"),
    "objective": _("Which objective?"),
    "benefit": _("Which benefit?"),
}
NAMED = 3
"""Records named where the words fit several."""
PARENTS = {"segment": _("Segment, if new"), "unit": _("Unit, if new"), "strategy": _("Strategy, if new")}


def part_of(names: Sequence[str], record: Record, viewer: Actor, data: Any, demanded: str = "") -> RecordForm:
    """Some fields of the record's own form; ``demanded`` names one that has to be filled in here."""
    form = form_of(type_for(type(record)))(data, viewer=viewer, record=record)
    for name in set(form.fields) - {*names, "version"}:
        del form.fields[name]
    if demanded:
        form.fields[demanded].required = True
    form.order_fields(names)
    form.offer_choices()
    return form


class JoinForm(forms.Form):
    """Chooses the far end of a link by its code or words, or names a new one; then how much, and how we know."""

    far = forms.CharField()
    parent: Any = forms.ModelChoiceField(queryset=None, required=False, to_field_name="uid")

    def __init__(
        self, data: Any = None, *, joining: Joining, viewer: Actor, today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.joining, self.viewer, self.today = joining, viewer, today
        self.link_type = type_for(joining.link)
        self.options: QuerySet[Any] = pickable(self.link_type, joining.far, viewer)
        self.fields["far"].label = QUESTIONS[joining.far]
        self.fields["far"].widget = forms.TextInput(attrs=self._search())
        self._offer_new(viewer)
        self._ask_about_link()

    def _offer_new(self, viewer: Actor) -> None:
        """Where the record may be new, ask what it belongs to once its words are not known."""
        if not self.joining.parent:
            del self.fields["parent"]
            return
        far_type = type_for(self.options.model)
        parents = pickable(far_type, self.joining.parent, viewer)
        choice: Any = self.fields["parent"]
        choice.queryset, choice.label = parents, PARENTS[self.joining.parent]
        choice.empty_label = _("Choose…")
        choice.help_text = _("For words that name a new one.")

    def _ask_about_link(self) -> None:
        names = [name for name in LINK_FIELDS if name in self.link_type.fields]
        for name, field in fields_for_model(self.joining.link, names).items():
            self.fields[name] = field
        self.fields["strength"].initial = Strength.CLEAR
        if "share" in self.fields:
            self.fields["share"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields["share"].label = _("Share, %")
        self.fields["evidence"].widget = forms.TextInput()
        day: Any = self.fields["evidence_date"]
        day.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def _search(self) -> dict[str, str]:
        """The box offers what matches the words typed so far, and some to begin with."""
        far_type = type_for(self.options.model)
        return {
            "list": "far-options",
            "autocomplete": "off",
            "hx-get": page_url(far_type, "options"),
            "hx-trigger": "focus once, input changed delay:200ms",
            "hx-target": "#far-options",
        }

    def clean(self) -> dict[str, Any]:
        """Find the far record by label, code or words; else make ready a new one."""
        cleaned = super().clean() or {}
        typed = str(cleaned.get("far", "")).strip()
        self.chosen: Record | NewRecord | None = self._found(typed) if typed else None
        if typed and self.chosen is None:
            self._choose_or_make(typed, cleaned.get("parent"))
        if cleaned.get("evidence") and not cleaned.get("evidence_date"):
            cleaned["evidence_date"] = self.today
        return cleaned

    def _found(self, typed: str) -> Record | None:
        """The record whose code begins the text, or whose words it is."""
        if number := number_in(self.options.model, typed.split(maxsplit=1)[0]):
            return self.options.filter(number=number).first()
        words = "statement" if self.joining.far == "need" else "name"
        return self.options.filter(**{f"{words}__iexact": typed}).order_by("number").first()

    def _choose_or_make(self, typed: str, parent: Record | None) -> None:
        """Words of which the list offers one record choose it, unless somebody says where a new one belongs."""
        if parent is not None:
            self.chosen = NewRecord(typed, parent)
            return
        found = self.options.filter(matching(type_for(self.options.model), typed, self.viewer))
        fitting = list(found.order_by("number")[: NAMED + 1])
        if len(fitting) == 1:
            self.chosen = fitting[0]
        else:
            self.add_error("far", self._refusal(fitting))

    def _refusal(self, fitting: Sequence[Record]) -> str:
        """Why the words choose nothing: several fit them, the first of which are named, or none does."""
        if fitting:
            names = ", ".join(f"{each.code} {each}" for each in fitting[:NAMED])
            more = gettext(", and others") if len(fitting) > NAMED else ""
            return gettext("These words fit several: %(names)s. Choose one.") % {"names": f"{names}{more}"}
        if not self.joining.parent:
            return gettext("Nothing here has these words. Choose from the list.")
        return gettext("Nothing here has these words. Choose from the list, or say where a new one belongs.")

    def values(self) -> dict[str, Any]:
        """What the link says."""
        return {name: self.cleaned_data[name] for name in LINK_FIELDS if name in self.cleaned_data}


def visible_fields(form: forms.Form) -> Sequence[Any]:
    """The fields a person fills in, in order."""
    return [form[name] for name in form.fields if not form[name].is_hidden]
