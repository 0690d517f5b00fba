from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from activity.operations.notification import mark_all_read, mark_read
from activity.queries import inbox

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from activity.models import Notification
    from activity.models.notification import NotificationQuerySet

PER_PAGE = 50


class Inbox(Door):
    """What waits for the reader: mentions, decisions, duties."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = _page(inbox(self.viewer), request.GET.get("page"))
        pages = {
            "previous_url": f"?page={shown.previous_page_number()}" if shown.has_previous() else "",
            "next_url": f"?page={shown.next_page_number()}" if shown.has_next() else "",
            "text": _("Page %(page)d of %(pages)d")
            % {"page": shown.number, "pages": shown.paginator.num_pages},
        }
        context = {
            "notifications": shown.object_list,
            "pages": pages,
            "now": timezone.now(),
        }
        return render(request, "activity/inbox.html", context)


def _page(lines: NotificationQuerySet, asked: str | None) -> Page[Notification]:
    """A page of the inbox. The first one is read, not counted, where it is all there is: one query."""
    pages = Paginator(lines, PER_PAGE)
    first = [] if asked else list(lines[: PER_PAGE + 1])
    if asked or len(first) > PER_PAGE:
        return pages.get_page(asked)
    return Page(first, 1, Paginator(first, PER_PAGE))


class InboxRead(Door):
    """Mark one line of one's inbox as read, or all of it."""

    permission = None
    http_method_names = ("post",)

    def post(self, request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
        now = timezone.now()
        if uid is None:
            mark_all_read(actor=self.viewer, now=now)
        else:
            mark_read(uids=[uid], actor=self.viewer, now=now)
        return HttpResponseRedirect(reverse("inbox"))
