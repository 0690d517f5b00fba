"""A strategy on one page, the list it stands in, and the page on which a new one begins."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.requests import today_of
from strategies.choices import StrategyState
from strategies.models import Strategy
from strategies.queries.statement import Statement, promises, statement_of
from strategies.serializers import statement as words
from strategies.serializers.clarity import clarity_view, step_url
from workbench.cells import cell_of, label_of
from workbench.forms import RecordForm, pickable
from workbench.views.detail import RecordDetail
from workbench.views.edit import RecordCreate
from workbench.views.list import RecordList

if TYPE_CHECKING:
    from django.http import HttpResponse

    from foundation.catalog import Section
    from workbench.listing import Listing

AHEAD = timedelta(days=3 * 365)
"""How far a new strategy looks where nobody says otherwise."""
BEGIN = ("unit", "discipline", "name")
"""What a strategy begins with; the rest is said point by point."""


class StrategyDetail(RecordDetail):
    """A strategy as a statement: what it says first, what it lacks beside it, what hangs on it below."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        told = statement_of(self.record, self.viewer, today_of(self.request))
        items = {item["name"]: item for section in page["sections"] for item in section["items"]}
        parts = self.parts(told, items, can_edit=page["can_edit"])
        page["panels"] = [part for part in parts if not part["aside"]] + page["panels"]
        page["asides"] = [part for part in parts if part["aside"]] + page["asides"]
        page["sections"] = []
        page["finding_lead"], page["finding_rest"] = words.finding(told)
        page |= self.actions(told) if page["can_edit"] and not page["archived"] else {}
        return page

    def items(self, section: Section) -> list[dict[str, Any]]:
        """The same, each with the name of its field."""
        cells = [(name, cell_of(self.record, name, self.viewer)) for name in section.fields]
        return [
            {"name": name, "label": label_of(self.object_type, name), "cell": cell}
            for name, cell in cells
            if cell.text != str(self.record)
        ]

    def parts(self, told: Statement, items: dict[str, Any], *, can_edit: bool) -> list[dict[str, Any]]:
        """The parts of the page that tell the statement."""
        fields = ("customer", "statement", "discipline", "will_not", "unit")
        said = words.said(told, items, fields, can_edit=can_edit)
        statement = {"items": said, "promise": words.first_sentence(told.promise) if told.promise else ""}
        clear = clarity_view(told.clarity, told.strategy, can_edit=can_edit)
        return [
            _part("statement", _("Statement"), statement),
            _part("growth", _("Growth aims"), words.growth(told, can_edit=can_edit)),
            _part(
                "intent", _("Intended spend and lowest levels"), words.intent(told, items, can_edit=can_edit)
            ),
            _part("clarity", _("Clarity"), clear, aside=True),
            _part("sponsor", _("Sponsor"), words.sponsor(told, items, can_edit=can_edit), aside=True),
            _part("versions", _("Versions"), words.versions(told, items), aside=True),
        ]

    def actions(self, told: Statement) -> dict[str, Any]:
        """The next step as the one primary button, and what else may be done with a version."""
        uid = [told.strategy.uid]
        force = {"label": _("Put in force"), "url": reverse("strategy_force", args=uid), "icon": "check"}
        version = {
            "label": _("Begin a new version"),
            "url": reverse("strategy_version", args=uid),
            "icon": "copy-plus",
        }
        missing = told.clarity.missing
        is_draft = told.strategy.state == StrategyState.DRAFT
        if missing and told.strategy.state != StrategyState.SUPERSEDED:
            label = _("Next: %(point)s") % {"point": str(missing[0].point.label)}
            primary: Any = {"label": label, "url": step_url(told.strategy, missing[0].point)}
            return {"primary": primary, "more": [force, version] if is_draft else [version]}
        return {"primary": force if is_draft else None, "more": [version]}


def _part(name: str, title: str, data: dict[str, Any], *, aside: bool = False) -> dict[str, Any]:
    template = f"strategies/statement_{name}.html"
    return {"name": name, "title": title, "template": template, "aside": aside, "data": data}


class StrategyCreate(RecordCreate):
    """A new strategy begins with three decisions; its page leads through the rest."""

    role = "begin"

    def show(
        self, form: RecordForm, *, status: int = 200, draft: Any = None, theirs: Any = None
    ) -> HttpResponse:
        self.suggest(form)
        return super().show(form, status=status, draft=draft, theirs=theirs)

    def suggest(self, form: RecordForm) -> None:
        """The enterprise first, afterwards the person's own unit, and a name that says how far the strategy looks."""
        year = (today_of(self.request) + AHEAD).year
        form.initial.setdefault("name", _("Strategy to %(year)s") % {"year": year})
        if "unit" not in form.initial and not form.is_bound:
            units = pickable(self.object_type, "unit", self.viewer)
            own = (
                units.filter(pk=self.viewer.person.unit_id)
                if Strategy.objects.visible_to(self.viewer)
                else units.none()
            )
            unit = own.first() or units.first()
            form.initial["unit"] = unit.uid if unit and self.may_edit([unit.path]) else None

    def render_to_response(self, context: dict[str, Any], **response: Any) -> Any:
        """The form with the disciplines to choose from; the other fields wait folded, open where one is given."""
        form, page = context["form"], context["page"]
        page["title"] = _("State a strategy")
        page["disciplines"] = words.discipline_choices(form, promises())
        rest = [name for name in self.object_type.fields if name not in BEGIN]
        page["rest"] = [form[name] for name in rest]
        page["rest_open"] = any(_is_given(form, name) for name in rest)
        return super().render_to_response(context, **response)


def _is_given(form: RecordForm, name: str) -> bool:
    """Whether a field has a value that somebody chose, or an error to be put right."""
    if form.is_bound:
        sent = form.data.get(name, "")
        return bool(form[name].errors or (sent and sent != str(form.fields[name].initial or "")))
    return bool(form.initial.get(name))


class StrategyList(RecordList):
    """The strategies of all units; where there is none yet, what one is and where to begin."""

    def page(self, shown: Listing) -> dict[str, Any]:
        page = super().page(shown)
        page["create_label"] = _("State a strategy")
        page["empty"] = {
            "title": _("Say how you win customers"),
            "text": _(
                "A strategy is one page: who the customer is, what you promise, which of three disciplines leads, "
                "what you leave to others, and who stands for it. It takes about a quarter of an hour; a check shows "
                "what is still to be said."
            ),
        }
        return page
