"""Pages, files and data of benefit contracts and explicitness; agreeing and holding a review."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Enterprise
from alignment.choices import Explicitness
from alignment.models import Benefit, BenefitReview
from alignment.queries.contracts import contracts_of
from alignment.serializers.contract_chart import contract_picture
from tests.alignment.answers import lines, page_of
from tests.alignment.contracts_scene import TERMS, Contracts
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit, make_benefit_review
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf


def told(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ── contracts ────────────────────────────────────────────────────────────────────────────────────
def test_the_page_opens_with_what_is_agreed_and_what_is_behind(contracts: Contracts, browser: Client) -> None:
    page = page_of(browser, "benefit_contracts")
    assert page["finding_lead"] == "2 of 3 benefits are agreed with their owners."
    assert page["finding_rest"] == "Of 2 that can be judged, 2 are behind or were missed."
    assert [
        (row["name"], row["standing"], row["realized"], row["promised"], row["now"], row["money"])
        for row in page["rows"]
    ] == [
        ("No post", "Missed", "50%", "100%", "60%", "–"),
        ("Fewer calls", "Behind plan", "60%", "74%", "", "1"),
        ("Happier people", "No metric", "–", "–", "", "–"),
    ]
    assert page["rows"][1]["forecast"] == "At today's pace 81% will have come when it is due."
    assert page["totals"] == {"count": 1, "known": 1, "value": "1", "promised": "1", "realized": "1"}


def test_where_nobody_promised_anything_the_page_teaches(root: Unit, browser: Client) -> None:
    page = page_of(browser, "benefit_contracts")
    assert (page["finding_lead"], page["rows"]) == ("Nobody has promised a benefit yet.", [])


def test_what_cannot_be_judged_is_said(claims: Unit, browser: Client) -> None:
    make_benefit(unit=claims)
    page = page_of(browser, "benefit_contracts")
    assert page["finding_rest"] == "Not one of them can be held against what came."


def test_page_file_and_data_say_the_same(contracts: Contracts, browser: Client, claims: Unit) -> None:
    data = browser.get(reverse("api_benefit_contracts"), {"unit": str(claims.uid)}).json()
    assert (data["as_of"], data["currency"], data["unit"]) == ("2026-11-02", "EUR", str(claims.uid))
    calls = data["contracts"][0]
    assert {
        key: calls[key] for key in ("name", "standing", "lacking", "realized_percent", "promised_percent")
    } == {
        "name": "Fewer calls",
        "standing": "behind",
        "lacking": None,
        "realized_percent": "60.00",
        "promised_percent": "73.70",
    }
    assert (calls["forecast_percent"], calls["realized_money"], calls["kept_percent"]) == (
        "81.41",
        "600.00",
        None,
    )
    assert (data["contracts"][1]["kept_percent"], data["contracts"][2]["realized_percent"]) == ("50.00", None)
    written = lines(browser, "benefit_contracts_export")
    assert [row["realized_percent"] for row in written] == ["60.00", "60.00", ""]
    assert [row["standing"] for row in written] == [one["standing"] for one in data["contracts"]]
    assert [row["due_before_go_live"] for row in written] == ["false"] * 3, "as in every other file"


def test_the_list_of_benefits_says_what_came(contracts: Contracts, browser: Client) -> None:
    listing = page_of(browser, "benefit_list")["listing"]
    assert [head.label for head in listing.columns][-2:] == ["Realized", "Standing"]
    shown = {row.cells[0].text: [cell.text for cell in row.cells[-2:]] for row in listing.rows}
    assert shown == {
        "Fewer calls": ["60%, plan 74%", "Behind plan"],
        "No post": ["50%, plan 100%", "Missed"],
        "Happier people": ["–", "No metric"],
    }


# ── one benefit ──────────────────────────────────────────────────────────────────────────────────
def panel(page: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one["data"] for one in page["panels"] if one["name"] == name)
    return found


def detail(client: Client, benefit: Benefit) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url_of(benefit)).context["page"]
    return page


def test_a_benefits_page_opens_with_what_came_of_it(contracts: Contracts, browser: Client) -> None:
    page = detail(browser, contracts.calls)
    assert (page["finding_lead"], page["finding_rest"]) == (
        "60% of the promise had come by 27 Sep 2026.",
        "Behind plan: 74% should have.",
    )
    found = panel(page, "contract")
    assert [fact[:2] for fact in found["facts"]] == [
        ("Baseline", "10.0 calls"),
        ("Target", "0.0 calls"),
        ("Realized", "60%"),
        ("Promised by then", "74%"),
        ("Go-live", "30 Sep 2026"),
        ("Value a year", "€1k"),
    ]
    assert [(row["value"], row["plan"], row["promised"]) for row in found["rows"]] == [
        ("4.0 calls", "2.6 calls", "74%"),
        ("5.0 calls", "4.7 calls", "53%"),
    ]
    assert (len(found["picture"]["dots"]), found["picture"]["baseline"] < 160) == (2, True)
    assert found["agree"] is None


@pytest.mark.parametrize(
    ("day", "width", "today"),
    [
        (date(2026, 7, 2), 640, (299.3, 174)),  # in the middle: below, between the two months
        (date(2026, 11, 21), 640, (489.2, 11)),  # near the last month: above
        (date(2026, 1, 20), 640, (81.4, 11)),  # near the first month: above
        (date(2026, 7, 2), 384, (171.7, 174)),
        (date(2027, 1, 2), 640, None),  # beyond the picture
    ],
)
def test_today_is_named_where_no_month_is(
    contracts: Contracts, day: date, width: int, today: tuple[float, int] | None
) -> None:
    (contract,) = contracts_of([contracts.calls], day, Enterprise.objects.get())
    picture = contract_picture(contract, day, width)
    assert picture is not None
    assert picture["today"] == today


def test_what_was_due_says_what_had_come_by_then(contracts: Contracts, browser: Client) -> None:
    page = detail(browser, contracts.post)
    assert page["finding_lead"] == "50% of the promise had come when it was due on 30 Jun 2026."
    assert page["finding_rest"] == "Missed."


def test_a_promise_without_a_measure_says_what_is_missing(contracts: Contracts, browser: Client) -> None:
    page = detail(browser, contracts.vague)
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Nobody can say yet what came of it.",
        "No metric.",
    )
    found = panel(page, "contract")
    assert (found["picture"], found["rows"], found["agree"]["url"]) == (None, [], "")
    assert found["agree"]["missing"] == "Owner, Target by, Metric, Baseline, Target"


def test_what_is_only_observed_is_said_to_be(contracts: Contracts, browser: Client) -> None:
    Benefit.objects.filter(pk=contracts.vague.pk).update(explicitness=Explicitness.OBSERVABLE)
    assert detail(browser, contracts.vague)["finding_rest"] == "Observed, not measured."


def test_without_days_the_standing_is_not_known(contracts: Contracts, browser: Client) -> None:
    Benefit.objects.filter(pk=contracts.calls.pk).update(baseline_date=None)
    page = detail(browser, contracts.calls)
    assert page["finding_rest"] == "No day for baseline or target."
    found = panel(page, "contract")
    assert (found["picture"], len(found["rows"])) == (None, 2)
    assert [row["plan"] for row in found["rows"]] == ["–", "–"]


def test_a_pace_that_is_enough_names_the_day(contracts: Contracts, browser: Client) -> None:
    contracts.metric.readings.filter(day=date(2026, 9, 27)).update(value=Decimal(1))
    forecast = panel(detail(browser, contracts.calls), "contract")["forecast"]
    assert forecast == "At today's pace the target is reached on 27 Oct 2026."


def draft_of(contracts: Contracts, owner: User) -> Benefit:
    return make_benefit(
        name="Draft", unit=contracts.calls.unit, owner=owner.person, metric=contracts.metric, **TERMS
    )


def test_who_keeps_benefits_writes_the_agreement_down(
    contracts: Contracts, member: User, browser: Client
) -> None:
    draft = draft_of(contracts, member)
    agree = panel(detail(browser, draft), "contract")["agree"]
    assert (agree["missing"], agree["is_owner"]) == ("", False)
    form = browser.get(agree["url"]).context["page"]
    assert (form["submit"], form["about"]) == (
        "Write down the agreement",
        "From 10.0 calls to 0.0 calls by 1 Jan 2027",
    )
    answer = browser.post(agree["url"], {"next": url_of(draft)})
    assert (answer.status_code, answer["Location"]) == (302, url_of(draft))
    assert told(answer) == ["Agreed: the reviews are planned."]
    assert Benefit.objects.get(pk=draft.pk).agreed_date == NOW.date()
    assert told(browser.post(agree["url"]))[-1] == "The owner had agreed already."
    assert browser.get(agree["url"]).status_code == 302


def test_the_owner_agrees_without_any_role(contracts: Contracts, member: User, client_of: ClientOf) -> None:
    draft = draft_of(contracts, member)
    client, address = client_of(member), reverse("benefit_agree", args=[draft.uid])
    form = client.get(address).context["page"]
    assert (form["submit"], form["crumb_url"]) == ("Agree", reverse("benefit_contracts"))
    assert client.post(address).status_code == 302
    assert Benefit.objects.get(pk=draft.pk).is_agreed


def test_nobody_else_agrees(
    contracts: Contracts, member: User, reader: User, outsider: User, client_of: ClientOf
) -> None:
    address = reverse("benefit_agree", args=[draft_of(contracts, member).uid])
    assert [client_of(user).get(address).status_code for user in (reader, outsider)] == [403, 404]
    agree = panel(detail(client_of(reader), contracts.vague), "contract")["agree"]
    assert agree is None


def test_what_is_missing_for_an_agreement_is_told(contracts: Contracts, browser: Client) -> None:
    answer = browser.post(reverse("benefit_agree", args=[contracts.vague.uid]))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["Nobody can agree to a promise without this."] * 5


# ── reviews ──────────────────────────────────────────────────────────────────────────────────────
def hold_url(review: BenefitReview) -> str:
    return reverse("benefitreview_hold", args=[review.uid])


def test_due_reviews_are_offered_on_the_benefits_page(contracts: Contracts, browser: Client) -> None:
    due = make_benefit_review(benefit=contracts.calls, due_date=NOW.date())
    make_benefit_review(benefit=contracts.calls, due_date=date(2027, 1, 1))
    held = make_benefit_review(
        benefit=contracts.calls, due_date=date(2026, 8, 1), done_date=date(2026, 8, 3),
        note="Half", reviewer=contracts.calls.owner, judged_value=Decimal(5),
    )  # fmt: skip
    rows = panel(detail(browser, contracts.calls), "reviews")["rows"]
    assert [(row["code"], row["is_due"], row["hold_url"], row["value"]) for row in rows] == [
        (due.code, True, f"{hold_url(due)}?next={quote(url_of(contracts.calls), safe='')}", ""),
        (rows[1]["code"], False, "", ""),
        (held.code, False, "", "5.0 calls"),
    ]


def test_the_owner_holds_a_review_without_a_role(
    contracts: Contracts, member: User, client_of: ClientOf
) -> None:
    review = make_benefit_review(benefit=contracts.calls, due_date=NOW.date())
    client = client_of(member)
    answer = client.get(hold_url(review))
    assert (answer.status_code, str(answer.context["form"]["value"].value())) == (200, "4.0")
    assert answer.context["page"]["about"] == "From 10.0 calls to 0.0 calls by 1 Jan 2027"
    refused = client.post(hold_url(review), {"value": "4", "note": ""})
    assert (refused.status_code, refused.context["form"].errors["note"]) == (
        422,
        ["Say what became of the promise."],
    )
    done = client.post(hold_url(review), {"value": "4", "note": "Six of ten", "next": reverse("inbox")})
    assert (done.status_code, done["Location"]) == (302, reverse("inbox"))
    row = BenefitReview.objects.get(pk=review.pk)
    assert (row.judged_value, row.note, row.reviewer) == (Decimal(4), "Six of ten", member.person)


def test_a_held_review_is_shown_and_not_asked_again(contracts: Contracts, browser: Client) -> None:
    review = make_benefit_review(
        benefit=contracts.vague, due_date=NOW.date(), done_date=NOW.date(), note="So", reviewer=contracts.calls.owner
    )  # fmt: skip
    answer = browser.get(hold_url(review))
    assert (answer.status_code, answer["Location"]) == (302, url_of(review))
    late = browser.post(hold_url(review), {"note": "Mine"})
    assert late.context["form"].non_field_errors() == ["Somebody else has held this review in the meantime."]


def test_nobody_else_is_let_in(
    contracts: Contracts, reader: User, outsider: User, client_of: ClientOf
) -> None:
    review = make_benefit_review(benefit=contracts.calls, due_date=NOW.date())
    assert [client_of(user).get(hold_url(review)).status_code for user in (reader, outsider)] == [403, 404]


# ── explicitness ─────────────────────────────────────────────────────────────────────────────────
def test_the_matrix_counts_and_sums_financial_money(
    contracts: Contracts, browser: Client, claims: Unit
) -> None:
    page = page_of(browser, "benefit_matrix", unit=str(claims.uid))
    assert (page["finding_lead"], page["finding_rest"]) == (
        "1 of 3 benefits is stated in money.",
        "Together they are worth €1k a year. 1 is not placed yet.",
    )
    assert page["heads"] == [
        "Do new things",
        "Do things better",
        "Stop doing things",
        "Not said what changes",
    ]
    assert [(row["label"], [cell["count"] for cell in row["cells"]]) for row in page["rows"]] == [
        ("Financial", ["", "", "1", ""]),
        ("Quantifiable", ["", "", "1", ""]),
        ("Measurable", ["", "", "", ""]),
        ("Observable", ["", "", "", ""]),
        ("Not said how explicit", ["", "", "", "1"]),
    ]
    assert page["rows"][0]["cells"][2]["url"] == (
        f"{reverse('benefit_list')}?explicitness=financial&change=stop&unit={claims.uid}"
    )


def test_a_financial_benefit_without_an_amount_is_told(contracts: Contracts, browser: Client) -> None:
    make_benefit(unit=contracts.calls.unit, explicitness="financial", change="stop")
    page = page_of(browser, "benefit_matrix")
    assert page["rows"][0]["cells"][2] | {"url": ""} == {
        "count": "2",
        "money": "1",
        "unvalued": "1 without an amount",
        "url": "",
    }


def test_the_matrix_as_file_and_data(contracts: Contracts, browser: Client) -> None:
    data = browser.get(reverse("api_benefit_matrix")).json()
    cells = {(cell["explicitness"], cell["change"]): cell for cell in data["cells"]}
    assert (len(cells), data["whole"]["benefits"]) == (20, 3)
    assert cells["financial", "stop"]["financial_money"] == "1000.00"
    assert (cells["quantifiable", "stop"]["benefits"], cells[None, None]["benefits"]) == (1, 1)
    assert cells["quantifiable", "stop"]["financial_money"] is None
    assert sum(int(row["benefits"]) for row in lines(browser, "benefit_matrix_export")) == 3


def test_an_empty_matrix_teaches(root: Unit, browser: Client) -> None:
    assert page_of(browser, "benefit_matrix")["finding_lead"] == "Nobody has promised a benefit yet."


def test_a_sum_says_its_unit_and_that_nobody_has_read_it(contracts: Contracts, browser: Client) -> None:
    known = browser.get(reverse("benefit_contracts")).content.decode()
    assert re.search(r"by now 1 \([^()]+ a year\) should have come", known)
    for benefit in Benefit.objects.filter(metric__isnull=False):
        benefit.metric.readings.all().delete()
    unread = browser.get(reverse("benefit_contracts")).content.decode()
    assert "nobody has read yet what has come" in unread
    assert "should have come" not in unread
