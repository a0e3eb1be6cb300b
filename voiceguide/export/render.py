"""The whole way, top to bottom: script → session → voice → mp3 → a file."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from voiceguide import paths, units
from voiceguide.audio import inaudible_tone
from voiceguide.audio.mp3 import frames, id3_writer, stitch
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.cache import Cache, atomic_write
from voiceguide.errors import FileError, RequestError, ScriptError
from voiceguide.export import file_tags
from voiceguide.export.clips import ClipEncoding, ClipFactory
from voiceguide.fit.durations import Durations
from voiceguide.fit.fit import fit_with_durations
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import Plan
from voiceguide.plan.planner import make_plan
from voiceguide.score import music_sections
from voiceguide.score.items import ChapterStart, inaudible_tone_sound
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.score.timeline import Timeline
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Session, Technique
from voiceguide.script.uses import as_session
from voiceguide.speech import engines, pace
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.score.preview import Preview
    from voiceguide.script.library import Library

    ResolvedSession = tuple[Session, Library]
    """A session, and the library that has what it uses."""

DEFAULT_SESSION = "upper-back-reset"
SUFFIXES = (".mp3", ".m4a", ".ogg", ".flac", ".wav")
"""The kinds of file that a session can be."""

ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True)
class LaidOutSession:
    """A session laid out to the sample, with the clips that it plays.

    `timeline.notes` say what was changed to make it fit.
    """

    timeline: Timeline
    plan: Plan
    clip_factory: ClipFactory

    def mp3_file(self) -> Mp3File:
        """The session as its MP3 file, of which any range of bytes can be had alone. Raises PictureError."""
        factory, length = self.clip_factory, self.timeline.length
        tag = id3_writer.encode_tag(self.tags())
        if self.plan.music:
            from voiceguide.export import music

            return Mp3File(
                tag,
                length,
                music.chunked_frames(self._mix(), factory.cache, factory.worker_count, factory.on_progress),
            )
        sounds = [
            (event.start // units.FRAME_SAMPLES, event.sound) for event in self.timeline.events if event.sound
        ]
        event_lengths = (event.end - event.start for event in self.timeline.events if event.sound)
        placements = [
            (at, frames.clip_frame_count(length))
            for (at, _), length in zip(sounds, event_lengths, strict=True)
        ]
        if self.plan.trim_proof:
            gap_fillers = stitch.clips_in_gaps(placements, length, inaudible_tone.MAX_LENGTH)
            inaudible_tones = [
                (at, inaudible_tone_sound(gap_length))
                for at, gap_length in gap_fillers
                if gap_length >= inaudible_tone.MIN_LENGTH
            ]
            sounds = sorted([*sounds, *inaudible_tones], key=lambda item: item[0])
            placements = [
                (start, frames.clip_frame_count(factory.clip(sound).length)) for start, sound in sounds
            ]
        return Mp3File(tag, length, StitchedFrames(placements, length, lambda n: factory.data(sounds[n][1])))

    def tags(self) -> id3_writer.Tags:
        """What its file says of itself. Raises PictureError."""
        return file_tags.session_tags(
            self.timeline, self.plan, self.clip_factory.voice.name, self.clip_factory.cache
        )

    def pcm(self) -> Iterator[bytes]:
        """The session's samples, in chunks: 16-bit little-endian mono at 24 kHz."""
        if self.plan.music:
            mix, chunk_length = self._mix(), units.SAMPLE_RATE
            for start in range(0, mix.length, chunk_length):
                yield mix.mix_pcm(start, min(start + chunk_length, mix.length))
            return
        for event in self.timeline.events:
            length = event.end - event.start
            needs_tone = self.plan.trim_proof and not event.sound and length >= inaudible_tone.MIN_LENGTH
            sound = inaudible_tone_sound(length) if needs_tone else event.sound
            yield self.clip_factory.data(sound) if sound else bytes(length * 2)

    def _mix(self) -> MusicMix:
        from voiceguide.export import music

        return music.build_mix(
            self.timeline, self.plan.music, self.clip_factory, trim_proof=self.plan.trim_proof
        )


