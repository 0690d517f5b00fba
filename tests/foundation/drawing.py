"""A piece of a template drawn, and a form to draw: for the tests of components."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.template import Context, Template


class NeedForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(max_length=60, help_text="In the first person.")
    story = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    segment = forms.ChoiceField(choices=[("h", "Households")])
    asked = forms.IntegerField(required=False)
    confirmed = forms.BooleanField(required=False)
    channels = forms.MultipleChoiceField(
        required=False, choices=[("p", "Phone")], widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, initial="a")
    several = forms.MultipleChoiceField(required=False, choices=[("p", "Phone")])
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


def drawn(source: str, **context: Any) -> str:
    """What a template with our library renders, on one line."""
    html = Template("{% load sightline %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()
