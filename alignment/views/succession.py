"""Re-mapping: what becomes of the objectives and elements of a strategy that is replaced, all on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from alignment.forms.succession import REST, REST_WHY, RemapForm
from alignment.operations.succession import CannotRemap, remap
from alignment.panels.succession import succession_rows
from alignment.queries.adoption import reads_papers
from alignment.queries.succession import remapping, successors_of
from alignment.serializers import succession as words
from strategies.models import Strategy
from workbench.inputs import uuid_in
from workbench.links import url_of
from workbench.operations.records import Invalid, Stale
from workbench.views.refusals import UNPROCESSABLE


class Remap(Door):
    """The old strategy on the left, what goes on in its place on the right; whoever may read it sees how far it is."""

    permission = None
    strategy: Strategy
    """The one that is replaced."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            seen = Strategy.objects.visible_to(self.viewer).for_list()
            self.strategy = get_object_or_404(seen, uid=kwargs["uid"])
            if not reads_papers(self.viewer, self.strategy):
                raise Http404

    def concerned_units(self) -> Iterable[str]:
        return [self.strategy.unit.path]

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(None)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if not self.may_edit():
            raise PermissionDenied
        return self.show(request.POST)

    def may_edit(self) -> bool:
        return self.viewer.access.allows(Permission.EDIT_STRATEGY, self.concerned_units())

    def show(self, data: Any) -> HttpResponse:
        """The page; with ``data`` what it asks for is done first."""
        offered = successors_of(self.strategy, self.viewer)
        wanted = uuid_in(self.request.GET.get("to", ""))
        successor = next((row for row in offered if row.uid == wanted), offered[0] if offered else None)
        found = remapping(self.strategy, successor)
        form = RemapForm(data, found)
        if data is not None and successor is not None and form.is_valid() and self.remap(form, successor):
            return HttpResponseRedirect(f"{self.request.path}?to={successor.uid}")
        page = {
            **words.summary(found, self.may_edit()),
            "to": [{"row": row, "url": f"?to={row.uid}", "current": row == successor} for row in offered],
            "groups": self.groups(form),
            "answers": words.answers_shown(found),
            "rest": (form[REST], form[REST_WHY]) if form.is_open else (),
            "version_url": reverse("strategy_list"),
            "strategy_url": url_of(self.strategy),
        }
        status = UNPROCESSABLE if form.errors else 200
        return render(self.request, "alignment/remap.html", {"page": page, "form": form}, status=status)

    def remap(self, form: RemapForm, successor: Strategy) -> bool:
        """Whether it is done; where it is not, the form says why."""
        try:
            done = remap(
                former=self.strategy,
                successor=successor,
                objectives=form.fates(form.found.objectives),
                elements=form.fates(form.found.elements),
                actor=self.viewer,
                now=timezone.now(),
            )
        except (CannotRemap, Invalid) as refusal:
            form.add_error(None, str(refusal))
            return False
        except Stale:
            form.add_error(None, _("Somebody else changed this in the meantime. Look at it and save again."))
            return False
        messages.success(self.request, words.done_text(done))
        return True

    def groups(self, form: RemapForm) -> list[dict[str, Any]]:
        found = form.found
        return [
            {"kind": "objective", "rows": words.rows_shown(list(form.rows(found.objectives)))},
            {"kind": "element", "rows": words.rows_shown(list(form.rows(found.elements)))},
        ]


class RemapSummary(Door):
    """How far a strategy is re-mapped, put into its page after it has been shown."""

    permission = None

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """With ``to`` in the address as it will stand once that strategy has replaced this one."""
        seen = Strategy.objects.visible_to(self.viewer).for_list()
        strategy = get_object_or_404(seen, uid=uid)
        to = uuid_in(request.GET.get("to", ""))
        successor = get_object_or_404(seen, uid=to, unit=strategy.unit_id) if to else None
        context = {"data": succession_rows(strategy, self.viewer, successor)}
        return render(request, "alignment/succession_summary.html", context)
