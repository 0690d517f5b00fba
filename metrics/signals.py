"""What this app tells the apps above."""

from __future__ import annotations

from django.dispatch import Signal

figures_published = Signal()
"""Sent by a run that shows other figures than before, in the transaction that shows them, with ``now``."""
