from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config.handlers import ship_content


class Command(BaseCommand):
    """Bring in what the apps ship, without waiting for the background worker."""

    help = "Create the shipped records that are missing: instruments, discipline profiles, IT needs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--deleted",
            action="store_true",
            help="Bring back, too, what people have deleted, as it is shipped.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for app, count in ship_content(now=timezone.now(), deleted_too=options["deleted"]).items():
            self.stdout.write(f"{app}: {count} shipped records present")
