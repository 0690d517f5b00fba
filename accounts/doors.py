"""Which views may be opened without signing in. A view says so itself; everything else is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


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
