"""Pages that join the apps below."""

from __future__ import annotations

from django.urls import path

from reports.views.my_work import MyWorkData, MyWorkExport, MyWorkPage

urlpatterns = [
    path("my-work/", MyWorkPage.as_view(), name="my_work"),
    path("my-work/export/", MyWorkExport.as_view(), name="my_work_export"),
    path("api/v1/my-work/", MyWorkData.as_view(), name="api_my_work"),
]
