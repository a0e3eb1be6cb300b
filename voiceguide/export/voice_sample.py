"""Description of the installed voices, and samples of them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths, units
from voiceguide.audio.mp3 import frames, id3_writer
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.errors import FileError, RequestError, VoiceError
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clips import ClipEncoding
from voiceguide.export.file_tags import sample_tags
from voiceguide.files.atomic import atomic_write
from voiceguide.files.cache import Cache
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import unspeakable_reason
from voiceguide.paths import refuse_foreign
from voiceguide.score.items import Sound, SoundKind
from voiceguide.speech import engines, pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.speech.voice import VoiceSettings

_LEAD_IN_LENGTH = units.FRAME_SAMPLES
"""PCM samples before the first word: a clip's first frame is its lead-in."""


@dataclass(frozen=True, slots=True)
class SavedSample:
    """Saved sample: its path, the voice's name, and its length in seconds."""

    path: Path
    voice: str
    seconds: float


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice, as the option `voice` names it."""

    name: str
    engine: str
    description: str
    """Description of its engine."""
    licence: str
    languages: tuple[str, ...]
    """Codes of the languages it speaks; empty where the system decides."""
    has_pitch: bool
    """True if the option `pitch` applies."""
    is_default: bool
    """True for the voice that speaks English where none is chosen."""
    missing_packages: tuple[str, ...]
    """Packages without which it cannot speak; empty for a voice that is installed."""
    needs_download: bool
    """True if the engine's own program must fetch the voice first."""


def list_voices() -> tuple[VoiceInfo, ...]:
    """Return every voice that can be named, installed or not. Load no engine.

    The system lists its own voices in a separate process; where it cannot, only its default voice is returned.
    """
    return tuple(chain.from_iterable(map(_engine_voices, engines.ENGINES)))


def _engine_voices(engine: engines.Engine) -> Iterator[VoiceInfo]:
    try:
        system_speakers = engine.find_system_speakers()
    except VoiceError:
        system_speakers = ()
    default_speakers = engine.shipped_speakers[:1] or ("",)
    for speaker in dict.fromkeys((*default_speakers, *engine.named_speakers, *system_speakers)):
        yield VoiceInfo(
            name=f"{engine.name}:{speaker}" if speaker else engine.name,
            engine=engine.name,
            description=engine.description,
            licence=engine.licence,
            languages=engine.languages,
            has_pitch=engine.has_pitch,
            is_default=engine is engines.default_engine() and speaker == default_speakers[0],
            missing_packages=engine.missing_packages(),
            needs_download=speaker in engine.downloadable_speakers,
        )


def describe_engines() -> Iterator[str]:
    """Yield a few lines for each engine: names for `--voice`, description, languages, rate, pitch, licence.

    Load no engine; the system's voices are listed by a separate process.
    """
    default = engines.default_engine()
    for engine in engines.ENGINES:
        missing = engine.missing_packages()
        status_sign = "✗" if missing else "✓"
        languages = ", ".join(LANGUAGES[code].name for code in engine.languages) or "languages of its voices"
        pitch_option = "--pitch 0 to 100" if engine.has_pitch else "fixed pitch"
        yield f"{status_sign} {engine.name}{', the default' if engine is default else ''}: {engine.description}"
        yield f"    --voice {' · '.join(engine.voice_names())}"
        rate_option = f"{pace.DEFAULT_RATE} words a minute, --voice-rate 100-200"
        yield f"    {languages} · {rate_option} · {pitch_option} · {engine.licence}"
        if engine.downloadable_speakers:
            yield f"    after a download by its own program: {', '.join(engine.downloadable_speakers)}"
        yield from _describe_installed_voices(engine)
        if missing:
            yield f"    missing: {', '.join(missing)}. {engine.install_hint}"


def _describe_installed_voices(engine: engines.Engine) -> Iterator[str]:
    try:
        names = engine.find_system_speakers()
    except VoiceError as error:
        yield f"    its voices could not be listed: {error}"
        return
    if names:
        listing = f"as NAME, {len(names)} voices: {' · '.join(names)}"
        yield from textwrap.wrap(
            listing, 110, initial_indent=" " * 4, subsequent_indent=" " * 8, break_on_hyphens=False
        )


def save_sample(
    text: str,
    voice_choice: str | None,
    voice_settings: VoiceSettings,
    output: Path | None = None,
    *,
    force: bool = False,
) -> SavedSample:
    """Speak a text as a cue of a session, and save it as MP3, or as WAV if `output` ends in .wav.

    Without `output` the file is output/sample-<voice>.mp3. A file that voiceguide did not make is replaced only with
    `force`. Raise VoiceguideError on failure.
    """
    if reason := unspeakable_reason(text, voice_settings.language):
        raise RequestError(f"“{text}” has {reason}. Write it in words.")
    voice = engines.open_voice(voice_choice, voice_settings)
    path = output or Path("output") / f"sample-{_slug(voice.name)}.mp3"
    if path.suffix.lower() not in (".mp3", ".wav"):
        raise RequestError(f"{path}: the file's name must end in .mp3 or .wav.")
    if not force:
        refuse_foreign(path)
    encoding = ClipEncoding.MP3 if path.suffix.lower() == ".mp3" else ClipEncoding.PCM
    clip_factory = ClipFactory(voice, Cache(paths.cache_dir()), encoding, voice_settings.language)
    sound = Sound(SoundKind.SPEECH, text)
    try:
        clip = clip_factory.clip(sound)
    finally:
        voice.close()
    try:
        if not output:
            path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            if encoding is ClipEncoding.MP3:
                length = _LEAD_IN_LENGTH + clip.length
                frame_source = StitchedFrames(
                    [(1, frames.clip_frame_count(clip.length))], length, lambda _: clip_factory.data(sound)
                )
                tag = id3_writer.encode_tag(sample_tags(text, voice.name, voice_settings.language, length))
                file.writelines(Mp3File(tag, length, frame_source).read())
            else:
                from voiceguide.audio import wav

                tags = sample_tags(text, voice.name, voice_settings.language, clip.length)
                wav.write_wav(file, [clip_factory.data(sound)], tags)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror or error}. Choose another place with -o."
        ) from error
    return SavedSample(path, voice.name, clip.length / units.SAMPLE_RATE)


def _slug(name: str) -> str:
    """Return a voice's name as part of a file name."""
    return "".join(character if character.isalnum() else "-" for character in name)
