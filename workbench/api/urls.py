"""The API of every record type, and its description."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from workbench.api.imports import Imports
from workbench.api.permissions import SignedIn
from workbench.api.views import view_of
from workbench.types import all_types


class ApiSchema(SpectacularAPIView):
    """The OpenAPI document."""

    signs_in_itself = True
    permission_classes = (SignedIn,)


router = SimpleRouter(use_regex_path=False)
for object_type in all_types():
    router.register(object_type.slug, view_of(object_type), basename=f"api-{object_type.key}")

urlpatterns = [
    *router.urls,
    path("imports/", Imports.as_view(), name="api_imports"),
    path("schema/", ApiSchema.as_view(), name="api_schema"),
]
