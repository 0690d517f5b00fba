from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from alignment.choices import ChainState
from alignment.queries.chains import ChainReport, chain_report
from alignment.serializers.api import chain_data
from foundation.actors import SYSTEM, Actor

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Say which chains hold, which do not, and what mends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as data, with every chain")
        parser.add_argument(
            "--as", dest="email", default="", metavar="EMAIL", help="as this person may see it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = chain_report(_viewer(options["email"]), timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(chain_data(report), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_table(report))


def _viewer(email: str) -> Actor:
    if not email:
        return SYSTEM
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody active signs in as {email}.")
    return user


def _table(report: ChainReport) -> str:
    """Counts by station and state, then one line for each chain that needs mending."""
    head = f"{'':<12}" + "".join(f"{state.value:>10}" for state in ChainState)
    counts = [
        f"{hop.value:<12}" + "".join(f"{states[state]:>10}" for state in ChainState)
        for hop, states in report.counts().items()
    ]
    lines = [
        f"{line.record.code:<8} {line.chain.state.value:<9} {line.action.value:<16} {line.record}"
        for line in report.lines
        if line.action
    ]
    return "\n".join([head, *counts, "", *lines])
