"""Answers and scores as prepared values: small samples in grey, and said to be few."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _

from customers.choices import OpportunityBand
from customers.engine.opportunity import is_few
from foundation import formats
from workbench.cells import Cell


def score(value: Decimal | None, respondents: int | None) -> Cell:
    """A figure from 0 to 10, or an opportunity to 20, with one decimal."""
    text = formats.number(value, 1)
    return Cell(pale(text) if value is not None and is_few(respondents) else text, numeric=True)


def asked(respondents: int | None) -> Cell:
    """How many people answered; under 30 it says that they are few."""
    text = formats.number(respondents)
    if is_few(respondents):
        text = pale(_("%(count)s, few") % {"count": text})
    return Cell(text, numeric=True)


def banded(band: str | None) -> Cell:
    """The band of an opportunity; a need nobody was asked about stands out."""
    if not band:
        return Cell(_("Not asked"), kind="health", value="gap")
    return Cell(str(OpportunityBand(band).label), kind="band", value=band)


def pale(text: str) -> str:
    """A figure that rests on few answers."""
    return format_html('<span class="sl-few">{}</span>', text)
