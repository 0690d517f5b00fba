"""A2: no relation accepts a record that the person may not see, by whichever way it is sent.

Every writable relation to a type that belongs to units × form, many at once, API, file, filter of the page, filter
of the API, order, draft, prefilled form. Refused means: nothing is written, and the answer does not name the record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import ForeignKey
from django.test import Client

from accounts.models import Unit
from alignment.models import Initiative, Program
from audit.models import Event
from tests.factories.accounts import NOW, make_grant, make_token, make_user
from tests.factories.registry import SPECIMENS, make_in, new_values, values_of
from tests.workbench.world import api, form_data, json_data, rows, text, uids, url
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.mapping import mapping_of_header
from workbench.exchange.problems import Refused
from workbench.exchange.reading import read_table
from workbench.types import all_types

if TYPE_CHECKING:
    from accounts.models import User
    from foundation.catalog import ObjectType
    from foundation.models import Record

CANARY = "OSPREY"
NO_RECORDS = ("00000000-0000-4000-8000-00000000000f", "1", "x" * 300, ["1"], {"uid": "1"})
"""What names no record, as text or as a program may send it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A field of a type that names a record which may be hidden."""

    kind: ObjectType
    name: str

    def __str__(self) -> str:
        return f"{self.kind.key}.{self.name}"

    @property
    def target(self) -> type[Record]:
        related: Any = self.kind.model._meta.get_field(self.name).related_model
        found: type[Record] = related
        return found


def every_relation() -> list[Relation]:
    """Every writable relation of the catalog."""
    found = [Relation(kind, name) for kind in all_types() for name in kind.fields]
    columns = [(relation, relation.kind.model._meta.get_field(relation.name)) for relation in found]
    return [relation for relation, column in columns if isinstance(column, ForeignKey)]


def relations() -> list[Relation]:
    """Those whose records belong to units."""
    return [relation for relation in every_relation() if relation.target.UNIT_LOOKUPS]


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody in Claims, a record of theirs, and a record in Sales they must not be able to name."""

    relation: Relation
    user: User
    record: Any
    hidden: Any

    @property
    def kind(self) -> ObjectType:
        return self.relation.kind

    @property
    def browser(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    @property
    def program(self) -> Client:
        make_token(self.user)
        return Client(headers={"Authorization": "Bearer a-key"})

    def untouched(self) -> bool:
        """Whether nothing was written."""
        now = self.kind.model.objects.get(pk=self.record.pk)
        return bool(
            now.version == 1
            and not Event.objects.exists()
            and getattr(now, self.relation.name) != self.hidden
        )


@pytest.fixture(params=relations(), ids=str)
def scene(request: pytest.FixtureRequest, claims: Unit, sales: Unit) -> Scene:
    relation: Relation = request.param
    user = make_user("Nora Flynn", unit=claims)
    make_grant(user, "administrator", claims)
    words = SPECIMENS[relation.target].words
    hidden = make_in(relation.target, sales, **{words: f"{CANARY} launch"})
    return Scene(relation, user, make_in(relation.kind.model, claims), hidden)


@pytest.mark.servers
def test_no_relation_takes_what_is_no_record_to_choose(claims: Unit) -> None:
    """Every relation, also to what everybody may see × what is put away, missing, of another type or no name at all."""
    user = make_user("Nora Flynn", unit=claims)
    make_grant(user, "administrator", claims.parent or claims)
    make_token(user)
    program, browser = Client(headers={"Authorization": "Bearer a-key"}), Client()
    browser.force_login(user)
    taken, tried = [], 0
    for relation in every_relation():
        kind, name = relation.kind, relation.name
        record = make_in(kind.model, claims)
        away = make_in(relation.target, claims)
        relation.target.objects.filter(pk=away.pk).update(archived_at=NOW)
        other: Any = make_in(Program if relation.target is not Program else Initiative, claims)
        values = form_data(values_of(record, kind.fields), version=1)
        for what in (str(away.uid), str(other.uid), *NO_RECORDS):
            body, seen = json.dumps({name: what}), {"If-Match": '"1"'}
            answers = {400: program.patch(api(kind, record), body, "application/json", headers=seen)}
            if isinstance(what, str):
                answers[422] = browser.post(url(kind, "edit", record), {**values, name: what})
            tried += len(answers)
            taken += [
                f"{relation} {what!r} {answer.status_code}"
                for wanted, answer in answers.items()
                if answer.status_code != wanted
            ]
        assert kind.model.objects.get(pk=record.pk).version == 1
    assert taken == []
    assert tried > 800


def test_there_are_relations_to_try() -> None:
    assert {"initiative.program", "needlink.initiative", "objective.strategy"} <= {
        str(r) for r in relations()
    }


def test_a_form_refuses_it(scene: Scene, claims: Unit) -> None:
    browser = scene.browser
    for sent in (
        str(scene.hidden.uid),
        scene.hidden.code,
        f"{scene.hidden.code} {CANARY}",
        str(scene.hidden.pk),
    ):
        values = form_data(values_of(scene.record, scene.kind.fields), version=1) | {
            scene.relation.name: sent
        }
        for address in (url(scene.kind, "edit", scene.record), url(scene.kind, "create")):
            response = browser.post(address, values)
            assert response.status_code == 422
            assert f'id="id_{scene.relation.name}_error"' in text(response)
            assert f"{CANARY} launch" not in text(response)
    assert scene.untouched()


def test_many_at_once_refuse_it(scene: Scene) -> None:
    sent = {
        "uid": uids(scene.record),
        "action": scene.relation.name,
        "value": str(scene.hidden.uid),
        "query": "",
    }
    assert scene.browser.post(url(scene.kind, "bulk"), sent).status_code in {302, 400}
    assert scene.untouched()


def test_the_api_refuses_it(scene: Scene, claims: Unit) -> None:
    client, name = scene.program, scene.relation.name
    values = json_data(values_of(scene.record, scene.kind.fields))
    for sent in (str(scene.hidden.uid), scene.hidden.code, scene.hidden.pk, {"uid": str(scene.hidden.uid)}):
        answers = [
            client.post(api(scene.kind), json.dumps({**values, name: sent}), "application/json"),
            client.patch(
                api(scene.kind, scene.record),
                json.dumps({name: sent}),
                "application/json",
                headers={"If-Match": '"1"'},
            ),
        ]
        for answer in answers:
            assert answer.status_code == 400
            assert name in answer.json()
            assert CANARY not in text(answer)
    assert scene.untouched()


def test_a_file_refuses_it(scene: Scene, claims: Unit) -> None:
    header = ("uid", scene.relation.name)
    table_of = "{},{}\n{},{}\n".format
    for sent in (
        scene.hidden.code,
        f"{scene.hidden.code} {CANARY} launch",
        str(scene.hidden.uid),
        f"{CANARY} launch",
    ):
        table = read_table(table_of(*header, scene.record.uid, sent).encode())
        plan = plan_import(
            object_type=scene.kind,
            table=table,
            mapping=mapping_of_header(scene.kind, table.header),
            actor=scene.user,
        )
        with pytest.raises(Refused):
            apply_import(plan=plan, actor=scene.user, now=NOW)
        assert [problem.field for problem in plan.problems] == [scene.relation.name]
    assert scene.untouched()


def test_a_filter_refuses_it(scene: Scene) -> None:
    client, query = scene.browser, {scene.relation.name: str(scene.hidden.uid)}
    if scene.relation.name in scene.kind.filters:
        assert rows(client.get(url(scene.kind, "list"), query)) == []
        answer = scene.program.get(api(scene.kind), query)
        assert (answer.status_code, list(answer.json())) == (400, [scene.relation.name])
    assert CANARY not in text(client.get(url(scene.kind, "list")))


def test_no_order_reaches_through_it(scene: Scene) -> None:
    """Only columns sort: what a hidden record says cannot be read from the order of visible ones."""
    client = scene.program
    for by in (
        f"{scene.relation.name}__uid",
        f"{scene.relation.name}__unit__name",
        f"{scene.relation.name}_id",
    ):
        assert client.get(api(scene.kind), {"sort": by}).status_code == 400
        assert scene.browser.get(url(scene.kind, "list"), {"sort": by}).status_code == 200


@pytest.mark.once
def test_no_form_offers_it(scene: Scene, claims: Unit) -> None:
    client, name, hidden = scene.browser, scene.relation.name, str(scene.hidden.uid)
    typed = form_data(values_of(scene.record, scene.kind.fields), version=1) | {name: hidden}
    client.post(url(scene.kind, "draft"), {**typed, "record": str(scene.record.uid)})
    addresses = [
        url(scene.kind, "create"),
        f"{url(scene.kind, 'create')}?{name}={hidden}",
        url(scene.kind, "edit", scene.record),
        f"{url(scene.kind, 'edit', scene.record)}?{name}={hidden}",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert CANARY not in text(response)
    assert scene.untouched()


def test_what_may_be_seen_is_accepted_by_the_same_ways(scene: Scene, claims: Unit) -> None:
    """The control: each way takes a record of Claims in the same place."""
    if scene.relation.name in SPECIMENS[scene.kind.model].bound:
        return
    values = new_values(scene.kind.model, scene.kind.fields, claims)
    chosen = values[scene.relation.name] or make_in(scene.relation.target, claims)
    sent = form_data({**values, scene.relation.name: chosen})
    response = scene.browser.post(url(scene.kind, "create"), sent)
    assert response.status_code == 302
    assert getattr(scene.kind.model.objects.order_by("number").last(), scene.relation.name) == chosen


def test_saving_keeps_a_record_that_somebody_else_chose(scene: Scene) -> None:
    """Who may not see the present one does not lose it by saving another field."""
    name = scene.relation.name
    if name in SPECIMENS[scene.kind.model].bound or name in {
        lookup.split("__")[0] for lookup in scene.kind.model.UNIT_LOOKUPS
    }:
        return
    scene.kind.model.objects.filter(pk=scene.record.pk).update(**{f"{name}_id": scene.hidden.pk})
    edit = url(scene.kind, "edit", scene.record)
    page = scene.browser.get(edit)
    assert CANARY not in text(page)
    shown = page.context["form"]
    field, value = next(iter(SPECIMENS[scene.kind.model].other.items()))
    sent = form_data({key: shown[key].value() for key in (*scene.kind.fields, "version")}) | {
        field: str(value)
    }
    assert scene.browser.post(edit, sent).status_code == 302
    saved = scene.kind.model.objects.get(pk=scene.record.pk)
    assert (getattr(saved, name), getattr(saved, field)) == (scene.hidden, value)
    assert CANARY not in text(scene.browser.get(url(scene.kind, "detail", scene.record)))
