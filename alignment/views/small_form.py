"""A form that opens under the list it was asked for from or, without script, on a page of its own."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts.doors import Door
from workbench.inputs import path_in


class SmallForm(Door, ABC):
    """One question about one record; answered, it returns to where it was asked for from."""

    form_template: ClassVar[str]
    page_template: ClassVar[str]
    """The page around the form, where there is no script."""

    @abstractmethod
    def home(self) -> str:
        """The page to return to where the form was asked for from none."""

    def show(self, form: forms.Form, status: int = 200, **more: Any) -> HttpResponse:
        in_place = bool(self.request.htmx)  # type: ignore[attr-defined]
        context = {"form": form, "next": self.next_url(), "in_place": in_place, **more}
        template = self.form_template if in_place else self.page_template
        return render(self.request, template, context, status=status)

    def done(self, text: str, undo: str = "") -> HttpResponse:
        if not self.request.htmx:  # type: ignore[attr-defined]
            messages.success(self.request, text)
            return HttpResponseRedirect(self.next_url())
        toast = {"text": text, **({"undo": undo} if undo else {})}
        return HttpResponse(
            status=204, headers={"HX-Trigger": json.dumps({"sl:mended": {}, "sl:toast": toast})}
        )

    def leave(self, url: str) -> HttpResponse:
        """Away from the form, as a whole page."""
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def next_url(self) -> str:
        """Back to where the form was asked for; never to another site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return path_in(wanted) or self.home()
