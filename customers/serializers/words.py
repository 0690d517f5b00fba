"""Sentences about needs and segments, computed and plural-aware."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.choices import OpportunityBand
from customers.engine.coverage import Coverage
from customers.queries.needs import Standing
from customers.queries.segments import Tree
from foundation import formats


def extremes(found: Standing) -> str:
    """The fact about all needs: how many are extreme opportunities."""
    count = found.bands.get(OpportunityBand.EXTREME, 0)
    if not count:
        return _("No need is an extreme opportunity.")
    text = ngettext(
        "%(count)s of %(total)s needs is an extreme opportunity.",
        "%(count)s of %(total)s needs are extreme opportunities.",
        count,
    )
    return text % {"count": formats.number(count), "total": formats.number(found.total)}


def unanswered(count: int) -> str:
    """The tension: needs that nobody was asked about."""
    if not count:
        return _("Customers were asked about each.")
    text = ngettext("%(count)s has no answers yet.", "%(count)s have no answers yet.", count)
    return text % {"count": formats.number(count)}


def branch(whole: Coverage) -> str:
    """The fact about one segment, with everything below it."""
    if not whole.needs:
        return _("No need is stated here.")
    text = ngettext("%(count)s need.", "%(count)s needs.", whole.needs) % {
        "count": formats.number(whole.needs)
    }
    if not whole.extreme:
        return text
    extreme = ngettext(
        "%(count)s is an extreme opportunity.", "%(count)s are extreme opportunities.", whole.extreme
    )
    return f"{text} {extreme % {'count': formats.number(whole.extreme)}}"


def branches(trees: Sequence[Tree]) -> tuple[str, str]:
    """The fact about the segments, and the tension: segments in which nobody knows a need."""
    count = sum(len(tree.branches) for tree in trees)
    if not count:
        return _("No segments yet."), ""
    text = ngettext("%(count)s segment.", "%(count)s segments.", count)
    empty = sum(not branch.whole.needs for tree in trees for branch in tree.branches)
    tension = ngettext("%(count)s has no need stated.", "%(count)s have no need stated.", empty)
    rest = tension % {"count": formats.number(empty)} if empty else _("Each has a need stated.")
    return text % {"count": formats.number(count)}, rest
