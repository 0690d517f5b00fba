"""Mapping files are read strictly: what is not understood is refused by name."""

from __future__ import annotations

import pytest
from django.conf import settings

from workbench.exchange.mapping import Mapping, Part, Rule, check, load_mapping, mapping_of_header
from workbench.exchange.problems import Refused
from workbench.types import type_named

WHOLE = b"""
type: initiative
source: ledger
key: id
distinct: id
skip_blank: true
decimal: ","
columns:
  name: title
  status: {column: state, values: {Live: running, 1: "planned"}, default: planned, if: id}
  end_date: {column: end, format: "%d.%m.%y", date_order: dmy, decimal: "."}
  owner: {constant: P-01, lookup: code}
parts:
  - type: outlay
    parent: initiative
    name: budget
    if: money
    columns:
      amount: {column: money, currency: CAD}
      kind: {constant: budget}
"""


def test_a_whole_mapping() -> None:
    assert load_mapping(WHOLE) == Mapping(
        type="initiative",
        source="ledger",
        key="id",
        distinct="id",
        skip_blank=True,
        rules=(
            Rule("name", "title", decimal=","),
            Rule(
                "status",
                "state",
                values={"live": "running", "1": "planned"},
                default="planned",
                when="id",
                decimal=",",
            ),
            Rule("end_date", "end", format="%d.%m.%y", date_order="dmy", decimal="."),
            Rule("owner", constant="P-01", lookup="code", decimal=","),
        ),
        parts=(
            Part(
                type="outlay",
                parent="initiative",
                name="budget",
                when="money",
                rules=(
                    Rule("amount", "money", currency="CAD", decimal=","),
                    Rule("kind", constant="budget", decimal=","),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "“mapping” has no entries with a name."),
        (b"- a", "“mapping” has no entries with a name."),
        (b"columns: {a: b}", "“mapping” lacks “type”."),
        (b"type: x", "“columns” has no entries with a name."),
        (b"type: x\ncolumns: {}", "“columns” has no entries with a name."),
        (b"type: x\ncolumns: {1: b}", "“columns” has no entries with a name."),
        (b"type: x\ncolumns: {a: }", "“columns.a.column” has a value of the wrong kind."),
        (b"type: x\ncolumns: {a: [b]}", "“columns.a.column” has a value of the wrong kind."),
        (b"type: x\ncolumns: {a: {}}", "“columns.a” needs either a column or a constant."),
        (
            b"type: x\ncolumns: {a: {column: b, constant: c}}",
            "“columns.a” needs either a column or a constant.",
        ),
        (b"type: x\ncolumns: {a: {colum: b}}", "“columns.a” does not know the entry “colum”."),
        (b"type: x\ncolumns: {a: {column: b, decimal: x}}", "“columns.a.decimal” must be one of . ,."),
        (
            b"type: x\ncolumns: {a: {column: b, values: c}}",
            "“columns.a.values” has a value of the wrong kind.",
        ),
        (b"type: x\nfoo: y\ncolumns: {a: b}", "“mapping” does not know the entry “foo”."),
        (
            b"type: x\nskip_blank: perhaps\ncolumns: {a: b}",
            "“mapping.skip_blank” has a value of the wrong kind.",
        ),
        (b"type: x\ncolumns: {a: b}\nparts: {}", "“parts” must be a list."),
        (b"type: x\ncolumns: {a: b}\nparts: [{columns: {a: b}}]", "“parts” lacks “type”."),
        (b"a: &x 1\nb: *x", "The mapping uses YAML aliases."),
        (b"\xff\xfe\x00", "The mapping is not valid YAML."),
    ],
)
def test_refusals(content: bytes, message: str) -> None:
    with pytest.raises(Refused) as caught:
        load_mapping(content)
    (problem,) = caught.value.problems
    assert problem.message == message
    assert problem.remedy


def test_a_fault_in_the_yaml_names_its_line() -> None:
    with pytest.raises(Refused) as caught:
        load_mapping(b"type: x\ncolumns:\n  a: b\n c: d\n")
    assert caught.value.problems[0].row == 4


@pytest.mark.parametrize(
    "path", sorted((settings.BASE_DIR / "examples" / "mappings").glob("*.yaml")), ids=lambda p: p.stem
)
def test_the_examples_fit_their_types(path: object) -> None:
    mapping = load_mapping(path.read_bytes())  # type: ignore[attr-defined]
    object_type = type_named(mapping.type)
    assert object_type
    rules = [*mapping.rules, *(rule for part in mapping.parts for rule in part.rules)]
    header = {
        mapping.key,
        mapping.distinct,
        *(rule.column for rule in rules),
        *(part.when for part in mapping.parts),
    }
    check(mapping, object_type, header)


def test_headers_are_names_or_labels_in_any_case() -> None:
    object_type = type_named("initiative")
    assert object_type
    mapping = mapping_of_header(object_type, ["NAME", "External key", "end_date", "Exempted by", "code", ""])
    assert [(rule.field, rule.column) for rule in mapping.rules] == [
        ("name", "NAME"),
        ("external_key", "External key"),
        ("end_date", "end_date"),
        ("exempt_by", "Exempted by"),
    ]


def test_strange_headers_are_all_named() -> None:
    object_type = type_named("program")
    assert object_type
    with pytest.raises(Refused) as caught:
        mapping_of_header(object_type, ["name", "number", "id"])
    assert [(problem.field, problem.message) for problem in caught.value.problems] == [
        ("number", "“number” is no field here."),
        ("id", "“id” is no field here."),
    ]
    assert "uid, source, external_key, name, unit" in caught.value.problems[0].remedy


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((b"type: initiative", b"type: unit"), "The mapping is for unit, not for initiative."),
        ((b"name: title", b"name: nowhere"), "The file has no column “nowhere”."),
        ((b"if: money", b"if: gold"), "The file has no column “gold”."),
        ((b"owner:", b"version:"), "“version” is no field here."),
        ((b"owner:", b"archived_at:"), "“archived_at” is no field here."),
    ],
)
def test_a_mapping_must_fit_the_file(change: tuple[bytes, bytes], message: str) -> None:
    object_type = type_named("initiative")
    assert object_type
    with pytest.raises(Refused) as caught:
        check(load_mapping(WHOLE.replace(*change)), object_type, ("id", "title", "state", "end", "money"))
    assert caught.value.problems[0].message == message
