"""Discussions and the inbox."""

from __future__ import annotations

from django.urls import path

from activity.views.comments import CommentAdd, CommentDelete, CommentEdit
from activity.views.inbox import Inbox, InboxRead

urlpatterns = [
    path("inbox/", Inbox.as_view(), name="inbox"),
    path("inbox/read/", InboxRead.as_view(), name="inbox_read_all"),
    path("inbox/<uuid:uid>/read/", InboxRead.as_view(), name="inbox_read"),
    path("comments/<str:type_label>/<uuid:uid>/", CommentAdd.as_view(), name="comment_add"),
    path("comments/<uuid:uid>/edit/", CommentEdit.as_view(), name="comment_edit"),
    path("comments/<uuid:uid>/delete/", CommentDelete.as_view(), name="comment_delete"),
]
