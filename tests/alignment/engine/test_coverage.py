"""Coverage follows links that count, strongest first, whatever their order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Hop
from alignment.engine.coverage import Coverage, CoverageGap, NeedServed, Server, coverage
from alignment.engine.facts import ElementFact, Facts, InitiativeFact, LinkFact, NeedFact

KEYS = st.integers(0, 3)
LINKS = st.lists(
    st.builds(
        LinkFact, st.sampled_from([Hop.NEED, Hop.ELEMENT, Hop.OBJECTIVE]), KEYS, KEYS, st.integers(0, 3)
    ),
    max_size=14,
    unique_by=lambda link: (link.hop, link.source, link.target),
)


def facts(links: list[LinkFact], needs: int = 3, initiatives: int = 3) -> Facts:
    return Facts(
        elements=tuple(ElementFact(key) for key in range(3)),
        needs=tuple(NeedFact(key) for key in range(needs)),
        initiatives=tuple(InitiativeFact(key) for key in range(initiatives)),
        links=tuple(links),
    )


def test_an_element_with_its_needs_and_what_serves_them() -> None:
    links = [
        LinkFact(Hop.ELEMENT, 0, 0, 1),
        LinkFact(Hop.ELEMENT, 1, 0, 3),
        LinkFact(Hop.NEED, 2, 1, 2),
        LinkFact(Hop.NEED, 1, 1, 2),
        LinkFact(Hop.NEED, 0, 1, 3),
        LinkFact(Hop.NEED, 0, 0, 0),
    ]
    first, second = coverage(facts(links), [0, 1])
    assert first.needs == (NeedServed(1, 3, (Server(0, 3), Server(1, 2), Server(2, 2))), NeedServed(0, 1, ()))
    assert (first.is_served, first.gap) == (True, CoverageGap.UNSERVED)
    assert (second, second.is_served, second.gap) == (Coverage(1, ()), False, CoverageGap.NO_NEED)


@given(LINKS)
def test_by_brute_force(links: list[LinkFact]) -> None:
    def joined(hop: Hop, source: int, target: int) -> bool:
        return any(
            (link.hop, link.source, link.target) == (hop, source, target) and link.strength for link in links
        )

    found = coverage(facts(links), range(3))
    assert found == coverage(facts(links[::-1]), range(3))
    for line in found:
        assert {need.need for need in line.needs} == {
            key for key in range(3) if joined(Hop.ELEMENT, key, int(line.element))
        }
        for need in line.needs:
            assert {one.id for one in need.initiatives} == {
                key for key in range(3) if joined(Hop.NEED, key, int(need.need))
            }
        strengths = [need.strength for need in line.needs]
        assert strengths == sorted(strengths, reverse=True)
        assert (line.gap is None) == (bool(line.needs) and all(need.initiatives for need in line.needs))


def test_what_does_not_count_is_left_out() -> None:
    links = [LinkFact(Hop.ELEMENT, 0, 0, 3), LinkFact(Hop.NEED, 2, 0, 3)]
    assert coverage(facts(links, initiatives=2), [0])[0].gap is CoverageGap.UNSERVED
    assert coverage(facts(links, needs=0), [0])[0].gap is CoverageGap.NO_NEED
