"""The XML of a StratML file as a small tree with line numbers, within limits.

Files come from strangers. A document type is refused where it begins, so nothing can be defined that grows while it
is read, and nothing is fetched. What remains costs time and memory in proportion to the bytes, and of bytes, elements,
levels, attributes and the length of a tag there is a limit: the web process can read it without a child of its own
(docs/adr/0018-stratml-in-process.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from django.utils.translation import gettext as _

from workbench.exchange.problems import quoted, refused

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 50_000
MAX_LEVELS = 20
MAX_ATTRIBUTES = 50
"""Attributes of one element."""
MAX_TAG = 200_000
"""Bytes of one tag, comment or instruction: the parser holds it as a whole before anybody can look at it."""
AT_ONCE = 65_536
"""Bytes handed to the parser at a time, so that it can be stopped."""
ROOTS = {
    "PerformancePlanOrReport": "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
    "StrategicPlan": "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
}
"""What a file may begin with: part 2 of the standard, or part 1, which knows no indicators."""


@dataclass(slots=True)
class Node:
    """An element. ``taken`` says that what stands in it has found its home."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    taken: bool = False


def tree_of(data: bytes) -> Node:
    """The root of a StratML file. Raises ``Refused``, with the line, for whatever is not one."""
    if len(data) > MAX_BYTES:
        message = _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1_000_000}
        raise refused(message, _("A plan is text: leave out what else the file holds."))
    if not data.strip():
        raise refused(_("The file is empty."), expected())
    builder = Builder()
    parser: Any = DefusedExpatParser(bufsize=AT_ONCE, forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    source = InputSource()
    source.setByteStream(Watched(data, parser, builder))
    try:
        parser.parse(source)
    except SAXParseException as error:
        message = _("This is not well-formed XML: %(why)s.") % {"why": error.getMessage()}
        todo = (
            expected()
            if builder.root is None
            else _("It is cut short or damaged there: export it once more.")
        )
        raise refused(message, todo, row=error.getLineNumber() or 0) from error
    except DefusedXmlException as error:
        message = _("The file brings a document type (DTD) or entities, which are not read.")
        raise refused(message, _("Remove everything from <!DOCTYPE to its end."), row=builder.line) from error
    except (LookupError, ValueError) as error:  # an encoding nobody knows, or one the parser cannot follow
        raise refused(
            _("The encoding that the file names cannot be read."), _("Save it as UTF-8.")
        ) from error
    return builder.root


def expected() -> str:
    """What a StratML file looks like."""
    text = _('A StratML file begins with <%(root)s xmlns="%(namespace)s">.')
    root, namespace = next(iter(ROOTS.items()))
    return text % {"root": root, "namespace": namespace}


class Watched(BytesIO):
    """The file, as long as the parser keeps up: what it cannot finish is a tag that is too long."""

    def __init__(self, data: bytes, parser: Any, builder: Builder) -> None:
        super().__init__(data)
        self.parser, self.builder = parser, builder

    def read(self, size: int | None = -1, /) -> bytes:
        expat = self.parser._parser  # the only one who knows how far it has come
        if self.tell() - max(expat.CurrentByteIndex, 0) > MAX_TAG:
            text = _("A tag or a comment is longer than %(limit)s bytes.") % {"limit": MAX_TAG}
            raise refused(text, unlike(), row=self.builder.line)
        return super().read(size)


def unlike() -> str:
    """What to say of a file that passes a limit."""
    return _("No StratML plan looks like this.")


class Builder(ContentHandler):
    """Builds the tree, and stops at the first element too many."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Node] = []
        self.count = 0
        self.namespace = ""
        self.root: Any = None

    @property
    def line(self) -> int:
        """Where in the file the parser is."""
        locator: Any = self._locator  # type: ignore[attr-defined]  # the parser sets it before it begins
        return locator.getLineNumber() or 0

    def startElementNS(  # noqa: N802 - the parser's name
        self, name: tuple[str | None, str], qname: str | None, attrs: Any
    ) -> None:
        uri, local = name
        self.count += 1
        if self.root is None:
            self._begin(uri or "", local)
        self._refuse_excess(len(attrs))
        tag = local if uri == self.namespace else f"{{{uri}}}{local}"
        given = {key: attrs.getValue((space, key)) for space, key in attrs.getNames() if space is None}
        node = Node(tag, self.line, given)
        if self.open:
            self.open[-1].children.append(node)
        self.root = self.root or node
        self.open.append(node)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802 - see above
        self.open.pop()

    def characters(self, content: str) -> None:
        self.open[-1].chunks.append(content)

    def _begin(self, uri: str, local: str) -> None:
        if ROOTS.get(local) == uri:
            self.namespace = uri
            return
        words = {"root": quoted(local), "namespace": quoted(uri)}
        text = _("The file begins with <%(root)s> of the namespace “%(namespace)s”.")
        if not uri:
            text = _("The file begins with <%(root)s> of no namespace.")
        raise refused(text % words, expected(), row=self.line)

    def _refuse_excess(self, attributes: int) -> None:
        """Stop at the first element that passes a limit."""
        limits = (
            (len(self.open) + 1, MAX_LEVELS, _("Elements lie more than %(limit)s levels deep.")),
            (self.count, MAX_ELEMENTS, _("The file has more than %(limit)s elements.")),
            (attributes, MAX_ATTRIBUTES, _("An element has more than %(limit)s attributes.")),
        )
        for found, limit, text in limits:
            if found > limit:
                raise refused(text % {"limit": limit}, unlike(), row=self.line)
