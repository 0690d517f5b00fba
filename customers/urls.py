"""Paths of the bespoke pages of customers."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
