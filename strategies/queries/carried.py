"""What goes on as what when one version of a strategy follows another: asked of those apps above that keep it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from strategies.models import Strategy

Tell = Callable[[Collection[Strategy]], Mapping[str, str]]
"""Key of a part of these strategies → key of the part that it goes on as."""

_tellers: list[Tell] = []


def told_by(teller: Tell) -> None:
    """Ask this function too; an app calls it once, when it is ready."""
    if teller not in _tellers:
        _tellers.append(teller)


def carried(strategies: Collection[Strategy]) -> dict[str, str]:
    """What everybody who was ever named by ``told_by`` knows."""
    found: dict[str, str] = {}
    for teller in _tellers:
        found |= teller(strategies)
    return found
