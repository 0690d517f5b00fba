"""The three disciplines, prepared for their page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from strategies.serializers.words import leading_words, listed, mid_sentence
from workbench.cells import label_of
from workbench.links import list_url, page_url, record_url, url_of
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import User
    from strategies.models import DisciplineProfile
    from strategies.queries.disciplines import Follower, Profile

TOLD = ("core_processes", "structure", "management_systems", "culture", "it_focus")
SHOWN = 8
"""Units named under a discipline; the mix names all."""


def profiles_page(found: Sequence[Profile], total: int, viewer: User) -> dict[str, Any]:
    """What the page shows; ``any`` says whether a profile is there at all. ``total`` counts the units seen."""
    object_type = type_with_key("disciplineprofile")
    may_edit = viewer.access.allows(object_type.permission)
    fact, tension = finding(found, total)
    return {
        "fact": fact,
        "tension": tension,
        "columns": [_column(profile, may_edit) for profile in found],
        "any": any(profile.record for profile in found),
        "list_url": list_url(object_type),
    }


def finding(found: Sequence[Profile], total: int) -> tuple[str, str]:
    """Which discipline leads most, and which nobody leads with; that the choice is open where nobody has chosen."""
    counts = {profile.discipline.value: len(profile.followers) for profile in found}
    fact = leading_words(counts, total)
    if not fact:
        return _("No unit has chosen a discipline yet."), _(
            "A unit leads with one and keeps the other two good enough."
        )
    unused = [mid_sentence(name) for name, count in counts.items() if not count]
    return fact, _("Nobody leads with %(what)s.") % {"what": listed(unused)} if unused else ""


def profile_finding(units: int, record: DisciplineProfile) -> tuple[str, str]:
    """How many units lead with one discipline, and whom its IT faces."""
    text = ngettext("%(count)s unit leads with it.", "%(count)s units lead with it.", units)
    faces = _("IT faces %(whom)s.") % {"whom": record.get_it_faces_display().lower()}
    return text % {"count": formats.number(units)} if units else _("No unit leads with it."), faces


def _column(profile: Profile, may_edit: bool) -> dict[str, Any]:
    object_type = type_with_key("disciplineprofile")
    record = profile.record
    create = f"{page_url(object_type, 'create')}?{urlencode({'discipline': profile.discipline})}"
    column: dict[str, Any] = {
        "discipline": profile.discipline.value,
        "label": profile.discipline.label,
        "followers": [follower_view(follower) for follower in profile.followers[:SHOWN]],
        "more": max(0, len(profile.followers) - SHOWN),
        "it_needs": profile.it_needs,
        "it_needs_url": f"{reverse('itneed_list')}?{urlencode({'discipline': profile.discipline})}",
        "create_url": create if may_edit and record is None else "",
        "is_told": record is not None,
    }
    return column if record is None else column | _told(record, may_edit)


def _told(record: DisciplineProfile, may_edit: bool) -> dict[str, Any]:
    object_type = type_with_key("disciplineprofile")
    back = urlencode({"next": reverse("disciplines")})
    return {
        "url": record_url(object_type, record),
        "edit_url": f"{record_url(object_type, record, 'edit')}?{back}" if may_edit else "",
        "promise": record.promise,
        "parts": [(label_of(object_type, name), getattr(record, name)) for name in TOLD],
        "it_faces": record.get_it_faces_display(),
        "metrics": record.typical_metrics.splitlines(),
    }


def follower_view(follower: Follower) -> dict[str, str]:
    """A unit with where it took its strategy from."""
    return {
        "unit": str(follower.unit),
        "url": url_of(follower.strategy) if follower.strategy else "",
        "inherited": str(follower.strategy.unit) if follower.strategy and not follower.is_own else "",
    }
