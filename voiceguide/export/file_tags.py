"""Metadata of a session's file: title, transcript, chapters, cover, and a comment for the listener."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3.id3_writer import TagChapter, Tags
from voiceguide.language import LANGUAGES
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.score.transcript import ALBUM, ARTIST, format_transcript, lyrics
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.versions import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.model import Technique

RELEASE_YEAR = 2026
"""Year of this release, not of the rendering, so that a command always gives equal bytes."""

MAX_COMMENT_CHARACTERS = 500
"""Limit of a comment's sentences. Players show it as one paragraph, and some as the description of an episode."""

"""Last sentence of a comment, which is English in every language."""


def session_tags(timeline: Timeline, plan: Plan, voice_name: str, cover: bytes) -> Tags:
    """Return the metadata of a session with this cover (JPEG)."""
    transcript_lines = lyrics(timeline)
    return Tags(
        title=timeline.title,
        artist=ARTIST,
        album=ALBUM,
        track=_track_number(timeline.session),
        year=RELEASE_YEAR,
        language=LANGUAGES[plan.session.language].iso_639_2,
        length=timeline.length,
        comment=comment(timeline, plan, voice_name),
        software=f"voiceguide {__version__}",
        transcript=format_transcript(transcript_lines, timeline.chapters),
        lines=tuple((line.start, line.text) for line in transcript_lines),
        chapters=tuple(
            TagChapter(chapter.start, chapter.end, chapter.title) for chapter in timeline.chapters
        ),
        cover=cover,
    )


def sample_tags(text: str, voice_name: str, language: str, length: int) -> Tags:
    """Return the metadata of a sample of a voice: `length` samples that speak a text."""
    return Tags(
        title=text,
        artist=ARTIST,
        album=ALBUM,
        year=RELEASE_YEAR,
        language=LANGUAGES[language].iso_639_2,
        length=length,
        comment=f"Voice {voice_name}.",
        software=f"voiceguide {__version__}",
    )


def _track_number(name: str) -> int:
    """Return a session's track number: shipped ones in the order of `list`, then all others."""
    numbers = _track_numbers()
    return numbers.get(name, len(numbers) + 1)


@cache
def _track_numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(Library(shipped_dir()).session_names, start=1)}


def comment(timeline: Timeline, plan: Plan, voice_name: str) -> str:
    """Return the changed options and values, the notes, and a warning about trim-silence, as sentences."""
    values = [
        f"{planned_technique.technique.title}: {', '.join(_format_values(planned_technique))}."
        for planned_technique in plan.techniques
        if planned_technique.values
    ]
    first = [f"{units.format_clock(timeline.length)}, voice {voice_name}.", *_choice_comments(plan.choices)]
    sentences = list(_limit([*first, *timeline.notes, *values], MAX_COMMENT_CHARACTERS))
    english = LANGUAGES["en"]
    note = english.trim_proof_note if plan.choices.trim_proof else english.trim_advice
    return " ".join([*sentences, note])


def _choice_comments(choices: Choices) -> Iterator[str]:
    """Yield a sentence for each choice, other than the default, that a file's comment names."""
    defaults = Choices()
    for option in OPTIONS:
        value = getattr(choices, option.field)
        if option.file_comment and value != getattr(defaults, option.field):
            yield option.file_comment.format(option.describe_value(value))


def _limit(sentences: Sequence[str], max_characters: int) -> Iterator[str]:
    """Yield the first sentences, and one that counts the others if all of them are too long."""
    total = 0
    for index, sentence in enumerate(sentences):
        total += len(sentence) + 1
        if total > max_characters:
            yield f"{len(sentences) - index} more: “voiceguide show --why” lists them."
            return
        yield sentence


def _format_values(planned_technique: PlannedTechnique) -> Iterator[str]:
    yield from (_format_value(planned_technique.technique, *value) for value in planned_technique.values)
    for side, name, amount, _ in planned_technique.side_values:
        yield f"{_format_value(planned_technique.technique, name, amount)} on the {side}"


def _format_value(technique: Technique, name: str, amount: int) -> str:
    value = technique.value(name)
    is_time = value is not None and value.unit == "time"
    return f"{name} {units.format_duration(amount) if is_time else amount}"
