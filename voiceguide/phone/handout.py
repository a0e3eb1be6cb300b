"""A session as a page to print: its words, doses, sides and times, as Markdown."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.session.table import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.session.timeline import Event, Timeline

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def handout(timeline: Timeline) -> str:
    """A heading for each chapter; below it what is said, and in bold what is done for how long.

    Safety notes are quoted; the tones, which say nothing on paper, are left out.
    """
    parts = [f"# {_plain(timeline.title)}", f"{units.clock(timeline.length)} in all."]
    noticed = [(event, text) for event, text in told(timeline.events) if not text.startswith("♪")]
    starts = [event.start for event, _ in noticed]
    for chapter in timeline.chapters:
        begin, end = units.clock(chapter.start), units.clock(chapter.end)
        parts.append(f"## {_plain(chapter.title)} ({begin}–{end})")
        inside = noticed[bisect_left(starts, chapter.start) : bisect_left(starts, chapter.end)]
        parts.append("\n".join(_listed(inside)))
    return "\n\n".join(parts) + "\n"


def _listed(inside: list[tuple[Event, str]]) -> Iterator[str]:
    """An item for each thing to notice; a quotation begins and ends with a blank line."""
    before = False
    for event, text in inside:
        quoted = event.role == "safety" and event.kind == "speech"
        if quoted != before:
            yield ""
        before = quoted
        time = units.clock(event.start)
        if quoted:
            yield f"> {_plain(text)}  "
        elif event.kind == "speech" and not text.startswith("▪"):
            yield f"- {time} {_plain(text)}"
        else:
            yield f"- {time} **{_plain(text.removeprefix('▪').strip())}**"


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing but text."""
    return _MARKUP.sub(r"\\\1", text)
