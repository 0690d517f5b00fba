"""The log of runs as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from metrics.choices import RunOccasion, RunState
from metrics.models import Run
from metrics.queries.freshness import Freshness

HEALTH = {
    RunState.PLANNED: "watch",
    RunState.RUNNING: "watch",
    RunState.PUBLISHED: "ok",
    RunState.UNCHANGED: "ok",
    RunState.FAILED: "off",
}


def runs_view(found: Freshness, runs: Sequence[Run], percent: int | None) -> dict[str, Any]:
    """What the figures of every page are as of, what is wrong with that, and each run in a row."""
    fact, tension = _lead(found)
    return {
        "fact": fact,
        "tension": tension,
        "is_fresh": found.is_fresh,
        "at_work": found.at_work,
        "percent": percent,
        "rows": [_row(run, found) for run in runs],
    }


def _lead(found: Freshness) -> tuple[str, str]:
    if found.newest is None:
        return _("No run yet."), _("The first one comes with the next night, or when you ask for it.")
    if found.failed:
        words = {"day": formats.day(found.failed.as_of_date)}
        return _("The run of %(day)s failed.") % words, _kept(found, until=_("until one succeeds"))
    if found.missing:
        words = {"day": formats.day(found.missing)}
        return _("The night of %(day)s is late.") % words, _kept(found, until=_("until it is done"))
    if found.at_work:
        return _("A run is at work."), _kept(found, until=_("until it ends"))
    words = {"day": formats.day(found.newest.as_of_date)}
    return _("Figures are as of %(day)s.") % words, _("No run failed since, and none is late.")


def _kept(found: Freshness, *, until: str) -> str:
    if found.good is None:
        return _("Nothing has been published yet.")
    words = {"day": formats.day(found.good.as_of_date), "until": until}
    return _("Every page keeps the figures as of %(day)s %(until)s.") % words


def _row(run: Run, found: Freshness) -> dict[str, Any]:
    return {
        "uid": run.uid,
        "day": formats.day(run.as_of_date),
        "why": _why(run),
        "health": HEALTH[RunState(run.state)],
        "word": run.get_state_display(),
        "note": _note(run, is_shown=found.good is not None and found.good.pk == run.pk),
        "began_at": run.started_at or run.created_at,
        "took": formats.duration(
            run.finished_at - run.started_at if run.finished_at and run.started_at else None
        ),
    }


def _why(run: Run) -> str:
    occasion = run.get_occasion_display()
    by = run.asked_by if run.occasion == RunOccasion.ASKED else ""
    said = _("%(occasion)s by %(who)s") % {"occasion": occasion, "who": by} if by else occasion
    return _("%(occasion)s, everything anew") % {"occasion": said} if run.is_full else said


def _note(run: Run, *, is_shown: bool) -> str:
    """What came of it."""
    if run.state == RunState.FAILED:
        return run.error
    told = []
    if run.state == RunState.PUBLISHED:
        words = {"n": formats.number(run.written, 0)}
        told.append(ngettext("%(n)s period restated.", "%(n)s periods restated.", run.written) % words)
    if is_shown:
        told.append(_("Every page is as of this run."))
    return " ".join(told)
