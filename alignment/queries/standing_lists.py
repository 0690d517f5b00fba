"""How the chain of each record of a list stands, as it is kept: read by the statement that reads the list."""

from __future__ import annotations

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.lookups import IsNull

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


def state_of_gain() -> Subquery:
    """The state of each benefit's chain: the best among the initiatives that bring it about, as far as it is measured.

    Without a metric it is broken, without baseline or target at best weak; null where nothing that counts brings it about.
    """
    return Subquery(_work_of_benefit().values_list(F("told"))[:1])


def rank_of_gain() -> Subquery:
    """The place of that state among ``WORST_FIRST``."""
    return Subquery(_work_of_benefit().values_list(worst_first("told"))[:1])


def _work_of_benefit() -> QuerySet[ChainStanding]:
    links = BenefitLink.objects.active().filter(benefit=OuterRef(OuterRef("pk")), strength__gt=0)
    kept = ChainStanding.objects.filter(
        hop=Hop.INITIATIVE.value, record__in=links.order_by().values("initiative")
    )
    # The best work also tells the best: what a benefit lacks holds all of it back alike.
    return kept.annotate(told=_as_far_as_measured()).order_by(worst_first().desc())


def _as_far_as_measured() -> Case:
    """The state of an initiative, or that of the benefit's own measurement where that is worse."""
    broken, weak = Value(ChainState.BROKEN.value), Value(ChainState.WEAK.value)
    return Case(
        When(IsNull(OuterRef("metric"), True), then=broken),
        When(state=ChainState.BROKEN.value, then=broken),
        When(IsNull(OuterRef("baseline_value"), True), then=weak),
        When(IsNull(OuterRef("target_value"), True), then=weak),
        default=F("state"),
    )


def worst_first(name: str = "state") -> Case:
    """The place of a standing's state among ``WORST_FIRST``."""
    whens = (When(**{name: state.value}, then=Value(place)) for place, state in enumerate(WORST_FIRST))
    return Case(*whens, output_field=IntegerField())
