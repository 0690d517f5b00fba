"""What the rows of a query say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.operations.telling import EVERYTHING, NotTold, Said
from metrics.serializers.observation_files import said_in
from metrics.serializers.row_process import rows_by
from workbench.exchange.limits import Refusal
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Problem

READER = "metrics.serializers.query_rows"
AS_TOLD = Rule("")
LESS = gettext_lazy("Let the query find less, or look back fewer days.")
MENDED = gettext_lazy("Mend the query.")
REASONS = {
    "unknown_kind": (
        gettext_lazy("Databases of the kind “%(kind)s” cannot be asked."),
        gettext_lazy("Ask the operator for one of PostgreSQL or SQLite."),
    ),
    "unreachable": (
        gettext_lazy("The database cannot be reached: %(said)s"),
        gettext_lazy(
            "Ask its operator whether it is up, and whether the address in SOURCE_DATABASES is right."
        ),
    ),
    "refused": (gettext_lazy("The database says: %(said)s"), MENDED),
    "writes": (
        gettext_lazy("The query does not only read, and was refused."),
        gettext_lazy("Write one SELECT."),
    ),
    "several": (
        gettext_lazy("The query has a semicolon: it may be one statement only."),
        gettext_lazy("Write one SELECT, without a semicolon."),
    ),
    "slow": (gettext_lazy("The database has not answered in eight minutes."), LESS),
    "too_slow": (gettext_lazy("The database has not answered in time."), LESS),
    "too_many": (gettext_lazy("The query finds more than %(limit)s rows."), LESS),
    "too_large": (gettext_lazy("A row of the query is too large."), MENDED),
    "too_large_to_read": (gettext_lazy("The rows cannot be read."), MENDED),
}
"""Refusals in words, with what to do."""


def observations_pulled(
    database: str, url: str, statement: str, since: date, headings: Mapping[str, str]
) -> Iterator[Said | Problem]:
    """What each row says, counted from 1. Raises ``NotTold`` where the database cannot be asked."""
    if not url:
        message = _("There is no database named %(name)s any more.") % {"name": database}
        remedy = _("Choose another one, or ask the operator to name it in SOURCE_DATABASES.")
        raise NotTold([Problem(EVERYTHING, "", message, remedy)])
    asked = json.dumps({"url": url, "statement": statement, "since": since.isoformat()})
    try:
        with rows_by(READER, asked.encode()) as batches:
            yield from said_in(batches, headings, AS_TOLD)
    except Refusal as refusal:
        why, what = REASONS[refusal.code]
        raise NotTold([Problem(EVERYTHING, "", str(why) % refusal.params, str(what))]) from refusal
