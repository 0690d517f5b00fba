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
    """How many objectives go on: the sentence of the page and of the panel; empty where there is nothing to say."""
    if not (found.objectives or found.elements or found.answers):
        return ""
    if not (found.objectives or found.elements):
        return _("It had neither objectives nor elements, only answers to IT needs.")
    goes_on, total = sum(fated.goes_on for fated in found.objectives), len(found.objectives)
    text = ngettext(
        "%(n)s of %(total)s objective has a successor.",
        "%(n)s of %(total)s objectives have a successor.",
        total,
    )
    return text % {"n": formats.number(goes_on), "total": formats.number(total)}


def tension(found: Remapping) -> str:
    """What is still open and what waits to be carried over; else that nothing is lost."""
    told = []
    if found.open:
        text = ngettext(
            "Of %(n)s objective or element nobody has said yet what becomes of it.",
            "Of %(n)s objectives and elements nobody has said yet what becomes of them.",
            found.open,
        )
        told.append(text % {"n": formats.number(found.open)})
    if found.lost or found.waiting:
        told.append(_("%(what)s to be carried over.") % {"what": _waits(found)})
    return " ".join(told) or _("Every link is carried over, or ends for a reason.")


def _waits(found: Remapping) -> str:
    """``3 links and 2 answers to IT needs wait``."""
    lost, answers = found.lost, len(found.waiting)
    parts = {
        "links": ngettext("%(n)s link", "%(n)s links", lost) % {"n": formats.number(lost)},
        "answers": ngettext("%(n)s answer to an IT need", "%(n)s answers to IT needs", answers)
        % {"n": formats.number(answers)},
    }
    if lost and answers:
        return _("%(links)s and %(answers)s wait") % parts
    what = parts["links" if lost else "answers"]
    return ngettext("%(what)s waits", "%(what)s wait", lost or answers) % {"what": what}


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
        "progress": progress(found),
        "tension": tension(found) if progress(found) else "",
        "is_open": bool(found.open or found.lost or found.waiting),
        "remap_url": reverse("strategy_remap", args=[former.uid]),
        "may_edit": may_edit,
    }


def answers_shown(found: Remapping) -> dict[str, Any]:
    """The answers to IT needs on the page of a re-mapping: how many there are, and each that waits."""
    successor = found.successor
    total = len(found.answers)
    text = ngettext(
        "%(n)s answer of %(strategy)s to an IT need goes along: one that is adopted with the element it became, a "
        "rejection with its reason.",
        "%(n)s answers of %(strategy)s to IT needs go along: those that are adopted with the elements they became, "
        "rejections with their reasons.",
        total,
    )
    return {
        "text": text % {"n": formats.number(total), "strategy": found.former} if total else "",
        "waiting": [
            {
                "code": row.it_need.code,
                "name": str(row.it_need),
                "label": str(row.get_verdict_display()),
                "url": reverse("it_need_answer", args=[successor.uid, row.it_need.uid]) if successor else "",
            }
            for row in found.waiting
        ],
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
            "is_suggested": fated.succession is None and not fate.form.is_bound and bool(fate.value()),
        }
        for fated, fate, why in rows
    ]
