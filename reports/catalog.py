"""What this app offers to the generic pages."""

from django.utils.translation import gettext_lazy as _

from foundation.catalog import ObjectType, Page

TYPES: tuple[ObjectType, ...] = ()
PAGES: tuple[Page, ...] = (Page("my_work", _("My work"), _("Mine"), "list-todo", "w"),)