SidecarWriter = Callable[[Timeline, Plan], str]
"""A text about a session, to stand beside its file."""


@dataclass(frozen=True)
class RenderedFile:
    """A finished file."""

    path: Path
    size: int
    laid_out_session: LaidOutSession


def resolve_session(
    name_or_session: str | ResolvedSession, scripts_dir: Path | None = None
) -> ResolvedSession:
    """A session by name, a technique by name, or either by the path of its file; one that is found, stays.

    `scripts` is the user's folder, None for the usual one. Raises AskedError, FileError or ScriptError.
    """
    if not isinstance(name_or_session, str):
        return name_or_session
    default_library = open_library(scripts_dir)
    if not (name_or_session.endswith(".md") or "/" in name_or_session or "\\" in name_or_session):
        session = default_library.session(name_or_session)
        return session, default_library.for_language(session.language)
    script, library = read_with_library(Path(name_or_session), default_library)
    return as_session(script) if isinstance(script, Technique) else script, library


def lay_out_session(
    name_or_session: str | ResolvedSession = DEFAULT_SESSION,
    choices: Choices | None = None,
    *,
    cache: Cache | None = None,
    on_progress: ProgressCallback | None = None,
    preview: Preview | None = None,
) -> LaidOutSession:
    """Reads, plans, speaks what the store lacks, fits and lays out; writes nothing but clips.

    `watch` is called with (clips ready, clips wanted). Raises VoiceguideError.
    """
    choices = choices or Choices()
    session, library = resolve_session(name_or_session, choices.scripts_dir)
    plan = make_plan(session, library, choices)
    return _lay_out(plan, _open_clip_factory(plan, choices, "mp3", cache, on_progress), preview)


def render(  # noqa: PLR0913 - what is made, and, by name, how
    name_or_session: str | ResolvedSession = DEFAULT_SESSION,
    choices: Choices | None = None,
    output: Path | None = None,
    *,
    suffix: str = ".mp3",
    cache: Cache | None = None,
    on_progress: ProgressCallback | None = None,
    sidecars: Mapping[str, SidecarWriter] = MappingProxyType({}),
    preview: Preview | None = None,
) -> RenderedFile:
    """Makes the session's file, of the kind that the ending of `output` names: see `ENDINGS`.

    Without `output` it is output/<session> with that `ending`, of a preview output/<session>-preview.
    Files `beside` it have its name with the ending by which they are asked for, and the text that is
    written of it. All appear whole, or none does. Raises VoiceguideError.
    """
    choices = choices or Choices()
    session, library = resolve_session(name_or_session, choices.scripts_dir)
    path = output or Path("output") / f"{session.name}{'-preview' if preview else ''}{suffix}"
    encoding = _clip_encoding(path)
    paths.refuse_overwrite(choices.music, path, "the music")
    plan = make_plan(session, library, choices)
    clip_factory = _open_clip_factory(plan, choices, encoding, cache, on_progress)
    try:
        if not output:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "it is no file")
        with atomic_write(path.resolve()) as file, ExitStack() as sidecar_stack:
            sidecar_files = {
                sidecar_suffix: sidecar_stack.enter_context(atomic_write(_sidecar_path(path, sidecar_suffix)))
                for sidecar_suffix in sidecars
            }
            laid_out_session = _lay_out(plan, clip_factory, preview)
            for sidecar_suffix, sidecar_file in sidecar_files.items():
                sidecar_file.write(
                    sidecars[sidecar_suffix](laid_out_session.timeline, laid_out_session.plan).encode()
                )
            _write_audio(file, path.suffix.lower(), laid_out_session)
        return RenderedFile(path, path.stat().st_size, laid_out_session)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(f"{path} cannot be written: {reason}. Choose another place with -o.") from error


def _sidecar_path(path: Path, suffix: str) -> Path:
    """Where a text beside the file goes. Raises OSError where something other than a file is in its way."""
    sidecar = path.with_name(path.stem + suffix).resolve()
    if sidecar.exists() and not sidecar.is_file():
        raise IsADirectoryError(errno.EISDIR, f"{sidecar.name} is no file")
    return sidecar


