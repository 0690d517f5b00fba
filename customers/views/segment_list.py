from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from customers.queries.segments import Tree, forest
from customers.serializers import words
from customers.serializers.tree import tree_rows
from customers.views.lists import OwnList
from workbench.cells import plural_of
from workbench.links import page_url, record_url
from workbench.models import SavedView
from workbench.types import type_with_key
from workbench.views.answers import wants_results

TREE_AT_MOST = 500
"""Segments the page of trees holds; more are shown as a list."""


class SegmentList(OwnList):
    """The segments as trees; as a list where that is asked for, filtered, or too long for a tree."""

    def get(self, request: HttpRequest) -> HttpResponse:
        trees = None
        if not request.GET and not wants_results(request) and not self.has_own_columns():
            trees = forest(self.viewer, at_most=TREE_AT_MOST)
        if trees is None:
            return super().get(request)
        context = {"page": self.trees(trees), "object_type": self.object_type}
        response: HttpResponse = self.response_class(request, "customers/segment_tree.html", context)
        response["Vary"] = "HX-Request"
        return response

    def has_own_columns(self) -> bool:
        """Whether the person has chosen columns: a tree has none, so they want the list."""
        views = SavedView.objects.of(self.viewer, self.object_type.label)
        return views.filter(name=SavedView.OWN).exists()

    def trees(self, trees: tuple[Tree, ...]) -> dict[str, Any]:
        """The trees, one section for each segmentation, and what may be done."""
        lead, rest = words.branches(trees)
        segmentation = type_with_key("segmentation")
        return {
            "title": plural_of(self.object_type),
            "finding_lead": lead,
            "finding_rest": rest,
            "trees": [
                {
                    "name": str(tree.segmentation),
                    "basis": tree.segmentation.basis,
                    "url": record_url(segmentation, tree.segmentation),
                    "rows": tree_rows(tree.branches),
                    "whole": tree.coverage,
                }
                for tree in trees
            ],
            "can_create": self.may_edit(),
            "create_url": page_url(self.object_type, "create"),
            "create_label": _("New segment"),
            "import_url": self.import_url(),
            "segmentation_url": page_url(segmentation, "create"),
            "list_url": "?sort=name",
        }
