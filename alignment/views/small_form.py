"""A form that opens under the list it was asked for from or, without script, on a page of its own."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.rules import unit_paths
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.inputs import path_in
from workbench.types import type_named


class SmallForm(Door, ABC):
    """One question about one record; answered, it returns to where it was asked for from."""

    form_template: ClassVar[str] = "alignment/small_form.html"
    page_template: ClassVar[str] = "alignment/small_form_page.html"
    """The page around the form, where there is no script."""

    @abstractmethod
    def home(self) -> str:
        """The page to return to where the form was asked for from none."""

    def show(self, form: forms.Form, status: int = 200, **more: Any) -> HttpResponse:
        in_place = bool(self.htmx)
        context = {"form": form, "next": self.next_url(), "in_place": in_place, **more}
        template = self.form_template if in_place else self.page_template
        return render(self.request, template, context, status=status)

    def done(self, text: str, undo: str = "") -> HttpResponse:
        if not self.htmx:
            messages.success(self.request, text, extra_tags=undo)
            return HttpResponseRedirect(self.next_url())
        toast = {"text": text, **({"undo": undo} if undo else {})}
        return HttpResponse(
            status=204, headers={"HX-Trigger": json.dumps({"sl:mended": {}, "sl:toast": toast})}
        )

    def leave(self, url: str) -> HttpResponse:
        """Away from the form, as a whole page."""
        if self.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def next_url(self) -> str:
        """Back to where the form was asked for; never to another site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return path_in(wanted) or self.home()


class KeyedForm(SmallForm):
    """About one record of the type whose key the address names."""

    record: Any
    object_type: ObjectType

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            object_type = type_named(kwargs["key"])
            if object_type is None:
                raise Http404
            self.object_type = object_type
            rows = object_type.model.objects.visible_to(self.viewer).for_list()
            self.record = get_object_or_404(rows, uid=kwargs["uid"])

    def needed_permission(self) -> str | None:
        return self.object_type.permission

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.record))


class AskedForm(SmallForm):
    """What one person is asked about one record; who may change such records may answer in their place.

    ``page``: heading, claim, lines of evidence, label of the button.
    """

    stand_in: ClassVar[Permission]
    """What it takes to answer in the place of who is asked."""
    record: Any

    @abstractmethod
    def found(self, uid: UUID) -> Record | None:
        """The record, where the viewer may see it or is asked."""

    @abstractmethod
    def is_asked(self) -> bool:
        """Whether it is the viewer who is asked."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.record = self.found(kwargs["uid"])
            if self.record is None:
                raise Http404

    def needed_permission(self) -> str | None:
        return None if self.is_asked() else self.stand_in

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.record))
