"""The benefits network from records: judged as a whole, shown to those who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Enterprise
from alignment.choices import ChangeKind, Explicitness, Layer, NetworkFault, Status
from alignment.engine.network import Node
from alignment.models import Benefit, BenefitObjective, BusinessChange, ChangeBenefit, Initiative
from alignment.queries.network import NetworkReport, network_report
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from strategies.models import Objective
from tests.alignment.contracts_scene import TERMS
from tests.factories.accounts import NOW, make_person, make_unit
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_benefit_objective,
    make_business_change,
    make_change_benefit,
    make_change_enabler,
    make_initiative,
)
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Web:
    """Work makes training possible, which prepares what people do, which brings a gain an objective hopes for."""

    work: Initiative
    training: BusinessChange
    doing: BusinessChange
    gain: Benefit
    aim: Objective


@pytest.fixture
def web(root: Unit, claims: Unit, sales: Unit) -> Web:
    owner = make_person("Lena Fischer", unit=claims)
    work = make_initiative(name="Desk", unit=claims)
    doing = make_business_change(name="Decide at once", unit=claims, owner=owner)
    training = make_business_change(
        name="Training", unit=claims, owner=owner, kind=ChangeKind.ENABLING, prepares=doing
    )
    gain = make_benefit(name="Fewer calls", unit=claims, owner=owner, metric=make_metric(), **TERMS)
    strategy = make_strategy(unit=root, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1))
    aim = make_objective(name="Two days", strategy=strategy)
    make_change_enabler(initiative=work, change=training)
    make_change_benefit(change=doing, benefit=gain)
    make_benefit_objective(benefit=gain, objective=aim)
    return Web(work, training, doing, gain, aim)


def faults(report: NetworkReport) -> list[tuple[NetworkFault, str]]:
    return [(one.fault, str(report.records[one.node])) for one in report.findings]


def seen() -> NetworkReport:
    return network_report(SYSTEM, NOW, Enterprise.objects.get())


def test_a_whole_network_leaves_nothing_open(web: Web) -> None:
    report = seen()
    assert faults(report) == []
    assert (report.reaching, report.owing, len(report.edges)) == (1, 1, 4)
    assert [[str(report.records[node]) for node in report.at(layer)] for layer in Layer] == [
        ["Desk"],
        ["Training"],
        ["Decide at once"],
        ["Fewer calls"],
        ["Two days"],
    ]


def test_a_change_that_turns_into_preparation_breaks_the_order(web: Web) -> None:
    BusinessChange.objects.filter(pk=web.doing.pk).update(kind=ChangeKind.ENABLING)
    report = seen()
    assert faults(report) == [
        (NetworkFault.AGAINST_LAYERS, "Training"),
        (NetworkFault.CHANGE_NOWHERE, "Training"),
        (NetworkFault.BENEFIT_NO_CHANGE, "Fewer calls"),
    ]
    assert (report.reaching, report.owing) == (0, 1)


def test_an_owner_who_moves_into_it_is_told(web: Web, root: Unit) -> None:
    owner = web.doing.owner
    assert owner is not None
    owner.unit = make_unit("IT", root, kind="it")
    owner.save()
    assert faults(seen()) == [(NetworkFault.CHANGE_OWNER_IN_IT, "Decide at once")]


def test_what_is_only_observed_needs_neither_measure_nor_baseline(web: Web) -> None:
    given = {"metric": None, "baseline_value": None, "target_date": None, "owner": None}
    Benefit.objects.filter(pk=web.gain.pk).update(**given)
    assert [fault for fault, _ in faults(seen())] == [
        NetworkFault.BENEFIT_NO_OWNER,
        NetworkFault.BENEFIT_NO_MEASURE,
        NetworkFault.BENEFIT_NO_DUE_DATE,
    ]
    Benefit.objects.filter(pk=web.gain.pk).update(explicitness=Explicitness.OBSERVABLE)
    assert [fault for fault, _ in faults(seen())] == [
        NetworkFault.BENEFIT_NO_OWNER,
        NetworkFault.BENEFIT_NO_DUE_DATE,
    ]


def test_what_no_longer_counts_leads_nowhere(web: Web, claims: Unit) -> None:
    make_initiative(name="Stopped", unit=claims, status=Status.STOPPED)
    make_initiative(
        name="Exempt", unit=claims, exempt_until=TODAY, exempt_reason="Law", exempt_by=web.gain.owner
    )
    assert (faults(seen()), seen().owing) == ([], 1)
    strategy = web.aim.strategy
    strategy.state, strategy.end_date = StrategyState.SUPERSEDED, TODAY
    strategy.save()
    assert faults(seen()) == [(NetworkFault.BENEFIT_NOWHERE, "Fewer calls")]


def test_links_of_no_strength_and_archived_changes_do_not_count(web: Web, claims: Unit) -> None:
    other = make_initiative(name="Tracker", unit=claims)
    make_benefit_link(initiative=other, benefit=web.gain, strength=0)
    assert faults(seen()) == [(NetworkFault.ENABLER_NOWHERE, "Tracker")]
    make_benefit_link(initiative=other, benefit=make_benefit(unit=claims, archived_at=NOW), strength=3)
    assert faults(seen()) == [(NetworkFault.ENABLER_NOWHERE, "Tracker")]
    BusinessChange.objects.filter(pk=web.doing.pk).update(archived_at=NOW)
    assert [fault for fault, _ in faults(seen())] == [
        NetworkFault.ENABLER_NOWHERE,
        NetworkFault.CHANGE_NOWHERE,
        NetworkFault.BENEFIT_NO_CHANGE,
    ]


def test_who_reads_which_part(web: Web, sales: Unit, analyst: User, outsider: User, cio: User) -> None:
    make_initiative(name="Tape archive", unit=sales)
    make_benefit_link(initiative=Initiative.objects.get(name="Tape archive"), benefit=web.gain, strength=2)
    shown = {
        user.email: network_report(user, NOW, Enterprise.objects.get()) for user in (analyst, outsider, cio)
    }
    assert {email: sorted(map(str, report.records.values())) for email, report in shown.items()} == {
        analyst.email: ["Decide at once", "Desk", "Fewer calls", "Training", "Two days"],
        outsider.email: ["Tape archive", "Two days"],
        cio.email: ["Decide at once", "Desk", "Fewer calls", "Tape archive", "Training", "Two days"],
    }
    assert [len(report.edges) for report in shown.values()] == [4, 0, 5]
    assert [(report.reaching, report.owing) for report in shown.values()] == [(1, 1), (1, 1), (2, 2)]


def test_a_unit_shows_what_it_is_tied_to(web: Web, sales: Unit, claims: Unit, motor: Unit, cio: User) -> None:
    archive = make_initiative(name="Tape archive", unit=sales)
    make_initiative(name="Elsewhere", unit=sales)
    make_benefit_link(initiative=archive, benefit=web.gain, strength=2)
    report = network_report(cio, NOW, Enterprise.objects.get(), claims.uid)
    assert (len(report.records), report.unit) == (6, claims)
    assert Node(Layer.ENABLER, archive.pk) in report.records
    other = network_report(cio, NOW, Enterprise.objects.get(), sales.uid)
    assert sorted(map(str, other.records.values())) == [
        "Elsewhere",
        "Fewer calls",
        "Tape archive",
        "Two days",
    ]
    assert network_report(cio, NOW, Enterprise.objects.get(), motor.uid).records == {}


def test_the_number_of_queries_does_not_grow(
    web: Web, claims: Unit, cio: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = Enterprise.objects.get()
    assert cio.access.allows("read")
    for _ in range(2):
        with django_assert_num_queries(9):
            network_report(cio, NOW, enterprise)
        make_change_enabler(initiative=make_initiative(unit=claims), change=web.doing)


# ── what may be linked to what ───────────────────────────────────────────────────────────────────
def refused(record: BusinessChange | ChangeBenefit | BenefitObjective) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        record.clean()
    return list(refusal.value.message_dict)


def test_a_business_change_is_led_outside_it_and_an_enabling_one_by_anybody(web: Web, root: Unit) -> None:
    somebody = make_person("Hanna", unit=make_unit("IT", root, kind="it"))
    assert refused(BusinessChange(name="A", owner=somebody)) == ["owner"]
    BusinessChange(name="A", owner=somebody, kind=ChangeKind.ENABLING).clean()
    BusinessChange(name="A").clean()


def test_only_an_enabling_change_prepares_and_only_a_business_change_is_prepared(web: Web) -> None:
    assert refused(BusinessChange(name="A", prepares=web.doing)) == ["prepares"]
    assert refused(BusinessChange(name="A", kind=ChangeKind.ENABLING, prepares=web.training)) == ["prepares"]
    BusinessChange(name="A", kind=ChangeKind.ENABLING, prepares=web.doing).clean()


def test_an_enabling_change_brings_no_benefit_by_itself(web: Web) -> None:
    assert refused(ChangeBenefit(change=web.training, benefit=web.gain)) == ["change"]
    ChangeBenefit(change=web.doing, benefit=web.gain).clean()


def test_a_benefit_serves_an_objective_that_binds_its_unit(web: Web, sales: Unit) -> None:
    elsewhere = make_objective(strategy=make_strategy(unit=sales))
    assert refused(BenefitObjective(benefit=web.gain, objective=elsewhere)) == ["objective"]
    BenefitObjective(benefit=web.gain, objective=web.aim).clean()
    BenefitObjective(benefit=web.gain).clean()
