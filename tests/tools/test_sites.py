"""A site for a benchmark: served while it is needed, gone afterwards, and its last words told where it cannot start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.sites import Site


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIGHTLINE_DATA", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "only-for-a-site-that-is-tested-" + "k3y-" * 12)


def test_a_site_answers_and_leaves_nothing_behind() -> None:
    with Site("config.settings") as site:
        reader = site.reader("")
        assert [reader.get("/livez") for _ in range(2)] == [b'{"alive": true}'] * 2
        with pytest.raises(RuntimeError, match="/ answers 500"):
            reader.get("/")  # there is no database
        assert site.process is not None
        number = site.process.pid
    assert not site.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(number, 0)


def test_a_site_that_cannot_start_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"No module named 'config\.nowhere'"), Site("config.nowhere"):
        pass
