"""``manage.py recompute_metrics``: compute the customer metrics now, in this process, and publish them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries import enterprise_day, is_open
from foundation import formats
from metrics.choices import RunOccasion, RunState
from metrics.models import Run
from metrics.operations.recomputing import plan, work


class Command(BaseCommand):
    help = _("Compute the customer metrics and publish what differs; exit 1 where that fails.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help=_("add up every observation anew"))
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="DATE", help=_("as of this day: YYYY-MM-DD")
        )
        parser.add_argument("--json", action="store_true", help=_("say as data what came of it"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_open():
            raise CommandError(_("There is no enterprise yet: sign in and make one first."))
        now = timezone.now()
        today = enterprise_day(now)
        day = options["as_of"] or today
        if day > today:
            raise CommandError(
                _("%(day)s is still to come: name a day until %(today)s.") % {"day": day, "today": today}
            )
        run = plan(as_of=day, occasion=RunOccasion.ASKED, now=now, is_full=options["full"])
        done = work(run=run, now=now, report=lambda _percent: None, keep=nullcontext) if run else None
        if done is None or not done.is_finished:
            raise CommandError(_("Others are at work on a run: it goes on without this command."))
        self.stdout.write(json.dumps(_data(done)) if options["json"] else _words(done))
        if done.state == RunState.FAILED:
            raise CommandError(done.error)


def _data(run: Run) -> dict[str, Any]:
    return {
        "uid": str(run.uid),
        "as_of": run.as_of_date.isoformat(),
        "state": run.state,
        "full": run.is_full,
        "written": run.written,
        "error": run.error,
    }


def _words(run: Run) -> str:
    words = {"state": run.get_state_display(), "written": run.written, "day": formats.day(run.as_of_date)}
    return _("%(state)s as of %(day)s: %(written)d snapshots written.") % words
