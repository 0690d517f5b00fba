from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alignment.choices import ChainState
from alignment.operations.standing import keep_standings
from alignment.queries.chains import ChainReport, chain_report
from alignment.queries.standing_check import differences
from alignment.serializers.api import chain_data
from workbench.management.arguments import actor_or_error

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Say which chains hold, which do not, and what mends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as data, with every chain")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this person may see it")

        parser.add_argument(
            "--recompute", action="store_true", help="compute everything that is kept anew first"
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="compare what is kept with what the rows give; ends with 1 where they differ",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["recompute"]:
            keep_standings(now=now)
        if options["check"]:
            self._check(now)
            return
        report = chain_report(actor_or_error(options["email"]), now)
        if options["json"]:
            self.stdout.write(json.dumps(chain_data(report), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_table(report))

    def _check(self, now: datetime) -> None:
        found = differences(now)
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} chains are kept otherwise than their rows say.", returncode=1)
        self.stdout.write("Every chain is kept as its rows say.")


def _table(report: ChainReport) -> str:
    """Counts by station and state, then one line for each chain that needs mending."""
    head = f"{'':<12}" + "".join(f"{state.value:>10}" for state in ChainState)
    counts = [
        f"{hop.value:<12}" + "".join(f"{states[state]:>10}" for state in ChainState)
        for hop, states in report.counts.items()
    ]
    lines = [
        f"{line.record.code:<8} {line.chain.state.value:<9} {line.action.value:<16} {line.record}"
        for line in report.lines
        if line.action
    ]
    return "\n".join([head, *counts, "", *lines])
