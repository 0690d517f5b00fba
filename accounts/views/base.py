from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic.base import ContextMixin, TemplateResponseMixin

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.rules import ROOT_PATH

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpResponse


class Page(TemplateResponseMixin, ContextMixin, Door):
    """A page of this app with a template of its own and the way to its neighbors."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        access = self.viewer.access
        return super().get_context_data(
            may_manage_access=access.allows(Permission.MANAGE_ACCESS),
            may_manage_system=access.allows(Permission.MANAGE_SYSTEM, [ROOT_PATH]),
            **kwargs,
        )

    def show(self, **context: Any) -> HttpResponse:
        """The page; with status 422 where one of its forms was refused."""
        forms: list[BaseForm] = [value for name, value in context.items() if name.endswith("form")]
        status = 422 if any(form.is_bound and form.errors for form in forms) else 200
        return self.render_to_response(self.get_context_data(**context), status=status)
