"""Bespoke pages of alignment."""

from __future__ import annotations

from django.urls import path

from alignment.views.adoption import ITNeedAnswer, ITNeedAnswers, ITNeedAnswersData, ITNeedAnswerUndo
from alignment.views.agreement import AgreeToContract
from alignment.views.api import ChainsData, LineOfSightData
from alignment.views.broken_lines import BrokenLines, BrokenLinesExport, NameOwner
from alignment.views.calibration import (
    SponsorCalibration,
    SponsorCalibrationData,
    SponsorCalibrationExport,
)
from alignment.views.challenges import ChallengesData
from alignment.views.challenges_answer import AnswerChallenge
from alignment.views.challenges_proposals import AcceptProposal, DismissProposal, Proposals, UndoDismissal
from alignment.views.contracts import (
    BenefitContracts,
    BenefitContractsData,
    BenefitContractsExport,
)
from alignment.views.coverage import ITNeedCoverage, ITNeedCoverageData, ITNeedCoverageExport
from alignment.views.explicitness import BenefitMatrix, BenefitMatrixData, BenefitMatrixExport
from alignment.views.gate import FirstGate, FirstGateData, FirstGateExport, InitiativeGate, NeedsFirst
from alignment.views.index import (
    AlignmentIndex,
    AlignmentIndexData,
    AlignmentIndexExport,
    AlignmentScoresData,
    AlignmentScoresExport,
    InitiativeScoreData,
)
from alignment.views.initiative_data import InitiativeBriefData
from alignment.views.intent import (
    IntentSummary,
    SpendAgainstIntent,
    SpendAgainstIntentData,
    SpendAgainstIntentExport,
)
from alignment.views.linking import LinkNeeds, Unlink
from alignment.views.mending import Mend
from alignment.views.money import MoneyWarningsData, MoneyWarningsExport, MoneyWarningsPart
from alignment.views.network import BenefitsNetwork, BenefitsNetworkData, BenefitsNetworkExport
from alignment.views.reviews import HoldReview
from alignment.views.rollup import RollUpData, RollUpExport, RollUpPage
from alignment.views.sight import Density, LineOfSight, LinesPart
from alignment.views.succession import Remap, RemapSummary

