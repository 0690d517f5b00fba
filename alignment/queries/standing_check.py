"""Whether what is kept of chains is what their rows give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Enterprise
from alignment.choices import ChainState, Hop
from alignment.engine.chains import Chain, chain_of, chains
from alignment.engine.facts import Ref
from alignment.engine.packing import unpacked
from alignment.models import ChainStanding
from alignment.queries.facts import gathered
from alignment.queries.links import MODELS
from alignment.queries.rows import rows


@dataclass(frozen=True, slots=True)
class Difference:
    """One chain that is kept otherwise than it is; None where one of both has none."""

    code: str
    kept: Chain | None
    computed: Chain | None

    def __str__(self) -> str:
        kept, computed = (f"{chain.state.value}" if chain else "none" for chain in (self.kept, self.computed))
        return f"{self.code}: kept {kept}, computed {computed}"


def kept_chains() -> dict[Ref, Chain]:
    """Every chain as it is kept. One query."""
    return {
        Ref(Hop(row.hop), row.record): chain_of(
            unpacked(row.up), unpacked(row.down), is_exempt=row.state == ChainState.EXEMPT
        )
        for row in ChainStanding.objects.all()
    }


def computed_chains(now: datetime) -> dict[Ref, Chain]:
    """Every chain as the line of sight computes it."""
    loaded = rows(now, Enterprise.objects.get())
    known = chains(gathered(loaded, loaded.today, None).facts, loaded.today)
    return {chain.ref: chain for chain in known.everything()}


def differences(now: datetime) -> list[Difference]:
    """Chains of which state, sides, findings or path differ; none before the first run."""
    if not Enterprise.objects.exists():
        return []
    kept, computed = kept_chains(), computed_chains(now)
    differing = sorted(ref for ref in kept.keys() | computed.keys() if kept.get(ref) != computed.get(ref))
    codes = {
        Ref(hop, row.pk): row.code
        for hop, model in MODELS.items()
        for row in model.objects.filter(pk__in=[ref.id for ref in differing if ref.hop is hop])
    }
    return [Difference(codes.get(ref, str(ref.id)), kept.get(ref), computed.get(ref)) for ref in differing]
