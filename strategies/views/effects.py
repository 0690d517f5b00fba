"""Drawing an arrow of a strategy map: only objectives of one strategy are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategies.models import Objective, Strategy
from workbench.inputs import uuid_in
from workbench.views.edit import FormPage, RecordCreate, RecordEdit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from workbench.forms import RecordForm

ENDS = ("cause", "outcome")


class ArrowForm(FormPage):
    """The strategy is that of the arrow, of an end that is chosen already, or the one the address names.

    Where none of them says it, all objectives are offered and what does not fit is refused on saving.
    """

    list_title = gettext_lazy("Arrows")

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        strategy = self.strategy(form)
        if strategy is not None:
            for name in ENDS:
                field: Any = form.fields[name]
                field.queryset = field.queryset.filter(strategy=strategy)
        return super().show(form, **options)

    def strategy(self, form: RecordForm) -> int | None:
        """The primary key of the strategy. Up to three queries."""
        seen = Objective.objects.visible_to(self.viewer)
        if self.record is not None:
            return int(seen.values_list("strategy", flat=True).get(pk=self.record.cause_id))
        for name in ENDS:
            found = seen.filter(uid=uuid_in(str(form[name].value() or ""))).first()
            if found is not None:
                return int(found.strategy_id)
        asked = uuid_in(self.request.GET.get("strategy", ""))
        strategy = Strategy.objects.visible_to(self.viewer).filter(uid=asked).first() if asked else None
        return strategy.pk if strategy else None


class EffectCreate(ArrowForm, RecordCreate):
    """A new arrow."""

    def title(self) -> str:
        return _("New arrow")


class EffectEdit(ArrowForm, RecordEdit):
    """Another end or reason for an arrow."""
