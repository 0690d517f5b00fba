"""Every door of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from config.health import livez, nightly, readyz
from foundation.gallery.views import gallery, gallery_page

urlpatterns = [
    path("livez", livez, name="livez"),
    path("healthz/nightly", nightly, name="nightly"),
    path("readyz", readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("activity.urls")),
    path("", include("alignment.urls")),
    path("", include("assessments.urls")),
    path("", include("customers.urls")),
    path("", include("metrics.urls")),
    path("", include("reports.urls")),
    path("", include("strategies.urls")),
    path("", include("workbench.urls")),
    path("api/v1/", include("workbench.api.urls")),
]
handler404, handler500 = "config.refusals.missing", "config.refusals.failed"
if settings.DEBUG:
    urlpatterns += [
        path("gallery/", gallery, name="gallery"),
        path("gallery/<slug:page>/", gallery_page, name="gallery_page"),
    ]
