"""How a comment is shown: Markdown, made harmless, with mentions in bold."""

from __future__ import annotations

import re

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
_WRITTEN = re.compile(r"(?<![\w.@])@\[([^\]\n]{1,160})\]\(P-\d{1,9}\)")
_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}


@register.filter
def comment_html(text: str) -> SafeString:
    """The comment as HTML: no pictures, headings, styles or scripts; links only to the web, mail and this site."""
    html = _MARKDOWN.render(_WRITTEN.sub(lambda match: f"**@{_escaped(match[1])}**", text))
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(clean)


def _escaped(name: str) -> str:
    """A name whose signs Markdown leaves alone."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~-])", r"\\\1", name)
