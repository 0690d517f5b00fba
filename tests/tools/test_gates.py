"""Every gate of `dev.py check` lets a sound tree pass, and stops a planted violation with a message that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools.trees import Tree, plant

if TYPE_CHECKING:
    from pathlib import Path


LONG_FUNCTION = "def wander() -> int:\n" + "    x = 0\n" * 40 + "    return x\n"
LONG_TEMPLATE = "<p></p>\n" * 121
MODEL = """
    from django.db import models


    class Visitor(models.Model):
        name = models.CharField(max_length=60)

        def __str__(self) -> str:
            return self.name
"""
WRONG_LOOKUP = """
    from django.contrib.contenttypes.models import ContentType

    found = ContentType.objects.filter(colour="red")
"""
WRONG_SETTING = """
    SECRET_KEY = "k"
    INSTALLED_APPS = ["customers"]
    USE_TZ = True
    STATICFILES_DIRS = ()
    TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"string_if_invalid": 1},
        }
    ]
"""
VIOLATIONS = {
    "an upper app": ("imports", "accounts/models.py", "import reports\n", "accounts.models -> reports"),
    "a sibling": ("imports", "strategies/models.py", "import customers\n", "strategies.models -> customers"),
    "an upper module": (
        "imports",
        "customers/choices.py",
        "from customers import queries\n",
        "customers.choices (l.1) must not import customers.queries",
    ),
    "an unknown module": ("imports", "customers/helpers.py", "", "customers.helpers"),
    "an engine with Django": (
        "imports",
        "metrics/engine/trend.py",
        "from django.db import models\n",
        "metrics.engine.trend (l.1) must not import django",
    ),
    "an engine with models": (
        "imports",
        "metrics/engine/trend.py",
        "from foundation import actors\n",
        "metrics.engine.trend (l.1) must not import foundation.actors",
    ),
    "a test in the product": (
        "imports",
        "metrics/queries.py",
        "import pytest\n",
        "metrics.queries -> pytest",
    ),
    "an unused import": ("lint", "metrics/queries.py", "import json\n", "metrics/queries.py:1:8: F401"),
    "the clock in an operation": (
        "lint",
        "metrics/operations.py",
        "from django.utils import timezone\n\nNOW = timezone.now()\n",
        "Take `now` as an argument",
    ),
    "an intricate function": (
        "lint",
        "metrics/queries.py",
        "def f(x: int) -> int:\n"
        + "".join(f"    if x == {i}:\n        x += {i}\n" for i in range(9))
        + "    return x\n",
        "C901",
    ),
    "work left for later": ("lint", "metrics/queries.py", "X = 1  # " + "TO" + "DO: think\n", "FIX002"),
    "a form of its own": ("format", "metrics/queries.py", "x = {  'a':1 }\n", "metrics/queries.py"),
    "a long function": ("budgets", "metrics/queries.py", LONG_FUNCTION, "wander has 42 code lines"),
    "a long file": ("budgets", "metrics/queries.py", "x = 1\n" * 301, "metrics/queries.py: 301 code lines"),
    "a long view method": (
        "budgets",
        "metrics/views.py",
        "class Page:\n    def get(self) -> int:\n" + "        x = 0\n" * 24 + "        return x\n",
        "get has 26 code lines",
    ),
    "a long template": ("budgets", "templates/long.html", LONG_TEMPLATE, "templates/long.html: 121 lines"),
    "a name without purpose": ("budgets", "metrics/engine/utils.py", "", "'utils' names no purpose"),
    "a package of no layer": (
        "budgets",
        "gadgets/__init__.py",
        "",
        "gadgets: a package that no import contract",
    ),
    "code in a package file": (
        "budgets",
        "metrics/__init__.py",
        "X = 1\n",
        "metrics/__init__.py: stays empty",
    ),
    "a hidden import": (
        "budgets",
        "metrics/queries.py",
        "def f() -> None:\n    import json\n",
        "metrics/queries.py:2: an import inside a function",
    ),
    "a wrong type": (
        "types",
        "metrics/queries.py",
        'def size() -> int:\n    return "much"\n',
        "metrics/queries.py:2",
    ),
    "a wrong lookup": (
        "types",
        "customers/queries.py",
        WRONG_LOOKUP,
        "Cannot resolve keyword 'colour'",
    ),
    "an unstated dependency": (
        "dependencies",
        "metrics/queries.py",
        "import polars\n",
        "'polars' imported but missing",
    ),
    "a model without migration": ("migrations", "customers/models.py", MODEL, "Create model Visitor"),
    "a template out of form": (
        "templates",
        "templates/odd.html",
        "{%load i18n%}\n<p></p>\n",
        "templates/odd.html",
    ),
    "an inline style": ("templates", "templates/odd.html", '<p style="color:red">x</p>\n', "H021"),
    "a host in a lock": (
        "locks",
        "requirements/base.txt",
        "--index-url https://mirror.example/simple\n",
        "requirements/base.txt:1 names a host",
    ),
    "a pin without hash": (
        "locks",
        "requirements/base.txt",
        "django==5.2.19\n",
        "requirements/base.txt:1 has no hash",
    ),
    "a lock with hosts": ("locks", "uv.lock", "", "uv.lock must not be committed"),
    "a wrong setting": (
        "system",
        "config/settings.py",
        WRONG_SETTING,
        "templates.E002",
    ),
    "a careless deployment": ("deployment", "customers/apps.py", "", "security.W0"),
}
GATES = ["imports", "lint", "format", "types", "dependencies", "migrations", "templates", "locks", "system"]


@pytest.fixture
def tree(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return plant(tmp_path, tmp_path_factory.getbasetemp() / "mypy")


@pytest.mark.parametrize("gate", GATES)
def test_a_sound_tree_passes(tree: Tree, gate: str) -> None:
    passed, said = tree.check(gate)
    assert passed, said


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_violation_is_named(tree: Tree, violation: str) -> None:
    gate, name, text, message = VIOLATIONS[violation]
    tree.write(name, text)
    for package in {"engine"} & set(name.split("/")):
        tree.write(f"{name.split('/')[0]}/{package}/__init__.py", "")
    passed, said = tree.check(gate)
    assert not passed
    assert message in said
