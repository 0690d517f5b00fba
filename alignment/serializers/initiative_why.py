"""Why an initiative is there: its line of sight as a drawing from strategy to benefit, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.choices import Hop
from alignment.engine.shapes import Key, Kind, Node
from alignment.models import Benefit, Initiative
from alignment.queries.contracts import Contract
from alignment.queries.initiative import Brief
from alignment.queries.record_chain import RecordChain
from alignment.serializers import contracts_words, words
from alignment.serializers.chain import edges_of, finding_row
from alignment.serializers.nodes import Columns
from alignment.serializers.remedies import Remedies
from customers.models import Need
from foundation import formats
from foundation.actors import Actor
from foundation.templatetags.sightline_glyphs import DISCIPLINES
from strategies.models import Objective, Strategy
from workbench.links import url_of

Data = dict[str, Any]
KINDS = (Kind.OBJECTIVE, Kind.NEED, Kind.INITIATIVE, Kind.BENEFIT)


def why(found: Brief, viewer: Actor) -> Data:
    """Five columns with the lines between them, and what is unsound with the action that mends it."""
    around = found.around
    if around is None:
        return {"chain": None, "columns": [], "edges": [], "findings": []}
    shown = Columns(around.line)
    remedies = Remedies(found.rows, found.labels, viewer)
    strategies = _strategies(around, found)
    return {
        "chain": around.chain,
        "columns": _columns(around, shown, found, strategies),
        "edges": [*_from_strategies(around, found, shown, strategies), *edges_of(around, shown)],
        "findings": [finding_row(finding, found.labels, remedies) for finding in around.chain.findings],
    }


def _columns(around: RecordChain, shown: Columns, found: Brief, strategies: Iterable[Strategy]) -> list[Data]:
    nodes: dict[Kind, list[Data]] = {kind: [] for kind in KINDS}
    of_benefit = {contract.benefit.pk: contract for contract in found.contracts}
    for node in around.nodes:
        nodes[node.key.kind].append(_node(node, shown, found, of_benefit))
    nodes[Kind.INITIATIVE] = nodes[Kind.INITIATIVE] or [_alone(found)]
    nodes[Kind.BENEFIT] += _unmeasured(around, found)
    heads = (_("Objective"), _("Customer need"), _("Initiative"), _("Benefit"))
    lacking = (
        _("No objective is reached."),
        _("No customer need is linked."),
        "",
        _("No benefit is linked."),
    )
    columns = [
        _column(head, nodes[kind], around.more.get(kind, 0), none)
        for head, kind, none in zip(heads, KINDS, lacking, strict=True)
    ]
    first = [_strategy(strategy) for strategy in strategies]
    return [_column(_("Strategy"), first, 0, _("No strategy is followed this way.")), *columns]


def _column(head: str, nodes: list[Data], more: int, lacking: str) -> Data:
    return {
        "head": head,
        "nodes": nodes,
        "more": words.more(more) if more else "",
        "lacking": "" if nodes else lacking,
    }


def _node(node: Node, columns: Columns, found: Brief, contracts: Mapping[int, Contract]) -> Data:
    """A record on the line with its one figure."""
    shown, record = columns.shown[node.key], found.labels.of(node.key).record
    data: Data = {
        "key": shown.key,
        "name": shown.name,
        "url": shown.url,
        "css": shown.css,
        "note": shown.note,
    }
    if isinstance(record, Need):
        return data | {"amount": _share(found, record), "note": _need_note(shown.note, record)}
    if isinstance(record, Objective):
        return data
    if isinstance(record, Initiative):
        return data | _own(found)
    if isinstance(record, Benefit) and record.pk in contracts:
        return data | _benefit(contracts[record.pk])
    return data


def _share(found: Brief, need: Need) -> str:
    part = found.shares.get(need.pk)
    return "" if part is None else formats.share(float(part))


def _need_note(segment: str, need: Need) -> str:
    if need.importance_score is None:
        return segment
    importance = _("importance %(score)s") % {"score": formats.number(need.importance_score, 1)}
    return f"{segment}, {importance}" if segment else importance


def _own(found: Brief) -> Data:
    """Its money of this year, and of the whole life where that is more."""
    now, life = found.costs.current, found.whole_life
    year = None if now is None else _stated(now)
    if year is None:
        note = "" if life is None else _("whole life")
        return {"url": "", "self": True, "amount": money(life, found), "note": note}
    told = {"year": str(found.year), "life": money(life, found)}
    note = _("fiscal year %(year)s, of %(life)s") % told if life is not None and life > year else ""
    note = note or _("fiscal year %(year)s") % told
    return {"url": "", "self": True, "amount": money(year, found), "note": note}


def _alone(found: Brief) -> Data:
    """The initiative that no line runs through."""
    initiative = found.initiative
    return {"key": initiative.code, "name": str(initiative), "css": "", **_own(found)}


def _unmeasured(around: RecordChain, found: Brief) -> list[Data]:
    """Benefits that no line reaches, because nobody can tell yet whether they come: named, and without a figure."""
    drawn = {node.key.id for node in around.nodes if node.key.kind is Kind.BENEFIT}
    if around.more.get(Kind.BENEFIT):
        return []
    return [
        {"key": row.code, "name": str(row), "url": url_of(row), "css": "", "note": _("not measured yet")}
        for row in (contract.benefit for contract in found.contracts)
        if row.pk not in drawn
    ]


def _stated(cost: Any) -> Decimal | None:
    """By what an amount of work is judged: its budget, else its forecast, else what was spent."""
    kinds = (cost.budget, cost.forecast, cost.actual)
    found: Decimal | None = next((amount for amount in kinds if amount is not None), None)
    return found


def money(amount: Decimal | None, found: Brief) -> str:
    """An amount as a short text; empty where nothing is known."""
    return "" if amount is None else formats.money(amount, found.rows.currency)


def _benefit(contract: Contract) -> Data:
    """From where to where, and how far it has come."""
    benefit, state = contract.benefit, contract.state
    metric = benefit.metric
    health = contracts_words.HEALTH[state.standing]
    if state.reading is None or state.realized is None:
        return {"amount": "", "note": contracts_words.standing(contract)}
    return {
        "amount": contracts_words.in_unit(metric, state.reading.value),
        "strong": True,
        "bullet": {
            "start": contracts_words.in_unit(metric, benefit.baseline_value),
            "target": contracts_words.in_unit(metric, benefit.target_value),
            "reached": float(state.realized),
            "state": health if health != "gap" else "ok",
            "label": contracts_words.standing(contract),
        },
    }


def _strategies(around: RecordChain, found: Brief) -> list[Strategy]:
    """The strategies that state the objectives of the drawing, each once, as far as they may be read."""
    stated = [found.rows.objectives[int(key.id or 0)].strategy_id for key in _objectives(around)]
    known = [found.labels.of(Key(Hop.STRATEGY, pk)).record for pk in dict.fromkeys(stated)]  # type: ignore[arg-type]
    return [strategy for strategy in known if isinstance(strategy, Strategy)]


def _objectives(around: RecordChain) -> list[Key]:
    return [node.key for node in around.nodes if node.key.kind is Kind.OBJECTIVE]


def _strategy(strategy: Strategy) -> Data:
    """A strategy by its lead discipline, with the part of the spend it intends for that."""
    shares = strategy.intended_shares
    note = str(strategy)
    if shares is not None:
        told = {"name": strategy, "share": formats.percent(shares[strategy.discipline])}
        note = _("%(name)s, %(share)s of spend intended") % told
    return {
        "key": strategy.code,
        "name": strategy.get_discipline_display(),
        "discipline": strategy.discipline,
        "url": url_of(strategy),
        "css": DISCIPLINES[strategy.discipline],
        "note": note,
    }


def _from_strategies(
    around: RecordChain, found: Brief, columns: Columns, strategies: Iterable[Strategy]
) -> list[tuple[str, str, float, str]]:
    """Lines from each strategy to its objectives, as wide as what reaches them."""
    known = {strategy.pk: strategy for strategy in strategies}
    widths: dict[str, float] = {}
    for source, _target, width, _css in edges_of(around, columns):
        widths[source] = widths.get(source, 0) + width
    lines = []
    for key in _objectives(around):
        strategy = known.get(found.rows.objectives[int(key.id or 0)].strategy_id)
        if strategy is not None:
            code = columns.shown[key].key
            lines.append((strategy.code, code, widths.get(code, 1), DISCIPLINES[strategy.discipline]))
    return lines
