"""Every door of the product."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("workbench.urls")),
    path("api/v1/", include("workbench.api.urls")),
]
