"""Challenges: the list with those that wait first, the record's page, and the form that raises one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import UnitKind
from accounts.doors import DataDoor
from accounts.views.requests import today_of
from alignment.choices import ChallengeOrigin
from alignment.models import Challenge
from alignment.operations.challenges import SavedChallenge, correct_challenge, raise_challenge
from alignment.queries.challenges import answered_by, challenge_counts, proposed
from alignment.serializers import challenges_words as words
from alignment.serializers.challenges import challenge_row, grouped, proposals_data, standing_data
from workbench.forms import RecordForm
from workbench.listing import Listing
from workbench.operations.records import Saved
from workbench.views.detail import RecordDetail
from workbench.views.edit import FormPage, RecordCreate, RecordEdit
from workbench.views.list import RecordList

DAYS_TO_ANSWER = 30


class ChallengeList(RecordList):
    """Those that wait for an answer, then what Sightline proposes, then those that are answered.

    Filtered or sorted it is one table like any other list.
    """

    def page(self, shown: Listing) -> dict[str, Any]:
        today = today_of(self.request)
        found = challenge_counts(self.viewer, today)
        keys = [row.pk for row in shown.page.object_list]
        seen = Challenge.objects.visible_to(self.viewer).for_list()
        told = {row.pk: row for row in seen.filter(pk__in=keys)}
        waiting, answered = grouped([challenge_row(told[key], self.viewer, today) for key in keys])
        return super().page(shown) | {
            "finding_lead": words.waiting(found),
            "finding_rest": words.plan_changes(found),
            "is_plain": bool(
                shown.is_filtered or shown.sort or shown.has_own_columns or self.request.GET.get("page")
            ),
            "waiting": waiting,
            "answered": answered,
            "standing": found,
            "create_label": _("Raise a challenge"),
        }


class ChallengeDetail(RecordDetail):
    """A challenge's page opens with who must answer by when, or with the answer."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        today = today_of(self.request)
        row = challenge_row(self.record, self.viewer, today)
        page["finding_rest"] = page["finding_lead"]
        if row["answer"]:
            said = {"answer": row["answer"], "day": row["answered"], "who": answered_by(self.record)}
            text = _("%(answer)s on %(day)s by %(who)s.") if said["who"] else _("%(answer)s on %(day)s.")
            page["finding_lead"] = text % said
        else:
            asked = {"who": self.record.answerer, "due": row["due"]}
            page["finding_lead"] = _("Waits for an answer from %(who)s, %(due)s.") % asked
        if row["answer_url"]:
            page["primary"] = {"url": row["answer_url"], "label": _("Answer")}
        return page


class Telling(FormPage):
    """A form of challenges says so where whoever has to know could not be told."""

    def say(self, done: SavedChallenge) -> Saved:
        if text := not_told(done):
            messages.warning(self.request, text)
        return done.saved


def not_told(done: SavedChallenge) -> str:
    """Who has no sign-in has to be told by word of mouth; empty where everybody knows."""
    who = done.challenge.raised_by if done.challenge.is_answered else done.challenge.answerer
    if done.told or who is None:
        return ""
    return _("%(name)s has no sign-in and was not told.") % {"name": who}


class ChallengeCreate(Telling, RecordCreate):
    """A new challenge: raised today by oneself, to be answered within a month."""

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        if not form.is_bound:
            form.initial = {**self.defaults(), **form.initial}
        return super().show(form, **options)

    def defaults(self) -> dict[str, Any]:
        today = today_of(self.request)
        return {
            "origin": origin_of(self.viewer),
            "raised_by": self.viewer.person.uid,
            "raised_date": today,
            "due_date": today + timedelta(days=DAYS_TO_ANSWER),
        }

    def save(self, form: RecordForm) -> Saved:
        return self.say(raise_challenge(values=form.values(), actor=self.viewer, now=timezone.now()))


class ChallengeEdit(Telling, RecordEdit):
    """Corrects a challenge; an answer given here is told like any other."""

    def save(self, form: RecordForm) -> Saved:
        done = correct_challenge(
            challenge=self.record,
            values=form.values(),
            version=form.cleaned_data.get("version"),
            actor=self.viewer,
            now=timezone.now(),
        )
        return self.say(done)


def origin_of(viewer: Any) -> ChallengeOrigin:
    """The side somebody speaks for: that of their unit, IT where they have none."""
    unit = viewer.person.unit
    is_business = unit is not None and unit.kind == UnitKind.BUSINESS
    return ChallengeOrigin.BUSINESS if is_business else ChallengeOrigin.IT


class ChallengesData(DataDoor):
    """How challenges stand, the share of plan changes that came from IT, and what Sightline proposes."""

    @extend_schema(operation_id="challenge_cycle", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Of the challenges and strategies the caller may see."""
        found = proposed(self.viewer, timezone.now(), self.enterprise)
        counted = challenge_counts(self.viewer, today_of(request))
        return Response({**standing_data(counted), "proposals": proposals_data(found)})
