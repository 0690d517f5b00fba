"""The alignment index in words: what each factor rests on, what a step means, what would raise a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alignment.choices import Act, IndexFactor, ScoreChange, StepKind
from alignment.queries.index import FactorPoints, Published, ScopeFigure
from alignment.queries.scores import Named, ScoreGain, ScoreStep
from foundation import formats
from foundation.models import Record
from strategies.choices import Discipline

EARNED = frozenset({StepKind.LINKED, StepKind.REACHED, StepKind.IMPORTANT, StepKind.PROMISED, StepKind.SAID})
"""Steps by which a factor earns its points first; every other step takes some away."""
SHOWN = 3
"""Names in one sentence; the rest is counted."""


def finding(found: Published) -> tuple[str, str]:
    """The fact, and where most points are lost."""
    figure = found.chosen.figure
    if figure is None:
        return _("Nothing is known yet that an index could rest on."), ""
    fact = _("Alignment is %(points)s of 100.") % {"points": formats.number(figure, 0)}
    change = _changed(found)
    if change:
        words = {"points": formats.number(figure, 0), "change": change}
        fact = _("Alignment is %(points)s of 100, %(change)s.") % words
    return fact, _lost_most(found.chosen)


def _changed(found: Published) -> str:
    before, now = found.before.figure if found.before else None, found.chosen.figure
    if before is None or now is None or before == now:
        return ""
    words = {"points": formats.number(abs(now - before), 1)}
    return (_("up %(points)s") if now > before else _("down %(points)s")) % words


def _lost_most(scope: ScopeFigure) -> str:
    worst = max(scope.factors, key=lambda part: part.lost, default=None)
    if worst is None or not worst.lost:
        return _("Nothing is missing.")
    words = {"factor": str(worst.factor.label).lower(), "points": formats.number(worst.lost, 1)}
    return _("Most is missing at %(factor)s: %(points)s points.") % words


def evidence(part: FactorPoints, scope: ScopeFigure, currency: str) -> str:
    """What the points of a factor rest on."""
    known, value = scope.coverage, scope.values.get(part.factor.value, 0)
    if part.factor is IndexFactor.LINKED:
        return _of_money(
            _("%(part)s of %(whole)s, as far as links are believed"), value, known["money"], currency
        )
    if part.factor is IndexFactor.MATCH:
        return _of_money(
            _("%(part)s of %(whole)s goes where it is intended"), value, known["compared"], currency
        )
    if part.factor is IndexFactor.NEEDS:
        return _("%(covered)s of %(weighed)s needs covered, %(moving)s of %(told)s moving") % _numbers(known)
    if part.factor is IndexFactor.BENEFITS:
        return _("%(measured)s of %(benefits)s measured, %(on_track)s of %(followed)s on track") % _numbers(
            known
        )
    return part.evidence


def _numbers(known: Mapping[str, Any]) -> dict[str, str]:
    return {name: formats.number(value, 0) for name, value in known.items()}


def _of_money(text: str, value: float, whole: str, currency: str) -> str:
    part = Decimal(str(value)) * Decimal(whole)
    return text % {"part": formats.money(part, currency), "whole": formats.money(Decimal(whole), currency)}


def coverage(scope: ScopeFigure) -> list[tuple[str, str, str]]:
    """How much of everything is known: what, how many of how many, and what follows."""
    known = scope.coverage
    rows = [
        (_("Initiatives with money"), "with_money", "initiatives", _("The others weigh nothing.")),
        (_("Needs with importance"), "weighed", "needs", _("The others are left out.")),
        (_("Needs whose movement is known"), "told", "weighed", _("The others count as covered alone.")),
        (
            _("Measured benefits with a reading"),
            "followed",
            "measured",
            _("The others count as measured alone."),
        ),
    ]
    found = [
        (
            label,
            _("%(n)s of %(all)s") % {"n": formats.number(known[n], 0), "all": formats.number(known[all_], 0)},
            why,
        )
        for label, n, all_, why in rows
    ]
    if scope.exempt:
        found.append(
            (_("Exempt initiatives"), formats.number(scope.exempt, 0), _("They stand outside the index."))
        )
    return found


def step_words(step: ScoreStep, shown: int = SHOWN) -> str:
    """The evidence sentence of a step: which needs, benefits or disciplines, and how many; ``shown`` by name."""
    if step.kind is StepKind.TOO_MANY:
        text = _("Serves %(n)s of %(all)s; who serves everything serves nothing in particular.")
        return text % {"n": formats.number(len(step.about), 0), "all": formats.number(step.there, 0)}
    if not step.about:
        return str(_NOTHING.get(step.kind, ""))
    return str(_TOLD.get(step.kind, "%(names)s")) % {"names": names(step.about, shown)}


_TOLD = {
    StepKind.LINKED: gettext_lazy("Serves %(names)s"),
    StepKind.REACHED: gettext_lazy("Reaches objectives in force through %(names)s"),
    StepKind.IMPORTANT: gettext_lazy("Most important of its needs: %(names)s"),
    StepKind.PROMISED: gettext_lazy("Brings about %(names)s"),
    StepKind.NO_EVIDENCE: gettext_lazy("No evidence is given: %(names)s"),
    StepKind.OLD_EVIDENCE: gettext_lazy("The evidence is due for review: %(names)s"),
    StepKind.LITTLE_STRENGTH: gettext_lazy("Only loosely linked: %(names)s"),
    StepKind.OVER_SHARE: gettext_lazy("More money than intended goes to %(names)s"),
    StepKind.NOT_MOVING: gettext_lazy("Its customers are no better served than before: %(names)s"),
    StepKind.NOT_MEASURED: gettext_lazy("Metric, baseline or target is missing: %(names)s"),
    StepKind.BEHIND_PLAN: gettext_lazy("Less has come than was planned by the newest reading: %(names)s"),
}
"""What a step is about in a sentence; where nothing is linked at all, ``_NOTHING`` says so."""

_NOTHING = {
    StepKind.LINKED: gettext_lazy("No need is linked."),
    StepKind.REACHED: gettext_lazy("Nothing reaches an objective in force."),
    StepKind.IMPORTANT: gettext_lazy("No need of known importance is linked."),
    StepKind.PROMISED: gettext_lazy("No benefit is linked."),
}


def names(about: Sequence[Named], shown: int = SHOWN) -> str:
    """The first records by name and the others by number; those that may not be read are only counted."""
    known = [_name(each) for each in about if each is not None][:shown]
    rest = len(about) - len(known)
    if not rest:
        return ", ".join(known)
    text = (
        ngettext("%(n)s more", "%(n)s more", rest)
        if known
        else ngettext("%(n)s record", "%(n)s records", rest)
    )
    return ", ".join([*known, text % {"n": formats.number(rest, 0)}])


def _name(each: Record | Discipline) -> str:
    return str(each.label) if isinstance(each, Discipline) else _("“%(name)s”") % {"name": each}


def gain_words(gain: ScoreGain) -> str:
    """What could be done: ``Link need “Tell me where it stands”``."""
    if gain.is_new or gain.target is None:
        return str(gain.act.label)
    return str(_ACTS[gain.act]) % {"name": gain.target}


_ACTS = {
    Act.GIVE_EVIDENCE: gettext_lazy("Give evidence for “%(name)s”"),
    Act.RENEW_EVIDENCE: gettext_lazy("Renew the evidence for “%(name)s”"),
    Act.LINK_NEED: gettext_lazy("Link need “%(name)s”"),
    Act.DROP_LINK: gettext_lazy("Drop the link to “%(name)s”"),
    Act.STATE_MEASURE: gettext_lazy("State metric, baseline and target of “%(name)s”"),
    Act.BRING_ON_TRACK: gettext_lazy("Bring “%(name)s” on track"),
    Act.LINK_BENEFIT: gettext_lazy("Link a measured benefit"),
}


def cause_words(causes: Sequence[Mapping[str, Any]]) -> str:
    """Why a score changed: the steps that differ most, and whether each earns or costs more or less than before."""
    return "; ".join(_cause(cause) for cause in causes)


def _cause(cause: Mapping[str, Any]) -> str:
    if cause["kind"] in ScoreChange.values:
        return str(ScoreChange(cause["kind"]).label)
    kind, points = StepKind(cause["kind"]), Decimal(str(cause["points"]))
    words = {
        "factor": IndexFactor(cause["factor"]).label,
        "step": str(kind.label).lower(),
        "points": formats.number(abs(points), 1),
    }
    return str(_CHANGED[kind in EARNED, points > 0]) % words


_CHANGED = {
    (True, True): gettext_lazy("%(factor)s: %(points)s more won (%(step)s)"),
    (True, False): gettext_lazy("%(factor)s: %(points)s less won (%(step)s)"),
    (False, True): gettext_lazy("%(factor)s: %(points)s less lost (%(step)s)"),
    (False, False): gettext_lazy("%(factor)s: %(points)s more lost (%(step)s)"),
}
"""By whether the step earns, and whether the score rose by it: a plus beside a loss would read as its opposite."""
