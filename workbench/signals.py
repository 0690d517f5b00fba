"""What the one door for writes tells others: which records were written, inside the transaction that writes them.

Receivers run before the commit, in the same transaction: what they write is kept or thrown away together with the records,
and an exception refuses the write. What must not happen before the commit is left to ``transaction.on_commit``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.dispatch import Signal

from audit.choices import Verb
from foundation.models import Record

records_written = Signal()
"""Records of one type were created, changed, archived, restored, deleted or brought back.

Sent once for each type by ``save_many``, ``archive_many``, ``restore_many``, ``delete`` and ``undelete``, through which
pages, imports, the API, undoing and the operations of every app write. Not sent where nothing has changed.
``sender``: the model; ``written``: a sequence of ``Written``; ``actor`` and ``now`` as in the operation.
"""

records_awaited = Signal()
"""Records of one type are about to be written: the first thing such an operation does after asking for permission.

Sent by the same operations, so that who changes rows of their own along with those records locks them before numbers
and records are locked: two writers then never wait for each other. Something may still refuse the write.
``sender``: the model; ``now`` as in the operation.
"""


class Written(NamedTuple):
    """One record as it is now, what happened to it, and what it was before.

    ``pk`` is kept apart because a deleted record has lost its own. ``before`` holds the former value of each column
    that has changed, by column name (``need_id`` for a relation); it is empty for a record that is new, deleted or back.
    """

    pk: int
    record: Record
    verb: Verb
    before: Mapping[str, Any]
