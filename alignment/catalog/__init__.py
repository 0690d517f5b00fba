"""What this app offers to the generic pages."""

from django.utils.translation import gettext_lazy as _

from alignment.catalog import direction, work
from alignment.catalog.panels import PANELS
from foundation.catalog import ObjectType, Page

__all__ = ["PAGES", "PANELS", "TYPES"]

TYPES: tuple[ObjectType, ...] = (*direction.TYPES, *work.TYPES)

PAGES: tuple[Page, ...] = (
    Page("line_of_sight", _("Line of sight"), _("Align"), "sight", "l"),
    Page("spend_against_intent", _("Spend against intent"), _("Strategy"), "scale"),
)
