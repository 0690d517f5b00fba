"""A strategy's statement as its page shows it: the sentence at the top, and one part after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from foundation import formats
from strategies.choices import Discipline, Point, StrategyState
from strategies.models import Commitment, GrowthAim
from strategies.models.strategy import DISCIPLINE_SHARES, MINIMUMS, OFFICE_SHARES
from strategies.serializers.clarity import step_url, summary
from workbench.cells import text_of
from workbench.links import page_url, record_url, url_of
from workbench.types import type_for, type_with_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from strategies.models import Strategy
    from strategies.queries.statement import Statement
    from workbench.forms import RecordForm

SAID_IN: dict[str, Point] = {
    "customer": Point.CUSTOMER,
    "statement": Point.PROPOSITION,
    "discipline": Point.DISCIPLINE,
    "will_not": Point.WILL_NOT,
    "sponsor": Point.SPONSOR,
    "engaged_date": Point.ENGAGED,
}
BARS = {
    "product_leadership": "pl",
    "operational_excellence": "oe",
    "customer_intimacy": "ci",
}
PROMISES: dict[str, _StrPromise] = {
    Discipline.PRODUCT_LEADERSHIP: lazy(
        "The best product there is, and the next one before a rival catches up."
    ),
    Discipline.OPERATIONAL_EXCELLENCE: lazy("A good product at the lowest total cost, without trouble."),
    Discipline.CUSTOMER_INTIMACY: lazy(
        "The best solution for this one customer, from somebody who knows them."
    ),
}
"""Said where an installation has no profile of the discipline."""


def finding(told: Statement) -> tuple[str, str]:
    """Whether the strategy binds anybody, and how clear it is."""
    return _standing(told), summary(told.clarity)


def _standing(told: Statement) -> str:
    strategy, successor = told.strategy, told.successor
    words = {
        "start": formats.day(strategy.start_date),
        "end": formats.day(strategy.end_date),
        "next": successor,
    }
    if strategy.state == StrategyState.DRAFT:
        return _("A draft: it binds nobody yet.")
    if strategy.start_date and strategy.start_date > told.today:
        return _("In force from %(start)s on.") % words
    if strategy.state == StrategyState.IN_FORCE:
        return _("In force since %(start)s.") % words
    if strategy.end_date and strategy.end_date >= told.today:
        return (
            _("In force until %(end)s, then “%(next)s” follows.")
            if successor
            else _("In force until %(end)s.")
        ) % words
    text = _("In force from %(start)s to %(end)s; superseded by “%(next)s”.")
    return (text if successor else _("In force from %(start)s to %(end)s.")) % words


def said(
    told: Statement, items: Mapping[str, Mapping[str, Any]], names: tuple[str, ...], *, can_edit: bool
) -> list[dict[str, Any]]:
    """Some fields with their labels, and where nothing is said, where to say it."""
    strategy = told.strategy
    found = []
    for name in names:
        if name in items:
            point = SAID_IN.get(name)
            is_open = point and can_edit and items[name]["cell"].text == formats.MISSING
            found.append(
                {**items[name], "name": name, "url": step_url(strategy, point) if point and is_open else ""}
            )
    return found


def intent(told: Statement, items: Mapping[str, Mapping[str, Any]], *, can_edit: bool) -> dict[str, Any]:
    """Where the money is meant to go, and how low the other two may fall."""
    strategy = told.strategy
    shares = [
        _barred(strategy, name, items[name]) for name in (*DISCIPLINE_SHARES, *OFFICE_SHARES) if name in items
    ]
    return {
        "shares": shares,
        "levels": [_barred(strategy, name, items[name]) for name in MINIMUMS if name in items],
        "shares_url": step_url(strategy, Point.SHARES) if can_edit else "",
        "levels_url": step_url(strategy, Point.MINIMUMS) if can_edit else "",
    }


def _barred(strategy: Strategy, name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    discipline = name.removesuffix("_share").removesuffix("_minimum")
    return {**item, "name": name, "value": getattr(strategy, name), "kind": BARS.get(discipline, "ink")}


def growth(told: Statement, *, can_edit: bool) -> dict[str, Any]:
    """Growth aims with figure and day."""
    rows = [
        {
            "name": str(aim),
            "kind": aim.get_kind_display(),
            "figure": _figure(aim),
            "due": aim.due_date,
            "url": _edit(aim, told.strategy) if can_edit else url_of(aim),
        }
        for aim in told.aims
    ]
    return {"rows": rows, "add_url": _add("growthaim", told.strategy) if can_edit else ""}


def _figure(aim: GrowthAim) -> str:
    if aim.figure is None:
        return formats.MISSING
    figure = text_of(aim.figure, decimals=2)
    if aim.unit_of_measure == "%":
        return f"{figure}%"
    return f"{figure} {aim.unit_of_measure}".strip()


def sponsor(told: Statement, items: Mapping[str, Mapping[str, Any]], *, can_edit: bool) -> dict[str, Any]:
    """Who stands for the strategy, when they last did, and what they promised."""
    strategy = told.strategy
    has_sponsor = strategy.sponsor_id is not None
    return {
        "items": said(told, items, ("sponsor", "engaged_date"), can_edit=can_edit)
        if "sponsor" in items
        else [],
        "say_url": step_url(strategy, Point.SPONSOR) if can_edit else "",
        "engaged_url": reverse("strategy_engaged", args=[strategy.uid]) if can_edit and has_sponsor else "",
        "was_today": strategy.engaged_date == told.today,
        "commitments": [_commitment(each, told, can_edit=can_edit) for each in told.commitments],
        "add_url": _add("commitment", strategy) if can_edit else "",
    }


def _commitment(commitment: Commitment, told: Statement, *, can_edit: bool) -> dict[str, Any]:
    due, kept = commitment.due_date, commitment.kept_date
    is_late = kept is None and due is not None and due < told.today
    words = {"due": formats.day(due), "kept": formats.day(kept)}
    if kept:
        text = _("kept %(kept)s") % words
    elif is_late:
        text = _("overdue since %(due)s") % words
    else:
        text = _("due %(due)s") % words if due else _("no day yet")
    return {
        "name": str(commitment),
        "url": _edit(commitment, told.strategy) if can_edit else url_of(commitment),
        "health": "ok" if kept else "off" if is_late else "",
        "text": text,
        "kept_url": reverse("commitment_kept", args=[commitment.uid]) if can_edit and not kept else "",
    }


def versions(told: Statement, items: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The strategies of the unit in their order, with the days of each."""
    strategy = told.strategy
    return {
        "items": said(told, items, ("state", "start_date", "end_date", "replaces"), can_edit=False),
        "rows": [
            {
                "name": str(version),
                "url": url_of(version),
                "current": version.pk == strategy.pk,
                "days": _days(version),
            }
            for version in told.versions
        ]
        if len(told.versions) > 1
        else [],
        "over_time_url": f"{reverse('strategies_over_time')}?{urlencode({'unit': strategy.unit.uid})}",
    }


