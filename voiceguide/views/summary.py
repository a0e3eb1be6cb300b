"""Summary of a session: a line for each chapter, with a bar in proportion and its activities."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import ACTIVITY_NAMES, find_activities

if TYPE_CHECKING:
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Timeline

_EIGHTH_BLOCKS = " ▏▎▍▌▋▊▉"
_BAR_CELLS = 16
"""Width in characters of the longest chapter's bar."""


def timeline_summary(timeline: Timeline) -> str:
    """Return the title, then each chapter's start, title, bar, length, and its holds and sets."""
    lines = [f"{timeline.title} · {units.format_clock(timeline.length)}", ""]
    activities = find_activities(timeline.events)
    title_width = max(len(chapter.title) for chapter in timeline.chapters)
    longest = max(chapter.end - chapter.start for chapter in timeline.chapters)
    for index, chapter in enumerate(timeline.chapters):
        length = chapter.end - chapter.start
        activity_text = _format_activities(
            tuple(activity for activity in activities if activity.chapter_index == index)
        )
        bar = _format_bar(length, longest)
        prefix = f"{units.format_clock(chapter.start):>7}  {chapter.title:{title_width}}  {bar:{_BAR_CELLS}}"
        lines.append(f"{prefix} {units.format_clock(length):>5}  {activity_text}".rstrip())
    return "\n".join(lines)


def _format_activities(activities: tuple[Activity, ...]) -> str:
    """Count activities of equal text in the order of first appearance: “2 × hold 20 s, repeat 48 s”."""
    counts = Counter(
        f"{ACTIVITY_NAMES[activity.role]} {units.format_elapsed(activity.end - activity.start)}"
        for activity in activities
    )
    return ", ".join(f"{count} × {text}" if count > 1 else text for text, count in counts.items())


def _format_bar(length: int, longest: int) -> str:
    """Return a bar of block characters, exact to an eighth of one and never empty."""
    eighths = max(round(length * _BAR_CELLS * 8 / longest), 1)
    return "█" * (eighths // 8) + _EIGHTH_BLOCKS[eighths % 8].strip()
