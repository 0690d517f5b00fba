"""The form that mends one broken line, in place or, without script, on a page of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.rules import unit_paths
from alignment.choices import Action
from alignment.forms.mending import FIELDS, JoinForm, correction, visible_fields
from alignment.operations.mending import JOININGS, Joining, join
from foundation.catalog import ObjectType
from workbench.operations.records import Invalid, Stale, save
from workbench.types import type_named

UNPROCESSABLE = 422


class Mend(Door):
    """One action on one record: join it to another, or correct what is doubtful about it."""

    record: Any = None
    object_type: ObjectType
    action: Action
    joining: Joining | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        object_type = type_named(kwargs["key"])
        if not request.user.is_authenticated or object_type is None or kwargs["action"] not in Action.values:
            return
        self.object_type, self.action = object_type, Action(kwargs["action"])
        self.joining = JOININGS.get((self.action, object_type.model))
        rows = object_type.model.objects.visible_to(self.viewer).for_list()
        self.record = get_object_or_404(rows, uid=kwargs["uid"])

    def needed_permission(self) -> str | None:
        """What it takes to write the link, or the record itself."""
        if self.record is None:
            return None
        if self.joining is None:
            return self.object_type.permission
        link_type = type_named(str(self.joining.link._meta.model_name))
        return link_type.permission if link_type else None

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.record)) if self.record is not None else ()

    def get(self, request: HttpRequest, action: str, key: str, uid: UUID) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, action: str, key: str, uid: UUID) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, UNPROCESSABLE)
        try:
            self.mend(form)
        except Invalid as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field if fault.field in form.fields else None, fault.message)
            return self.answer(form, UNPROCESSABLE)
        except Stale:
            form.add_error(
                None, _("Somebody else saved this in the meantime. Open it again to see how it stands.")
            )
            return self.answer(form, UNPROCESSABLE)
        return self.done()

    def form(self, data: Any = None) -> Any:
        """The form of the action; 404 where the record has no such action."""
        if self.record is None:
            raise Http404
        if self.joining:
            today = timezone.localdate()
            return JoinForm(data, joining=self.joining, near=self.record, viewer=self.viewer, today=today)
        if self.action not in FIELDS:
            raise Http404
        return correction(self.action, self.record, self.viewer, data)

    def mend(self, form: Any) -> None:
        """One call to the operation behind the action."""
        if isinstance(form, JoinForm) and self.joining and form.chosen is not None:
            join(
                joining=self.joining,
                near=self.record,
                far=form.chosen,
                values=form.values(),
                actor=self.viewer,
                now=timezone.now(),
            )
            return
        names = [name for name in form.cleaned_data if name != "version"]
        save(
            object_type=self.object_type,
            values={name: form.cleaned_data[name] for name in names},
            record=self.record,
            version=form.cleaned_data["version"],
            actor=self.viewer,
            now=timezone.now(),
        )

    def answer(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "fields": visible_fields(form),
            "record": self.record,
            "action": self.action,
            "next": self.next_url(),
            "in_place": bool(self.request.htmx),  # type: ignore[attr-defined]
        }
        template = "alignment/mend_form.html" if context["in_place"] else "alignment/mend.html"
        return render(self.request, template, context, status=status)

    def done(self) -> HttpResponse:
        text = _("%(action)s: done for %(record)s") % {"action": self.action.label, "record": self.record}
        if not self.request.htmx:  # type: ignore[attr-defined]
            return redirect(self.next_url())
        events = {"sl:mended": {}, "sl:toast": {"text": text}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})

    def next_url(self) -> str:
        """Back to where the action was offered; never to another site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure())
        return wanted if wanted and is_ours else reverse("line_of_sight")
