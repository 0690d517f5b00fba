"""What this app offers to the generic pages."""

from django.utils.translation import gettext_lazy as _

from alignment.catalog import direction, work
from alignment.catalog.panels import COLUMNS, PANELS
from foundation.catalog import ObjectType, Page

__all__ = ["COLUMNS", "PAGES", "PANELS", "TYPES"]

TYPES: tuple[ObjectType, ...] = (*direction.TYPES, *work.TYPES)

PAGES: tuple[Page, ...] = (
    Page("line_of_sight", _("Line of sight"), _("Align"), "sight", "l"),
    Page("it_need_answers", _("Needs from IT"), _("How we win"), "list-checks"),
    Page("it_need_coverage", _("Element coverage"), _("Align"), "network"),
    Page("spend_against_intent", _("Spend against intent"), _("Align"), "scale"),
)
