"""``manage.py import_records``: a file of records, all or nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.actors import Actor
from foundation.catalog import ObjectType
from workbench.exchange.importing import ImportPlan, apply_import, plan_of_file
from workbench.exchange.problems import Problem, Refused
from workbench.management.arguments import actor_or_error, type_or_error


class Command(BaseCommand):
    help = _("Import a CSV or Excel file of records. Writes everything or, with exit code 1, nothing.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("type", help=_("type of the records, such as initiative"))
        parser.add_argument("file", type=Path, help=_("CSV or .xlsx file"))
        parser.add_argument("--mapping", type=Path, help=_("YAML file that maps its columns to fields"))
        parser.add_argument(
            "--as", dest="email", help=_("address of the user who imports; default: the system")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("check everything and write nothing"))
        parser.add_argument("--json", action="store_true", help=_("answer in JSON, with every change"))

    def handle(self, *args: Any, **options: Any) -> None:
        object_type, actor = type_or_error(options["type"]), actor_or_error(options["email"])
        found: dict[str, Any] = {}
        problems: tuple[Problem, ...] = ()
        try:
            found = self.imported(object_type, actor, options)
        except Refused as refusal:
            problems = refusal.problems
        if options["json"]:
            rows = [problem_as_row(problem) for problem in problems]
            written = not problems and not options["dry_run"]
            answer = {"type": object_type.key, "written": written, **found, "problems": rows}
            self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))
        elif not problems:
            self.summarize(found, dry_run=options["dry_run"])
        if problems:
            raise CommandError(
                "\n".join([] if options["json"] else map(as_line, problems)) + refusal_of(problems)
            )

    def imported(self, object_type: ObjectType, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        plan = plan_of_file(
            object_type=object_type,
            data=content_of(options["file"]),
            mapping=content_of(options["mapping"]) if options["mapping"] else b"",
            actor=actor,
        )
        found = report(plan)
        apply_import(plan=plan, actor=actor, now=timezone.now(), rehearse=options["dry_run"])
        return found | {"warnings": [problem_as_row(warning) for warning in plan.warnings]}

    def summarize(self, found: dict[str, Any], *, dry_run: bool) -> None:
        for name, counts in found["counts"].items():
            words = {"type": name, **counts}
            text = _("%(type)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged") % words
            self.stdout.write(text)
        for warning in found["warnings"]:
            self.stdout.write(_("Warning, row %(row)s: %(message)s") % warning)
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))


def problem_as_row(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in Problem.__slots__}


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            _("“%(path)s” cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error


def as_line(problem: Problem) -> str:
    place = _("Row %s") % problem.row if problem.row else _("File")
    return f"{place}{', ' + problem.field if problem.field else ''}: {problem.message} {problem.remedy}"


def refusal_of(problems: tuple[Problem, ...]) -> str:
    count = len(problems)
    return "\n" + ngettext(
        "Nothing was written: %(count)s problem.", "Nothing was written: %(count)s problems.", count
    ) % {"count": count}


def report(plan: ImportPlan) -> dict[str, Any]:
    """A plan as JSON: counts by type, and each record that changes with its fields before and after."""
    changes = [
        {
            "row": step.row,
            "type": batch.object_type.key,
            "action": step.action,
            "record": str(step.result),
            "fields": {name: list(pair) for name, pair in step.changes.items()},
        }
        for batch in plan.batches
        for step in batch.steps
        if step.action != "unchanged"
    ]
    return {"counts": {batch.object_type.key: batch.counts for batch in plan.batches}, "changes": changes}
