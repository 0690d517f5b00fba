"""Paths of the bespoke pages of metrics."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
