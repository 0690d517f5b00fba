"""What people said about each subject is what the results of the round say, for several rounds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessments.choices import Moment, RoundState, Side
from assessments.models import Round
from assessments.queries.results import results
from assessments.queries.subjects import subject_means
from strategies.choices import Discipline
from tests.strategies.asked import asked, make_discipline_check

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit

PEOPLE = [(1, 5, 9), (2, 6, 7), (3, 3, 10)]


def test_the_figures_are_those_of_the_results(claims: Unit) -> None:
    instrument = make_discipline_check(groups=2)
    played = asked(claims, PEOPLE, [(4, 4, 4), (5, 5, 6), (6, 7, 8)], instrument=instrument, target=(2, 7, 9))
    whole, light = results(played), subject_means([played])[played.pk]
    for side in Side:
        for moment in Moment:
            for name in Discipline.values:
                score = whole.score(side, subject=name, moment=moment)
                means = light.means[side, moment, name]
                assert score is not None
                assert (float(sum(means) / len(means)), len(means)) == (score.hundred, score.n)
    assert light.turnout == whole.turnout


def test_a_side_that_is_too_small_is_not_read(claims: Unit) -> None:
    played = asked(claims, PEOPLE, [(4, 4, 4), (5, 5, 6)])
    found = subject_means([played])[played.pk]
    assert {side for side, _moment, _name in found.means} == {Side.BUSINESS}
    assert found.turnout[Side.IT].answered == 2


def test_nothing_is_read_before_a_round_is_closed(claims: Unit) -> None:
    played = asked(claims, PEOPLE)
    Round.objects.update(state=RoundState.OPEN)
    assert subject_means([played])[played.pk].means == {}


def test_each_round_keeps_its_own_smallest_group(claims: Unit, sales: Unit) -> None:
    instrument = make_discipline_check()
    small = asked(claims, PEOPLE, instrument=instrument)
    strict = asked(sales, PEOPLE, instrument=instrument, smallest_group=4)
    found = subject_means([small, strict])
    assert (len(found[small.pk].means), found[strict.pk].means) == (3, {})


@pytest.mark.parametrize("count", [1, 3])
def test_five_queries_for_any_number_of_rounds(
    claims: Unit, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    instrument = make_discipline_check()
    rounds = [asked(claims, PEOPLE, instrument=instrument) for _ in range(count)]
    with django_assert_num_queries(5):
        subject_means(rounds)
