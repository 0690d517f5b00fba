"""Files that are no StratML, or mean harm: each is refused with the line and what to do, and costs little."""

from __future__ import annotations

import pytest

from metrics.serializers.stratml_reading import read_stratml
from metrics.serializers.stratml_xml import MAX_ATTRIBUTES, MAX_BYTES, MAX_ELEMENTS, MAX_LEVELS, MAX_TAG
from tests.metrics.stratml_scene import NAMESPACE, document
from workbench.exchange.problems import Problem, Refused

EXPECTED = f'A StratML file begins with <PerformancePlanOrReport xmlns="{NAMESPACE}">.'
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;&y;&y;">]>
<a>&z;</a>"""
FETCH = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""


def refused(data: bytes) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read_stratml(data)
    return list(caught.value.problems)


def said(data: bytes) -> tuple[int, str, str]:
    (problem,) = refused(data)
    return problem.row, problem.message, problem.remedy


# ── what is no StratML ───────────────────────────────────────────────────────────────────────────
def test_an_empty_file() -> None:
    assert said(b" \n") == (0, "The file is empty.", EXPECTED)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"name,unit\nOne,Claims\n", 1, "This is not well-formed XML: syntax error."),
        (b"PK\x03\x04rest", 1, "This is not well-formed XML: not well-formed (invalid token)."),
        (b"\n<html><body/></html>", 2, "The file begins with <html> of no namespace."),
        (b"<Name xmlns='urn:x'/>", 1, "The file begins with <Name> of the namespace “urn:x”."),
        (
            document("").replace(NAMESPACE.encode(), b"urn:x"),
            1,
            "The file begins with <PerformancePlanOrReport> of the namespace “urn:x”.",
        ),
    ],
)
def test_other_files(data: bytes, line: int, message: str) -> None:
    assert said(data) == (line, message, EXPECTED)


def test_a_plan_that_is_cut_short_or_damaged() -> None:
    """It begins as it should: how it should begin is no remedy."""
    todo = "It is cut short or damaged there: export it once more."
    damaged = document("<Goal>").replace(b"</Name>", b"", 1)
    assert said(damaged) == (3, "This is not well-formed XML: mismatched tag.", todo)
    whole = document("")
    assert said(whole[: whole.index(b"</StrategicPlanCore>")])[1:] == (
        "This is not well-formed XML: no element found.",
        todo,
    )


def test_a_plan_without_its_parts() -> None:
    data = document("").replace(b"StrategicPlanCore", b"Other")
    assert said(data) == (1, "The plan has no <StrategicPlanCore>.", EXPECTED)
    assert said(document("", name=""))[:2] == (1, "The plan has no <Name>.")


def test_encodings() -> None:
    text = document("<Goal><Name>Größe</Name><Description/></Goal>").decode()
    for encoding in ("utf-8", "utf-16", "iso-8859-1", "windows-1252"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>{text}'
        assert read_stratml(declared.encode(encoding)).plan.aims[0].name == "Größe"
    wrong = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode("iso-8859-1")
    assert said(wrong)[:2] == (4, "This is not well-formed XML: not well-formed (invalid token).")
    for unknown in ("utf-99", "euc-jp"):
        line, message, _ = said(f'<?xml version="1.0" encoding="{unknown}"?>{text}'.encode())
        assert (line, message) in {
            (0, "The encoding that the file names cannot be read."),
            (1, "This is not well-formed XML: unknown encoding."),
        }


# ── what means harm ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("data", [BOMB, FETCH])
def test_a_document_type_is_refused_where_it_begins(data: bytes) -> None:
    assert said(data)[1:] == (
        "The file brings a document type (DTD) or entities, which are not read.",
        "Remove everything from <!DOCTYPE to its end.",
    )


def test_too_deep_too_many_too_large() -> None:
    deep = document("<Goal>" * 100_000)
    assert said(deep)[:2] == (3, f"Elements lie more than {MAX_LEVELS} levels deep.")
    many = document("<Goal/>\n" * (MAX_ELEMENTS + 1))
    assert said(many)[1] == f"The file has more than {MAX_ELEMENTS} elements."
    assert said(b"<" + b"a" * 50_000_000)[1] == f"The file is larger than {MAX_BYTES // 1_000_000} MB."


def attributes(count: int) -> str:
    return " ".join(f'a{number}=""' for number in range(count))


def test_a_tag_can_be_too_large_in_two_ways() -> None:
    most, wide = (
        document(f"<Goal {attributes(MAX_ATTRIBUTES + more)}><Name>One</Name></Goal>") for more in (0, 1)
    )
    assert read_stratml(most).plan.aims[0].name == "One"
    assert said(wide) == (
        3, f"An element has more than {MAX_ATTRIBUTES} attributes.", "No StratML plan looks like this.",
    )  # fmt: skip
    for long in (f"<Goal {attributes(400_000)}/>", f"<!--{'x' * 4_000_000}-->", f"<?p {'x' * 4_000_000}?>"):
        assert said(document(long)) == (
            3, f"A tag or a comment is longer than {MAX_TAG} bytes.", "No StratML plan looks like this.",
        )  # fmt: skip


def test_one_huge_text_and_one_large_attribute() -> None:
    text = "word " * 900_000
    for wrapped in (text, f"<![CDATA[{text}]]>"):
        plan = read_stratml(document(f"<Mission><Description>{wrapped}</Description></Mission>")).plan
        assert plan.statement == text.strip()
    read = read_stratml(document(f'<Goal x="{text[:150_000]}"><Name>One</Name></Goal>'))
    assert read.plan.aims[0].name == "One"


# ── what is wrong within ─────────────────────────────────────────────────────────────────────────
def indicator(instance: str) -> bytes:
    inside = f"<MeasurementInstance>{instance}</MeasurementInstance>"
    return document(
        f"<Goal><Name>G</Name>\n<Objective><PerformanceIndicator>{inside}</PerformanceIndicator></Objective></Goal>"
    )


@pytest.mark.parametrize("number", ["5 %", "1,5", "NaN", "Infinity", "1e9", "５"])
def test_numbers(number: str) -> None:
    data = indicator(
        f"<ActualResult><EndDate>2027-01-01</EndDate><NumberOfUnits>{number}</NumberOfUnits></ActualResult>"
    )
    assert said(data)[:2] == (4, f"“{number}” is not a number.")


@pytest.mark.parametrize("day", ["soon", "2027-02-30", "31.12.2027", "2027-12-31T00:00:00"])
def test_days(day: str) -> None:
    data = indicator(f"<TargetResult>\n<StartDate>{day}</StartDate></TargetResult>")
    assert said(data) == (5, f"“{day}” is not a day.", "Write it like 2027-12-31.")


def test_all_problems_at_once() -> None:
    data = indicator(
        "<ActualResult><EndDate>soon</EndDate><NumberOfUnits>many</NumberOfUnits></ActualResult>"
    )
    assert [problem.message for problem in refused(data)] == [
        "“soon” is not a day.",
        "“many” is not a number.",
    ]


def test_one_identifier_for_two_things() -> None:
    goal = "\n<Goal><Name>One</Name><Identifier>_1</Identifier></Goal>"
    assert said(document(goal * 2))[:2] == (5, "The identifier “_1” is that of line 4 already.")


# ── what has no home ─────────────────────────────────────────────────────────────────────────────
def test_everything_that_says_something_is_named() -> None:
    """Whatever is not understood: unknown elements, second ones, results in words, text between elements."""
    core = """<Organization><Name>First</Name></Organization><Organization><Name>Second</Name></Organization>
