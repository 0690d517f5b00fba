"""The installation of the plain pages: the product's settings, with the middleware and sign-in of any Django project."""

from __future__ import annotations

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as ALL_APPS
from config.settings import REST_FRAMEWORK as API

ROOT_URLCONF = "benchmarks.floors.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
INSTALLED_APPS = [name for name in ALL_APPS if not name.startswith("allauth")]
"""Without what insists on a middleware of its own."""
REST_FRAMEWORK = {**API, "DEFAULT_AUTHENTICATION_CLASSES": []}
"""Tokens stand beside the sign-in of allauth; the plain pages have no API."""
