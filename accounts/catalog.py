"""What the accounts app offers to the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.models import ExchangeRate, Person, Unit
from accounts.operations.unit import place_units
from accounts.permissions import Permission
from accounts.rules import ROOT_PATH
from foundation.catalog import ObjectType, Page, Section

TYPES = (
    ObjectType(
        model=Unit,
        group=_("Organize"),
        permission=Permission.EDIT_ORGANIZATION,
        columns=("name", "kind", "parent"),
        fields=("name", "parent", "kind"),
        filters=("kind", "parent"),
        icon="network",
        shortcut="u",
        prepare=place_units,
    ),
    ObjectType(
        model=Person,
        group=_("Organize"),
        permission=Permission.EDIT_ORGANIZATION,
        columns=("name", "title", "unit", "email"),
        fields=("name", "email", "title", "unit"),
        filters=("unit",),
        search=("name", "email", "title"),
        sections=(Section(_("Person"), ("name", "title", "unit", "email")),),
        icon="users",
        shortcut="p",
    ),
    ObjectType(
        model=ExchangeRate,
        purpose=_("A rate turns amounts of another currency into the enterprise's from its day on."),
        group=_("Administer"),
        permission=Permission.MANAGE_SYSTEM,
        columns=("currency", "day", "rate"),
        fields=("currency", "day", "rate"),
        filters=("currency",),
        search=("currency",),
        icon="coins",
    ),
)

PAGES = (
    Page("deleted", _("Recently deleted"), _("Administer"), "trash-2", permission=Permission.DELETE),
    Page("users", _("Access"), _("Administer"), "key-round", permission=Permission.MANAGE_ACCESS),
    Page(
        "enterprise",
        _("Enterprise"),
        _("Administer"),
        "building-2",
        permission=Permission.MANAGE_SYSTEM,
        units=(ROOT_PATH,),
    ),
)