def _open_clip_factory(
    plan: Plan,
    choices: Choices,
    encoding: ClipEncoding,
    cache: Cache | None,
    on_progress: ProgressCallback | None,
) -> ClipFactory:
    language = plan.session.language
    if plan.music:
        from voiceguide.audio import music_beds, pyav

        music_beds.check_music(plan.music)
        if encoding == "mp3" or plan.music not in music_beds.BEDS:
            pyav.require_pyav()
    voice = engines.open_voice(
        choices.voice, VoiceSettings(language, choices.voice_rate or pace.DEFAULT_RATE, choices.pitch)
    )
    clip_factory = ClipFactory(
        voice, cache or Cache(paths.cache_dir()), "pcm" if plan.music else encoding, language, plan.chime
    )
    if on_progress:
        clip_factory.on_progress = on_progress
    return clip_factory


def _lay_out(plan: Plan, clip_factory: ClipFactory, preview: Preview | None) -> LaidOutSession:
    created_before = clip_factory.created_count
    try:
        # What authors wrote; what is said without being written may depend on the fit.
        durations = Durations(clip_factory.clip)
        unfitted_items = durations.items(plan)
        clip_factory.prepare(
            item for item in unfitted_items if not isinstance(item, ChapterStart) and item.context.source
        )
        fitted_plan = _fit_plan(plan, durations)
        items = write_score(fitted_plan)
        clip_factory.prepare(items)
        if plan.music:
            items = music_sections.align_sections_to_frames(items, clip_factory.clip)
    finally:
        clip_factory.voice.close()
    if clip_factory.created_count > created_before:
        from voiceguide import cache_maintenance

        cache_maintenance.trim(clip_factory.cache.root, paths.max_cache_bytes())
    session = plan.session
    timeline = lay_out(session.name, session.title, items, clip_factory.clip, fitted_plan.notes)
    return LaidOutSession(preview.extract_from(timeline) if preview else timeline, fitted_plan, clip_factory)


def _fit_plan(plan: Plan, durations: Durations) -> Plan:
    try:
        return fit_with_durations(plan, durations)
    except ScriptError:
        raise
    except RequestError as error:
        # What cannot be had may be due to what nobody asked for just now.
        hint = " Some of it is remembered: “voiceguide prefs” shows what." if plan.preference_fields else ""
        raise RequestError(f"{error}{hint}") from None


def _clip_encoding(output: Path) -> ClipEncoding:
    """What clips are made of for such a file. Raises AskedError, and SoundError where ffmpeg is missing."""
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise RequestError(
            f"{output}: the file's name must end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    if suffix not in {".mp3", ".wav"}:
        from voiceguide.export import formats

        formats.ffmpeg_path()  # whoever has none is told before anything is spoken
    return "mp3" if suffix == ".mp3" else "pcm"


def _write_audio(file: BinaryIO, suffix: str, laid_out_session: LaidOutSession) -> None:
    if suffix == ".mp3":
        file.writelines(laid_out_session.mp3_file().read())
    elif suffix == ".wav":
        from voiceguide.audio import wav

        wav.write_wav(file, laid_out_session.pcm())
    else:
        from voiceguide.export import formats

        formats.write_with_ffmpeg(
            file, formats.FORMATS[suffix], laid_out_session.pcm(), laid_out_session.tags()
        )


def notices(laid_out_session: LaidOutSession, voice_choice: str | None) -> tuple[str, ...]:
    """What a listener should hear of besides the session: another voice than the best, a store not kept."""
    voice_notice = (
        "" if voice_choice else engines.default_voice_notice(laid_out_session.plan.session.language)
    )
    cache_root = laid_out_session.clip_factory.cache.root
    cache_notice = (
        ""
        if laid_out_session.clip_factory.is_cache_writable
        else f"{cache_root} cannot be written: the next time is no quicker."
    )
    return tuple(notice for notice in (voice_notice, cache_notice) if notice)