urlpatterns = [
    path("", LineOfSight.as_view(), name="line_of_sight"),
    path("lines/<str:code>/", LinesPart.as_view(), name="line_of_sight_part"),
    path("matrix/density/", Density.as_view(), name="matrix_density"),
    path("matrix/links/", LinkNeeds.as_view(), name="link_needs"),
    path("matrix/links/undo/", Unlink.as_view(), name="links_undo"),
    path("it-need-answers/", ITNeedAnswers.as_view(), name="it_need_answers"),
    path("it-need-answers/<uuid:strategy>/<uuid:uid>/", ITNeedAnswer.as_view(), name="it_need_answer"),
    path("it-need-answers/<uuid:uid>/undo/", ITNeedAnswerUndo.as_view(), name="it_need_answer_undo"),
    path("it-need-coverage/", ITNeedCoverage.as_view(), name="it_need_coverage"),
    path("it-need-coverage/export/", ITNeedCoverageExport.as_view(), name="it_need_coverage_export"),
    path("api/v1/it-need-coverage/", ITNeedCoverageData.as_view(), name="api_it_need_coverage"),
    path("api/v1/it-need-answers/", ITNeedAnswersData.as_view(), name="api_it_need_answers"),
    path("strategies/<uuid:uid>/re-map/", Remap.as_view(), name="strategy_remap"),
    path("strategies/<uuid:uid>/re-map/summary/", RemapSummary.as_view(), name="strategy_remap_summary"),
    path("mend/<str:action>/<str:key>/<uuid:uid>/", Mend.as_view(), name="mend"),
    path("broken-lines/", BrokenLines.as_view(), name="broken_lines"),
    path("broken-lines/export/", BrokenLinesExport.as_view(), name="broken_lines_export"),
    path("broken-lines/<str:key>/<uuid:uid>/owner/", NameOwner.as_view(), name="name_owner"),
    path("challenges/proposed/", Proposals.as_view(), name="challenge_proposals"),
    path("challenges/proposed/<slug:key>/accept/", AcceptProposal.as_view(), name="proposal_accept"),
    path("challenges/proposed/<slug:key>/dismiss/", DismissProposal.as_view(), name="proposal_dismiss"),
    path("challenges/dismissed/<uuid:uid>/undo/", UndoDismissal.as_view(), name="dismissal_undo"),
    path("challenges/<uuid:uid>/answer/", AnswerChallenge.as_view(), name="challenge_answer"),
    path("alignment-index/", AlignmentIndex.as_view(), name="alignment_index"),
    path("alignment-index/export/", AlignmentIndexExport.as_view(), name="alignment_index_export"),
    path("alignment-index/scores/", AlignmentScoresExport.as_view(), name="alignment_scores_export"),
    path("api/v1/alignment-scores/", AlignmentScoresData.as_view(), name="api_alignment_scores"),
    path("api/v1/alignment-index/", AlignmentIndexData.as_view(), name="api_alignment_index"),
    path("api/v1/initiatives/<uuid:uid>/score/", InitiativeScoreData.as_view(), name="api_initiative_score"),
    path("money-warnings/", MoneyWarningsPart.as_view(), name="money_warnings"),
    path("money-warnings/export/", MoneyWarningsExport.as_view(), name="money_warnings_export"),
    path("api/v1/money-warnings/", MoneyWarningsData.as_view(), name="api_money_warnings"),
    path("first-gate/", FirstGate.as_view(), name="first_gate"),
    path("first-gate/export/", FirstGateExport.as_view(), name="first_gate_export"),
    path("first-gate/needs-first/", NeedsFirst.as_view(), name="needs_first"),
    path("initiatives/<uuid:uid>/gate/", InitiativeGate.as_view(), name="initiative_gate"),
    path("api/v1/first-gate/", FirstGateData.as_view(), name="api_first_gate"),
    path("api/v1/initiatives/<uuid:uid>/brief/", InitiativeBriefData.as_view(), name="api_initiative_brief"),
    path("roll-up/", RollUpPage.as_view(), name="roll_up"),
    path("roll-up/export/", RollUpExport.as_view(), name="roll_up_export"),
    path("api/v1/roll-up/", RollUpData.as_view(), name="api_roll_up"),
    path("spend-against-intent/", SpendAgainstIntent.as_view(), name="spend_against_intent"),
    path(
        "spend-against-intent/export/",
        SpendAgainstIntentExport.as_view(),
        name="spend_against_intent_export",
    ),
    path("spend-against-intent/<uuid:uid>/summary/", IntentSummary.as_view(), name="intent_summary"),
    path("api/v1/spend-against-intent/", SpendAgainstIntentData.as_view(), name="api_spend_against_intent"),
    path("benefit-contracts/", BenefitContracts.as_view(), name="benefit_contracts"),
    path("benefit-contracts/export/", BenefitContractsExport.as_view(), name="benefit_contracts_export"),
    path("api/v1/benefit-contracts/", BenefitContractsData.as_view(), name="api_benefit_contracts"),
    path("benefit-matrix/", BenefitMatrix.as_view(), name="benefit_matrix"),
    path("benefit-matrix/export/", BenefitMatrixExport.as_view(), name="benefit_matrix_export"),
    path("api/v1/benefit-matrix/", BenefitMatrixData.as_view(), name="api_benefit_matrix"),
    path("benefits-network/", BenefitsNetwork.as_view(), name="benefits_network"),
    path("benefits-network/export/", BenefitsNetworkExport.as_view(), name="benefits_network_export"),
    path("api/v1/benefits-network/", BenefitsNetworkData.as_view(), name="api_benefits_network"),
    path("sponsor-calibration/", SponsorCalibration.as_view(), name="sponsor_calibration"),
    path(
        "sponsor-calibration/export/", SponsorCalibrationExport.as_view(), name="sponsor_calibration_export"
    ),
    path("api/v1/sponsor-calibration/", SponsorCalibrationData.as_view(), name="api_sponsor_calibration"),
    path("benefits/<uuid:uid>/agree/", AgreeToContract.as_view(), name="benefit_agree"),
    path("benefit-reviews/<uuid:uid>/hold/", HoldReview.as_view(), name="benefitreview_hold"),
    path("api/v1/challenge-cycle/", ChallengesData.as_view(), name="api_challenge_cycle"),
    path("api/v1/line-of-sight/", LineOfSightData.as_view(), name="api_line_of_sight"),
    path("api/v1/chains/", ChainsData.as_view(), name="api_chains"),
]
