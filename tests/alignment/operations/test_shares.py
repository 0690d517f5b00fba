from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from alignment.catalog import TYPES
from alignment.models import BenefitLink, Initiative, NeedLink
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit, make_benefit_link, make_initiative, make_need_link
from tests.factories.customers import make_need
from workbench.operations.records import Change, Fault, Invalid, save_many

if TYPE_CHECKING:
    from foundation.models import Record

pytestmark = pytest.mark.django_db

TYPE_OF = {one.model: one for one in TYPES}


def saved(model: type[Record], *changes: Change) -> list[Any]:
    return save_many(object_type=TYPE_OF[model], changes=changes, actor=SYSTEM, now=NOW)


def new(initiative: Initiative, share: str | None) -> Change:
    return Change({"initiative": initiative, "need": make_need(), "share": share and Decimal(share)})


def left(percent: str, index: int = 0) -> Fault:
    return Fault(index, "share", f"The other links of this initiative leave {percent} percent of its money.")


def test_shares_fill_an_initiative_to_the_last_hundredth() -> None:
    initiative = make_initiative()
    make_need_link(initiative=initiative, share=Decimal("66.67"))
    saved(NeedLink, new(initiative, "33.33"), new(initiative, None), new(initiative, "0"))
    assert NeedLink.objects.count() == 4


def test_a_share_that_is_not_left_is_refused() -> None:
    initiative = make_initiative()
    make_need_link(initiative=initiative, share=Decimal("66.67"))
    with pytest.raises(Invalid) as refusal:
        saved(NeedLink, new(initiative, "33.34"))
    assert refusal.value.faults == (left("33.33"),)


def test_links_saved_together_count_together() -> None:
    initiative = make_initiative()
    with pytest.raises(Invalid) as refusal:
        saved(NeedLink, new(initiative, "60"), new(make_initiative(), "90"), new(initiative, "50"))
    assert refusal.value.faults == (left("50"), left("40", 2))
    assert NeedLink.objects.count() == 0


def test_a_share_that_is_moved_does_not_count_twice() -> None:
    link = make_need_link(share=Decimal(80))
    other = make_need_link(initiative=link.initiative, share=Decimal(20))
    saved(
        NeedLink,
        Change({"share": Decimal(10)}, record=link),
        Change({"share": Decimal(90)}, record=other),
    )
    shares = NeedLink.objects.order_by("share").values_list("share", flat=True)
    assert list(shares) == [Decimal(10), Decimal(90)]


def test_needs_and_benefits_are_split_apart() -> None:
    link = make_need_link(share=Decimal(100))
    change = Change({"initiative": link.initiative, "benefit": make_benefit(), "share": Decimal(100)})
    assert saved(BenefitLink, change)[0].created


def test_benefit_shares_are_refused_alike() -> None:
    link = make_benefit_link(share=Decimal(100))
    change = Change({"initiative": link.initiative, "benefit": make_benefit(), "share": Decimal(1)})
    with pytest.raises(Invalid) as refusal:
        saved(BenefitLink, change)
    assert refusal.value.faults == (left("0"),)


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_two_questions_however_many_links(count: int, django_assert_num_queries: Any) -> None:
    links = [make_need_link(share=Decimal(50)) for _ in range(count)]
    prepare = TYPE_OF[NeedLink].prepare
    assert prepare is not None
    with django_assert_num_queries(2):
        prepare(records=links, actor=SYSTEM, now=NOW)
    assert {link.share_elsewhere for link in links} == {Decimal(0)}
