"""Build the demonstration enterprise through the operations, as the system: every write is in the trail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Person, Unit, User
from accounts.operations.enterprise import create_enterprise
from accounts.operations.grant import grant_role
from accounts.operations.user import add_user
from alignment.choices import Occasion
from alignment.operations.index import recompute
from config.demonstration import people
from config.demonstration.direction import add_customers, add_intent, add_results
from config.demonstration.disputes import add_disputes, add_settled_disputes
from config.demonstration.gains import add_gains
from config.demonstration.gate import add_gate
from config.demonstration.library import add_library_answers
from config.demonstration.observed import add_observations
from config.demonstration.rounds import add_rounds
from config.demonstration.scorecard import add_scorecard
from config.demonstration.site import OBJECT_TYPES, Site, identity
from config.demonstration.trend import add_trend
from config.demonstration.versions import add_versions
from config.demonstration.work import add_work
from config.handlers import ship_content
from foundation.actors import SYSTEM
from workbench.operations.records import save

if TYPE_CHECKING:
    from datetime import datetime

MONTHS = 4
"""Editions of the alignment index."""


@transaction.atomic
def build(*, password: str, now: datetime) -> Site:
    """Open the enterprise and fill it, dated around ``now``; every sign-in gets ``password``.

    The password is whoever builds it to choose: its strength is not checked. The same instant and an empty
    database give the same records. Raises ``AlreadyOpen`` where there is an enterprise.
    """
    site = Site(now, people.TIME_ZONE)
    _open(site)
    _staff(site)
    User.objects.update(password=make_password(password))
    ship_content(now=now)
    add_customers(site)
    add_intent(site)
    add_results(site)
    add_work(site)
    add_versions(site)
    add_library_answers(site)
    add_scorecard(site)
    add_gains(site)
    add_settled_disputes(site)
    add_rounds(site)
    add_disputes(site)
    add_gate(site)
    add_observations(site)
    add_trend(site)
    publish_index(now)
    return site


def publish_index(now: datetime) -> None:
    """The alignment index as of today and of the months before, so that it has a past to be compared with."""
    for months in reversed(range(MONTHS)):
        recompute(occasion=Occasion.NIGHT, now=now - months * timedelta(days=30))


def _open(site: Site) -> None:
    who = people.ADMINISTRATOR
    opened = create_enterprise(
        settings={
            "name": people.NAME,
            "time_zone": people.TIME_ZONE,
            "currency": people.CURRENCY,
            "is_demonstration": True,
        },
        administrator={
            "name": who.name,
            "email": people.ADMINISTRATOR_EMAIL,
            "password": "",
            "uid": identity(Person, who.key),
        },
        root_uid=identity(Unit, people.ROOT),
        actor=SYSTEM,
        now=site.now,
    )
    site.remember(people.ROOT, opened.root)
    person = opened.administrator.person
    save(
        object_type=OBJECT_TYPES[Person],
        record=person,
        values={"title": who.title},
        actor=SYSTEM,
        now=site.now,
    )
    site.remember(who.key, person)


def _staff(site: Site) -> None:
    for row in people.UNITS:
        parent = site.get(Unit, row.parent)
        site.add(Unit, [(row.key, {"name": row.name, "parent": parent, "kind": row.kind})])
    addresses = {row.person: row.email for row in people.SIGN_INS}
    site.add(
        Person,
        (
            (
                row.key,
                {
                    "name": row.name,
                    "title": row.title,
                    "unit": site.get(Unit, row.unit),
                    "email": addresses.get(row.key) or _address(row.name),
                },
            )
            for row in people.PEOPLE
        ),
    )
    for sign_in in people.SIGN_INS:
        user = _let_in(site, site.get(Person, sign_in.person))
        for role, unit in sign_in.roles:
            grant_role(user=user, role=role, unit=site.get(Unit, unit), actor=SYSTEM, now=site.now)
    for colleague in people.PEOPLE:
        if colleague.key not in addresses:
            _let_in(site, site.get(Person, colleague.key))


def _let_in(site: Site, person: Person) -> User:
    """A sign-in without a role: enough to answer what one is asked."""
    return add_user(
        name=person.name,
        email=person.email,
        title=person.title,
        unit=person.unit,
        actor=SYSTEM,
        now=site.now,
    )


def _address(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".") + "@alderbrook.example"
