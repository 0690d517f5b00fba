"""How fields, their errors and the summary of a form are drawn."""

from __future__ import annotations

import re

import pytest

from tests.foundation.drawing import NeedForm, drawn


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


def test_a_question_in_the_error_summary_has_one_mark() -> None:
    form = NeedForm({})
    form.fields["name"].label = "Which need?"
    html = drawn("{% error_summary form %}", form=form)
    assert ">Which need? This field is required." in html
    assert ">Segment: This field is required." in html
