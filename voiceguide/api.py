"""The public functions of voiceguide, and the records they return; docs/api.md describes them.

A script is a name (“upper-back-reset”), the path of a file, or a Script from `parse` or `load`. Options are
those of `voiceguide render --help`, as keyword arguments: `--voice-rate 130` is `voice_rate=130`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import (
    AudioError,
    FileError,
    LimitError,
    Location,
    PictureError,
    Problem,
    RequestError,
    ScriptError,
    ShareError,
    VoiceError,
    VoiceguideError,
)
from voiceguide.export.programme import RenderedProgramme
from voiceguide.export.render import RenderedFile
from voiceguide.export.render import render as render_session
from voiceguide.export.voice_sample import VoiceInfo, list_voices
from voiceguide.files.temporary import create_folder
from voiceguide.score.timeline import Chapter, Event, Timeline
from voiceguide.score.timeline_json import timeline_to_dict
from voiceguide.script.model import Session, Technique

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from voiceguide.audio.mp3.mp3_file import Mp3File
    from voiceguide.export.session import LaidOutSession, ResolvedSession
    from voiceguide.plan.options import Choices
    from voiceguide.plan.typed_options import OptionValue, OptionValues
    from voiceguide.score.preview import Preview
    from voiceguide.script.library import Library

__all__ = [
    "AudioError",
    "Chapter",
    "Event",
    "FileError",
    "LimitError",
    "Location",
    "PictureError",
    "Problem",
    "RenderedFile",
    "RenderedProgramme",
    "RequestError",
    "Script",
    "ScriptError",
    "Session",
    "ShareError",
    "Stream",
    "Technique",
    "Timeline",
    "VoiceError",
    "VoiceInfo",
    "VoiceguideError",
    "captions",
    "check",
    "load",
    "parse",
    "programme",
    "render",
    "stream",
    "timeline",
    "to_json",
    "voices",
]

StrPath = str | os.PathLike[str]
ProgressCallback = Callable[[int, int], None]
"""Function called with (clips ready, clips needed) while cues are spoken."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that was read without an error, with the library of scripts that it may use.

    A technique is read as the session of that technique alone, between the bells and the closing words.
    """

    session: Session
    library: Library = field(repr=False)

    @property
    def name(self) -> str:
        """Name of the script: its file name without “.md”."""
        return self.session.name

    @property
    def title(self) -> str:
        """Title from the front matter."""
        return self.session.title

    @property
    def language(self) -> str:
        """Code of the language it is spoken in, such as “en”."""
        return self.session.language

    @property
    def techniques(self) -> tuple[Technique, ...]:
        """Techniques that the session uses, in order. Raise ScriptError if one of them cannot be read."""
        return self.library.resolve_techniques(self.session)


@dataclass(frozen=True, slots=True)
class Stream:
    """An MP3 file made while it is read: any range of the bytes that `render` writes can be read alone."""

    seconds: float
    voice: str
    notes: tuple[str, ...]
    timeline: Timeline = field(repr=False)
    _file: Mp3File = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self._file.size

    def read(self, start: int = 0, stop: int | None = None) -> bytes:
        """Return the bytes from `start` up to `stop` (half-open; None is the end), clamped to the file."""
        return b"".join(self.chunks(start, stop))

    def chunks(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `stop` in chunks, for a response that is sent piece by piece."""
        return self._file.read(start, stop)


def parse(text: str, *, name: str = "script", scripts: StrPath | None = None) -> Script:
    """Return the script that a Markdown text holds. Raise ScriptError with every Problem found in it.

    `name` is what its file would be called without “.md”. `scripts` is a folder of your own scripts.
    """
    from voiceguide.script.files import detect_kind, script_name
    from voiceguide.script.library import open_library
    from voiceguide.script.reader import parse_session, read_technique
    from voiceguide.script.uses import as_session

    file = f"{script_name(Path(f'{name}.md'))}.md"
    library = open_library(_folder(scripts))
    if detect_kind(text) == "techniques":
        technique = read_technique(text, name, file)
        library = library.with_technique(technique).for_language(technique.language)
        return Script(as_session(technique), library)
    session, problems = parse_session(text, name, file)
    library = library.for_language(session.language)
    return Script(library.ensure_readable(session, problems), library)


def load(script: StrPath, *, scripts: StrPath | None = None) -> Script:
    """Return a session or technique by its name or by the path of its file.

    Raise RequestError for an unknown name, FileError, or ScriptError with every Problem found.
    """
    from voiceguide.export.session import resolve_session

    return Script(*resolve_session(os.fspath(script), _folder(scripts)))


def check(script: StrPath, *, name: str = "script", scripts: StrPath | None = None) -> tuple[Problem, ...]:
    """Return every Problem in a script file, in a folder of scripts, or in a Markdown text; none means it is fine.

    A str with more than one line is the text of a script, which problems call `name`. Raise RequestError for a folder
    without a script.
    """
    from voiceguide.checks.check import check as check_files

    text, folder = os.fspath(script), _folder(scripts)
    if "\n" not in text:
        return check_files((Path(text),), folder)[1]
    with create_folder() as temporary_folder:
        path = temporary_folder / f"{name}.md"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        problems = check_files((path,), folder)[1]

    def shorten(text: str) -> str:
        return text.replace(str(path), path.name)

    return tuple(
        replace(problem, file=shorten(problem.file), message=shorten(problem.message)) for problem in problems
    )


