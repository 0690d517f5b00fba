"""How the chain of each record of a list stands, as it is kept: read by the statement that reads the list."""

from __future__ import annotations

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from alignment.choices import ChainState, Hop
from alignment.models import BenefitLink, ChainStanding

WORST_FIRST = (ChainState.BROKEN, ChainState.WEAK, ChainState.STALE, ChainState.EXEMPT, ChainState.COMPLETE)


def kept_state(hop: Hop) -> Subquery:
    """The state of the chain of each row; null for what has none: archived, stopped, or of a strategy that has ended."""
    kept = ChainStanding.objects.filter(hop=hop.value, record=OuterRef("pk"))
    return Subquery(kept.values("state")[:1])


def kept_rank(hop: Hop) -> Subquery:
    """The place of that state among ``WORST_FIRST``."""
    kept = ChainStanding.objects.filter(hop=hop.value, record=OuterRef("pk"))
    return Subquery(kept.values_list(worst_first())[:1])


def best_state_of_work() -> Subquery:
    """The best state among the initiatives that bring each benefit about; null where none does that counts."""
    return Subquery(_work_of_benefit().values("state")[:1])


def best_rank_of_work() -> Subquery:
    """The place of that state among ``WORST_FIRST``."""
    return Subquery(_work_of_benefit().values_list(worst_first())[:1])


def _work_of_benefit() -> QuerySet[ChainStanding]:
    links = BenefitLink.objects.active().filter(benefit=OuterRef(OuterRef("pk")), strength__gt=0)
    kept = ChainStanding.objects.filter(
        hop=Hop.INITIATIVE.value, record__in=links.order_by().values("initiative")
    )
    return kept.order_by(worst_first().desc())


def worst_first() -> Case:
    """The place of a standing's state among ``WORST_FIRST``."""
    whens = (When(state=state.value, then=Value(place)) for place, state in enumerate(WORST_FIRST))
    return Case(*whens, output_field=IntegerField())
