from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Enterprise
from alignment.choices import Occasion
from alignment.operations.index import recompute
from alignment.queries.index import published
from alignment.serializers.index_data import index_data, summary
from workbench.management.arguments import actor_or_error

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Say how well work serves the strategy, from the published edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as data, the same as the API")
        parser.add_argument("--recompute", action="store_true", help="compute and publish it anew first")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this person may see it")

    def handle(self, *args: Any, **options: Any) -> None:
        viewer = actor_or_error(options["email"])
        if options["recompute"]:
            recompute(occasion=Occasion.ASKED, now=timezone.now())
        found = published(viewer, Enterprise.objects.get())
        if options["json"]:
            self.stdout.write(json.dumps(index_data(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(summary(found))
