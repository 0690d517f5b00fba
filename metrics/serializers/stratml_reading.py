"""A StratML file as a plan, and everything in it that Sightline has no home for, by name.

What is understood is marked as taken while it is read; what is not marked in the end and says something is left
over. So nothing is lost silently, whatever a file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.engine.stratml import Aim, Figure, Indicator, LeftOut, Period, Plan, joined, portable
from metrics.serializers.stratml_writing import IDENTIFIER, STAKEHOLDER, WILL_NOT
from metrics.serializers.stratml_xml import Node, expected, tree_of
from workbench.exchange.problems import Problem, Refused, quoted, refused

DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
STAGES = ("Outcome", "Output")
"""Stages of the value chain that are kinds of measures here."""
EVEN_EMPTY = {"Stakeholder"}
"""Elements that are counted among the left-over ones even where they say nothing: somebody was meant."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says."""

    plan: Plan
    left_out: tuple[LeftOut, ...]


def read_stratml(data: bytes) -> Read:
    """Read a file. Raises ``Refused`` with every problem found and its line."""
    root = tree_of(data)
    reader = Reader()
    plan = reader.plan(root)
    if reader.problems:
        raise Refused(reader.problems)
    return Read(plan, tuple(leftovers(root)))


class Reader:
    """Takes from the tree what has a home. What is wrong is noted in ``problems``, and reading goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.seen: dict[str, Node] = {}

    def note(self, node: Node, message: str, remedy: str) -> None:
        self.problems.append(Problem(node.line, node.tag, message, remedy))

    def plan(self, root: Node) -> Plan:
        core = _one(root, "StrategicPlanCore")
        if core is None:
            raise refused(_("The plan has no <StrategicPlanCore>."), expected(), row=root.line)
        name = _text(root, "Name")
        if not name:
            self.note(root, _("The plan has no <Name>."), _("Write into it what the strategy is called."))
        around = _one(root, "AdministrativeInformation")
        organization = _one(core, "Organization")
        vision, mission = (_said(core, tag) for tag in ("Vision", "Mission"))
        return Plan(
            name=name,
            identifier=self.identifier(around),
            customer=_stakeholder(organization, STAKEHOLDER["customer"], "Description"),
            statement=joined(vision, mission),
            will_not=_will_not(core),
            organization=_text(organization, "Name"),
            sponsor=_stakeholder(organization, STAKEHOLDER["sponsor"], "Name"),
            start_date=self.day(around, "StartDate"),
            end_date=self.day(around, "EndDate"),
            aims=tuple(self.aim(goal) for goal in _several(core, "Goal")),
            line=root.line,
        )

    def aim(self, node: Node) -> Aim:
        """A goal with its objectives, or an objective with its indicators."""
        _text(node, "SequenceIndicator")
        return Aim(
            name=_text(node, "Name"),
            description=joined(_text(node, "Description"), _text(node, "OtherInformation")),
            identifier=self.identifier(node),
            owner=_stakeholder(node, STAKEHOLDER["owner"], "Name"),
            indicators=tuple(self.indicator(each) for each in _several(node, "PerformanceIndicator")),
            aims=tuple(self.aim(each) for each in _several(node, "Objective")),
            line=node.line,
        )

    def indicator(self, node: Node) -> Indicator:
        _text(node, "SequenceIndicator")
        instances = _several(node, "MeasurementInstance")
        targets = [self.period(each) for instance in instances for each in _unread(instance, "TargetResult")]
        actuals = [self.figure(each) for instance in instances for each in _unread(instance, "ActualResult")]
        stage = node.attributes.get("ValueChainStage", "")
        return Indicator(
            name=_text(node, "MeasurementDimension"),
            unit=_text(node, "UnitOfMeasurement"),
            definition=_text(node, "OtherInformation"),
            identifier=self.identifier(node),
            stage=stage if stage in STAGES else "",
            periods=tuple(filter(None, targets)),
            figures=tuple(filter(None, actuals)),
            line=node.line,
        )

    def period(self, node: Node) -> Period | None:
        """A target in figures with both its days; any other has no home."""
        start, end = self.day(node, "StartDate"), self.day(node, "EndDate")
        value = self.number(node)
        if start is None or end is None or value is None:
            _give_back(node)
            return None
        node.taken = True
        return Period(start, end, value, node.line)

    def figure(self, node: Node) -> Figure | None:
        """A result in figures, of the last day of its period where it has one; any other has no home."""
        end, value = self.day(node, "EndDate"), self.number(node)
        day = end or self.day(node, "StartDate")
        if day is None or value is None:
            _give_back(node)
            return None
        node.taken = True
        return Figure(day, value, _text(node, "Description"), node.line)

    def identifier(self, node: Node | None) -> str:
        """The identifier of an element; none where it could not be told from others or written again."""
        found = _one(node, "Identifier")
        text = _content(found) if found else ""
        if found is None or not IDENTIFIER.fullmatch(text):
            if found is not None and text:
                found.taken = False
            return ""
        first = self.seen.setdefault(text, found)
        if first is not found:
            words = {"identifier": quoted(text), "line": first.line}
            message = _("The identifier “%(identifier)s” is that of line %(line)s already.") % words
            self.note(found, message, _("Give each element an identifier of its own."))
        return text

    def day(self, node: Node | None, tag: str) -> date | None:
        found = _one(node, tag)
        text = _content(found) if found else ""
        if found is None or not text:
            return None
        match = DAY.fullmatch(text)
        try:
            return date.fromisoformat(match[1] if match else text[:0])
        except ValueError:
            message = _("“%(text)s” is not a day.") % {"text": quoted(text)}
            self.note(found, message, _("Write it like 2027-12-31."))
            return None

    def number(self, node: Node) -> Decimal | None:
        found = _one(node, "NumberOfUnits")
        text = _content(found) if found else ""
        if found is None or not text:
            return None
        if not NUMBER.fullmatch(text):
            message = _("“%(text)s” is not a number.") % {"text": quoted(text)}
            self.note(found, message, _("Write digits with a decimal point, without a unit."))
            return None
        return Decimal(text)


# ── taking ───────────────────────────────────────────────────────────────────────────────────────
def _content(node: Node) -> str:
    return portable("".join(node.chunks))


def _unread(node: Node | None, tag: str) -> list[Node]:
    return [child for child in node.children if child.tag == tag] if node else []


def _several(node: Node | None, tag: str) -> list[Node]:
    """All children of that name, as taken: what stands in them is looked at one by one."""
    found = _unread(node, tag)
    for child in found:
        child.taken = True
    return found


def _one(node: Node | None, tag: str) -> Node | None:
    """The first child of that name; a second one has no home."""
    found = next(iter(_unread(node, tag)), None)
    if found:
        found.taken = True
    return found


def _text(node: Node | None, tag: str) -> str:
    found = _one(node, tag)
    return _content(found) if found else ""


def _said(core: Node, tag: str) -> str:
    """The text of a vision or a mission. Its identifier is that of no record and goes unsaid."""
    node = _one(core, tag)
    _text(node, "Identifier")
    return _text(node, "Description")


def _stakeholder(node: Node | None, role: str, told: str) -> str:
    """What a stakeholder in a role that Sightline knows says under ``told``; the first such one counts."""
    for person in _unread(node, "Stakeholder"):
        roles = [_content(name) for each in _unread(person, "Role") for name in _unread(each, "Name")]
        text = "".join(_content(child) for child in _unread(person, told)[:1])
        if roles == [role] and text:
            person.taken = True
            for child in person.children:
                _take_all(child)
            return text
    return ""


def _will_not(core: Node) -> str:
    for value in _unread(core, "Value"):
        if "".join(map(_content, _unread(value, "Name"))) == WILL_NOT:
            value.taken = True
            _text(value, "Name")
            return _text(value, "Description")
    return ""


def _take_all(node: Node) -> None:
    node.taken = True
    for child in node.children:
        _take_all(child)


def _give_back(node: Node) -> None:
    for child in node.children:
        child.taken = False


# ── what is left ─────────────────────────────────────────────────────────────────────────────────
def leftovers(node: Node) -> Iterator[LeftOut]:
    """Everything below an element that was not taken and says something."""
    stage = node.attributes.get("ValueChainStage", "")
    if node.tag == "PerformanceIndicator" and stage not in ("", *STAGES):
        yield LeftOut("ValueChainStage", stage, node.line)
    loose = portable("".join(node.chunks)) if node.children else ""
    if loose:
        yield LeftOut("text", quoted(loose), node.line)
    for child in node.children:
        if child.taken:
            yield from leftovers(child)
        elif child.tag in EVEN_EMPTY or any(_texts(child)):
            yield LeftOut(child.tag, _name_of(child), child.line)


def _texts(node: Node) -> Iterator[str]:
    yield _content(node)
    for child in node.children:
        yield from _texts(child)


def _name_of(node: Node) -> str:
    """How a person would call an element: by its name, else by the first thing it says."""
    named = " ".join(
        text for tag in ("GivenName", "Surname", "Name") for text in map(_content, _unread(node, tag)) if text
    )
    return quoted(named or next(filter(None, _texts(node)), ""))
