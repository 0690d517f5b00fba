"""What alignment adds to record pages, its own and those of the apps below."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from alignment.choices import Hop
from alignment.models import Benefit, BusinessChange, Initiative, Program, StrategyElement
from alignment.panels.adoption import answered_by_panel, answers_panel
from alignment.panels.chain import line_of_sight
from alignment.panels.contract import contract_panel, reviews_panel
from alignment.panels.plan import challenges_panel, intent_panel, money_panel
from alignment.panels.succession import succession_panel
from alignment.queries.standing_lists import (
    WORST_FIRST,
    kept_rank,
    kept_state,
    rank_of_gain,
    state_of_gain,
)
from alignment.serializers.coverage import served_by
from customers.models import Need
from foundation.catalog import Column, Columns, Derivations, Derived, Panel, Panels
from strategies.models import ITNeed, Objective, Strategy
from workbench.related import related

_CHAIN = Panel("line-of-sight", _("Line of sight"), "alignment/chain_panel.html", line_of_sight)

_LINK = ("strength", "evidence", "evidence_date")

PANELS: Panels = {
    Unit: (Panel("money", _("Spend against intent"), "alignment/money_panel.html", money_panel),),
    ITNeed: (
        Panel("answers", _("Answers of strategies"), "alignment/answered_by_panel.html", answered_by_panel),
    ),
    Strategy: (
        Panel("it-needs", _("Needs from IT"), "alignment/it_needs_panel.html", answers_panel),
        related(_("Strategy elements"), "strategyelement", "strategy", ("name", "statement")),
        Panel("challenges", _("Challenges"), "alignment/challenges_panel.html", challenges_panel),
        Panel("spend", _("Spend against intent"), "alignment/intent_panel.html", intent_panel),
        Panel("re-mapping", _("Re-mapping"), "alignment/succession_panel.html", succession_panel, aside=True),
    ),
    Objective: (
        _CHAIN,
        related(_("Strategy elements"), "elementobjective", "objective", ("element", *_LINK)),
        related(_("Benefits that serve it"), "benefitobjective", "objective", ("benefit", "reason")),
    ),
    StrategyElement: (
        _CHAIN,
        related(_("Objectives it serves"), "elementobjective", "element", ("objective", *_LINK)),
        related(_("Needs it asks for"), "elementneed", "element", ("need", *_LINK)),
    ),
    Need: (
        _CHAIN,
        related(_("Initiatives that serve it"), "needlink", "need", ("initiative", "share", *_LINK)),
        related(_("Strategy elements"), "elementneed", "need", ("element", *_LINK)),
    ),
    Program: (related(_("Initiatives"), "initiative", "program", ("name", "unit", "status", "health")),),
    Initiative: (
        related(_("Changes it makes possible"), "changeenabler", "initiative", ("change", "reason")),
    ),
    Benefit: (
        Panel("contract", _("Promised and realized"), "alignment/contract_panel.html", contract_panel),
        Panel("reviews", _("Reviews"), "alignment/reviews_panel.html", reviews_panel),
        related(
            _("Initiatives that bring it about"), "benefitlink", "benefit", ("initiative", "share", *_LINK)
        ),
        related(_("Changes that bring it about"), "changebenefit", "benefit", ("change", "reason")),
        related(_("Objectives it serves"), "benefitobjective", "benefit", ("objective", "reason")),
    ),
    BusinessChange: (
        related(_("Initiatives that make it possible"), "changeenabler", "change", ("initiative", "reason")),
        related(_("Enabling changes"), "businesschange", "prepares", ("name", "owner", "due_date")),
        related(_("Benefits it brings about"), "changebenefit", "change", ("benefit", "reason")),
    ),
}

COLUMNS: Columns = {Need: (Column("served_by", _("Served by"), served_by),)}
"""What alignment adds to the lists of records below it."""


_STATES = [(state.value, state.label) for state in WORST_FIRST]


def _chain(hop: Hop, *, is_usual: bool = False) -> tuple[Derived, ...]:
    kept = partial(kept_state, hop), partial(kept_rank, hop)
    return (Derived("chain", _("Chain"), *kept, _STATES, is_usual=is_usual),)


DERIVED: Derivations = {
    Objective: _chain(Hop.OBJECTIVE, is_usual=True),
    StrategyElement: _chain(Hop.ELEMENT, is_usual=True),
    Need: _chain(Hop.NEED),
    Initiative: _chain(Hop.INITIATIVE),
    Benefit: (Derived("chain", _("Chain"), state_of_gain, rank_of_gain, _STATES),),
}
"""How the chain of a record stands: what is kept, as the page of broken lines tells it.

A benefit is where chains end and nothing is kept of it: it tells the best among the initiatives that bring it about, and
what it lacks itself to be measured where that is worse.
"""
