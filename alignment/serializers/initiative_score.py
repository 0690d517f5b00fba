"""The score of an initiative explained: its waterfall from 0, what would raise it, and where it stands among all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.choices import Act, Action, Hop, StepKind
from alignment.models import Benefit, BenefitLink, NeedLink
from alignment.queries.index import FactorPoints
from alignment.queries.initiative import Brief
from alignment.queries.scores import ScoreGain, ScoreOf, ScoreRank, ScoreStep
from alignment.serializers import index_words
from foundation import formats
from foundation.models import Record
from workbench.links import page_url, record_url, url_of
from workbench.types import type_for

Data = dict[str, Any]
NAMED = 1
"""Records named beside a step; the others are counted, for the links stand below with their evidence."""


def score_section(found: Brief, *, may_edit: bool) -> Data:
    """What the template shows; ``figure`` is empty, and ``why_none`` says why, where there is no score."""
    score = found.score
    if score is None or score.figure is None:
        return {"figure": "", "why_none": _why_none(found)}
    return {
        "figure": figure(score.figure),
        "steps": [_step(step, score) for step in score.steps],
        "left_out": [str(factor.label) for factor in score.left_out],
        "end": _at(score.figure),
        "standing": standing(found.rank),
        "gains": [_gain(gain, found, may_edit=may_edit) for gain in score.gains],
        "computed": score.edition.confirmed_at,
        "published": score.edition.published_at,
        "decided": _decided(score),
        "basis": _basis(score),
    }


def figure(points: Decimal | None) -> str:
    """A score as it is spoken of: without decimals."""
    return formats.number(points, 0)


def standing(found: ScoreRank | None) -> str:
    """``6th`` would need ordinals of every language: ``Rank 6 of 41; the median is 66.``"""
    if found is None:
        return ""
    told = {
        "rank": formats.number(found.rank),
        "all": formats.number(found.of),
        "median": formats.number(found.median, 0),
    }
    return _("Rank %(rank)s of %(all)s. The median initiative scores %(median)s.") % told


def _why_none(found: Brief) -> str:
    initiative = found.initiative
    if initiative.is_exempt_on(found.today):
        return _("It is exempt and stands outside the index.")
    if found.around is None:
        return _("Archived and stopped initiatives are not scored.")
    return _(
        "Link it to customer needs and benefits, say how you know, and state what it costs. A worker computes the "
        "score after each change and every night."
    )


def _basis(score: ScoreOf) -> str:
    year = score.edition.year
    return _("money of fiscal year %(year)s") % {"year": year} if year else _("money of the whole life")


def _decided(score: ScoreOf) -> Data | None:
    decided = score.edition.decided
    return {"name": str(decided), "url": url_of(decided)} if decided else None


def _step(step: ScoreStep, score: ScoreOf) -> Data:
    """One row: where its bar begins and ends, and the sentence beside it. Deductions stand under their factor."""
    is_earned = step.kind in index_words.EARNED
    won = next((part for part in score.factors if part.factor is step.factor), None)
    low, high = sorted((step.start, step.end))
    return {
        "name": str(step.factor.label if is_earned else step.kind.label),
        "is_earned": is_earned,
        "is_lost": step.end < step.start,
        "from": _at(low),
        "width": _at(high - low),
        "start": _at(step.start),
        "end": _at(step.end),
        "points": formats.change(step.points),
        "evidence": _evidence(step, won),
    }


def _evidence(step: ScoreStep, part: FactorPoints | None) -> str:
    """What the step rests on; a factor of another app brings its own sentence."""
    said = part.evidence if part is not None and step.kind is StepKind.SAID else ""
    return said or index_words.step_words(step, NAMED)


def _at(points: Decimal) -> str:
    """A place in the picture, the same in every language."""
    return f"{points:.1f}%"


def _gain(gain: ScoreGain, found: Brief, *, may_edit: bool) -> Data:
    """One act with the points it would win, and where it is done by those who may."""
    url = place_of(gain, found) if may_edit or gain.act is Act.BRING_ON_TRACK else ""
    return {"points": formats.change(gain.points), "words": index_words.gain_words(gain), "url": url}


def place_of(gain: ScoreGain, found: Brief) -> str:
    """The form, or the page, where an act is done; it leads back to the initiative."""
    back = {"next": url_of(found.initiative)}
    if gain.act is Act.LINK_BENEFIT:
        return f"{reverse('mend', args=[Action.LINK_BENEFIT, 'initiative', found.initiative.uid])}?{urlencode(back)}"
    if gain.target is None or not isinstance(gain.target, Record):
        return ""
    if gain.act is Act.LINK_NEED:
        ends = {"initiative": found.initiative.uid, "need": gain.target.uid}
        return f"{page_url(type_for(NeedLink), 'create')}?{urlencode(ends | back)}"
    if isinstance(gain.target, Benefit) and gain.act in {Act.STATE_MEASURE, Act.BRING_ON_TRACK}:
        page = "edit" if gain.act is Act.STATE_MEASURE else "detail"
        query = f"?{urlencode(back)}" if page == "edit" else ""
        return record_url(type_for(Benefit), gain.target, page) + query
    return _at_link(gain, gain.target, found, back)


MENDING: Mapping[Act, Action] = {
    Act.GIVE_EVIDENCE: Action.ADD_EVIDENCE,
    Act.RENEW_EVIDENCE: Action.RENEW_EVIDENCE,
}


def _at_link(gain: ScoreGain, target: Record, found: Brief, back: Mapping[str, str]) -> str:
    """Where the link to a record is mended, or its own page, from which it can be dropped."""
    hop, model = (Hop.NEED, NeedLink) if gain.hop is Hop.NEED else (Hop.BENEFIT, BenefitLink)
    end = f"{hop.value}_id"
    link = next(
        (row for row in found.rows.link_records[hop].values() if getattr(row, end) == target.pk), None
    )
    if link is None:
        return ""
    if gain.act not in MENDING:
        return url_of(link)
    kind = type_for(model)
    return f"{reverse('mend', args=[MENDING[gain.act], kind.key, link.uid])}?{urlencode(back)}"
