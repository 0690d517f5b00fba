"""The form that mends a line: in place with script, on its own page without."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from alignment.models import ElementObjective, NeedLink
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_need_link, make_strategy_element
from tests.factories.customers import make_need

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from foundation.models import Record
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


def address(action: str, record: Record) -> str:
    return reverse("mend", args=[action, record._meta.model_name, record.uid])


def typed(**values: str) -> dict[str, str]:
    return {"far": "", "strength": "2", "share": "", "evidence": "", "evidence_date": "", **values}


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in answer.context["form"].errors.items()}


def test_the_form_searches_needs_and_asks_about_the_link(scene: Scene, browser: Client) -> None:
    answer = browser.get(address("link_need", scene.archive), **HTMX)
    assert "<html" not in answer.content.decode()
    assert answer.context["form"].fields["far"].widget.attrs["hx-get"] == reverse("need_options")
    assert [field.name for field in answer.context["fields"]] == [
        "far",
        "parent",
        "strength",
        "share",
        "evidence",
        "evidence_date",
    ]


def test_it_is_a_page_of_its_own_without_script(scene: Scene, browser: Client) -> None:
    answer = browser.get(address("link_need", scene.archive), {"next": "/?view=gaps"})
    assert "<html" in answer.content.decode()
    assert answer.context["next"] == "/?view=gaps"


@pytest.mark.parametrize("words", ["N-02 Refund me without asking", "n-02", "refund me WITHOUT asking"])
def test_a_need_is_chosen_by_label_code_or_words(scene: Scene, browser: Client, words: str) -> None:
    answer = browser.post(
        address("link_need", scene.archive), typed(far=words, share="40", evidence="Survey"), **HTMX
    )
    assert (answer.status_code, list(json.loads(answer["HX-Trigger"]))) == (204, ["sl:mended", "sl:toast"])
    link = NeedLink.objects.get(initiative=scene.archive)
    assert (link.need, link.share, link.evidence_date) == (scene.refund, Decimal(40), date(2026, 11, 2))


def test_without_script_it_returns_to_where_it_was_offered(scene: Scene, browser: Client) -> None:
    data = typed(far="N-02", next="/?view=gaps")
    assert browser.post(address("link_need", scene.archive), data)["Location"] == "/?view=gaps"
    data["next"] = "https://elsewhere.example/"
    assert browser.post(address("link_need", scene.archive), data)["Location"] == "/"


def test_unknown_words_ask_where_a_new_need_belongs(scene: Scene, browser: Client) -> None:
    url = address("link_need", scene.archive)
    answer = browser.post(url, typed(far="Keep my papers safe"), **HTMX)
    assert (answer.status_code, errors(answer)) == (
        422,
        {"far": ["Nothing here has these words. Choose from the list, or say where a new one belongs."]},
    )
    answer = browser.post(url, typed(far="Keep my papers safe", parent=str(scene.segment.uid)), **HTMX)
    assert answer.status_code == 204
    assert str(NeedLink.objects.get(initiative=scene.archive).need) == "Keep my papers safe"


def test_words_that_fit_one_choose_it(scene: Scene, browser: Client) -> None:
    assert (
        browser.post(address("link_need", scene.archive), typed(far="ASKING refund"), **HTMX).status_code
        == 204
    )
    assert NeedLink.objects.get(initiative=scene.archive).need == scene.refund


def test_words_that_fit_several_name_them(scene: Scene, browser: Client) -> None:
    url = address("link_need", scene.archive)
    fitting = [scene.refund, *(make_need(statement=f"Refund me in {days} days") for days in (1, 2, 3))]

    answer = browser.post(url, typed(far="refund"), **HTMX)

    named = ", ".join(f"{need.code} {need}" for need in fitting[:3])
    assert answer.status_code == 422
    assert errors(answer) == {"far": [f"These words fit several: {named}, and others. Choose one."]}
    fitting[-1].archived_at = NOW
    fitting[-1].save()
    answer = browser.post(url, typed(far="refund"), **HTMX)
    assert errors(answer) == {"far": [f"These words fit several: {named}. Choose one."]}
    assert not NeedLink.objects.filter(initiative=scene.archive).exists()


def test_words_that_fit_one_name_another_where_it_belongs_is_said(scene: Scene, browser: Client) -> None:
    url = address("link_need", scene.archive)
    assert browser.post(url, typed(far="refund", parent=str(scene.segment.uid)), **HTMX).status_code == 204
    assert str(NeedLink.objects.get(initiative=scene.archive).need) == "refund"


@pytest.mark.parametrize(("action", "near"), [("link_benefit", "archive"), ("link_element", "objective")])
def test_where_a_new_record_belongs_is_never_said_for_somebody(
    scene: Scene, browser: Client, action: str, near: str
) -> None:
    """It would turn a word looked for into a new record."""
    shown = browser.get(address(action, getattr(scene, near)), **HTMX).context["form"]
    assert shown["parent"].initial is None


def test_what_the_operation_refuses_is_told_at_its_field(scene: Scene, browser: Client) -> None:
    make_need_link(initiative=scene.archive, need=scene.status, share=80)
    answer = browser.post(address("link_need", scene.archive), typed(far="N-02", share="40"), **HTMX)
    assert answer.status_code == 422
    assert list(errors(answer)) == ["share"]


def test_nothing_typed_is_nothing_chosen(scene: Scene, browser: Client) -> None:
    answer = browser.post(address("link_need", scene.archive), typed(), **HTMX)
    assert (answer.status_code, list(errors(answer))) == (422, ["far"])


def test_an_objective_has_to_exist(scene: Scene, browser: Client) -> None:
    element = make_strategy_element(strategy=scene.strategy)
    url = address("link_objective", element)
    answer = browser.post(url, typed(far="Something else"), **HTMX)
    assert errors(answer) == {"far": ["Nothing here has these words. Choose from the list."]}
    assert browser.post(url, typed(far=scene.objective.code), **HTMX).status_code == 204
    assert ElementObjective.objects.filter(element=element).count() == 1


def test_a_link_is_corrected_with_the_version_that_was_seen(scene: Scene, browser: Client) -> None:
    link = make_need_link(initiative=scene.archive, need=scene.refund, strength=1)
    url = address("add_evidence", link)
    shown = browser.get(url, **HTMX).context["fields"]
    assert [field.name for field in shown] == ["strength", "share", "evidence", "evidence_date"]
    data = {"strength": "3", "share": "", "evidence": "Survey", "evidence_date": "2026-10-01", "version": "1"}
    assert browser.post(url, data, **HTMX).status_code == 204
    link.refresh_from_db()
    assert (link.strength, link.evidence, link.version) == (3, "Survey", 2)
    answer = browser.post(url, {**data, "strength": "2"}, **HTMX)
    assert (answer.status_code, list(errors(answer))) == (422, ["__all__"])


def test_a_benefit_gets_its_baseline(scene: Scene, browser: Client) -> None:
    url = address("set_baseline", scene.calls)
    assert [field.name for field in browser.get(url, **HTMX).context["fields"]] == [
        "baseline_value",
        "baseline_date",
    ]
    assert browser.post(url, {"baseline_value": "2.5", "version": "1"}, **HTMX).status_code == 204
    scene.calls.refresh_from_db()
    assert scene.calls.baseline_value == 2.5


def test_a_figure_is_asked_for_with_its_measure(scene: Scene, browser: Client) -> None:
    """Without it nobody knows in which unit to answer."""
    url = address("set_target", scene.calls)
    metric = scene.calls.metric
    assert metric is not None
    shown = browser.get(url, **HTMX)
    assert shown.context["known"] == f"Measured by {metric}, higher is better. Baseline 2.3, target 0.8."
    metric.unit_of_measure = "calls"
    metric.save()
    assert f"Measured by {metric} in calls, higher" in browser.get(url, **HTMX).content.decode()
    scene.calls.metric = None
    scene.calls.save()
    assert browser.get(url, **HTMX).context["known"] == ""


@pytest.mark.parametrize(
    ("action", "field"),
    [("set_metric", "metric"), ("set_baseline", "baseline_value"), ("set_target", "target_value")],
)
def test_nothing_said_mends_nothing(scene: Scene, browser: Client, action: str, field: str) -> None:
    answer = browser.post(address(action, scene.calls), {"version": "1"}, **HTMX)
    assert (answer.status_code, list(errors(answer))) == (422, [field])


@pytest.mark.parametrize("action", ["add_evidence", "renew_evidence"])
def test_a_link_is_not_confirmed_without_evidence(scene: Scene, browser: Client, action: str) -> None:
    link = make_need_link(initiative=scene.archive, need=scene.refund, strength=1)
    answer = browser.post(address(action, link), {"strength": "3", "version": "1"}, **HTMX)
    assert (answer.status_code, list(errors(answer))) == (422, ["evidence"])


def offered(answer: Any) -> str:
    """Where the toast takes back what was done."""
    return str(json.loads(answer.headers["HX-Trigger"])["sl:toast"]["undo"])


def test_a_link_is_taken_back_as_a_script_asks(scene: Scene, browser: Client) -> None:
    linked = browser.post(address("link_need", scene.archive), typed(far=scene.refund.code), **HTMX)
    assert NeedLink.objects.active().filter(initiative=scene.archive).exists()

    assert browser.post(offered(linked), headers={"X-Requested-With": "fetch"}).status_code == 204
    assert not NeedLink.objects.active().filter(initiative=scene.archive).exists()


def test_a_link_of_another_kind_is_taken_back_as_a_form_asks(scene: Scene, browser: Client) -> None:
    element = make_strategy_element(strategy=scene.strategy)
    linked = browser.post(address("link_objective", element), typed(far=scene.objective.code), **HTMX)

    answer = browser.post(offered(linked), {"next": "/?view=gaps"})

    assert answer.headers["Location"] == "/?view=gaps"
    assert not ElementObjective.objects.active().filter(element=element).exists()


def test_a_correction_is_taken_back(scene: Scene, browser: Client) -> None:
    before = scene.calls.baseline_value
    data = {"baseline_value": "2.5", "version": "1"}
    done = browser.post(address("set_baseline", scene.calls), data, **HTMX)

    browser.post(offered(done))

    scene.calls.refresh_from_db()
    assert (scene.calls.baseline_value, scene.calls.version) == (before, 3)


def test_without_script_the_next_page_offers_it(scene: Scene, browser: Client) -> None:
    url = address("link_need", scene.archive)
    page = browser.post(url, typed(far=scene.refund.code, next="/?view=gaps"), follow=True).content.decode()
    assert f'action="{reverse("links_undo")}?at=' in page


def test_only_what_may_be_seen_and_mended_is_there(
    scene: Scene, browser: Client, reader: User, outsider: User, anonymous: Client, client_of: ClientOf
) -> None:
    url = address("link_need", scene.tracker)
    assert client_of(reader).get(url).status_code == 403
    assert client_of(outsider).get(url).status_code == 404
    assert anonymous.get(url).status_code == 302
    for missing in (
        reverse("mend", args=["link_need", "initiative", uuid4()]),
        reverse("mend", args=["link_need", "nonsense", scene.tracker.uid]),
        reverse("mend", args=["nonsense", "initiative", scene.tracker.uid]),
        reverse("mend", args=["put_in_force", "objective", scene.objective.uid]),
    ):
        assert browser.get(missing).status_code == 404
