"""Paths of the bespoke pages of strategies."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
