"""What can speak here, and how it sounds."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths, units
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.mp3_file import Rendering
from voiceguide.audio.mp3.stitch import Stitched
from voiceguide.cache import Store, whole_file
from voiceguide.errors import AskedError, FileError, VoiceError
from voiceguide.export.clips import Booth
from voiceguide.language.normalize import tongue, unspeakable
from voiceguide.score.items import Sound
from voiceguide.speech import engines, pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.speech.voice import Manner

_LEAD = units.FRAME
"""Samples before the sample's first word: a clip's first frame is its lead-in."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A sample in its file."""

    path: Path
    voice: str
    seconds: float


def listed() -> Iterator[str]:
    """A few lines for each engine: its names for `--voice`, about it, language, rate, pitch and licence.

    Loads no engine; the system's own voices are asked for in a process of theirs.
    """
    default = engines.default_engine()
    for engine in engines.ENGINES:
        missing = engine.missing()
        sign = "✗" if missing else "✓"
        speaks = ", ".join(tongue(code).name for code in engine.languages) or "what its voices speak"
        pitch = "--pitch 0 to 100" if engine.pitched else "pitch its own"
        yield f"{sign} {engine.name}{', the default' if engine is default else ''}: {engine.about}"
        yield f"    --voice {' · '.join(engine.names())}"
        yield f"    {speaks} · {pace.AIM} words a minute, --voice-rate 100-200 · {pitch} · {engine.licence}"
        if engine.fetched:
            yield f"    once fetched from the net by its own program: {', '.join(engine.fetched)}"
        yield from _found(engine)
        if missing:
            yield f"    missing: {', '.join(missing)}. {engine.hint}"


def _found(engine: engines.Engine) -> Iterator[str]:
    try:
        names = engine.found()
    except VoiceError as error:
        yield f"    its voices could not be listed: {error}"
        return
    if names:
        listing = f"as NAME, {len(names)} voices: {' · '.join(names)}"
        yield from textwrap.wrap(
            listing, 110, initial_indent=" " * 4, subsequent_indent=" " * 8, break_on_hyphens=False
        )


def save(text: str, wanted: str | None, manner: Manner, output: Path | None = None) -> Saved:
    """Speaks a text as a cue of a session would be spoken, into an MP3, or a WAV where `output` ends in .wav.

    Without `output` it is output/sample-<voice>.mp3. Raises VoiceguideError.
    """
    if reason := unspeakable(text, manner.language):
        raise AskedError(f"“{text}” has {reason}. Write it in words.")
    voice = engines.open_voice(wanted, manner)
    path = output or Path("output") / f"sample-{_plain(voice.name)}.mp3"
    if path.suffix.lower() not in (".mp3", ".wav"):
        raise AskedError(f"{path}: the file's name must end in .mp3 or .wav.")
    form = "mp3" if path.suffix.lower() == ".mp3" else "pcm"
    booth = Booth(voice, Store(paths.store()), form, manner.language)  # type: ignore[arg-type]
    sound = Sound("speech", text)
    try:
        clip = booth.take(sound)
    finally:
        voice.close()
    try:
        if not output:
            path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path.resolve()) as file:
            if form == "mp3":
                total = _LEAD + clip.length
                placed = Stitched([(1, frames.count(clip.length))], total, lambda _: booth.data(sound))
                file.writelines(Rendering(b"", total, placed).read())
            else:
                from voiceguide.audio import trim

                trim.write_wav(file, [booth.data(sound)])
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror}. Choose another place with -o."
        ) from error
    return Saved(path, voice.name, clip.length / units.RATE)


def _plain(name: str) -> str:
    """A voice's name, as part of a file's."""
    return "".join(letter if letter.isalnum() else "-" for letter in name)
