"""Saying something about a record, from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from activity.models import Comment
from activity.operations.comment import Said, add_comment, delete_comment, edit_comment
from activity.panels import discussion
from activity.queries import visible_record

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from foundation.models import Record


class DiscussionDoor(Door):
    """A button of a discussion. It answers with the discussion to htmx, else with the page it stands on."""

    permission = Permission.COMMENT
    http_method_names = ("post",)
    record: Record

    @property
    def here(self) -> str:
        """The path of the page with the discussion; a path of this site in any case."""
        path = self.request.POST.get("here", "")
        is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        return path if is_ours else "/"

    def find(self, type_label: str, uid: UUID) -> Record:
        record = visible_record(type_label, uid, self.viewer)
        if record is None:
            raise Http404
        return record

    def answer(self, *, error: str = "", text: str = "") -> HttpResponse:
        if not self.htmx:
            if error:
                messages.error(self.request, error)
            return HttpResponseRedirect(f"{self.here}#comments")
        data = discussion(record=self.record, viewer=self.viewer, now=timezone.now())
        context = {"data": data, "here": self.here, "refusal": error, "draft_text": text}
        status = 422 if error else 200
        return render(self.request, "activity/comments.html#discussion", context, status=status)

    def refused(self, error: ValidationError) -> HttpResponse:
        return self.answer(error=" ".join(error.messages), text=self.request.POST.get("text", ""))

    def warn(self, said: Said) -> None:
        """Say who was mentioned in vain: they have no sign-in, or may not see this record."""
        for person in said.not_told:
            messages.warning(
                self.request, _("%(name)s cannot see this page and was not told.") % {"name": person.name}
            )


class CommentAdd(DiscussionDoor):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.record = self.find(kwargs["type_label"], kwargs["uid"])

    def post(self, request: HttpRequest, type_label: str, uid: UUID) -> HttpResponse:
        try:
            said = add_comment(
                record=self.record,
                text=request.POST.get("text", ""),
                page=self.here,
                actor=self.viewer,
                now=timezone.now(),
            )
        except ValidationError as error:
            return self.refused(error)
        self.warn(said)
        return self.answer()


class OwnComment(DiscussionDoor):
    """A comment of the viewer, on a record the viewer may see."""

    comment: Comment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            mine = Comment.objects.filter(author=self.viewer.person)
            self.comment = get_object_or_404(mine, uid=kwargs["uid"])
            self.record = self.find(self.comment.type_label, self.comment.object_uid)


class CommentEdit(OwnComment):
    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            said = edit_comment(
                comment=self.comment,
                record=self.record,
                text=request.POST.get("text", ""),
                page=self.here,
                actor=self.viewer,
                now=timezone.now(),
            )
        except ValidationError as error:
            return self.refused(error)
        self.warn(said)
        return self.answer()


class CommentDelete(OwnComment):
    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        delete_comment(comment=self.comment, record=self.record, actor=self.viewer, now=timezone.now())
        return self.answer()