def _days(version: Strategy) -> str:
    if version.state == StrategyState.DRAFT:
        return _("Draft")
    words = {"start": formats.day(version.start_date), "end": formats.day(version.end_date)}
    return (_("%(start)s – %(end)s") if version.end_date else _("Since %(start)s")) % words


def discipline_choices(form: RecordForm, told: Mapping[str, str]) -> list[dict[str, Any]]:
    """The three disciplines to choose from, each with its promise in a sentence."""
    chosen = str(form["discipline"].value() or "")
    return [
        {
            "value": value,
            "label": label,
            "promise": first_sentence(told.get(value) or str(PROMISES[value])),
            "chosen": value == chosen,
        }
        for value, label in Discipline.choices
    ]


def first_sentence(text: str) -> str:
    """The first sentence of a promise, which has to be enough to choose by."""
    return text.partition(". ")[0].rstrip(".") + "."


def _edit(part: GrowthAim | Commitment, strategy: Strategy) -> str:
    kind = type_for(type(part))
    return f"{record_url(kind, part, 'edit')}?{urlencode({'next': url_of(strategy)})}"


def _add(key: str, strategy: Strategy) -> str:
    query = {"strategy": str(strategy.uid), "next": url_of(strategy)}
    return f"{page_url(type_with_key(key), 'create')}?{urlencode(query)}"
