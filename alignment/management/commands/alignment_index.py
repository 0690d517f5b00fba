from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from alignment.choices import Occasion
from alignment.operations.index import recompute
from alignment.queries.index import published
from alignment.serializers.index_data import index_data, summary
from foundation.actors import SYSTEM, Actor

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Say how well work serves the strategy, from the published edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as data, the same as the API")
        parser.add_argument("--recompute", action="store_true", help="compute and publish it anew first")
        parser.add_argument(
            "--as", dest="email", default="", metavar="EMAIL", help="as this person may see it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        viewer = _viewer(options["email"])
        if options["recompute"]:
            recompute(occasion=Occasion.ASKED, now=timezone.now())
        found = published(viewer)
        if options["json"]:
            self.stdout.write(json.dumps(index_data(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(summary(found))


def _viewer(email: str) -> Actor:
    if not email:
        return SYSTEM
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody active signs in as {email}.")
    return user
