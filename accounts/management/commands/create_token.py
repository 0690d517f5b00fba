from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.operations.token import create_token
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Make an API token for a user and print its key, which is shown only here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="how the user signs in")
        parser.add_argument("--name", default="Command line", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it works (1 to 366, default 90)")
        parser.add_argument("--read-only", action="store_true", help="the token may not change anything")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody active signs in as {options['email']}.")
        now = timezone.now()
        try:
            new = create_token(
                user=user,
                name=options["name"],
                read_only=options["read_only"],
                expires_at=now + timedelta(days=options["days"]),
                actor=SYSTEM,
                now=now,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(new.key)
