"""Segments form a tree within one segmentation: no ring, and no branch that changes sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from customers.engine.tree import rings
from customers.models import Segment
from workbench.operations.records import Fault, Invalid

Tree = Mapping[int, tuple[int | None, int | None]]
"""Parent and segmentation of each segment; those to be created have negative keys."""
NOWHERE = (None, None)


def check_tree(*, records: Sequence[Segment], **_who_and_when: object) -> None:
    """See that the tree stays one when all these segments are written together.

    Runs inside the write operation, before validation, and locks the segments: one statement at any depth.
    Raises ``Invalid`` with the segments that close a ring, or whose part or whole is in another segmentation.
    """
    rows = Segment.objects.select_for_update().order_by("pk")
    stored: Tree = {
        pk: (parent, segmentation)
        for pk, parent, segmentation in rows.values_list("pk", "parent_id", "segmentation_id")
    }
    keys = [segment.pk or -1 - index for index, segment in enumerate(records)]
    written = [(segment.parent_id, segment.segmentation_id) for segment in records]
    tree = {**stored, **dict(zip(keys, written, strict=True))}
    faults = [*_in_rings(keys, tree), *_astray(keys, tree, stored)]
    if faults:
        raise Invalid(faults)


def _in_rings(keys: Sequence[int], tree: Tree) -> Iterator[Fault]:
    closed = rings({key: parent for key, (parent, _segmentation) in tree.items()})
    for index, key in enumerate(keys):
        if key in closed:
            yield Fault(index, "parent", _("A segment cannot be part of itself or of a segment below it."))


def _astray(keys: Sequence[int], tree: Tree, stored: Tree) -> Iterator[Fault]:
    """Written segments under a parent of another segmentation, and those that would leave their parts behind."""
    written = {key: index for index, key in enumerate(keys)}
    for key, (parent, segmentation) in tree.items():
        around = tree.get(parent, NOWHERE)[1] if parent else None
        if around is None or segmentation in (None, around):
            continue
        if key in written:
            yield Fault(written[key], "parent", _("Choose a segment of the same segmentation."))
        elif parent in written and stored.get(parent, NOWHERE)[1] != around:
            text = _("Segments below it belong to the present segmentation. Move those first.")
            yield Fault(written[parent], "segmentation", text)
