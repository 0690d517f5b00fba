"""The library of components: what stands around values and forms, and what it refuses."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages.storage.base import Message
from django.template import TemplateSyntaxError

from foundation.templatetags import sightline
from tests.foundation.drawing import NeedForm, drawn


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
        '<svg class="sl-i" viewBox="0 0 24 24" aria-hidden="true"><path'
    )
    assert drawn('{% icon "sight" True %}').startswith('<svg class="sl-i s"')


def test_keys_stand_side_by_side() -> None:
    assert drawn('{% kbd "g" "l" %}') == '<kbd class="sl-kbd">g</kbd> <kbd class="sl-kbd">l</kbd>'


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


def test_warnings_and_errors_stay_on_the_page_and_what_went_well_does_not() -> None:
    told = [Message(level, f"No {level}.") for level in (20, 25, 30, 40)]
    html = drawn('{% include "components/notes.html" %}', messages=told)
    assert re.findall(r'<p class="sl-note (\w+)">([^<]+)', html) == [("watch", "No 30."), ("off", "No 40.")]


def test_one_library_has_every_component() -> None:
    assert {"icon", "field", "bar", "money", "figure"} <= set(sightline.register.tags)
