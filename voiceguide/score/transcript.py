"""Transcript of a timeline: the lines spoken, with their times, for lyrics, captions, handouts and the page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.score.timeline import Chapter, Timeline

ARTIST = "voiceguide"
ALBUM = "voiceguide sessions"
"""Names under which players list every session: in tags and captions."""


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of words, never empty, heard from `start` to `end` (samples); `chapter_index` counts from 0.

    A line that is only to be read has no length.
    """

    start: int
    end: int
    text: str
    chapter_index: int


def transcribe(timeline: Timeline) -> tuple[TranscriptLine, ...]:
    """Return the cues of a timeline as people read them, in order."""
    return tuple(
        TranscriptLine(event.start, event.end, event.text, event.context.chapter - 1)
        for event in timeline.events
        if event.text
    )


def lyrics(timeline: Timeline) -> tuple[TranscriptLine, ...]:
    """Return the cues of a timeline, and the full safety note before the second chapter if it is not spoken."""
    cues = transcribe(timeline)
    first_chapter = tuple(line for line in cues if line.chapter_index == 0)
    position = first_chapter[-1].end if first_chapter else 0
    # A millisecond apart, since a file's tag gives each line its own time.
    starts = (position + units.SAMPLE_RATE // 1000 * number for number in count())
    note = (
        TranscriptLine(start, start, text, 0)
        for start, text in zip(starts, timeline.unspoken_note, strict=False)
    )
    return (*first_chapter, *note, *cues[len(first_chapter) :])


def format_transcript(spoken_lines: Iterable[TranscriptLine], chapters: Sequence[Chapter]) -> str:
    """Return the lines below the titles of their chapters, with a blank line between chapters; no times."""
    blocks = []
    for chapter_index, chapter_lines in groupby(spoken_lines, attrgetter("chapter_index")):
        blocks.append(
            "\n".join((chapters[chapter_index].title.upper(), *(line.text for line in chapter_lines)))
        )
    return "\n\n".join(blocks)
