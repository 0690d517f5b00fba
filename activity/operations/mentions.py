"""Who is meant by an @ in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = r"[^\W\d_][\w'’.-]*"
MENTION = re.compile(
    r"(?<![\w.@])@(?:"
    r"\[[^\]\n]{1,160}\]\((?P<picked>P-\d{1,9})\)"
    r"|(?P<code>P-\d{1,9})\b"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<words>{WORD}(?:[ ]{WORD}){{0,3}})"
    r")"
)
"""A person by code, by address, by full name, or as written by an earlier reading of the same text."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text in which every mention reads ``@[Name](P-07)``, and the people mentioned, in order of their numbers."""

    text: str
    people: tuple[Person, ...]


def read_mentions(text: str) -> Mentions:
    """Find the people meant. A name counts where exactly one active person has it; what fits nobody stays text."""
    found = list(MENTION.finditer(text))
    if not found:
        return Mentions(text, ())
    known = _Known.among(found)
    mentioned: set[Person] = set()

    def written(match: re.Match[str]) -> str:
        person, rest = known.meant_by(match)
        if person is None:
            return match[0]
        mentioned.add(person)
        return f"@[{_plain(person.name)}]({person.code}){rest}"

    return Mentions(MENTION.sub(written, text), tuple(sorted(mentioned, key=lambda person: person.number)))


def _plain(name: str) -> str:
    """A name that cannot end the brackets it stands in."""
    return name.translate({ord("["): "(", ord("]"): ")"})


def _names(words: str) -> list[str]:
    """What may be a name at the beginning of up to four words, the longest first."""
    parts = words.split(" ")
    return [" ".join(parts[:count]).rstrip(".-'’") for count in range(len(parts), 0, -1)]


@dataclass(frozen=True, slots=True)
class _Known:
    """The people who fit anything in the text."""

    by_number: dict[int, Person]
    by_email: dict[str, Person]
    by_name: dict[str, list[Person]]

    @classmethod
    def among(cls, found: Iterable[re.Match[str]]) -> _Known:
        """Look everybody up at once."""
        found = list(found)
        numbers = {int(code[2:]) for match in found if (code := match["picked"] or match["code"])}
        emails = {match["email"].rstrip(".").lower() for match in found if match["email"]}
        names = {name for match in found if match["words"] for name in _names(match["words"])}
        people = Person.objects.active().annotate(address=Lower("email"))
        people = people.filter(Q(number__in=numbers) | Q(address__in=emails) | Q(name__in=names))
        known = cls({}, {}, {})
        for person in people.order_by("number"):
            known.by_number[person.number] = person
            known.by_name.setdefault(person.name, []).append(person)
            if person.email:
                known.by_email[person.email.lower()] = person
        return known

    def meant_by(self, match: re.Match[str]) -> tuple[Person | None, str]:
        """The person, and what of the match lies behind the name."""
        if code := match["picked"] or match["code"]:
            return self.by_number.get(int(code[2:])), ""
        if match["email"]:
            address = match["email"].rstrip(".")
            return self.by_email.get(address.lower()), match["email"][len(address) :]
        for name in _names(match["words"]):
            if len(people := self.by_name.get(name, [])) == 1:
                return people[0], match["words"][len(name) :]
        return None, ""
