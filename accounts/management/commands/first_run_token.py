from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.operations.enterprise import AlreadyOpen
from accounts.operations.first_run import issue_token


class Command(BaseCommand):
    help = "Print a new one-time token for the first-run page of an empty installation."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.FIRST_RUN_TOKEN:
            raise CommandError("FIRST_RUN_TOKEN is set; that is the token.")
        try:
            token = issue_token(renew=True)
        except AlreadyOpen as error:
            raise CommandError("There is an enterprise in this installation already.") from error
        self.stdout.write(f"{token}")