<Value><Name>Candor</Name></Value><Value><Name/></Value>
<Goal><Name>One</Name>loose<Identifier>1 2</Identifier><Stakeholder/>
<Objective><Name>O</Name><PerformanceIndicator ValueChainStage="Input"><MeasurementInstance>
<TargetResult><EndDate>2027-12-31</EndDate><NumberOfUnits>5</NumberOfUnits></TargetResult>
<ActualResult><EndDate>2027-12-31Z</EndDate><NumberOfUnits>.5</NumberOfUnits>
<Descriptor><DescriptorName>Mood</DescriptorName></Descriptor></ActualResult>
</MeasurementInstance></PerformanceIndicator></Objective>
<x:note xmlns:x="urn:x">Foreign</x:note></Goal>"""
    read = read_stratml(document(core))
    assert [(each.kind, each.name) for each in read.left_out] == [
        ("Organization", "Second"),
        ("Value", "Candor"),
        ("text", "loose"),
        ("Identifier", "1 2"),
        ("Stakeholder", ""),
        ("ValueChainStage", "Input"),
        ("TargetResult", "2027-12-31"),
        ("Descriptor", "Mood"),
        ("{urn:x}note", "Foreign"),
    ]
    (goal,) = read.plan.aims
    (measured,) = goal.aims[0].indicators
    assert [str(figure.value) for figure in measured.figures] == ["0.5"]


def test_the_first_part_of_the_standard() -> None:
    """StrategicPlan of 2014: no indicators, and its submitter stands elsewhere."""
    data = document(
        "<Goal><Name>One</Name></Goal>",
        around="<AdministrativeInformation><Submitter><Surname>Roe</Surname></Submitter></AdministrativeInformation>",
    )
    data = data.replace(b"PerformancePlanOrReport", b"StrategicPlan").replace(
        b':StrategicPlan"', b':stratml_core"'
    )
    read = read_stratml(data)
    assert (read.plan.aims[0].name, [(e.kind, e.name) for e in read.left_out]) == (
        "One",
        [("Submitter", "Roe")],
    )
