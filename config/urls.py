"""Every door of the product."""

from __future__ import annotations

from django.urls import include, path

from config.health import livez, readyz

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("activity.urls")),
    path("", include("alignment.urls")),
    path("", include("workbench.urls")),
    path("api/v1/", include("workbench.api.urls")),
]
