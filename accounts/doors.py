"""Who may pass which view. A view says so itself; everything that says nothing is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.views import View
from rest_framework.views import APIView

from accounts.queries import enterprise_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django_htmx.middleware import HtmxDetails

    from accounts.models import Enterprise, User
    from accounts.permissions import Permission

    class PageRequest(HttpRequest):
        """A request as the middleware hands it to a page."""

        htmx: HtmxDetails


V = TypeVar("V", bound="Callable[..., Any]")

PUBLIC = "public"
OWN_SIGN_IN = "own sign-in"
MEMBER = "member"
BY_RECORD_TYPE = "by record type"


class Asked:
    """Who asks, and in which enterprise: the same for pages and for data."""

    request: Any

    @property
    def viewer(self) -> User:
        """The signed-in user who looks and acts."""
        return cast("User", self.request.user)

    @property
    def enterprise(self) -> Enterprise:
        """The enterprise, which is there once somebody can sign in; read once for a request."""
        return cast("Enterprise", enterprise_of(self.request))


class Door(Asked, View):
    """A page behind the sign-in. ``setup`` loads what is asked for; ``dispatch`` asks whether it may be used.

    What the viewer may not see is not loaded (404); what the viewer may not do is refused (403).
    """

    permission: ClassVar[Permission | None]
    """What it takes to pass; None lets in every signed-in member. Every door has to say."""

    def needed_permission(self) -> str | None:
        """What it takes to pass, for doors that learn it from what they loaded."""
        return self.permission

    def concerned_units(self) -> Iterable[str]:
        """Paths of the units in which the permission must be held; in any unit at all where empty."""
        return ()

    @property
    def htmx(self) -> HtmxDetails:
        """How the script asks; false where it does not."""
        return cast("PageRequest", self.request).htmx

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        needed = self.needed_permission()
        if needed is not None and not self.viewer.access.allows(needed, self.concerned_units()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DataDoor(Asked, APIView):
    """Data behind the sign-in of the API, a session or a token: what a page tells, for programs."""

    signs_in_itself = True


def public(view: V) -> V:
    """Mark a view as open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def signs_in_itself(view: Callable[..., Any]) -> bool:
    """Whether a view checks who calls by its own means, such as the API with its tokens."""
    owner = getattr(view, "cls", getattr(view, "view_class", view))
    return bool(getattr(owner, "signs_in_itself", False))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether a view (a function, or ``as_view()`` of a class) says that it is open to everybody."""
    owner = getattr(view, "view_class", view)
    return bool(getattr(view, "is_public", False) or getattr(owner, "is_public", False))


def rule_of(view: Callable[..., Any]) -> str | None:
    """The rule a view declares: one of the words above, or a permission. None where it declares none.

    A permission counts where it is given to ``as_view()`` or stands in the class. A door that learns its
    permission from what it loaded declares that by overriding ``needed_permission``.
    """
    if is_public(view):
        return PUBLIC
    if signs_in_itself(view):
        return OWN_SIGN_IN
    owner = getattr(view, "view_class", None)
    if owner is None or not issubclass(owner, Door):
        return None
    given = getattr(view, "view_initkwargs", {})
    if "permission" in given or hasattr(owner, "permission"):
        permission = given.get("permission", getattr(owner, "permission", None))
        return MEMBER if permission is None else str(permission)
    return BY_RECORD_TYPE if owner.needed_permission is not Door.needed_permission else None
