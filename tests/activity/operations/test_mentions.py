"""Who is meant by an @."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.operations.comment import spoken
from activity.operations.mentions import read_mentions
from activity.templatetags.comments import comment_html
from tests.factories.accounts import NOW, make_person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    """The code of Ada Byrne."""
    return make_person("Ada Byrne", email="Ada@harbor.example").code


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("@Ada Byrne, is this so?", "@[Ada Byrne]({code}), is this so?"),
        ("ask @Ada Byrne today please", "ask @[Ada Byrne]({code}) today please"),
        ("(@ada@harbor.example)", "(@[Ada Byrne]({code}))"),
        ("ask @ADA@harbor.example.", "ask @[Ada Byrne]({code})."),
        ("ask @{code}", "ask @[Ada Byrne]({code})"),
        ("@[an old name]({code}) said", "@[Ada Byrne]({code}) said"),
        ("Done @Ada Byrne.", "Done @[Ada Byrne]({code})."),
        ("@Ada", "@Ada"),
        ("@ada byrne", "@ada byrne"),
        ("@P-999 and @Nobody Here and @no@body.example", "@P-999 and @Nobody Here and @no@body.example"),
        ("write to ada@harbor.example", "write to ada@harbor.example"),
        ("no mention at all", "no mention at all"),
        ("", ""),
    ],
)
def test_people_are_meant_by_full_name_address_or_code(code: str, text: str, read: str) -> None:
    found = read_mentions(text.replace("{code}", code))
    assert found.text == read.replace("{code}", code)
    assert [person.name for person in found.people] == (["Ada Byrne"] if "[Ada" in read else [])


def test_the_longest_name_is_meant(code: str) -> None:
    longer = make_person("Ada Byrne Walsh")
    assert read_mentions("@Ada Byrne Walsh agrees").people == (longer,)
    assert read_mentions("@Ada Byrne Kelly agrees").text == f"@[Ada Byrne]({code}) Kelly agrees"


def test_a_name_of_two_people_means_neither(code: str) -> None:
    make_person("Ada Byrne")
    assert read_mentions("@Ada Byrne").people == ()
    assert [person.code for person in read_mentions(f"@{code}").people] == [code]


def test_people_who_left_are_not_meant(code: str) -> None:
    gone = make_person("Mary Kelly", archived_at=NOW)
    assert read_mentions(f"@Mary Kelly @{gone.code}").people == ()


def test_everybody_is_found_in_one_query_and_in_the_order_of_their_codes(
    code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_person("Zoe Hart")
    with django_assert_num_queries(1):
        found = read_mentions("@Zoe Hart and @Ada Byrne and @Zoe Hart")
    assert [person.name for person in found.people] == ["Ada Byrne", "Zoe Hart"]


def test_without_an_at_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        read_mentions("plain words")


def test_a_name_with_brackets_stays_inside_its_mention() -> None:
    odd = make_person("Ada [interim] Byrne")
    found = read_mentions(f"@{odd.code}")
    assert found.text == f"@[Ada (interim) Byrne]({odd.code})"
    assert read_mentions(found.text) == found


@given(st.text(alphabet="@[]() PAda-0123\n.", max_size=40))
def test_reading_twice_is_reading_once(text: str) -> None:
    once = read_mentions(text)
    assert read_mentions(once.text) == once


def test_mentions_are_spoken_and_shown_as_names(code: str) -> None:
    text = read_mentions("@Ada Byrne *must* see @Nobody").text
    assert spoken(text) == "@Ada Byrne *must* see @Nobody"
    assert comment_html(text) == "<p><strong>@Ada Byrne</strong> <em>must</em> see @Nobody</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        (
            "[site](https://harbor.example/a)",
            '<p><a href="https://harbor.example/a" rel="noopener noreferrer">site</a></p>\n',
        ),
        ("![pixel](https://elsewhere.example/p.png)", "<p></p>\n"),
        ("# Loud", "Loud\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("@[*Ada*](P-07)", "<p><strong>@*Ada*</strong></p>\n"),
        ('<b onclick="x()">bold</b>', "<p>&lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt;</p>\n"),
    ],
)
def test_a_comment_is_harmless_html(text: str, html: str) -> None:
    assert comment_html(text).replace("&quot;", '"') == html.replace("&quot;", '"')
