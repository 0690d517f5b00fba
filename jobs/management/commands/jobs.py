"""``manage.py jobs``: how background work stands; has what failed tried again, and calls off what is not wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import SYSTEM
from jobs import queries
from jobs.operations.jobs import CannotRetry, cancel, retry
from jobs.operations.outbox import retry_message

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import datetime


class Command(BaseCommand):
    help = _("Say how background work stands; exit 1 where work failed, mail is stuck or nobody is at work.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry", type=UUID, metavar="UID", help=_("try a job or message that failed again")
        )
        parser.add_argument("--cancel", type=UUID, metavar="UID", help=_("call off a job"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            _retry(options["retry"])
        if options["cancel"] and not cancel(uid=options["cancel"], actor=SYSTEM):
            raise CommandError(_("There is no unfinished job with this uid."))
        now = timezone.now()
        found = queries.summary(now)
        self.stdout.write("\n".join(_lines(found, now)))
        if not found.is_healthy:
            raise SystemExit(1)


def _retry(uid: UUID) -> None:
    try:
        retry(uid=uid, actor=SYSTEM)
    except CannotRetry as refusal:
        if not retry_message(uid=uid):
            raise CommandError(_("Nothing with this uid failed or was called off.")) from refusal


def _lines(found: queries.Summary, now: datetime) -> Iterator[str]:
    counts = {"running": found.running, "waiting": found.waiting, "failed": found.failed}
    yield _("Jobs: %(running)d running, %(waiting)d waiting, %(failed)d failed.") % counts
    yield _("Mail: %(unsent)d unsent, %(stuck)d stuck.") % {"unsent": found.unsent, "stuck": found.stuck}
    for job in queries.failed():
        yield f"  {job.uid}  {job.kind}  {job.last_error}"
    for message in queries.stuck_messages(now):
        yield f"  {message.uid}  {message.channel}  {message.last_error}"
    if found.late:
        yield _("Nobody has looked at: %(names)s.") % {"names": ", ".join(found.late)}
