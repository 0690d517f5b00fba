"""Two wordings of one text in one line of reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from strategies.engine.wording import Fate, Run, wording

WORDS = st.lists(st.sampled_from(["we", "tell", "you", "first", "never", "twice"]), max_size=12).map(" ".join)


def test_a_sentence_is_added_and_a_word_replaced() -> None:
    before = "We pay claims within days, and never ask twice."
    after = "We pay claims within hours, and never ask twice. And we tell you first."
    assert wording(before, after) == (
        Run(Fate.KEPT, "We pay claims within"),
        Run(Fate.GONE, "days,"),
        Run(Fate.ADDED, "hours,"),
        Run(Fate.KEPT, "and never ask twice."),
        Run(Fate.ADDED, "And we tell you first."),
    )


def test_texts_that_share_little_are_not_mixed() -> None:
    assert wording("Close to every farm", "The lowest premium of all") == ()
    assert wording("", "Something") == ()


def test_half_of_the_words_are_enough() -> None:
    assert wording("we tell you first", "we tell nobody twice")[0] == Run(Fate.KEPT, "we tell")
    assert wording("we tell you first", "we ask nobody twice") == ()


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    runs = wording(before, after)
    if runs:
        assert " ".join(run.text for run in runs if run.fate != Fate.ADDED) == before
        assert " ".join(run.text for run in runs if run.fate != Fate.GONE) == after


@given(WORDS)
def test_the_same_text_is_kept_whole(text: str) -> None:
    assert wording(text, text) == ((Run(Fate.KEPT, text),) if text else ())
