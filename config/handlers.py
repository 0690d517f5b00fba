"""Jobs that join apps which do not know each other: each one call.

A handler names what it needs of ``payload``, ``progress``, ``actor`` and ``now``, and takes the rest as ``**_``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import alignment.operations.shipping
import assessments.operations.rounds
import assessments.operations.shipping
import strategies.operations.shipping
from accounts.queries import is_open
from audit.operations.sealing import seal
from jobs.operations.tidying import remove_old
from metrics.operations.deliveries import drop_old_files
from workbench.operations.drafts import drop_old_drafts
from workbench.operations.uploads import drop_old_uploads

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.actors import Actor


def seal_audit(*, now: datetime, **_: Any) -> dict[str, int]:
    """Give committed events their place in the chain."""
    return {"sealed": seal(now=now)}


def remove_old_jobs(*, now: datetime, **_: Any) -> dict[str, int]:
    """Remove finished work that nobody will ask for again."""
    return asdict(remove_old(now=now))


def forget_unsaved(*, now: datetime, **_: Any) -> dict[str, int]:
    """Forget drafts and tried files that nobody came back to, and files that no worker has told."""
    files = drop_old_files(now=now)
    return {"drafts": drop_old_drafts(now=now), "uploads": drop_old_uploads(now=now), "files": files}


def ship_content(*, now: datetime, deleted_too: bool = False, **_: Any) -> dict[str, int]:
    """Create the shipped records of every app that are missing: at the start, and after an upgrade.

    With ``deleted_too``, which no schedule asks for, also those that people deleted.
    """
    return {
        "assessments": assessments.operations.shipping.ship_content(now=now, deleted_too=deleted_too),
        "strategies": strategies.operations.shipping.ship_content(now=now, deleted_too=deleted_too),
        "alignment": alignment.operations.shipping.ship_content(now=now, deleted_too=deleted_too),
    }


def close_due_rounds(*, actor: Actor, now: datetime, **_: Any) -> dict[str, Any]:
    """Close the rounds whose last day to answer has passed; what went wrong with one stands in the result."""
    if not is_open():
        return {"closed": 0, "skipped": [], "failed": {}}
    done = assessments.operations.rounds.close_due_rounds(actor=actor, now=now)
    return {"closed": len(done.closed), "skipped": list(done.skipped), "failed": dict(done.failed)}
