"""``manage.py erase_personal``: take out of the trail what names a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.operations.erasure import erase_personal
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = _("Erase for good what the audit trail holds to name a person; the chain still verifies.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "uid", type=UUID, metavar="UID", help=_("of the person, or of whatever else the events are about")
        )

    def handle(self, *args: Any, uid: UUID, **options: Any) -> None:
        count = erase_personal(object_uid=uid, actor=SYSTEM, now=timezone.now())
        text = ngettext(
            "Personal values of %(n)d event are erased.", "Personal values of %(n)d events are erased.", count
        )
        self.stdout.write(text % {"n": count})
