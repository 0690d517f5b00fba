"""Every page of the product that can be opened with the demonstration's data, found in the URLconf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Enterprise, User
from alignment.choices import Action
from alignment.models import Benefit, BenefitReview, Challenge, Initiative
from alignment.queries.challenges import proposed
from assessments.models import Invitation, Round
from customers.models import Need
from foundation.actors import SYSTEM
from strategies.models import ITNeed, Strategy
from workbench.types import all_types, type_with_key

NO_PAGES = {
    "alignment_index_export",
    "alignment_scores_export",
    "assessments_answers_export",
    "assessments_results_export",
    "attainment_export",
    "benefit_contracts_export",
    "benefit_matrix_export",
    "benefits_network_export",
    "sponsor_calibration_export",
    "broken_lines_export",
    "discipline_mix_export",
    "first_run",
    "intent_summary",
    "line_of_sight_part",
    "first_gate_export",
    "money_warnings",
    "needs_first",
    "money_warnings_export",
    "strategy_remap_summary",
    "it_need_coverage_export",
    "livez",
    "my_work_export",
    "nightly",
    "readyz",
    "roll_up_export",
    "spend_against_intent_export",
    "strategy_stratml",
}
"""Addresses that answer without a page, or only before the first run."""
FRAGMENTS = {"bulk", "export", "options"}
"""Pages of a type that answer with a file or with part of a page."""
STATES = {
    "line_of_sight": {
        "matrix": {"view": "matrix"},
        "table": {"view": "table"},
        "gaps": {"view": "gaps"},
        "value": {"weight": "value", "basis": "life"},
        "by unit": {"group": "unit"},
        "by segment, marking": {"view": "matrix", "group": "segment", "mark": "on"},
        "one kind of gaps": {"view": "gaps", "kind": "initiative_without_need"},
    },
    "roll_up": {
        "programs": {"view": "programs"},
        "objectives": {"view": "objectives"},
        "unaligned": {"view": "unaligned"},
    },
    "initiative_list": {
        "second": {"page": "2", "sort": "-name"},
        "nothing": {"q": "no such words"},
    },
    "broken_lines": {"needs": {"type": "need"}, "nothing": {"state": "stale", "type": "objective"}},
    "assessments_answer": {"review": {"step": "review"}},
    "assessments_results": {"target": {"moment": "target"}},
    "need_list": {"largest": {"sort": "-opportunity"}, "not asked": {"band": "none"}},
    "segment_list": {"as a list": {"sort": "name"}},
    "spend_against_intent": {"spent": {"counted": "actual", "basis": "life"}},
    "metric_chart": {"by year": {"by": "year", "against": "1"}},
    "metric_dashboards": {"a year before": {"featured": "1", "against": "year"}},
    "search": {"hits": {"q": "claim"}, "nothing": {"q": "no such words"}},
}
"""Other faces of a page, by the query that shows them."""
ASSESSMENTS: dict[str, Callable[[], Any]] = {
    "assessments_answer": lambda: Invitation.objects.waiting().filter(
        person__user__email="admin@demo.example"
    ),
    "assessments_results": lambda: Round.objects.closed().latest_closed_first(),
}
"""What the pages of assessments are about: a round that waits for the walker, and the one closed last."""


def patterns() -> dict[str, URLPattern]:
    """All named addresses outside the API."""
    found = _patterns(get_resolver().url_patterns, "")
    return {str(pattern.name): pattern for pattern in found if pattern.name}


def _patterns(entries: list[Any], prefix: str) -> Iterator[URLPattern]:
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, route)
        elif not route.startswith("api/"):
            yield entry


def page_names() -> list[str]:
    """Names of the addresses that show a page, and of their other faces; those that only take a form are left out."""
    plain = [name for name, pattern in patterns().items() if _shows_page(name, pattern)]
    faces = [f"{name} {face}" for name, states in STATES.items() for face in states]
    return sorted(plain + faces)


def _shows_page(name: str, pattern: URLPattern) -> bool:
    key, _, page = name.rpartition("_")
    is_fragment = page in FRAGMENTS and key in {object_type.key for object_type in all_types()}
    view: Any = getattr(pattern.callback, "view_class", None)
    answers = hasattr(view, "get") and "get" in view.http_method_names
    return answers and name not in NO_PAGES and not is_fragment


def path_of(name: str) -> str | None:
    """The path of an address, with a record of the demonstration where it takes one."""
    name, _, face = name.partition(" ")
    query = f"?{urlencode(STATES[name][face])}" if face else ""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return _path_with_record(name)


def _path_with_record(name: str) -> str | None:
    key, _, _page = name.rpartition("_")
    if name.startswith("user"):
        return reverse(name, args=[User.objects.order_by("pk")[0].uid])
    if name == "account_reset_password_from_key":
        return reverse(name, args=["1", "an-old-key"])
    if name in ASSESSMENTS:
        record = ASSESSMENTS[name]().first()
        return reverse(name, args=[record.uid]) if record else None
    if name in {"proposal_accept", "proposal_dismiss"}:
        built = Initiative.objects.order_by("number")[0].created_at
        return reverse(name, args=[proposed(SYSTEM, built, Enterprise.objects.get())[0].proposal.key])
    if name == "challenge_answer":
        return reverse(name, args=[Challenge.objects.waiting().order_by("number")[0].uid])
    if name in PAIRS:
        return PAIRS[name]()
    if key not in {object_type.key for object_type in all_types()}:
        return None
    record = type_with_key(key).model.objects.order_by("number").first()
    return reverse(name, args=[record.uid]) if record else None


def mend_path(action: Action) -> str:
    """Where one kind of broken line is mended."""
    near: Any = {
        Action.LINK_NEED: Initiative,
        Action.LINK_INITIATIVE: Need,
        Action.SET_METRIC: Benefit,
    }[action]
    record = near.objects.order_by("number")[0]
    return reverse("mend", args=[action, near._meta.model_name, record.uid])


def _answer_path() -> str:
    """Where a strategy answers an IT need."""
    strategy, need = (kind.objects.order_by("number")[0] for kind in (Strategy, ITNeed))
    return reverse("it_need_answer", args=[strategy.uid, need.uid])


def _owner_path() -> str:
    """Where somebody is named who answers for an initiative."""
    return reverse("name_owner", args=["initiative", Initiative.objects.order_by("number")[0].uid])


def _first_of(name: str, rows: Any) -> Callable[[], str]:
    """The address of a page about the first of some records."""
    return lambda: reverse(name, args=[rows().order_by("number")[0].uid])


PAIRS: dict[str, Callable[[], str]] = {
    "benefit_agree": _first_of("benefit_agree", lambda: Benefit.objects.filter(agreed_date=None)),
    "benefitreview_hold": _first_of("benefitreview_hold", BenefitReview.objects.open),
    "it_need_answer": _answer_path,
    "mend": lambda: mend_path(Action.LINK_NEED),
    "name_owner": _owner_path,
}
"""Pages about two things at once, and about records in a certain state."""
