"""What importing a StratML file does and what it leaves out, in words and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from foundation import formats
from metrics.operations.stratml import plan_stratml
from metrics.serializers.stratml_reading import read_stratml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Unit
    from foundation.actors import Actor
    from metrics.engine.stratml import LeftOut
    from metrics.operations.stratml import PlanImport

MOST_NAMES = 40
ELEMENTS: dict[str, Any] = {
    "Stakeholder": ngettext_lazy("%(count)s stakeholder", "%(count)s stakeholders", "count"),
    "Value": ngettext_lazy("%(count)s value", "%(count)s values", "count"),
    "Relationship": ngettext_lazy("%(count)s relationship", "%(count)s relationships", "count"),
    "TargetResult": ngettext_lazy(
        "%(count)s target without a figure and both its days",
        "%(count)s targets without a figure and both their days",
        "count",
    ),
    "ActualResult": ngettext_lazy(
        "%(count)s result without a figure and its day",
        "%(count)s results without a figure and their day",
        "count",
    ),
    "Description": ngettext_lazy("%(count)s description", "%(count)s descriptions", "count"),
    "OtherInformation": ngettext_lazy(
        "%(count)s piece of other information", "%(count)s pieces of other information", "count"
    ),
    "Identifier": ngettext_lazy("%(count)s identifier", "%(count)s identifiers", "count"),
    "Submitter": ngettext_lazy("%(count)s submitter", "%(count)s submitters", "count"),
    "Acronym": ngettext_lazy("%(count)s acronym", "%(count)s acronyms", "count"),
    "PublicationDate": ngettext_lazy(
        "%(count)s day of publication", "%(count)s days of publication", "count"
    ),
    "Source": ngettext_lazy("%(count)s address of a source", "%(count)s addresses of a source", "count"),
}
REMARKS: dict[str, Any] = {
    "organization": gettext_lazy("The plan is that of %(names)s; its strategy is that of the chosen unit."),
    "order": gettext_lazy("Objectives below a goal: %(names)s. Here they stand beside it."),
    "discipline": gettext_lazy("The strategy keeps the discipline that leads it: %(names)s."),
    "days": gettext_lazy(
        "The strategy keeps its days in force, which change when a version is put in force."
    ),
    "metric": gettext_lazy("Known metrics keep their name, unit and definition: %(names)s."),
    "archived": gettext_lazy("Archived here, and left as it is: %(names)s."),
}
"""What else is said about a file, by the kinds that planning notes."""


def plan_of_file(*, data: bytes, unit: Unit, discipline: str, actor: Actor) -> PlanImport:
    """Read a file and plan it, with everything left out. Raises ``Refused``."""
    read = read_stratml(data)
    plan = plan_stratml(plan=read.plan, unit=unit, discipline=discipline, actor=actor)
    plan.left_out = sorted([*read.left_out, *plan.left_out], key=lambda each: each.line)
    return plan


def remarks(plan: PlanImport) -> list[str]:
    """What the records will not say, kind by kind in the order of the file, and what was assumed."""
    kinds: dict[str, list[LeftOut]] = {}
    for each in plan.left_out:
        kinds.setdefault(each.kind, []).append(each)
    return [_remark(kind, found) for kind, found in kinds.items()] + _assumed(plan)


def _remark(kind: str, found: Sequence[LeftOut]) -> str:
    names = _names(each.name for each in found)
    if kind in REMARKS:
        return str(REMARKS[kind]) % {"names": names}
    count = len(found)
    what = ELEMENTS[kind] % {"count": count} if kind in ELEMENTS else f"{formats.number(count)} <{kind}>"
    text = ngettext("%(what)s was left out: %(names)s.", "%(what)s were left out: %(names)s.", count)
    return text % {"what": what, "names": names}


def _names(given: Iterable[str]) -> str:
    """The names there are, each once, and how many elements have none."""
    every = list(given)
    names = list(dict.fromkeys(name for name in every if name))
    rest, unnamed = len(names) - MOST_NAMES, every.count("")
    parts = names[:MOST_NAMES]
    if rest > 0:
        parts.append(_("%(count)s more") % {"count": formats.number(rest)})
    if unnamed:
        text = ngettext("%(count)s without a name", "%(count)s without a name", unnamed)
        parts.append(text % {"count": formats.number(unnamed)})
    return ", ".join(parts)


def _assumed(plan: PlanImport) -> list[str]:
    created = sum(b.counts["created"] for b in plan.batches if b.object_type.key == "metric")
    text = ngettext(
        "%(count)s metric is new: it is taken for a mean, monthly, of which more is better. Correct what is not so.",
        "%(count)s metrics are new: they are taken for means, monthly, of which more is better. "
        "Correct what is not so.",
        created,
    )
    return [text % {"count": formats.number(created)}] if created else []


def counts(plan: PlanImport) -> list[dict[str, Any]]:
    """How many records of each type are touched, types without any left out."""
    return [
        {"type": batch.object_type.key, **batch.counts}
        for batch in plan.batches
        if any(batch.counts.values())
    ]


def left_out(plan: PlanImport) -> list[dict[str, Any]]:
    """Everything left out, with its element and its line."""
    return [{"kind": each.kind, "name": each.name, "line": each.line} for each in plan.left_out]


def rows(plan: PlanImport) -> list[dict[str, str]]:
    """The counts as a table."""
    return [
        {
            "label": capfirst(str(batch.object_type.model._meta.verbose_name_plural)),
            **{action: formats.number(count) for action, count in batch.counts.items()},
        }
        for batch in plan.batches
        if any(batch.counts.values())
    ]
