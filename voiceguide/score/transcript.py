"""What is said when, line by line: what lyrics, captions, handouts and the phone's page read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.score.timeline import Chapter, Timeline


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """Words heard from `start` up to `end` (samples), in a chapter counted from 0. One line, never empty."""

    start: int
    end: int
    text: str
    chapter_index: int


def transcribe(timeline: Timeline) -> tuple[TranscriptLine, ...]:
    """Every cue of a timeline as people read it, in order; tones and silences say nothing."""
    return tuple(
        TranscriptLine(event.start, event.end, event.sound.text, event.context.chapter - 1)
        for event in timeline.events
        if event.kind == "speech" and event.sound
    )


def format_transcript(spoken_lines: Iterable[TranscriptLine], chapters: Sequence[Chapter]) -> str:
    """All that is said, a line each, with a blank line before each chapter's title; no times."""
    blocks = []
    for chapter_index, chapter_lines in groupby(spoken_lines, attrgetter("chapter_index")):
        blocks.append(
            "\n".join((chapters[chapter_index].title.upper(), *(line.text for line in chapter_lines)))
        )
    return "\n\n".join(blocks)
