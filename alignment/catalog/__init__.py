"""What this app offers to the generic pages."""

from django.utils.translation import gettext_lazy as _

from alignment.catalog import direction, gain, gate, work
from alignment.catalog.panels import COLUMNS, DERIVED, PANELS
from alignment.panels.duties import broken_lines, challenges_to_answer, promises_to_sign, reviews_to_hold
from foundation.catalog import Duty, ObjectType, Page

__all__ = ["COLUMNS", "DERIVED", "DUTIES", "PAGES", "PANELS", "TYPES"]

TYPES: tuple[ObjectType, ...] = (*direction.TYPES, *work.TYPES, *gain.TYPES, *gate.TYPES)

PAGES: tuple[Page, ...] = (
    Page("benefit_contracts", _("Benefit contracts"), _("Portfolio"), "handshake"),
    Page("line_of_sight", _("Line of sight"), _("Align"), "sight", "l"),
    Page("broken_lines", _("Broken lines"), _("Align"), "unlink"),
    Page("alignment_index", _("Alignment index"), _("Align"), "gauge"),
    Page("roll_up", _("Cost and benefit"), _("Align"), "sigma"),
    Page("first_gate", _("First gate"), _("Govern"), "shield-check"),
    Page("it_need_answers", _("Needs from IT"), _("How we win"), "list-checks"),
    Page("it_need_coverage", _("Element coverage"), _("How we win"), "network"),
    Page("spend_against_intent", _("Spend against intent"), _("Align"), "scale"),
)

DUTIES: tuple[Duty, ...] = (
    Duty("benefit_reviews", _("Benefit reviews due"), reviews_to_hold),
    Duty("challenges", _("Challenges to answer"), challenges_to_answer),
    Duty("promises", _("Promises to agree to"), promises_to_sign),
    Duty("broken_lines", _("Broken lines of what you own"), broken_lines),
)
