from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.operations.enterprise import AlreadyOpen
from accounts.queries import is_open
from config.demonstration import people
from config.demonstration.building import build
from config.demonstration.removal import NotDemonstration, remove


class Command(BaseCommand):
    """Build or remove the invented enterprise."""

    help = "Build the demonstration enterprise in an empty database, or remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is an enterprise")
        parser.add_argument(
            "--remove", action="store_true", help="remove the demonstration and everything added to it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self._remove()
        elif options["if_empty"] and is_open():
            self.stdout.write("There is an enterprise already; nothing was changed.")
        else:
            self._build()

    def _build(self) -> None:
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
        try:
            site = build(password=password, now=timezone.now())
        except AlreadyOpen as error:
            raise CommandError(
                "There is an enterprise already. Build the demonstration in an empty database, "
                "or remove the one that is there: manage.py demonstration --remove"
            ) from error
        self.stdout.write(f"{people.NAME} is built: {len(site.records)} records. Sign in as")
        for email in (people.ADMINISTRATOR_EMAIL, *(row.email for row in people.SIGN_INS)):
            self.stdout.write(f"  {email}")
        if not settings.DEMO_PASSWORD:
            self.stdout.write(f"with the password {password}")

    def _remove(self) -> None:
        try:
            count = remove(now=timezone.now())
        except NotDemonstration as error:
            raise CommandError(
                "There is no demonstration here: only an enterprise that was built as one is removed."
            ) from error
        self.stdout.write(f"The demonstration is gone: {count} records removed. The audit trail was kept.")
