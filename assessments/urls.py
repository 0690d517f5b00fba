"""Paths of the bespoke pages of assessments."""

from __future__ import annotations

from django.urls import path

from assessments.catalog import INSTRUMENT, ROUND
from assessments.views.answering import Answer, AskedOfMe, HandIn
from assessments.views.instruments import InstrumentEdition, InstrumentPublish
from assessments.views.results import RoundAnswersExport, RoundResults, RoundResultsData, RoundResultsExport
from assessments.views.rounds import RoundClose, RoundInvite, RoundOpen, RoundReopen

_ROUND, _INSTRUMENT = "rounds/<uuid:uid>", "instruments/<uuid:uid>"

urlpatterns = [
    path("asked-of-me/", AskedOfMe.as_view(), name="assessments_mine"),
    path("asked-of-me/<uuid:uid>/", Answer.as_view(), name="assessments_answer"),
    path("asked-of-me/<uuid:uid>/hand-in/", HandIn.as_view(), name="assessments_hand_in"),
    path(f"{_ROUND}/open/", RoundOpen.as_view(object_type=ROUND), name="round_open"),
    path(f"{_ROUND}/close/", RoundClose.as_view(object_type=ROUND), name="round_close"),
    path(f"{_ROUND}/reopen/", RoundReopen.as_view(object_type=ROUND), name="round_reopen"),
    path(f"{_ROUND}/invite/", RoundInvite.as_view(object_type=ROUND), name="round_invite"),
    path(f"{_ROUND}/results/", RoundResults.as_view(object_type=ROUND), name="assessments_results"),
    path(
        f"{_ROUND}/results/export/",
        RoundResultsExport.as_view(object_type=ROUND),
        name="assessments_results_export",
    ),
    path(
        f"{_ROUND}/results/answers/",
        RoundAnswersExport.as_view(object_type=ROUND),
        name="assessments_answers_export",
    ),
    path(
        f"{_INSTRUMENT}/publish/",
        InstrumentPublish.as_view(object_type=INSTRUMENT),
        name="instrument_publish",
    ),
    path(
        f"{_INSTRUMENT}/edition/",
        InstrumentEdition.as_view(object_type=INSTRUMENT),
        name="instrument_edition",
    ),
    path("api/v1/rounds/<uuid:uid>/results/", RoundResultsData.as_view(), name="api-round-results"),
]
