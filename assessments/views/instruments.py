"""An instrument's page, and publishing it or starting its next edition there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.choices import InstrumentState
from assessments.models import Statement
from assessments.operations.instruments import InstrumentRefused, new_edition, publish
from workbench.inputs import uuid_in
from workbench.links import record_url
from workbench.views.base import RecordPage
from workbench.views.detail import RecordDetail
from workbench.views.edit import RecordCreate

if TYPE_CHECKING:
    from workbench.forms import RecordForm

FINDINGS = {
    InstrumentState.DRAFT: (_("Its words can still change."), _("Publish it before you ask anybody.")),
    InstrumentState.PUBLISHED: (
        _("It can be asked."),
        _("Its words stay as they are; better ones are a new edition."),
    ),
    InstrumentState.RETIRED: (
        _("A newer edition has replaced it."),
        _("Rounds that asked it keep their results."),
    ),
}


class InstrumentDetail(RecordDetail):
    """An instrument's page says whether its words are fixed, and offers the step that follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        page["finding_lead"], page["finding_rest"] = FINDINGS[InstrumentState(self.record.state)]
        page["is_draft"] = self.record.state == InstrumentState.DRAFT
        return page


class StatementCreate(RecordCreate):
    """A new statement stands after the last one, in its group, unless somebody says otherwise."""

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        last = self.last(form)
        if last is not None and not form.is_bound:
            form.initial = {"position": last.position + 1, "group": last.group, **form.initial}
        return super().show(form, **options)

    def last(self, form: RecordForm) -> Statement | None:
        """The statement of the instrument in question that is asked last. One query at most."""
        asked = uuid_in(str(form["instrument"].value() or ""))
        rows = Statement.objects.visible_to(self.viewer).order_by("-position")
        return rows.filter(instrument__uid=asked).first() if asked else None


class InstrumentPublish(RecordPage):
    """Fix the words of a draft."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            publish(instrument=self.record, actor=self.viewer, now=timezone.now())
        except InstrumentRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(record_url(self.object_type, self.record))


class InstrumentEdition(RecordPage):
    """Start the next edition from this one."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        fresh = new_edition(instrument=self.record, actor=self.viewer, now=timezone.now())
        return redirect(record_url(self.object_type, fresh))
