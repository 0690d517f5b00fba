"""Challenges and proposals as pages, panels and programs show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models import Challenge
from alignment.queries.challenges import ChallengeCounts, Proposed, may_answer
from alignment.serializers import challenges_words as words
from foundation import formats
from foundation.actors import Actor
from workbench.links import url_of

Data = dict[str, Any]


def challenge_row(challenge: Challenge, viewer: Actor, today: date) -> Data:
    """One challenge with who must answer by when, or what was answered."""
    is_late = not challenge.is_answered and challenge.due_date < today
    return {
        "uid": str(challenge.uid),
        "code": challenge.code,
        "claim": challenge.claim,
        "url": url_of(challenge),
        "about": challenge.objective or challenge.strategy,
        "evidence": challenge.evidence,
        "raised_by": challenge.raised_by,
        "origin": challenge.get_origin_display(),
        "raised": formats.day(challenge.raised_date, today=today),
        "answerer": challenge.answerer,
        "due": _due(challenge, today),
        "is_late": is_late,
        "answer": challenge.get_answer_display(),
        "reason": challenge.answer_reason,
        "answered": formats.day(challenge.answered_date, today=today),
        "answer_url": _answer_url(challenge, viewer),
    }


def _answer_url(challenge: Challenge, viewer: Actor) -> str:
    may = not challenge.is_answered and not challenge.is_archived and may_answer(viewer, challenge)
    return reverse("challenge_answer", args=[challenge.uid]) if may else ""


def _due(challenge: Challenge, today: date) -> str:
    """``9 days late``, or the day by which somebody must answer."""
    late = (today - challenge.due_date).days
    if late > 0:
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": formats.number(late)}
    return _("due %(day)s") % {"day": formats.day(challenge.due_date, today=today)}


def proposal_row(one: Proposed) -> Data:
    """One proposal with its evidence, and where it is decided about."""
    key = one.proposal.key
    return {
        "key": key,
        "rule": one.proposal.rule.label,
        "claim": words.claim(one),
        "evidence": words.evidence(one),
        "change": words.change(one),
        "strategy": one.strategy,
        "subject_url": url_of(one.subject),
        "accept_url": reverse("proposal_accept", args=[key]) if one.may_decide else "",
        "dismiss_url": reverse("proposal_dismiss", args=[key]) if one.may_decide else "",
    }


def standing_data(found: ChallengeCounts) -> Data:
    """How challenges stand, for programs."""
    share = found.share_from_it
    return {
        "challenges": found.total,
        "waiting": found.waiting,
        "late": found.overdue,
        "plan_changes": found.changed,
        "plan_changes_from_it": found.changed_by_it,
        "percent_from_it": None if share is None else f"{100 * share:.2f}",
    }


def proposals_data(found: Iterable[Proposed]) -> list[Data]:
    """What is proposed, in codes and numbers beside the words."""
    return [
        {
            "key": one.proposal.key,
            "rule": one.proposal.rule.value,
            "finding": one.proposal.finding,
            "strategy": str(one.strategy.uid),
            "subject": one.proposal.subject,
            "objective": one.proposal.objective or None,
            "figures": {name: None if value is None else str(value) for name, value in one.proposal.figures},
            "claim": words.claim(one),
            "evidence": words.evidence(one),
            "proposed_change": words.change(one),
            "as_of": one.as_of.isoformat(),
        }
        for one in found
    ]


def grouped(rows: Sequence[Data]) -> tuple[list[Data], list[Data]]:
    """Those that wait, and those that are answered, each in the order given."""
    return [row for row in rows if not row["answer"]], [row for row in rows if row["answer"]]
