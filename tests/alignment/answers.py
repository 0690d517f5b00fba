"""What a page shows and what its file holds, as the tests of several pages read them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client


def page_of(client: Client, name: str, **query: str) -> dict[str, Any]:
    answer = client.get(reverse(name), query)
    assert 'style="' not in answer.content.decode()
    page: dict[str, Any] = answer.context["page"]
    return page


def lines(client: Client, name: str) -> list[dict[str, str]]:
    answer: Any = client.get(reverse(name))
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
