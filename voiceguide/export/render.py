"""Rendering of a session to an audio file, with texts beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from voiceguide import paths, units
from voiceguide.errors import FileError, RequestError
from voiceguide.export import formats
from voiceguide.export.clips import ClipEncoding
from voiceguide.export.session import LaidOutSession, lay_out_plan, open_clip_factory, resolve_session
from voiceguide.files.atomic import atomic_write_set
from voiceguide.paths import refuse_foreign
from voiceguide.plan.options import Choices
from voiceguide.plan.plan import Plan
from voiceguide.plan.planner import make_plan
from voiceguide.score.timeline import Timeline
from voiceguide.script.files import DEFAULT_SESSION

if TYPE_CHECKING:
    from voiceguide.export.clips import ProgressCallback
    from voiceguide.export.session import ResolvedSession
    from voiceguide.files.cache import Cache
    from voiceguide.score.preview import Preview

SidecarWriter = Callable[[Timeline, Plan], str]
"""Function that returns the text of a file beside a session's: captions, or a handout."""


@dataclass(frozen=True, slots=True, eq=False)
class RenderedFile:
    """Finished audio file, its size in bytes, and the session in it."""

    path: Path
    size: int
    laid_out_session: LaidOutSession = field(repr=False)

    @property
    def timeline(self) -> Timeline:
        """Timeline that the file plays."""
        return self.laid_out_session.timeline

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return units.to_seconds(self.timeline.length)

    @property
    def voice(self) -> str:
        """Engine and speaker, as “hibari:heart”."""
        return self.laid_out_session.voice_name

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the listener: what was changed to reach the length, and what to know of the voice."""
        return self.laid_out_session.notes


def render(  # noqa: PLR0913 - two subjects (session, output) with independent options
    name_or_session: str | ResolvedSession = DEFAULT_SESSION,
    choices: Choices | None = None,
    output: Path | None = None,
    *,
    suffix: str = formats.MP3.suffix,
    cache: Cache | None = None,
    on_progress: ProgressCallback | None = None,
    sidecars: Mapping[str, SidecarWriter] = MappingProxyType({}),
    preview: Preview | None = None,
    force: bool = False,
) -> RenderedFile:
    """Render a session to a file whose suffix names one of FORMATS.

    Without `output` the file is output/<session><suffix>, or output/<session>-preview<suffix> for a preview.
    `sidecars` maps the end of a further file's name to its writer: “.vtt” → session.vtt. All files appear
    whole, or none does. A file that voiceguide did not make is replaced only with `force`. Raise VoiceguideError on
    failure.
    """
    choices = choices or Choices()
    session, library = resolve_session(name_or_session, choices.scripts_dir, choices.language)
    path = output or Path("output") / f"{session.name}{'-preview' if preview else ''}{suffix}"
    audio_format = _format_of(path)
    encoding = ClipEncoding.MP3 if audio_format is formats.MP3 else ClipEncoding.PCM
    paths.refuse_overwrite(choices.music, path, "the music")
    sidecar_paths = tuple(path.with_name(path.stem + end) for end in sidecars)
    if not force:
        refuse_foreign(path, *sidecar_paths)
    plan = make_plan(session, library, choices)
    clip_factory = open_clip_factory(plan, choices, encoding, cache, on_progress)
    try:
        if not output:
            path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write_set(path, *sidecar_paths) as (file, *sidecar_files):
            laid_out_session = lay_out_plan(plan, clip_factory, preview)
            for write_sidecar, sidecar_file in zip(sidecars.values(), sidecar_files, strict=True):
                text = write_sidecar(laid_out_session.timeline, laid_out_session.plan)
                sidecar_file.write(text.encode())
            _write_audio(file, audio_format, laid_out_session)
            size = file.tell()
        return RenderedFile(path, size, laid_out_session)
    except OSError as error:
        reason = error.strerror or str(error)
        named = next((each for each in sidecar_paths if str(each) == error.filename), path)
        raise FileError(f"{named} cannot be written: {reason}. Choose another place with -o.") from error


def _format_of(path: Path) -> formats.AudioFormat:
    """Return the format that a file's suffix names.

    Raise RequestError for any other suffix, and AudioError if FFmpeg is needed and missing.
    """
    audio_format = formats.FORMATS.get(path.suffix.lower())
    if not audio_format:
        raise RequestError(f"{path}: the file's name must end in {formats.suffix_list()}.")
    if audio_format.muxer:
        from voiceguide.export import ffmpeg

        ffmpeg.ffmpeg_path()  # before any clip is made
    return audio_format


def _write_audio(file: BinaryIO, audio_format: formats.AudioFormat, laid_out_session: LaidOutSession) -> None:
    if audio_format is formats.MP3:
        file.writelines(laid_out_session.mp3_file().read())
    elif audio_format.muxer:
        from voiceguide.export import ffmpeg

        ffmpeg.write_file(file, audio_format, laid_out_session.pcm(), laid_out_session.tags())
    else:
        from voiceguide.audio import wav

        wav.write_wav(file, laid_out_session.pcm(), laid_out_session.tags())
