"""The objectives of a strategy by their measures, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.choices import Standing, Unknown
from metrics.queries.measures import Scored, whole_of
from metrics.serializers.ways import Ways
from metrics.serializers.words import points, rests_on, score_view
from strategies.choices import Perspective
from strategies.models import Objective, Strategy
from workbench.links import url_of


def objectives_view(
    objectives: Sequence[Objective], scored: Mapping[int, Scored], ways: Ways, strategy: Strategy
) -> dict[str, Any]:
    """The objectives of a strategy by perspective, from money down, with what is missing."""
    follows = strategy.replaces_id is not None
    rows = [_objective_view(each, scored[each.pk], ways, follows) for each in objectives]
    return {
        "finding": _finding(objectives, scored),
        "groups": _groups(objectives, scored, rows),
        "rows": rows,
        "map_url": f"{reverse('strategy_map')}?{urlencode({'strategy': strategy.uid})}",
        "export_url": f"{reverse('attainment_export')}?{urlencode({'strategy': strategy.uid})}",
        "add_url": ways.create("objective", strategy=strategy.uid) if ways.may_measure else "",
    }


def _groups(
    objectives: Sequence[Objective], scored: Mapping[int, Scored], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    found = []
    for perspective in (*reversed(Perspective), ""):
        own = [each for each in objectives if each.perspective == perspective]
        if own:
            whole = whole_of(own, scored)
            uids = {each.uid for each in own}
            found.append(
                {
                    "title": str(Perspective(perspective).label) if perspective else _("No perspective"),
                    "score": points(whole.score),
                    "known": whole.known,
                    "total": whole.total,
                    "rows": [row for row in rows if row["uid"] in uids],
                }
            )
    return found


def _objective_view(objective: Objective, scored: Scored, ways: Ways, follows: bool) -> dict[str, Any]:
    """``follows``: its strategy replaces another, where measures may wait for the re-mapping."""
    return {
        "uid": objective.uid,
        "name": str(objective),
        "url": url_of(objective),
        "discipline": objective.discipline,
        "due": objective.due_date,
        "outcomes": len(scored.outcomes),
        "outputs": len(scored.outputs),
        "score": score_view(scored.outcome.score, scored.standing),
        "rests": rests_on(scored.outcome) if scored.outcome.score is not None else "",
        "missing": str(scored.missing.label) if scored.missing else "",
        "mend": _objective_mend(objective, scored, ways),
        "is_carried": follows and ways.may_measure and not (scored.outcomes or scored.outputs),
    }


def _objective_mend(objective: Objective, scored: Scored, ways: Ways) -> dict[str, str] | None:
    if scored.missing is None:
        return None
    if scored.missing == Unknown.NO_OUTCOME:
        url, label = ways.measure(objective), _("Add a measure")
    else:
        metric = next(each.measure.metric for each in scored.outcomes if each.aim is None)
        url, label = ways.target(metric), _("Set a target")
    return {"url": url, "label": label} if url else None


def _finding(objectives: Sequence[Objective], scored: Mapping[int, Scored]) -> str:
    """One sentence: how many objectives lack a measure or a target, else how many are off."""
    total = len(objectives)
    lacking = {
        unknown: sum(scored[each.pk].missing == unknown for each in objectives)
        for unknown in (Unknown.NO_OUTCOME, Unknown.NO_TARGET)
    }
    texts = {
        Unknown.NO_OUTCOME: _("%(count)d of %(total)d without an outcome measure"),
        Unknown.NO_TARGET: _("%(count)d of %(total)d without a target for today"),
    }
    said = [texts[unknown] % {"count": count, "total": total} for unknown, count in lacking.items() if count]
    if said:
        return ", ".join(said)
    off = sum(scored[each.pk].standing == Standing.OFF for each in objectives)
    if off:
        return ngettext("%(off)d of %(total)d off target", "%(off)d of %(total)d off target", off) % {
            "off": off,
            "total": total,
        }
    return _("Each has an outcome measure with a target") if total else ""
