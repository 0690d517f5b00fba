"""The first gate in words: what is asked for, what was found, how something came through."""

from __future__ import annotations

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import GateFinding, GateMode, GateOutcome
from alignment.engine.passing import Policy
from alignment.engine.priority import Why
from alignment.models import GatePassage, GatePolicy
from alignment.queries.gate_report import GateReport
from alignment.queries.priority import UnlinkedLine
from foundation import formats


def finding(found: GateReport) -> tuple[str, str]:
    """The fact, and the tension after it."""
    count = len(found.asking)
    if not count:
        return _("Nothing waits for approval."), hard(len(found.unlinked.lines))
    fact = ngettext("%(n)s initiative waits for approval", "%(n)s initiatives wait for approval", count)
    held = found.count(GateOutcome.REFUSED)
    kept = ngettext("%(n)s would be held back", "%(n)s would be held back", held) % {
        "n": formats.number(held)
    }
    return f"{fact % {'n': formats.number(count)}}: {kept}.", hard(len(found.unlinked.lines))


def hard(count: int) -> str:
    """How many hard warnings there are."""
    if not count:
        return _("Where needs drive priority, none is passed over.")
    text = ngettext(
        "%(n)s initiative takes its place before needs do.",
        "%(n)s initiatives take their place before needs do.",
        count,
    )
    return text % {"n": formats.number(count)}


def why_unlinked(line: UnlinkedLine, currency: str) -> str:
    """Why an initiative without a need is warned of."""
    reasons = []
    if Why.ASKS in line.warning.why:
        reasons.append(_("It waits for approval."))
    if Why.TOP in line.warning.why:
        words = {
            "place": formats.number(line.warning.place or 0),
            "ranked": formats.number(line.warning.ranked),
            "amount": formats.money(line.amount, currency) if line.amount is not None else formats.MISSING,
        }
        reasons.append(_("Number %(place)s of %(ranked)s by the money of its unit (%(amount)s).") % words)
    return " ".join(reasons)


def drives(line: UnlinkedLine) -> str:
    """By which strategy needs drive priority there."""
    words = {"discipline": line.follows.get_discipline_display()}
    return _("%(discipline)s lets needs drive priority.") % words


def policy(rules: Policy) -> str:
    """What a policy makes of findings, in one line."""
    line = {
        GateMode.WARN: _("Warns of a broken line of sight"),
        GateMode.BLOCK: _("Blocks a broken line of sight"),
    }[rules.mode]
    strict = [
        text
        for accepted, text in ((rules.accepts_weak, _("a weak one")), (rules.accepts_stale, _("a stale one")))
        if not accepted
    ]
    draft = {
        GateMode.WARN: _("warns of a strategy in draft"),
        GateMode.BLOCK: _("blocks a strategy in draft"),
    }[rules.draft_mode]
    return "; ".join([get_text_list([line, *strict], _("and")), draft]) + "."


def policy_of(stated: GatePolicy | None) -> str:
    """What is asked for where a policy decides, and who states it."""
    text = policy(stated.rules if stated else Policy())
    if stated is None:
        return _("%(policy)s No unit states a policy: this holds everywhere.") % {"policy": text}
    words = {"policy": text, "unit": stated.unit, "day": formats.day(stated.start_date)}
    return _("%(policy)s Policy of %(unit)s since %(day)s.") % words


def policy_then(kept: dict[str, Any]) -> str:
    """The same of a policy as it was kept."""
    return policy(
        Policy(
            GateMode(kept["mode"]),
            GateMode(kept["draft_mode"]),
            bool(kept["accepts_weak"]),
            bool(kept["accepts_stale"]),
        )
    )


def findings(codes: list[str]) -> str:
    """What stood against something, as labels."""
    return ", ".join(str(GateFinding(code).label) for code in codes)


def came_through(passage: GatePassage) -> str:
    """``Approved on 3 May by Ingrid Halloran.``"""
    words = {
        "status": passage.get_after_display(),
        "day": formats.day(passage.passed_at.date()),
        "who": passage.by,
    }
    return _("%(status)s on %(day)s by %(who)s.") % words
