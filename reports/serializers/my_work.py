"""One's own work as a page, a file and data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from foundation.catalog import Waiting
from reports.queries import MyWork

Data = dict[str, Any]
COLUMNS = ("kind", "title", "note", "due", "url")


def work_page(found: MyWork) -> Data:
    """Kinds in a fixed order, the most urgent of each first."""
    lead, rest = finding(found)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "kinds": [
            {"key": duty.key, "label": duty.label, "rows": [row(one, found) for one in waiting]}
            for duty, waiting in found.kinds
        ],
    }


def finding(found: MyWork) -> tuple[str, str]:
    """How much waits, and how much of it is late."""
    count, late = len(found.everything), len(found.late)
    if not count:
        return _("Nothing waits for you."), ""
    lead = ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", count)
    rest = ngettext("%(n)s is late.", "%(n)s are late.", late) if late else ""
    return lead % {"n": formats.number(count)}, rest and rest % {"n": formats.number(late)}


def row(one: Waiting, found: MyWork) -> Data:
    """One thing with the day by which it is due, in words where that has passed."""
    late = (found.today - one.due_date).days if one.due_date else 0
    if late > 0:
        due = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": formats.number(late)}
    else:
        due = formats.day(one.due_date, today=found.today) if one.due_date else ""
    return {
        "title": one.title,
        "url": one.url,
        "action": one.action,
        "note": one.note,
        "due": due,
        "is_late": late > 0,
    }


def work_data(found: MyWork) -> Data:
    """For programs; ``url`` is where it is done."""
    waiting = [
        {
            "kind": duty.key,
            "title": one.title,
            "note": one.note,
            "due": one.due_date.isoformat() if one.due_date else None,
            "url": one.url,
        }
        for duty, waiting in found.kinds
        for one in waiting
    ]
    return {"as_of": found.today.isoformat(), "late": len(found.late), "waiting": waiting}


def work_lines(found: MyWork) -> Iterator[list[str]]:
    """One line for each thing that waits."""
    for one in work_data(found)["waiting"]:
        yield [one[name] or "" for name in COLUMNS]
