"""What a discipline needs from IT, answered by a strategy: the page, the form in place, taking back, and the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.permissions import Permission
from accounts.views.requests import today_of
from alignment.choices import Verdict
from alignment.forms.adoption import ITNeedAnswerForm
from alignment.models import Adoption
from alignment.operations.adoption import ElementInUse, answer_it_need, take_back
from alignment.queries.adoption import answerable, chosen_strategy, library, reads_papers
from alignment.serializers.adoption import begin_url, library_data, library_page
from alignment.views.api_parameters import STRATEGY
from alignment.views.small_form import SmallForm
from strategies.choices import Discipline, StrategyState
from strategies.models import ITNeed, Strategy
from strategies.serializers.library import need_view
from workbench.inputs import uuid_in
from workbench.operations.records import Invalid, Stale
from workbench.views.answers import page_or_results
from workbench.views.refusals import UNPROCESSABLE, tell


class ITNeedAnswers(Door):
    """The library of a discipline with the answers of a strategy; every filter is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        strategies = answerable(self.viewer)
        wanted = uuid_in(request.GET.get("strategy", ""))
        chosen = chosen_strategy(strategies, wanted, self.viewer, today_of(self.request))
        page: dict[str, Any] = {"strategy": None, "begin_url": begin_url(self.viewer)}
        if chosen is not None:
            found = library(chosen, discipline_in(request.GET.get("discipline", "")))
            may_edit = chosen.state != StrategyState.SUPERSEDED and self.viewer.access.allows(
                Permission.EDIT_STRATEGY, [chosen.unit.path]
            )
            page = library_page(found, strategies, request.GET.get("verdict", ""), may_edit=may_edit)
        return page_or_results(request, "alignment/it_needs.html", {"page": page})


def discipline_in(text: str) -> str:
    """A discipline as an address names it; empty for anything else."""
    return text if text in Discipline.values else ""


class ITNeedAnswer(SmallForm):
    """One answer: adopt, adapt or reject, with the reason."""

    form_template = "alignment/it_need_answer.html"
    page_template = "alignment/it_need_answer_page.html"
    strategy: Strategy
    it_need: ITNeed
    there: Adoption | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        seen = Strategy.objects.visible_to(self.viewer).active().for_list()
        self.strategy = get_object_or_404(seen, uid=kwargs["strategy"])
        self.it_need = get_object_or_404(ITNeed.objects.visible_to(self.viewer), uid=kwargs["uid"])
        if not reads_papers(self.viewer, self.strategy):
            raise Http404
        rows = Adoption.objects.visible_to(self.viewer).active().for_list()
        self.there = rows.filter(strategy=self.strategy, it_need=self.it_need).first()

    def needed_permission(self) -> str | None:
        return Permission.EDIT_STRATEGY

    def concerned_units(self) -> Iterable[str]:
        return [self.strategy.unit.path]

    def get(self, request: HttpRequest, strategy: UUID, uid: UUID) -> HttpResponse:
        return self.answer(ITNeedAnswerForm(initial=self.initial()))

    def initial(self) -> dict[str, Any]:
        """What was answered before; own words begin with those of the library."""
        there, wanted = self.there, self.request.GET.get("verdict", "")
        element = there.element if there else None
        before = there.verdict if there else Verdict.ADOPTED.value
        return {
            "verdict": wanted if wanted in Verdict.values else before,
            "name": str(element or self.it_need),
            "statement": element.statement if element else self.it_need.reason,
            "reason": there.reason if there else "",
        }

    def post(self, request: HttpRequest, strategy: UUID, uid: UUID) -> HttpResponse:
        form = ITNeedAnswerForm(request.POST)
        if not form.is_valid():
            return self.answer(form, UNPROCESSABLE)
        try:
            done = answer_it_need(
                strategy=self.strategy,
                it_need=self.it_need,
                actor=self.viewer,
                now=timezone.now(),
                **{**form.cleaned_data, "verdict": Verdict(form.cleaned_data["verdict"])},
            )
        except ElementInUse as refusal:
            form.add_error(None, str(refusal))
            return self.answer(form, UNPROCESSABLE)
        except Invalid as refusal:
            tell(form, refusal)
            return self.answer(form, UNPROCESSABLE)
        except Stale:
            form.add_error(None, _("Somebody else has answered this in the meantime. Open it to see how."))
            return self.answer(form, UNPROCESSABLE)
        words = {"verdict": Verdict(done.adoption.verdict).label, "need": self.it_need}
        undo = "" if done.before else reverse("it_need_answer_undo", args=[done.adoption.uid])
        return self.done(_("%(verdict)s: %(need)s") % words, undo)

    def answer(self, form: forms.Form, status: int = 200) -> HttpResponse:
        page = {"need": need_view(self.it_need), "strategy": self.strategy, "title": _("Answer")}
        return self.show(form, status, page=page)

    def home(self) -> str:
        return f"{reverse('it_need_answers')}?strategy={self.strategy.uid}"


class ITNeedAnswerUndo(Door):
    """Takes an answer back: the IT need waits again."""

    http_method_names = ("post",)
    adoption: Adoption

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            seen = Adoption.objects.visible_to(self.viewer).for_list()
            self.adoption = get_object_or_404(seen, uid=kwargs["uid"])

    def needed_permission(self) -> str | None:
        return Permission.EDIT_STRATEGY

    def concerned_units(self) -> Iterable[str]:
        return [self.adoption.strategy.unit.path]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            if take_back(adoption=self.adoption, actor=self.viewer, now=timezone.now()):
                words = {"need": self.adoption.it_need}
                messages.success(request, _("Waits for an answer again: %(need)s") % words)
        except ElementInUse as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(f"{reverse('it_need_answers')}?strategy={self.adoption.strategy.uid}")


class ITNeedAnswersData(DataDoor):
    """What a strategy says to each IT need of a discipline, with how many are answered."""

    @extend_schema(
        operation_id="it_need_answers",
        parameters=[
            STRATEGY,
            OpenApiParameter("discipline", str, enum=Discipline.values),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Nothing where the caller may read the answers of no strategy."""
        wanted = uuid_in(request.query_params.get("strategy", ""))
        chosen = chosen_strategy(answerable(self.viewer), wanted, self.viewer, today_of(self.request))
        if chosen is None:
            return Response({"strategy": None, "it_needs": []})
        return Response(
            library_data(library(chosen, discipline_in(request.query_params.get("discipline", ""))))
        )
