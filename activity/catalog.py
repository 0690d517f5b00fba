"""What the activity app offers to the generic pages: a discussion for every record type."""

from django.utils.translation import gettext_lazy as _

from activity.panels import discussion
from foundation.catalog import Panel

DISCUSSION = Panel("comments", _("Discussion"), "activity/comments.html", discussion)
