"""How values are drawn: glyphs, people, bars, figures and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from foundation.templatetags.sightline_glyphs import shown
from foundation.templatetags.sightline_layout import tabulated
from foundation.templatetags.sightline_marks import bar, bullet, spark
from foundation.templatetags.sightline_rows import list_rows
from tests.foundation.drawing import drawn

NOW = datetime(2025, 11, 21, 14, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Cell:
    """A prepared value."""

    text: str
    url: str = ""
    kind: str = ""
    value: str = ""
    numeric: bool = False


@pytest.mark.parametrize(
    ("source", "css", "word"),
    [
        ('{% discipline "customer_intimacy" %}', "sl-disc ci", "Customer intimacy"),
        ('{% discipline "oe" short=True %}', "sl-disc oe", "Operations"),
        ('{% stage "delivery" %}', "sl-stage delivery", "In delivery"),
        ('{% health "watch" %}', "sl-health watch", "Watch"),
        ('{% health "" %}', "sl-health gap", "Not measured"),
        ('{% health "off" label="7 d late" %}', "sl-health off", "7 d late"),
        ('{% chain "broken" %}', "sl-chain broken", "Broken"),
    ],
)
def test_a_glyph_stands_before_its_word(source: str, css: str, word: str) -> None:
    html = drawn(source)
    assert re.fullmatch(rf'<span class="{css}"><svg.*</svg>{word}</span>', html)


@pytest.mark.parametrize("source", ['{% discipline "pl" bare=True %}', '{% stage "live" bare=True %}'])
def test_a_bare_glyph_keeps_its_word_for_screen_readers(source: str) -> None:
    assert drawn(source).count('<span class="visually-hidden">') == 1


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (Cell("Claims & more"), "Claims & more"),
        (Cell("<b>", url="/units/1/"), '<a href="/units/1/">&lt;b&gt;</a>'),
        (Cell("Unheard of", kind="status", value="unheard"), "Unheard of"),
    ],
)
def test_a_prepared_value_is_a_link_or_its_text(cell: Cell, html: str) -> None:
    assert shown(cell) == html


def test_a_prepared_value_of_a_known_kind_gets_its_glyph() -> None:
    assert "sl-stage live" in shown(Cell("Live", kind="status", value="live"))
    assert "sl-disc ci" in shown(Cell("x", kind="discipline", value="customer_intimacy"))
    good = Cell("On track", kind="health", value="ok")
    assert shown(good).endswith("On track</span>")
    assert shown(good, quiet=True).endswith('<span class="visually-hidden">On track</span></span>')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Marta Kowal", "MK"), ("Jean-Luc van Dam", "JD"), ("Cher", "C"), ("", ""), ("7 of 9", "O")],
)
def test_initials_are_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert drawn("{{ name|initials }}", name=name) == letters


def test_a_person_has_name_and_initials() -> None:
    assert drawn("{% person name %}", name="Ann <Lee>") == (
        '<span class="sl-who"><i aria-hidden="true">A</i>Ann &lt;Lee&gt;</span>'
    )


@pytest.mark.parametrize(
    ("value", "most", "width"),
    [(62, 100, "62"), (37, 70, "52.9"), (120, 100, "100"), (-5, 100, "0"), (5, 0, "0")],
)
def test_a_bar_is_as_long_as_its_part_of_the_track(value: float, most: float, width: str) -> None:
    assert f'<rect class="v" width="{width}" height="8"/>' in bar(value, most=most)


def test_a_bar_says_its_label_or_nothing() -> None:
    assert 'role="img" aria-label="62 of 80"' in bar(62, tick=80, label="62 of 80")
    assert bar(62, tick=80).count('d="M80 -3v14"') == 2
    assert 'aria-hidden="true"' in bar(62, thin=True, kind="ci")


@pytest.mark.parametrize(
    ("start", "now", "target", "reached"),
    [(61, 68, 80, "35.9"), (10, 4, 2, "71"), (5, 9, 5, "94"), (0, -9, 5, "2")],
)
def test_a_bullet_reaches_from_baseline_towards_target(
    start: float, now: float, target: float, reached: str
) -> None:
    assert f'<path class="ac" d="M2 5H{reached}"/>' in bullet(start, now, target)


def test_a_sparkline_is_interrupted_where_a_value_is_missing() -> None:
    html = spark([1, None, 3, 2], width=36, height=20, label="rising")
    assert 'd="M2 17M22 3L32 10"' in html
    assert '<circle cx="32" cy="10" r="2"/>' in html
    assert spark([None]) == ""


def test_values_pass_through_the_formatter() -> None:
    assert drawn('{% money 2154000 "EUR" %} {% number 12480 %} {% percent 37 %}') == "€2.15m 12,480 37%"
    assert drawn("{{ 0.37|share }} {{ 4.1|days }} {{ 3|number }} {{ 3|percent }} {{ 1|change }}") == (
        "37% 4.1 d 3 3% +1.0"
    )
    assert drawn('{% delta -0.8 " points" worse=True %}') == '<span class="sl-chg down">−0.8 points</span>'
    assert drawn("{% delta 0.8 %}") == '<span class="sl-chg">+0.8</span>'


def test_times_carry_their_machine_form() -> None:
    with timezone.override(UTC):
        assert drawn("{% instant at %}", at=NOW) == (
            '<time datetime="2025-11-21T14:02:00Z">21 Nov 2025, 14:02</time>'
        )
        assert drawn("{% day at %} {% clock now %}", at=date(2025, 1, 2), now=NOW) == (
            '<time datetime="2025-01-02">2 Jan 2025</time> 14:02'
        )
        assert drawn("{% ago at now %}", at=NOW, now=NOW).endswith(">just now</time>")
        assert drawn("{% instant_short at %}", at=NOW).endswith(">21 Nov 2025</time>")


@pytest.mark.parametrize("tag", ["instant", "instant_short", "day", "ago", "clock"])
def test_missing_times_are_dashes(tag: str) -> None:
    assert drawn(f"{{% {tag} at {'now' if tag == 'ago' else ''} %}}", at=None, now=NOW) == "–"


def test_a_figure_carries_its_table() -> None:
    table = {"caption": "Spend", "heads": ("Need", "€m"), "numeric": (1,), "rows": (("Know me", "3.27"),)}
    html = drawn(
        '{% figure anchor="f" title="Up" note="€m" table=table foot="Source" %}chart{% endfigure %}',
        table=table,
    )
    assert 'aria-controls="f-table"' in html
    assert '<th scope="row">Know me</th><td class="n">3.27</td>' in html
    assert tabulated(table)["heads"] == [("Need", False), ("€m", True)]
    assert "data-fig-toggle" not in drawn('{% figure anchor="f" title="Up" level=3 %}chart{% endfigure %}')


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    label: str


@dataclass(frozen=True)
class Row:
    """A record of a list."""

    cells: tuple[Cell, ...]
    uid: str = "u"
    code: str = "GP-1"
    url: str = "/u/"
    is_archived: bool = False


def test_a_choice_without_a_glyph_says_its_column_in_a_list() -> None:
    cells = (
        Cell("Farm and rural"),
        Cell("Block", kind="mode", value="block"),
        Cell("Live", kind="status", value="live"),
        Cell("", kind="mode"),
        Cell("Plain"),
    )
    heads = [Head(label) for label in ("Unit", "Holds <back>", "Status", "Mode", "Other")]
    drawn_row = list_rows([Row(cells)], heads, selectable=False)
    assert re.findall(r'data-as="([^"]*)">(.*?)</td>', drawn_row) == [("Holds &lt;back&gt;", "Block")]
