"""The form of a re-mapping: for each record of the old strategy what goes on in its place, or why it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from alignment.operations.succession import Fate
from alignment.queries.succession import Fated, Remapping
from foundation.models import Record

COPY, END = "copy", "end"
REST, REST_WHY = "rest", "rest-why"


class RemapForm(forms.Form):
    """Two fields for each record, and two for all that are still open."""

    def __init__(self, data: Any, found: Remapping) -> None:
        super().__init__(data)
        self.found = found
        self.offered: dict[Record, dict[str, Record]] = {}
        for fated in found.objectives:
            self._offer(fated, found.new_objectives)
        for fated in found.elements:
            self._offer(fated, found.new_elements)
        self.fields[REST] = _choice(
            _("What becomes of all that are still open"),
            [("", _("Choose…")), (COPY, _("Go on unchanged, as a copy")), (END, _("End"))],
        )
        self.fields[REST_WHY] = _why(_("Why they end"))

    def _offer(self, fated: Fated, rows: Iterable[Record]) -> None:
        record, key = fated.record, key_of(fated.record)
        known = {str(row.uid): row for row in rows}
        self.offered[record] = known
        choices = [
            ("", _("Choose…")),
            *((uid, str(row)) for uid, row in known.items()),
            (COPY, _("Goes on unchanged, as a copy")),
            (END, _("Ends")),
        ]
        self.fields[key] = _choice(str(record), choices)
        self.fields[f"{key}-why"] = _why(_("Why “%(record)s” ends") % {"record": record})
        said = fated.succession
        self.initial.update({key: self.usual(fated), f"{key}-why": said.reason if said else ""})

    def usual(self, fated: Fated) -> str:
        """What was said before; else the one of the same name, and for an element that has none a copy."""
        said, known = fated.succession, self.offered[fated.record]
        if said is not None:
            uid = str(said.successor.uid) if said.successor else END
            return uid if uid == END or uid in known else ""
        name = str(fated.record).casefold()
        same = next((uid for uid, row in known.items() if str(row).casefold() == name), "")
        return same or (COPY if fated in self.found.elements else "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get(REST) == END and not cleaned.get(REST_WHY):
            self.add_error(REST_WHY, _("Say why they end."))
            return cleaned
        for record in self.offered:
            key = key_of(record)
            if key in cleaned and not cleaned[key]:
                cleaned[key] = cleaned.get(REST, "")
                cleaned[f"{key}-why"] = cleaned.get(f"{key}-why") or cleaned.get(REST_WHY, "")
            if key in cleaned and not cleaned[key]:
                self.add_error(key, _("Say what goes on in its place, or that it ends."))
            elif cleaned.get(key) == END and not cleaned.get(f"{key}-why"):
                self.add_error(f"{key}-why", _("Say why it ends."))
        return cleaned

    def fates(self, rows: Iterable[Fated]) -> dict[Any, Fate]:
        """The answers as the operation takes them."""
        return {fated.record: self._fate(fated.record) for fated in rows}

    def _fate(self, record: Record) -> Fate:
        said, why = self.cleaned_data[key_of(record)], self.cleaned_data[f"{key_of(record)}-why"]
        return Fate(self.offered[record].get(said), is_copied=said == COPY, reason=why)

    @property
    def is_open(self) -> bool:
        """Whether a record is left at "Choose…"."""
        return not all(self[key_of(record)].value() for record in self.offered)

    def rows(self, fated: Iterable[Fated]) -> Iterator[tuple[Fated, BoundField, BoundField]]:
        """Each record with its two fields."""
        for one in fated:
            key = key_of(one.record)
            yield one, self[key], self[f"{key}-why"]


def key_of(record: Record) -> str:
    """How the fields of a record are called."""
    return f"{record._meta.model_name}-{record.uid.hex}"


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select", "aria-label": label})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)


def _why(label: str) -> forms.CharField:
    attrs = {"class": "form-control", "aria-label": label, "placeholder": " ", "rows": "1"}
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget)
