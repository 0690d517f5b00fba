"""``manage.py sync_schedules``: make the timetable in the database say what the code declares."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.operations.scheduling import clock, declared, sync_schedules


class Command(BaseCommand):
    help = _(
        "Make the timetable in the database say what the code declares; running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sync_schedules(timetables=declared(), time_zone=clock(), now=timezone.now())
        self.stdout.write("\n".join(changed) if changed else _("Nothing to change."))
