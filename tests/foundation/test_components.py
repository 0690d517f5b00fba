"""Components: what they draw, what they say to readers, and that they refuse what they do not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.conf import settings
from django.http import Http404
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone

from foundation import gallery
from foundation.templatetags import sightline
from foundation.templatetags.sightline_glyphs import shown
from foundation.templatetags.sightline_layout import tabulated
from foundation.templatetags.sightline_marks import bar, bullet, spark

if TYPE_CHECKING:
    from django.test import RequestFactory

NOW = datetime(2025, 11, 21, 14, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Cell:
    """A prepared value."""

    text: str
    url: str = ""
    kind: str = ""
    value: str = ""


class NeedForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(max_length=60, help_text="In the first person.")
    story = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    segment = forms.ChoiceField(choices=[("h", "Households")])
    asked = forms.IntegerField(required=False)
    confirmed = forms.BooleanField(required=False)
    channels = forms.MultipleChoiceField(
        required=False, choices=[("p", "Phone")], widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, initial="a")
    several = forms.MultipleChoiceField(required=False, choices=[("p", "Phone")])
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


def drawn(source: str, **context: Any) -> str:
    """What a template with our library renders, on one line."""
    html = Template("{% load sightline %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


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
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% discipline "cost" %}',
        '{% stage "done" %}',
        '{% health "fine" %}',
        '{% chain "loose" %}',
        '{% bar 3 kind="green" %}',
        '{% bullet 1 2 3 state="green" %}',
        '{% icon "search" color="red" %}',
        '{% stage "live" size=3 %}',
        '{% bar 3 colour="red" %}',
        '{% section_head "A" style="b" %}',
        "{% field bound width=3 %}",
    ],
)
def test_components_refuse_what_they_do_not_know(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn(source, bound=NeedForm()["name"])


def test_icons_come_from_the_set_or_from_us() -> None:
    assert drawn('{% icon "search" %}').startswith(
        '<svg viewBox="0 0 24 24" class="sl-i" aria-hidden="true"><path'
    )
    assert drawn('{% icon "sight" True %}').startswith('<svg class="sl-i s"')


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


def test_keys_stand_side_by_side() -> None:
    assert drawn('{% kbd "g" "l" %}') == '<kbd class="sl-kbd">g</kbd> <kbd class="sl-kbd">l</kbd>'


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


def test_a_field_ties_label_help_and_error_to_its_input() -> None:
    form = NeedForm({"name": ""})
    html = drawn("{% field form.name %}", form=form)
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="hp" id="id_name_help">In the first person.</p>' in html
    assert "This field is required." in html
    assert 'data-count="id_name_count"' in html


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("story", 'class="sl-field k-wide"'),
        ("segment", 'class="form-select"'),
        ("segment", 'class="sl-field k-select"'),
        ("asked", 'class="sl-field k-short"'),
        ("asked", '<span class="q">optional</span>'),
        ("confirmed", '<label class="ck-l" for="id_confirmed"><input'),
        ("channels", 'role="group" aria-labelledby="id_channels_label"'),
        ("channels", 'class="sl-ck"'),
        ("way", 'class="sl-rd"'),
        ("several", 'class="sl-field k-wide"'),
        ("file", 'class="form-control"'),
    ],
)
def test_every_kind_of_field_has_its_look(name: str, part: str) -> None:
    assert part in drawn("{% field bound %}", bound=NeedForm()[name])


def test_long_texts_are_counted_only_on_request() -> None:
    form = NeedForm({"story": "Héllo"})
    assert "data-count" not in drawn("{% field form.story %}", form=form)
    assert '<span id="id_story_count">5</span> of 2000' in drawn(
        "{% field form.story counter=True %}", form=form
    )


def test_the_pages_own_words_replace_label_and_help() -> None:
    html = drawn('{% field form.name label="What they say" hint="" %}', form=NeedForm())
    assert ">What they say</label>" in html
    assert "first person" not in html


def test_the_error_summary_links_to_every_field_in_form_order() -> None:
    form = NeedForm({"way": "a"})
    form.add_error(None, "The two do not go together.")
    html = drawn("{% error_summary form %}", form=form)
    assert "4 things to fix before this can be saved" in html
    assert re.findall(r'href="#(\w+)"', html) == ["id_name", "id_segment"]
    assert html.index("go together") < html.index("id_name")


def test_a_valid_form_has_no_error_summary() -> None:
    assert drawn("{% error_summary form %}", form=NeedForm()) == ""


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


def test_section_heads_show_a_link_or_a_note() -> None:
    assert drawn('{% section_head "Cost" "€k" count="3" %}') == (
        '<div class="sl-sec-h"><h2>Cost <span class="q tn">3</span></h2><p>€k</p></div>'
    )
    assert '<a class="lnk" href="/x/">All</a>' in drawn(
        '{% section_head "Cost" url="/x/" link="All" level=3 %}'
    )


def test_segments_are_links_or_buttons() -> None:
    items = [
        {"label": "Map", "url": "?v=map", "current": True},
        {"label": "All", "value": "all", "icon": "table"},
    ]
    html = drawn('{% seg "View" items name="view" %}', items=items)
    assert '<a href="?v=map" aria-current="true">Map</a>' in html
    assert '<button type="button" value="all" aria-pressed="false">' in html


def test_a_filter_that_narrows_is_marked() -> None:
    options = [
        {"value": "", "label": "Any", "selected": False},
        {"value": "c", "label": "Claims", "selected": True},
    ]
    choice = {"name": "unit", "label": "Unit", "options": options}
    assert drawn("{% filter_select choice %}", choice=choice).startswith('<label class="sl-filter on">')


def test_the_pager_shows_only_where_there_are_pages() -> None:
    assert drawn("{% pager pages %}", pages={}) == ""
    html = drawn("{% pager pages %}", pages={"previous_url": "", "next_url": "?page=2", "text": "1 of 2"})
    assert 'rel="next" href="?page=2"' in html
    assert 'aria-disabled="true"' in html


def test_an_empty_state_teaches_the_next_step() -> None:
    html = drawn('{% empty_state "Nothing" "Why" action_label="Start" action_url="/new/" %}')
    assert '<a class="btn btn-primary" href="/new/">Start</a>' in html
    assert (
        drawn('{% empty_state "Nothing" small=True %}') == '<div class="sl-blank sm"> <h2>Nothing</h2> </div>'
    )


def test_one_library_has_every_component() -> None:
    assert {"icon", "field", "bar", "money", "figure"} <= set(sightline.register.tags)


@pytest.mark.parametrize("page", ["", *gallery.PAGES])
def test_the_gallery_shows_every_pattern_without_inline_code(page: str, rf: RequestFactory, db: None) -> None:
    request = rf.get("/gallery/")
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    response = gallery.gallery_page(request, page) if page else gallery.gallery(request)
    html = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert len(re.findall(r"<h1\b", html)) == 1


def test_the_gallery_has_no_other_pages(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        gallery.gallery_page(rf.get("/gallery/x/"), "x")


def templates() -> list[Path]:
    return sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
def test_no_template_has_inline_code_or_styles(path: Path) -> None:
    """The content security policy allows neither; a browser would drop them in silence."""
    source = path.read_text()
    assert re.findall(r"<style|\sstyle=|<[a-z]+[^>]*\son[a-z]+=|hx-on|javascript:", source) == []
