"""Re-mapping in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.operations.succession import Remapped
from alignment.queries.succession import Fated, Remapping
from foundation import formats
from workbench.links import url_of


def progress(found: Remapping) -> str:
    """How many objectives go on: the sentence of the page and of the panel."""
    goes_on, total = sum(fated.goes_on for fated in found.objectives), len(found.objectives)
    text = ngettext(
        "%(n)s of %(total)s objective has a successor.",
        "%(n)s of %(total)s objectives have a successor.",
        total,
    )
    return text % {"n": formats.number(goes_on), "total": formats.number(total)}


def tension(found: Remapping) -> str:
    """What is still open and what hangs on it; else that nothing is lost."""
    if found.open:
        text = ngettext(
            "Of %(n)s objective or element nobody has said yet what becomes of it.",
            "Of %(n)s objectives and elements nobody has said yet what becomes of them.",
            found.open,
        )
        return text % {"n": formats.number(found.open)}
    if found.lost:
        text = ngettext(
            "%(n)s link has not been carried over: save to bring it along.",
            "%(n)s links have not been carried over: save to bring them along.",
            found.lost,
        )
        return text % {"n": formats.number(found.lost)}
    return _("Every link is carried over, or ends for a reason.")


def link_count(fated: Fated) -> str:
    """How much hangs on a record."""
    if not fated.links:
        return _("no links")
    text = ngettext("%(n)s link", "%(n)s links", fated.links)
    return text % {"n": formats.number(fated.links)}


def done_text(done: Remapped) -> str:
    """What the operation did, for the message after it."""
    links = done.links
    parts = [
        ngettext("%(n)s goes on", "%(n)s go on", done.gone_on) % {"n": formats.number(done.gone_on)},
        ngettext("%(n)s ends", "%(n)s end", done.ended) % {"n": formats.number(done.ended)},
        ngettext("%(n)s link carried over", "%(n)s links carried over", links.made)
        % {"n": formats.number(links.made)},
    ]
    if links.strengthened:
        text = ngettext("%(n)s link made stronger", "%(n)s links made stronger", links.strengthened)
        parts.append(text % {"n": formats.number(links.strengthened)})
    if links.kept:
        text = ngettext("%(n)s there already was as strong", "%(n)s there already were as strong", links.kept)
        parts.append(text % {"n": formats.number(links.kept)})
    if done.adoptions:
        text = ngettext("%(n)s answer to an IT need kept", "%(n)s answers to IT needs kept", done.adoptions)
        parts.append(text % {"n": formats.number(done.adoptions)})
    return _("Re-mapped: %(parts)s.") % {"parts": ", ".join(parts)}


def summary(found: Remapping, may_edit: bool) -> dict[str, Any]:
    """A re-mapping on the page of one of its two strategies."""
    former, successor = found.former, found.successor
    return {
        "former": former,
        "former_url": url_of(former),
        "successor": successor,
        "successor_url": url_of(successor),
        "progress": progress(found) if found.objectives or found.elements else "",
        "tension": tension(found) if found.objectives or found.elements else "",
        "is_open": bool(found.open or found.lost),
        "remap_url": reverse("strategy_remap", args=[former.uid]),
        "may_edit": may_edit,
    }


def rows_shown(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of the form: a record, where it is, what hangs on it, and its two fields."""
    return [
        {
            "code": fated.record.code,
            "name": str(fated.record),
            "url": url_of(fated.record),
            "links": link_count(fated),
            "fate": fate,
            "why": why,
            "said": fated.succession,
        }
        for fated, fate, why in rows
    ]
