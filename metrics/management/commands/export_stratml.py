"""``manage.py export_stratml``: one strategy as a StratML file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from metrics.queries.stratml import told
from metrics.serializers.stratml_writing import written
from strategies.models import Strategy
from workbench.inputs import number_in, uuid_in
from workbench.management.arguments import actor_or_error


class Command(BaseCommand):
    help = _("Export a strategy as StratML (ISO 17469-1).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("strategy", help=_("uid or code of the strategy, such as S-01"))
        parser.add_argument("--output", type=Path, help=_("file to write; default: standard output"))
        parser.add_argument(
            "--as", dest="email", help=_("address of the user who exports; default: the system")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given, viewer = options["strategy"], actor_or_error(options["email"])
        rows = Strategy.objects.visible_to(viewer).select_related("unit", "sponsor")
        uid, number = uuid_in(given), number_in(Strategy, given)
        strategy = rows.filter(uid=uid).first() if uid else rows.filter(number=number).first()
        if strategy is None:
            raise CommandError(_("There is no strategy “%(given)s”.") % {"given": given})
        content, path = written(told(strategy)), options["output"]
        if path is None:
            sys.stdout.buffer.write(content)
            return
        try:
            path.write_bytes(content)
        except OSError as error:
            words = {"path": path, "why": error.strerror}
            raise CommandError(_("“%(path)s” cannot be written: %(why)s.") % words) from error
