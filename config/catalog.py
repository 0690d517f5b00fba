"""The joined catalog: one literal tuple in menu order, and the panels upper apps contribute."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.catalog
import alignment.catalog
import assessments.catalog
import customers.catalog
import demand.catalog
import governance.catalog
import knowledge.catalog
import metrics.catalog
import organization.catalog
import portfolio.catalog
import reports.catalog
import services.catalog
import strategies.catalog
from foundation.catalog import Columns, Derivations, Duty, ObjectType, Page, Panels, joined

GROUPS = (
    _("Mine"),
    _("Align"),
    _("Strategy"),
    _("How we win"),
    _("Customers"),
    _("Demand"),
    _("Portfolio"),
    _("Govern"),
    _("Knowledge and services"),
    _("Assess"),
    _("Measure"),
    _("Organize"),
    _("Administer"),
)
"""The headings of the sidebar, in their order: first what a CIO opens every day."""

FOLDED = (_("Organize"), _("Administer"))
"""Headings that stay folded until somebody opens them or one of their pages: set up once, seldom changed."""

TYPES: tuple[ObjectType, ...] = (
    *strategies.catalog.TYPES,
    *assessments.catalog.TYPES,
    *customers.catalog.TYPES,
    *services.catalog.TYPES,
    *organization.catalog.TYPES,
    *knowledge.catalog.TYPES,
    *metrics.catalog.TYPES,
    *alignment.catalog.TYPES,
    *portfolio.catalog.TYPES,
    *demand.catalog.TYPES,
    *governance.catalog.TYPES,
    *reports.catalog.TYPES,
    *accounts.catalog.TYPES,
)

PAGES: tuple[Page, ...] = (
    *reports.catalog.PAGES,
    *strategies.catalog.PAGES,
    *assessments.catalog.PAGES,
    *customers.catalog.PAGES,
    *metrics.catalog.PAGES,
    *alignment.catalog.PAGES,
    *accounts.catalog.PAGES,
)

PANELS: Panels = joined(
    assessments.catalog.PANELS,
    strategies.catalog.PANELS,
    customers.catalog.PANELS,
    metrics.catalog.PANELS,
    alignment.catalog.PANELS,
)

COLUMNS: Columns = joined(metrics.catalog.COLUMNS, alignment.catalog.COLUMNS)
"""Columns that upper apps contribute to the lists of records below them."""

DERIVED: Derivations = alignment.catalog.DERIVED
"""Values that upper apps keep about records: shown, sorted, filtered, exported and told by the API."""

DUTIES: tuple[Duty, ...] = (*assessments.catalog.DUTIES, *alignment.catalog.DUTIES)
"""What waits for people, in the order of "My work"."""
