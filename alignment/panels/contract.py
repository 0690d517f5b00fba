"""What a benefit's page says about its contract, its reviews and its place in the network."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Enterprise, User
from accounts.permissions import Permission
from accounts.queries import day_at
from alignment.models import Benefit, BenefitReview
from alignment.operations.contracts import may_agree
from alignment.operations.reviews import is_owner
from alignment.queries.contracts import Contract, contracts_of
from alignment.serializers import contracts_words as words
from alignment.serializers.contract_chart import contract_picture, contract_rows
from foundation import formats
from workbench.cells import label_of
from workbench.links import page_url, record_url, url_of
from workbench.reach import changed_in
from workbench.types import type_for


def contract_panel(*, record: Benefit, viewer: User, now: datetime, enterprise: Enterprise) -> dict[str, Any]:
    """Realized against promised, with the picture and its table. Two queries."""
    today = day_at(now, enterprise)
    (contract,) = contracts_of([record], today, enterprise)
    return {
        "finding": words.contract_finding(contract),
        "agreement": words.agreement(contract),
        "health": words.HEALTH[contract.state.standing],
        "standing": words.standing(contract),
        "facts": _facts(contract, enterprise.currency),
        "forecast": words.forecast(contract),
        "is_early": contract.is_due_before_go_live,
        "attribution": record.attribution_note,
        "picture": contract_picture(contract, today),
        "rows": contract_rows(contract),
        "agree": _agree(record, viewer),
    }


def _facts(contract: Contract, currency: str) -> list[tuple[str, str, str]]:
    """Label, figure, and what it is held against."""
    benefit, state, metric = contract.benefit, contract.state, contract.benefit.metric
    facts = [
        (_("Baseline"), words.in_unit(metric, benefit.baseline_value), formats.day(benefit.baseline_date)),
        (_("Target"), words.in_unit(metric, benefit.target_value), formats.day(benefit.target_date)),
        (_("Realized"), words.share(state.realized), _reading(contract)),
        (_("Promised by then"), words.share(state.promised), ""),
        (_("Go-live"), formats.day(contract.go_live), ""),
    ]
    if contract.value is not None:
        came = contract.realized_money
        note = "" if came is None else _("%(money)s realized") % {"money": formats.money(came, currency)}
        facts.append((_("Value a year"), formats.money(contract.value, currency), note))
    return facts


def _reading(contract: Contract) -> str:
    reading = contract.state.reading
    if reading is None:
        return ""
    words_of = {
        "value": words.in_unit(contract.benefit.metric, reading.value),
        "day": formats.day(reading.day),
    }
    return _("%(value)s on %(day)s") % words_of


def _agree(benefit: Benefit, viewer: User) -> dict[str, Any] | None:
    """How to agree, or what is missing for that; nothing for who may not, and once it is done."""
    if benefit.is_agreed or benefit.is_archived or not may_agree(viewer, benefit):
        return None
    kind = type_for(Benefit)
    missing = [label_of(kind, name) for name in benefit.lacks_for_agreement]
    may_edit = viewer.access.allows(Permission.EDIT_INITIATIVES, changed_in(benefit))
    return {
        "url": "" if missing else _back(reverse("benefit_agree", args=[benefit.uid]), benefit),
        "missing": ", ".join(missing),
        "edit_url": record_url(kind, benefit, "edit") if may_edit else "",
        "is_owner": is_owner(viewer, benefit),
    }


def reviews_panel(*, record: Benefit, viewer: User, now: datetime, enterprise: Enterprise) -> dict[str, Any]:
    """The days on which the promise is looked at, those that wait first. One query."""
    today = day_at(now, enterprise)
    reviews = list(BenefitReview.objects.visible_to(viewer).active().for_list().filter(benefit=record))
    may_edit = viewer.access.allows(Permission.EDIT_INITIATIVES, changed_in(record))
    may_hold = may_edit or is_owner(viewer, record)
    kind = type_for(BenefitReview)
    return {
        "rows": [review_row(review, record, today, may_hold=may_hold) for review in reviews],
        "is_agreed": record.is_agreed,
        "add_url": f"{page_url(kind, 'create')}?benefit={record.uid}&next={url_of(record)}"
        if may_edit
        else "",
    }


def review_row(review: BenefitReview, benefit: Benefit, today: date, *, may_hold: bool) -> dict[str, Any]:
    """One review: when it is due, or what it came to."""
    is_due = not review.is_done and review.due_date <= today
    return {
        "code": review.code,
        "url": url_of(review),
        "due": formats.day(review.due_date),
        "slot": review.get_slot_display(),
        "is_due": is_due,
        "held": formats.day(review.done_date) if review.is_done else "",
        "value": "" if review.judged_value is None else words.in_unit(benefit.metric, review.judged_value),
        "note": review.note,
        "reviewer": review.reviewer,
        "hold_url": _back(reverse("benefitreview_hold", args=[review.uid]), benefit)
        if is_due and may_hold
        else "",
    }


def _back(url: str, benefit: Benefit) -> str:
    """An address that returns to the page of a benefit."""
    return f"{url}?{urlencode({'next': url_of(benefit)})}"
