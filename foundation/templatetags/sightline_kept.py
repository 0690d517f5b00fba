"""Parts of a page that say the same to many requests."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

from django import template
from django.core.cache import caches
from django.template.base import Node
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.template import Context, NodeList
    from django.template.base import FilterExpression, Parser, Token

register = template.Library()


class KeptNode(Node):
    """Rendered once for each language and each set of the values it names, then kept in the process."""

    child_nodelists = ()
    """No block may stand inside, so whoever looks for blocks need not walk through it for every page."""

    def __init__(self, name: str, values: list[FilterExpression], nodes: NodeList) -> None:
        self.name, self.values, self.nodes = name, values, nodes

    def render(self, context: Context) -> SafeString:
        known = [get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values)]
        digest = md5(repr(known).encode(), usedforsecurity=False).hexdigest()
        store, key = caches["template_fragments"], f"{self.name}-{digest}"
        kept: SafeString | None = store.get(key)
        if kept is None:
            kept = self.nodes.render(context)
            store.set(key, kept, None)
        return kept


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept name value… %}…{% endkept %}``: name every value the part depends on; its language goes without saying."""
    _tag, name, *values = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(value) for value in values], nodes)
