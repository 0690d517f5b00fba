from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.catalog import ObjectType
from workbench.cells import cell_of, label_of, plural_of
from workbench.forms import RecordForm, form_of, sections_of
from workbench.inputs import path_in
from workbench.links import list_url, page_url, record_url
from workbench.operations.drafts import drop_draft
from workbench.operations.records import Invalid, Saved, Stale, save
from workbench.queries import drafts_of
from workbench.views.base import RecordPage, TypePage
from workbench.views.refusals import CONFLICT, UNPROCESSABLE, tell, warn


class FormPage(TypePage):
    """What creating and editing share: show the form, save through the one door, say what is wrong."""

    role = "form"
    edits = True
    record: Any = None
    list_title: Any = ""
    """What the way back to the list is called, where that is not the name of the type."""

    def get(self, request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
        draft = drafts_of(self.object_type, uid, self.viewer).first()
        given = {name: value for name, value in request.GET.items() if name in self.object_type.fields}
        initial = {**given, **(draft.values if draft else {})}
        form = form_of(self.object_type)(viewer=self.viewer, record=self.record, initial=initial)
        return self.show(form, draft=draft)

    def post(self, request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
        form = form_of(self.object_type)(request.POST, viewer=self.viewer, record=self.record)
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            saved = self.save(form)
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, status=UNPROCESSABLE)
        except Stale as stale:
            return self.show(form, status=CONFLICT, theirs=stale.record)
        drop_draft(object_type=self.object_type, record_uid=uid, user=self.viewer)
        messages.success(request, _("%(what)s saved.") % {"what": saved.record})
        warn(request, self.object_type, [saved])
        return HttpResponseRedirect(self.next_url(saved))

    def save(self, form: RecordForm) -> Saved:
        """One call of the operation."""
        return save(
            object_type=self.object_type,
            values=form.values(),
            record=self.record,
            version=form.cleaned_data.get("version"),
            actor=self.viewer,
            now=timezone.now(),
        )

    def next_url(self, saved: Saved) -> str:
        """Where to go after saving: on to another new one if asked, else back, else to the record."""
        if "another" in self.request.POST:
            return self.request.get_full_path()
        return self.back_url() or record_url(self.object_type, saved.record)

    def back_url(self) -> str:
        """The page from which the form was opened, where that said so."""
        return path_in(self.request.GET.get("next"))

    def cancel_url(self) -> str:
        own = record_url(self.object_type, self.record) if self.record else list_url(self.object_type)
        return self.back_url() or own

    def show(
        self, form: RecordForm, *, status: int = 200, draft: Any = None, theirs: Any = None
    ) -> HttpResponse:
        conflict = conflict_between(self.object_type, self.record, theirs, self.viewer) if theirs else []
        form.offer_choices(self.request.get_full_path())
        page = {
            "title": self.title(),
            "code": self.record.code if self.record else "",
            "list_url": list_url(self.object_type),
            "list_title": self.list_title or plural_of(self.object_type),
            "cancel_url": self.cancel_url(),
            "is_new": self.record is None,
            "sections": [
                {"title": section.title, "fields": [form[name] for name in section.fields]}
                for section in sections_of(self.object_type)
            ],
            "draft": draft,
            "draft_url": page_url(self.object_type, "draft"),
            "conflict": conflict,
            "version": theirs.version if theirs else form["version"].value(),
        }
        context = {"page": page, "form": form, "record": self.record, "object_type": self.object_type}
        return self.render_to_response(context, status=status)

    def title(self) -> str:
        name = str(self.object_type.model._meta.verbose_name)
        return str(self.record) if self.record else _("New %(name)s") % {"name": name}


class RecordCreate(FormPage):
    """A new record."""


class RecordEdit(FormPage, RecordPage):
    """New values for a record; a newer version saved by somebody else is shown beside them."""


def conflict_between(object_type: ObjectType, mine: Any, theirs: Any, viewer: Actor) -> list[dict[str, str]]:
    """The fields in which the saved record and what was typed differ, as text side by side."""
    return [
        {
            "label": label_of(object_type, name),
            "theirs": cell_of(theirs, name, viewer).text,
            "yours": cell_of(mine, name, viewer).text,
        }
        for name in object_type.fields
        if getattr(mine, name) != getattr(theirs, name)
    ]
