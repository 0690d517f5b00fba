"""A round's page in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.choices import RoundState, Side
from assessments.models import Round
from assessments.operations.rounds import Invited
from assessments.queries.results import Turnout
from foundation import formats


def finding(asked: Round, turnout: Mapping[Side, Turnout]) -> tuple[str, str]:
    """Where the round stands, and what to do next."""
    invited = sum(side.invited for side in turnout.values())
    answered = sum(side.answered for side in turnout.values())
    people = ngettext("%(count)d person is asked.", "%(count)d people are asked.", invited) % {
        "count": invited
    }
    if asked.state == RoundState.DRAFT:
        rest = (
            _("Open the round when the list is complete.")
            if invited
            else _("Invite those whose view counts.")
        )
        return (people if invited else _("Nobody is asked yet.")), rest
    words = {"answered": answered, "invited": invited}
    lead = _("%(answered)d of %(invited)d have answered.") % words
    if asked.state == RoundState.OPEN:
        day = formats.day(asked.closes_date) if asked.closes_date else ""
        return lead, _("Open until %(day)s.") % {"day": day} if day else _("Open until somebody closes it.")
    return lead, _("The round is closed.")


def turnout_rows(asked: Round, turnout: Mapping[Side, Turnout]) -> list[dict[str, Any]]:
    """Each side with how many were asked and have answered, and why its results are not shown."""
    return [
        {
            "label": side.label,
            "invited": seen.invited,
            "answered": seen.answered,
            "share": 100 * seen.answered / seen.invited if seen.invited else None,
            "reason": reason(asked, seen),
        }
        for side, seen in turnout.items()
    ]


def reason(asked: Round, seen: Turnout) -> str:
    """Why the results of a side are not shown; empty where they are."""
    if not seen.invited:
        return _("Nobody was asked.") if asked.state == RoundState.CLOSED else _("Nobody is asked yet.")
    if asked.state != RoundState.CLOSED:
        return _("Shown when the round is closed.")
    if not seen.answered:
        return _("Nobody answered.")
    if seen.counted < asked.smallest_group:
        return _("Withheld: %(answered)d answered, groups below %(least)d are not shown.") % {
            "answered": seen.answered,
            "least": asked.smallest_group,
        }
    late = seen.answered - seen.counted
    if late:
        text = ngettext(
            "%(late)d late answer is left out: too few to be added.",
            "%(late)d late answers are left out: too few to be added.",
            late,
        )
        return text % {"late": late}
    return ""


def invited_text(done: Invited) -> str:
    """What inviting came to, those who could not be asked included."""
    count = len(done.invitations)
    parts = [ngettext("%(count)d person invited.", "%(count)d people invited.", count) % {"count": count}]
    if done.already:
        already = len(done.already)
        text = ngettext("%(count)d was invited already.", "%(count)d were invited already.", already)
        parts.append(text % {"count": already})
    if done.without_sign_in:
        names = _listed([str(person) for person in done.without_sign_in])
        parts.append(_("Without a sign-in nobody can answer: %(names)s.") % {"names": names})
    return " ".join(parts)


def _listed(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:5])
    more = len(names) - 5
    return _("%(names)s and %(count)d more") % {"names": shown, "count": more} if more > 0 else shown