def timeline(
    script: StrPath | Script,
    *,
    preview: OptionValue | None = None,
    from_: str = "",
    scripts: StrPath | None = None,
    on_progress: ProgressCallback | None = None,
    **options: OptionValues,
) -> Timeline:
    """Return the timeline that `voiceguide show` prints: what is heard when. Cues that are not cached are spoken.

    Raise a subclass of VoiceguideError on failure.
    """
    return _lay_out(script, scripts, options, _preview(preview, from_), on_progress).timeline


def stream(
    script: StrPath | Script,
    *,
    preview: OptionValue | None = None,
    from_: str = "",
    scripts: StrPath | None = None,
    on_progress: ProgressCallback | None = None,
    **options: OptionValues,
) -> Stream:
    """Return the session's MP3 without writing it: an object from which any range of bytes can be read.

    Raise a subclass of VoiceguideError on failure.
    """
    laid_out = _lay_out(script, scripts, options, _preview(preview, from_), on_progress)
    return Stream(
        seconds=units.to_seconds(laid_out.timeline.length),
        voice=laid_out.voice_name,
        notes=laid_out.notes,
        timeline=laid_out.timeline,
        _file=laid_out.mp3_file(),
    )


def render(  # noqa: PLR0913 - one positional script and output, the others by name
    script: StrPath | Script,
    output: StrPath | None = None,
    *,
    captions: str | Iterable[str] = (),
    transcript: bool = False,
    preview: OptionValue | None = None,
    from_: str = "",
    scripts: StrPath | None = None,
    on_progress: ProgressCallback | None = None,
    force: bool = False,
    **options: OptionValues,
) -> RenderedFile:
    """Write a session to `output`, in the format of its suffix.

    Without `output` the file is output/NAME.mp3. `captions` (“lrc”, “vtt”, “srt”) and `transcript` write files
    next to it. Files appear complete, or none does. A file that voiceguide did not make needs `force`. Raise a subclass
    of VoiceguideError on failure.
    """
    from voiceguide.export.sidecars import sidecar_writers

    return render_session(
        *_request(script, scripts, options),
        Path(output) if output is not None else None,
        on_progress=on_progress,
        sidecars=sidecar_writers(captions, transcript=transcript),
        preview=_preview(preview, from_),
        force=force,
    )


def programme(  # noqa: PLR0913 - one programme and its folder, the others by name
    name: StrPath,
    folder: StrPath,
    *,
    start: date | str,
    day: int | None = None,
    scripts: StrPath | None = None,
    force: bool = False,
    on_progress: ProgressCallback | None = None,
    **options: OptionValues,
) -> RenderedProgramme:
    """Write the sessions of a programme to a folder, one MP3 for each day, with a calendar and a page to print.

    `start` is a Monday; with `day`, counted from 1, only that day is written. A file that voiceguide did not
    make needs `force`. Raise VoiceguideError on failure.
    """
    from voiceguide.export.programme import parse_start, render_programme
    from voiceguide.plan.schedule import Listener
    from voiceguide.plan.typed_options import texts_from_values
    from voiceguide.script.programme_library import open_programme

    listener = Listener(texts_from_values(options), _folder(scripts))
    language = listener.choices((), "").language
    found, first_day = open_programme(os.fspath(name), _folder(scripts), language), parse_start(str(start))
    place = Path(folder)
    return render_programme(*found, listener, first_day, place, day=day, force=force, on_progress=on_progress)


def captions(timeline: Timeline, format_name: str = "vtt") -> str:
    """Return the spoken words with their times, as “lrc”, “vtt” or “srt”. Raise RequestError for another."""
    from voiceguide.views.captions import format_captions

    return format_captions(timeline, format_name)


def to_json(timeline: Timeline) -> str:
    """Return a timeline as the JSON of `voiceguide show --json`, described in docs/timeline.md."""
    return json.dumps(timeline_to_dict(timeline), indent=1)


def voices() -> tuple[VoiceInfo, ...]:
    """Return every voice that the option `voice` can name, installed or not. Load no engine."""
    return list_voices()


def _folder(scripts: StrPath | None) -> Path | None:
    return Path(scripts) if scripts is not None else None


def _request(
    script: StrPath | Script, scripts: StrPath | None, options: Mapping[str, OptionValues]
) -> tuple[ResolvedSession, Choices]:
    from voiceguide.export.session import resolve_session
    from voiceguide.plan.typed_options import choices_from_values

    choices = replace(choices_from_values(options), scripts_dir=_folder(scripts))
    if isinstance(script, Script):
        return (script.session, script.library), choices
    return resolve_session(os.fspath(script), choices.scripts_dir, choices.language), choices


def _preview(duration: OptionValue | None, chapter: str) -> Preview | None:
    if duration is None:
        if chapter:
            raise RequestError("from_ is the chapter that a preview begins with: add preview=30.")
        return None
    from voiceguide.plan.typed_options import choices_from_values
    from voiceguide.score.preview import Preview

    return Preview(choices_from_values({"length": duration}).length, chapter)


def _lay_out(
    script: StrPath | Script,
    scripts: StrPath | None,
    options: Mapping[str, OptionValues],
    preview: Preview | None,
    on_progress: ProgressCallback | None,
) -> LaidOutSession:
    from voiceguide.export.session import lay_out_session

    return lay_out_session(*_request(script, scripts, options), on_progress=on_progress, preview=preview)
