"""What waits for people in alignment: promises, reviews, challenges, and broken lines of what they own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Enterprise, User
from accounts.queries import day_at
from alignment.choices import ChainState
from alignment.queries.chains import ChainLine, ChainQuestion, chain_report
from alignment.queries.challenges import asked_challenges
from alignment.queries.reviews import promises_to_agree, reviews_due
from alignment.serializers.remedies import Remedies, Remedy
from foundation import formats
from foundation.catalog import Waiting
from workbench.links import url_of


def challenges_to_answer(*, viewer: User, **_now: Any) -> Sequence[Waiting]:
    """Challenges the viewer is asked to answer. One query."""
    return [
        Waiting(
            title=str(one),
            url=reverse("challenge_answer", args=[one.uid]),
            action=_("Answer"),
            note=str(one.strategy),
            due_date=one.due_date,
        )
        for one in asked_challenges(viewer)
    ]


def reviews_to_hold(*, viewer: User, now: datetime, enterprise: Enterprise) -> Sequence[Waiting]:
    """Benefits the viewer promised, of which a review is due. One query."""
    return [
        Waiting(
            title=str(review.benefit),
            url=reverse("benefitreview_hold", args=[review.uid]),
            action=_("Hold the review"),
            note=str(review.get_slot_display()),
            due_date=review.due_date,
        )
        for review in reviews_due(viewer, day_at(now, enterprise))
    ]


def promises_to_sign(*, viewer: User, **_now: Any) -> Sequence[Waiting]:
    """Promises in the viewer's name that wait for their agreement. One query."""
    return [
        Waiting(
            title=str(benefit),
            url=reverse("benefit_agree", args=[benefit.uid]),
            action=_("Agree"),
            note=_("Target due %(day)s") % {"day": formats.day(benefit.target_date)},
        )
        for benefit in promises_to_agree(viewer)
    ]


def broken_lines(*, viewer: User, now: datetime, **_enterprise: Any) -> Sequence[Waiting]:
    """Broken chains of records the viewer answers for. As many queries as the page of broken lines.

    Whoever may mend a line is led to where it is done; who may not, to the record, to speak about it there.
    """
    asked = ChainQuestion(state=ChainState.BROKEN, owner=str(viewer.person.uid))
    report = chain_report(viewer, now, asked)
    remedies = Remedies(report.rows, report.labels, viewer)
    remedies.want(line.chain.findings[0] for line in report.lines if line.chain.findings)
    return [_broken(line, remedies.next_step(line.chain)) for line in report.lines]


def _broken(line: ChainLine, remedy: Remedy) -> Waiting:
    return Waiting(
        title=str(line.record),
        url=remedy.url or url_of(line.record),
        action=remedy.label if remedy.url else _("Open"),
        note=_lacking(line),
    )


def _lacking(line: ChainLine) -> str:
    """What the line lacks, and since when, where that is known."""
    missing = ", ".join(str(hop.label) for hop in line.chain.missing)
    if line.since is None:
        return _("Lacks: %(missing)s") % {"missing": missing}
    return _("Lacks: %(missing)s, since %(day)s") % {"missing": missing, "day": formats.day(line.since)}
