"""The words of an HTML page as Markdown: headings, list items and paragraphs."""

from __future__ import annotations

from html.parser import HTMLParser

_HIDDEN = {"script", "style", "template", "noscript", "svg", "head", "iframe", "object"}
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


class _Page(HTMLParser):
    """Parser that collects the visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._in_title = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._in_title |= tag == "title"
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _HEADINGS:
            self.parts.append(f"\n\n{_HEADINGS[tag]}")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
            self.parts.append("\n\n")
        elif tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _HEADINGS or tag in _BLOCKS or tag == "li":
            self.parts.append("\n\n" if tag != "li" else "\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.parts.append(f"\n\n# {' '.join(data.split())}")
        elif not self._hidden:
            self.parts.append(" ".join(data.split(" ")).replace("\n", " "))


def page_to_markdown(html: str) -> str:
    """Return the visible text of a page as Markdown. A title is a heading; scripts and styles are left out."""
    page = _Page()
    page.feed(html)
    page.close()
    return "".join(page.parts)
