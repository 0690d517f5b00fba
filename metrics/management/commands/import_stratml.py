"""``manage.py import_stratml``: a StratML plan as the strategy of a unit, all or nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit
from foundation.actors import Actor
from metrics.operations.stratml import PlanImport, import_stratml
from metrics.serializers.stratml_report import left_out, plan_of_file, remarks
from strategies.choices import Discipline
from workbench.exchange.problems import Problem, Refused
from workbench.inputs import number_in, uuid_in
from workbench.management.arguments import actor_or_error
from workbench.management.commands.import_records import content_of, refusal_of, report


class Command(BaseCommand):
    help = _("Import a StratML plan as a strategy. Writes everything or, with exit code 1, nothing.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("StratML file"))
        parser.add_argument("--unit", required=True, help=_("name, code or uid of the unit"))
        parser.add_argument(
            "--discipline",
            choices=Discipline.values,
            default="",
            help=_("needed for a plan that is new here"),
        )
        parser.add_argument(
            "--as", dest="email", help=_("address of the user who imports; default: the system")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("check everything and write nothing"))
        parser.add_argument("--json", action="store_true", help=_("answer in JSON, with every change"))

    def handle(self, *args: Any, **options: Any) -> None:
        actor = actor_or_error(options["email"])
        unit, data = unit_or_error(options["unit"], actor), content_of(options["file"])
        problems: tuple[Problem, ...] = ()
        found: dict[str, Any] = {}
        try:
            plan = plan_of_file(data=data, unit=unit, discipline=options["discipline"], actor=actor)
            import_stratml(plan=plan, actor=actor, now=timezone.now(), rehearse=options["dry_run"])
            found = answer(plan)
        except Refused as refusal:
            problems = refusal.problems
        if options["json"]:
            self.as_json(found, problems, written=not problems and not options["dry_run"])
        elif not problems:
            self.summarize(found, dry_run=options["dry_run"])
        if problems:
            lines = [] if options["json"] else map(as_line, problems)
            raise CommandError("\n".join(lines) + refusal_of(problems))

    def as_json(self, found: dict[str, Any], problems: tuple[Problem, ...], *, written: bool) -> None:
        told = [
            {"line": each.row, "field": each.field, "message": each.message, "remedy": each.remedy}
            for each in problems
        ]
        self.stdout.write(
            json.dumps({"written": written, **found, "problems": told}, indent=2, ensure_ascii=False)
        )

    def summarize(self, found: dict[str, Any], *, dry_run: bool) -> None:
        for name, counts in found["counts"].items():
            words = {"type": name, **counts}
            text = _("%(type)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged") % words
            self.stdout.write(text)
        for remark in found["remarks"]:
            self.stdout.write(remark)
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))


def unit_or_error(given: str, actor: Actor) -> Unit:
    """The unit that a name, a code or a uid means."""
    rows = Unit.objects.visible_to(actor).active()
    uid, number = uuid_in(given), number_in(Unit, given)
    by_sign = rows.filter(uid=uid) if uid else rows.filter(number=number)
    found = list(by_sign if uid or number else rows.filter(name__iexact=given.strip()))[:2]
    if len(found) != 1:
        text = _("Several units are called “%(given)s”.") if found else _("There is no unit “%(given)s”.")
        raise CommandError(text % {"given": given})
    return found[0]


def as_line(problem: Problem) -> str:
    place = _("Line %s") % problem.row if problem.row else _("File")
    return f"{place}{', ' + problem.field if problem.field else ''}: {problem.message} {problem.remedy}"


def answer(plan: PlanImport) -> dict[str, Any]:
    """What an import did, as data: counts by type, every change, and what was left out."""
    return {**report(plan), "left_out": left_out(plan), "remarks": remarks(plan)}
