"""What a dry run shows: counts, what would change, and every problem with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from foundation.catalog import ObjectType
from workbench.cells import label_of
from workbench.exchange.importing import ImportPlan
from workbench.exchange.planning import Step
from workbench.exchange.problems import Problem

SHOWN = 100
"""Changes and problems listed on the page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A dry run, as strings."""

    file_name: str
    counts: list[dict[str, str]]
    errors: list[dict[str, Any]]
    error_lead: str
    warnings: list[dict[str, Any]]
    warning_lead: str
    changes: list[dict[str, Any]]
    more_text: str
    confirm_label: str


def trial_of(name: str, object_type: ObjectType, plan: ImportPlan | None, problems: list[Problem]) -> Trial:
    """What importing the file would do, or why it cannot be imported."""
    steps = [step for batch in plan.batches for step in batch.steps] if plan else []
    changing = [step for step in steps if step.action != "unchanged"]
    hidden = len(changing) - SHOWN
    warnings = plan.warnings if plan and not problems else []
    return Trial(
        file_name=name,
        counts=_counts(plan) if plan else [],
        errors=[_error(object_type, problem) for problem in problems[:SHOWN]],
        error_lead=_error_lead(len(problems)),
        warnings=[_error(object_type, warning) for warning in warnings[:SHOWN]],
        warning_lead=_warning_lead(len(warnings)),
        changes=[] if problems else [_change(step) for step in changing[:SHOWN]],
        more_text=_("and %(count)s more") % {"count": formats.number(hidden)} if hidden > 0 else "",
        confirm_label="" if problems or not changing else _confirmation(len(changing)),
    )


def _counts(plan: ImportPlan) -> list[dict[str, str]]:
    labels = {"created": _("created"), "updated": _("updated"), "unchanged": _("unchanged")}
    return [
        {
            "label": f"{batch.object_type.model._meta.verbose_name_plural} {labels[action]}",
            "text": formats.number(count),
        }
        for batch in plan.batches
        for action, count in batch.counts.items()
    ]


def _error(object_type: ObjectType, problem: Problem) -> dict[str, Any]:
    known = problem.field in object_type.fields
    return {
        "row": problem.row or formats.MISSING,
        "field": label_of(object_type, problem.field) if known else problem.field,
        "text": problem.message,
        "remedy": problem.remedy,
    }


def _error_lead(count: int) -> str:
    text = ngettext("%(count)s thing to correct.", "%(count)s things to correct.", count)
    return text % {"count": formats.number(count)}


def _warning_lead(count: int) -> str:
    text = ngettext("%(count)s row passes with a warning.", "%(count)s rows pass with a warning.", count)
    return text % {"count": formats.number(count)}


def _change(step: Step) -> dict[str, Any]:
    record = step.record
    return {
        "row": step.row,
        "code": record.code if record else _("new"),
        "label": str(step.result),
        "text": "; ".join(_words(step, name) for name in step.changes),
    }


def _words(step: Step, name: str) -> str:
    before, after = step.changes[name]
    label = str(step.result._meta.get_field(name).verbose_name)
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"


def _confirmation(count: int) -> str:
    text = ngettext("Import %(count)s change", "Import %(count)s changes", count)
    return text % {"count": formats.number(count)}
