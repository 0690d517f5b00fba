"""What a source has handed in, as pages show it: files, and pulls from databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from jobs.choices import State
from jobs.models import Job
from metrics.forms.delivery import LABELS
from metrics.models import Delivery


def deliveries_view(found: Sequence[tuple[Delivery, Job | None]]) -> dict[str, Any]:
    """Every one in a row, and what was wrong with the newest."""
    newest = found[0][0] if found else None
    return {
        "rows": [_row(delivery, job) for delivery, job in found],
        "is_open": any(_is_open(delivery, job) for delivery, job in found),
        "errors": _errors(newest) if newest else [],
        "error_lead": _error_lead(newest) if newest and newest.problems else "",
        "newest": newest and newest.name,
        "again": newest and _again(newest),
    }


def _row(delivery: Delivery, job: Job | None) -> dict[str, Any]:
    health, word, note = _state(delivery, job)
    return {
        "name": delivery.name,
        "who": str(delivery.user.person),
        "at": delivery.handed_in_at,
        "size": _size(delivery),
        "health": health,
        "word": word,
        "note": note,
    }


def _size(delivery: Delivery) -> str:
    if delivery.database:
        return _("pulled")
    return _("%(mb)s MB") % {"mb": formats.number(max(delivery.size / 1e6, 0.01), 2)}


def _is_open(delivery: Delivery, job: Job | None) -> bool:
    return delivery.finished_at is None and job is not None and not job.is_finished


def _state(delivery: Delivery, job: Job | None) -> tuple[str, str, str]:
    """A glyph, a word, and what there is to say beside."""
    if delivery.problems:
        return "off", _("Refused"), _("Nothing was written.")
    if delivery.told is not None:
        words = {"told": formats.number(delivery.told, 0), "new": formats.number(delivery.written, 0)}
        text = ngettext(
            "%(told)s observation, %(new)s new or changed.",
            "%(told)s observations, %(new)s new or changed.",
            delivery.told,
        )
        return "ok", _("Told"), text % words
    if job is None or job.state == State.CANCELED:
        return "gap", _("Called off"), _("Nothing was written. %(remedy)s") % {"remedy": _again(delivery)}
    if job.state == State.FAILED:
        return "off", _("Failed"), _("Nothing was written: %(why)s") % {"why": job.last_error}
    if job.state == State.WAITING:
        return "watch", _("Waiting"), _("A worker takes it up in a moment.")
    return "watch", _("At work"), _("%(percent)s %% done.") % {"percent": job.progress}


def _errors(delivery: Delivery) -> list[dict[str, Any]]:
    return [
        {
            "row": formats.number(each["row"], 0) if each["row"] else "",
            "field": LABELS.get(each["field"], each["field"]),
            "text": each["message"],
            "remedy": each["remedy"],
        }
        for each in delivery.problems
    ]


def _error_lead(delivery: Delivery) -> str:
    count = len(delivery.problems) + delivery.more
    text = ngettext("%(n)s row has an error.", "%(n)s rows have an error.", count)
    words = {"n": formats.number(count, 0), "shown": formats.number(len(delivery.problems), 0)}
    shown = _("The first %(shown)s are these.") if delivery.more else ""
    return f"{text} {shown}".strip() % words


def _again(delivery: Delivery) -> str:
    return _("Pull once more.") if delivery.database else _("Hand the file in once more.")
