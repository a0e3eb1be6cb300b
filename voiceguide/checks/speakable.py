"""Find text that no voice can speak, in a line, a script or a score."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.errors import Location, Problem, RequestError, VoiceguideError
from voiceguide.language import LANGUAGES
from voiceguide.score.items import SoundKind, sound_sources
from voiceguide.script.model import Text
from voiceguide.script.source import clean_source, printable, read_text
from voiceguide.script.walk import own_body, walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from voiceguide.score.items import Item, Sound
    from voiceguide.script.model import Script

MAX_SPOKEN_CHARACTERS = 4_000
"""Characters of the longest text for a voice, with its numbers in words: about five minutes of speech, and twice as
many as a cue has in a script. A cue of numbers alone would otherwise take hours, and gigabytes of memory."""

_HINT = "Write it in words."

_SPOKEN_FIELD = re.compile(r"(title|needs) *:", re.IGNORECASE)
"""Beginning of a line of the front matter whose value is spoken."""

_LANGUAGE_FIELD = re.compile(r"^language: *(\w+) *$", re.MULTILINE)


def unspeakable_line_problems(line: str, start: Location, language: str) -> Iterator[Problem]:
    """Yield a Problem for each unspeakable character in a line of a script that begins at `start`."""
    from voiceguide.language.normalise import unspeakable_characters

    for index, description in unspeakable_characters(line, language):
        yield start.offset_by(index).problem(f"This has {description}.", _HINT)


def unspeakable_file_problems(file: Path, known_problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield the unspeakable characters of a script that cannot be planned, outside lines with known problems."""
    name = str(file)
    try:
        text, _ = clean_source(read_text(file, name), name)
    except VoiceguideError:
        return  # reported when the script was parsed
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines, 1) if line.rstrip() == "---"][:2]
    front_matter = lines[: fences[-1] if fences else 0]
    language_match = _LANGUAGE_FIELD.search("\n".join(front_matter))
    language = language_match[1] if language_match else "en"
    skipped_lines = {problem.line for problem in known_problems if problem.file == name}
    skipped_lines |= {number for number, line in enumerate(front_matter, 1) if not _SPOKEN_FIELD.match(line)}
    if language in LANGUAGES:
        for number, line in enumerate(lines, 1):
            if number not in skipped_lines and not line.isascii():
                yield from unspeakable_line_problems(line, Location(name, number, 1), language)


def unspeakable_text_problems(script: Script) -> Iterator[tuple[Location, Problem]]:
    """Yield (start of the text, problem) for each unspeakable character of a script, at every level."""
    parts = tuple(walk_parts(own_body(script)))
    cues = (cue for part in parts for cue in ((part,) if isinstance(part, Text) else part.cues))
    for text in (*script.notes, *cues):
        for line in text.lines:
            for problem in unspeakable_line_problems(line.text, line.location, script.language):
                yield text.location, problem


def unspeakable_cue_problems(items: Iterable[Item], language: str = "en") -> tuple[Problem, ...]:
    """Return a Problem for each cue of a score that no voice can speak.

    Raise RequestError for automatic words, which have no line: a title, or a technique's needs.
    """
    return unspeakable_sound_problems(sound_sources(items), language)


def unspeakable_sound_problems(
    sources: Mapping[Sound, Location | None], language: str
) -> tuple[Problem, ...]:
    """Return a Problem for each sound that no voice can speak; `sources` has its line (see sound_sources).

    Raise RequestError for automatic words, which have no line: a title, or a technique's needs.
    """
    problems = []
    for sound, source in sources.items():
        if sound.kind is not SoundKind.SPEECH or not (fault := _find_fault(sound.voice_text, language)):
            continue
        reason, hint = fault
        if source is None:
            text = printable(sound.text)
            raise RequestError(f"“{text}” has {reason}. Fix the title, or the entry under “needs”.")
        problems.append(source.problem(f"This has {reason}.", hint))
    return tuple(problems)


@lru_cache(maxsize=1024)  # many rounds have the same words
def _find_fault(text: str, language: str) -> tuple[str, str] | None:
    """Return why no voice can speak a text, to follow “This has”, and a hint; None if one can."""
    from voiceguide.language.normalise import normalise_text, unspeakable_characters

    if len(text) <= MAX_SPOKEN_CHARACTERS:
        for _, description in unspeakable_characters(text, language):
            return description, _HINT
        words = normalise_text(text, language)
        if not words:
            return "nothing to say", _HINT
        if len(words) <= MAX_SPOKEN_CHARACTERS:
            return None
    return f"more than {MAX_SPOKEN_CHARACTERS:,} characters when its numbers are in words", "Split it."
