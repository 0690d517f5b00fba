"""``manage.py export_records``: every record of a type, as a file that imports back to no change."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workbench.exchange.exporting import export_header, export_rows
from workbench.exchange.problems import Refused
from workbench.exchange.writing import csv_chunks, write_workbook
from workbench.management.arguments import actor_or_error, type_or_error


class Command(BaseCommand):
    help = _("Export all records of a type as CSV or Excel.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("type", help=_("type of the records, such as initiative"))
        parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
        parser.add_argument("--output", type=Path, help=_("file to write; default: standard output"))
        parser.add_argument(
            "--as", dest="email", help=_("address of the user who exports; default: the system")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        object_type, viewer = type_or_error(options["type"]), actor_or_error(options["email"])
        records = object_type.model.objects.visible_to(viewer).active().order_by("number")
        header = export_header(object_type)
        rows = export_rows(object_type=object_type, records=records, viewer=viewer)
        try:
            with closing(rows):
                if options["format"] == "csv":
                    write(options["output"], (chunk.encode() for chunk in csv_chunks(header, rows)))
                else:
                    stream = BytesIO()
                    write_workbook(stream, header, rows)
                    write(options["output"], [stream.getvalue()])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            words = {"path": options["output"], "why": error.strerror}
            raise CommandError(_("“%(path)s” cannot be written: %(why)s.") % words) from error


def write(path: Path | None, chunks: Any) -> None:
    if path is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        return
    with path.open("wb") as file:
        file.writelines(chunks)
