"""The words of an HTML page as Markdown: headings, list items and paragraphs.

The reader takes time in proportion to a page, whatever is in it: the standard library's parser takes the square of
it for a page of comments that never end.
"""

from __future__ import annotations

import re
from html import unescape

_HIDDEN = {"script", "style", "template", "noscript", "svg", "iframe", "object"}
_HIDDEN_TO_THE_END = {"script", "style"}
"""Elements that hide the rest of a page when they are never closed. Others hide nothing then."""

_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "tr",
    "table",
    "ul",
    "ol",
    "br",
    "header",
    "footer",
    "main",
    "blockquote",
}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}

_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*>?"
    r"|<(?P<slash>/?)(?P<tag>[a-z][^\s/>]*)(?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^>=]+|=){0,200}[^>]*>?"
    r"|(?P<text>[^<]++|<+(?=<)|<)",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, a declaration, a tag, or text. What is never closed ends with the page.

In the first 200 attributes of a tag, “>” between quotation marks does not end it; more would take much memory.
"""


def page_to_markdown(html: str) -> str:
    """Return the visible text of a page as Markdown. A title is a heading; scripts and styles are left out."""
    parts: list[str] = []
    position, in_title = 0, False
    never_closed: set[str] = set()
    while match := _PIECE.match(html, position):
        position = match.end()
        tag = (match["tag"] or "").lower()
        if text := match["text"]:
            words = unescape(text)
            parts.append(f"\n\n# {' '.join(words.split())}" if in_title else words.replace("\n", " "))
        elif tag == "title":
            in_title = not match["slash"]
            parts.append("\n\n")
        elif tag in _HIDDEN and not match["slash"] and tag not in never_closed:
            end = re.compile(rf"</{tag}\b[^>]*>?", re.IGNORECASE).search(html, position)
            if end is None:
                never_closed.add(tag)
            position = end.end() if end else len(html) if tag in _HIDDEN_TO_THE_END else position
        elif tag:
            parts.append(_mark(tag, is_end=bool(match["slash"])))
    return "".join(parts)


def _mark(tag: str, *, is_end: bool) -> str:
    """Return what stands for a tag in Markdown."""
    if tag == "li":
        return "\n" if is_end else "\n- "
    if tag in {"td", "th"}:
        return " "
    if tag in _HEADINGS:
        return "\n\n" if is_end else f"\n\n{_HEADINGS[tag]}"
    return "\n\n" if tag in _BLOCKS else ""
