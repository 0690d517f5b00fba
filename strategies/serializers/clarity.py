"""The clarity check in words: why each point matters, how to say it, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from foundation import formats
from strategies.choices import Lack, Point
from strategies.engine.clarity import ENGAGED_MONTHS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from strategies.engine.clarity import Clarity
    from strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class Words:
    """How a point is asked for: the question, why it matters, and an example or rule of thumb."""

    question: _StrPromise
    why: _StrPromise
    how: _StrPromise


WORDS: dict[Point, Words] = {
    Point.CUSTOMER: Words(
        lazy("Who is the customer?"),
        lazy(
            "Work that serves everybody serves nobody. Whoever is not named here will not be missed by anybody."
        ),
        lazy(
            "Name people who pay, so that a colleague would recognize one: “families with two cars and one policy”."
        ),
    ),
    Point.PROPOSITION: Words(
        lazy("What does this customer get from us, and from nobody else?"),
        lazy(
            "It is what every initiative is measured against. A sentence a rival could sign decides nothing."
        ),
        lazy("One or two sentences in the customer's words, without systems and projects."),
    ),
    Point.DISCIPLINE: Words(
        lazy("Which of the three disciplines leads?"),
        lazy("A unit that wants to be best at all three is best at none of them."),
        lazy("Choose the one for which customers would leave a rival."),
    ),
    Point.MINIMUMS: Words(
        lazy("How low may the other two disciplines fall?"),
        lazy(
            "Nobody forgives a leader who is poor at the rest. The levels say when to worry, before customers do."
        ),
        lazy(
            "Points of 100, as the discipline check gives them. 50 is a common start; raise it where rivals are strong."
        ),
    ),
    Point.SHARES: Words(
        lazy("Where should the money go?"),
        lazy(
            "Money is the strategy that people believe. The line of sight holds actual spend against these shares."
        ),
        lazy("Whole percents that add up to 100. The lead discipline usually gets half or more."),
    ),
    Point.WILL_NOT: Words(
        lazy("What will we not do?"),
        lazy("A strategy that refuses nothing costs nothing and changes nothing."),
        lazy("Name customers, products or requests you leave to others, such as “no fleets above 50 cars”."),
    ),
    Point.GROWTH: Words(
        lazy("What growth do we aim for?"),
        lazy("Without a figure and a day nobody can tell whether the strategy works."),
        lazy("One aim is enough to begin with: where, by how much, by when."),
    ),
    Point.OBJECTIVE: Words(
        lazy("What must be reached on the way?"),
        lazy(
            "Needs and initiatives are tied to objectives. Without one, no work can show that it serves the strategy."
        ),
        lazy(
            "A state you will be able to see, with a day: “Motor claims settled in two days, by June 2028”."
        ),
    ),
    Point.SPONSOR: Words(
        lazy("Which executive stands for it?"),
        lazy("A strategy without a name behind it is the first thing to give way."),
        lazy("One person from the business who can move money and people."),
    ),
    Point.COMMITMENT: Words(
        lazy("What has the sponsor promised to do?"),
        lazy("Commitments show whether the sponsor is more than a signature."),
        lazy(
            "Something that person does in person, with a day: “opens the next three design sessions, by March”."
        ),
    ),
    Point.ENGAGED: Words(
        lazy("When did the sponsor last work on it with others?"),
        lazy(
            "Sponsors who were not seen for half a year have moved on, and everybody but the plan knows it."
        ),
        lazy("A review, a session with customers, a decision: the last day on which it happened."),
    ),
}


def step_url(strategy: Strategy, point: Point) -> str:
    """Where a point is said."""
    return f"{reverse('strategy_say', args=[strategy.uid])}?{urlencode({'point': point.value})}"


def clarity_view(found: Clarity, strategy: Strategy, *, can_edit: bool) -> dict[str, Any]:
    """The check as the page shows it: the count, and each missing point with its reason and its button."""
    return {
        "summary": summary(found),
        "share": found.score,
        "is_complete": found.is_complete,
        "missing": [
            {
                "point": missing.point.label,
                "lack": _lack(missing.lack),
                "why": WORDS[missing.point].why,
                "url": step_url(strategy, missing.point) if can_edit else "",
            }
            for missing in found.missing
        ],
    }


def steps_view(found: Clarity, strategy: Strategy, point: Point) -> dict[str, Any]:
    """All points as steps, and where the next missing one is said after ``point``."""
    missing = [each.point for each in found.missing]
    order = list(Point)
    later = next((each for each in missing if order.index(each) > order.index(point)), None)
    return {
        "skip_url": step_url(strategy, later) if later else "",
        "points": [
            {
                "label": each.label,
                "url": step_url(strategy, each),
                "current": each is point,
                "said": each not in missing,
            }
            for each in Point
        ],
    }


def summary(found: Clarity) -> str:
    """How much is said, and what comes next: "7 of 11 points are said; next: what we will not do."."""
    counts = {"said": formats.number(found.said), "all": formats.number(len(Point))}
    if found.is_complete:
        return _("All %(all)s points of a clear statement are said.") % counts
    point = str(found.missing[0].point.label)
    words = {**counts, "next": point[:1].lower() + point[1:]}
    return _("%(said)s of %(all)s points are said; next: %(next)s.") % words


def _lack(lack: Lack) -> str:
    if lack is Lack.OLD:
        return _("more than %(months)s months ago") % {"months": formats.number(ENGAGED_MONTHS)}
    return str(lack.label)
