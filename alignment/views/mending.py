"""The form that mends one broken line, in place or, without script, on a page of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.requests import today_of
from alignment.choices import Action
from alignment.forms.mending import DEMANDED, FIELDS, JoinForm, part_of, visible_fields
from alignment.models import Benefit
from alignment.operations.mending import JOININGS, Joining, join
from alignment.serializers.contracts_words import measure
from alignment.views.linking import unlink_url
from alignment.views.small_form import KeyedForm
from workbench.operations.records import Invalid, Stale, save
from workbench.types import type_for
from workbench.views.refusals import UNPROCESSABLE, tell


class Mend(KeyedForm):
    """One action on one record: join it to another, or correct what is doubtful about it."""

    form_template = "alignment/mend_form.html"
    page_template = "alignment/mend.html"
    action: Action
    joining: Joining | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            if kwargs["action"] not in Action.values:
                raise Http404
            self.action = Action(kwargs["action"])
            self.joining = JOININGS.get((self.action, self.object_type.model))

    def needed_permission(self) -> str | None:
        """What it takes to write the link, or the record itself."""
        return type_for(self.joining.link).permission if self.joining else super().needed_permission()

    def get(self, request: HttpRequest, action: str, key: str, uid: UUID) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, action: str, key: str, uid: UUID) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, UNPROCESSABLE)
        now = timezone.now()
        try:
            self.mend(form, now)
        except (Invalid, Stale) as refusal:
            tell(form, refusal)
            return self.answer(form, UNPROCESSABLE)
        words = {"action": self.action.label, "record": self.record}
        return self.done(_("%(action)s: done for %(record)s") % words, unlink_url(now))

    def form(self, data: Any = None) -> Any:
        """The form of the action; 404 where the record has no such action."""
        if self.joining:
            today = today_of(self.request)
            return JoinForm(data, joining=self.joining, viewer=self.viewer, today=today)
        if self.action not in FIELDS:
            raise Http404
        demanded = DEMANDED.get(self.action, "")
        return part_of(FIELDS[self.action], self.record, self.viewer, data, demanded)

    def mend(self, form: Any, now: datetime) -> None:
        """One call to the operation behind the action."""
        if isinstance(form, JoinForm) and self.joining and form.chosen is not None:
            join(
                joining=self.joining,
                near=self.record,
                far=form.chosen,
                values=form.values(),
                actor=self.viewer,
                now=now,
            )
            return
        names = [name for name in form.cleaned_data if name != "version"]
        save(
            object_type=self.object_type,
            values={name: form.cleaned_data[name] for name in names},
            record=self.record,
            version=form.cleaned_data["version"],
            actor=self.viewer,
            now=now,
        )

    def answer(self, form: forms.Form, status: int = 200) -> HttpResponse:
        fields = visible_fields(form)
        known = measure(self.record) if isinstance(self.record, Benefit) else ""
        return self.show(form, status, fields=fields, record=self.record, action=self.action, known=known)

    def home(self) -> str:
        return reverse("line_of_sight")
