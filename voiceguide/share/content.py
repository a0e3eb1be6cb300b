"""What is shared: a session straight from its rendering, or a file, with all that a phone is shown of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from voiceguide import units
from voiceguide.audio.mp3.id3_reader import parse_tag, tag_size
from voiceguide.errors import FileError, RequestError
from voiceguide.export.formats import FORMATS, MP3
from voiceguide.language import LANGUAGES
from voiceguide.score.transcript import transcribe
from voiceguide.views.cover import cover_jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.export.session import LaidOutSession

_FILE_CHUNK_BYTES = 1 << 16
_TAG_HEADER_BYTES = 10


class AudioSource(Protocol):
    """Sound as bytes, any of which can be had without the rest."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, in chunks."""


@dataclass(frozen=True, slots=True)
class SharedContent:
    """One session as a phone is shown it.

    Times in seconds: `chapters` are start, end, title; `lines` are start and text. `name` is what the file is
    called, `media` its kind, `language` two letters, `cover` a JPEG or nothing. `slow` tells that bytes may
    take long to make, `trim_proof` that players may trim silence.
    """

    title: str
    language: str
    file_name: str
    media_type: str
    seconds: float
    audio: AudioSource
    chapters: tuple[tuple[float, float, str], ...] = ()
    lines: tuple[tuple[float, str], ...] = ()
    cover: bytes = b""
    slow_to_read: bool = False
    trim_proof: bool = False


@dataclass(frozen=True)
class OpenFile:
    """A file as it was when it was opened: written anew meanwhile, its old bytes are still these."""

    file: BinaryIO
    size: int

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, in chunks. Raises OSError."""
        while start < stop:
            self.file.seek(start)  # others may have read since
            chunk = self.file.read(min(_FILE_CHUNK_BYTES, stop - start))
            if not chunk:  # cut short meanwhile
                return
            start += len(chunk)
            yield chunk


def content_from_session(laid_out_session: LaidOutSession) -> SharedContent:
    """A session without a file: its bytes are made as they are asked for. Raises PictureError."""
    timeline = laid_out_session.timeline
    return SharedContent(
        title=timeline.title,
        language=laid_out_session.plan.session.language,
        file_name=f"{timeline.session}.mp3",
        media_type=MP3.media_type,
        seconds=units.to_seconds(timeline.length),
        audio=laid_out_session.mp3_file(),
        chapters=tuple(
            (units.to_seconds(chapter.start), units.to_seconds(chapter.end), chapter.title)
            for chapter in timeline.chapters
        ),
        lines=tuple((units.to_seconds(line.start), line.text) for line in transcribe(timeline)),
        cover=cover_jpeg(timeline, laid_out_session.cache),
        slow_to_read=bool(laid_out_session.plan.choices.music),
        trim_proof=laid_out_session.plan.choices.trim_proof,
    )


@contextmanager
def open_content(path: Path) -> Iterator[SharedContent]:
    """A file from disk, with the chapters, words and cover that its tag has; open until the block ends.

    Raises AskedError for another kind of file, FileError for one that cannot be read.
    """
    if path.suffix.lower() not in FORMATS:
        raise RequestError(f"{path} is none of {', '.join(FORMATS)}, and only those are shared.")
    try:
        if not path.is_file():  # a pipe would wait for ever
            raise FileError(f"{path} is not there, or is no file.")
        stream = path.open("rb")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    with stream:
        yield _read_content(path, stream)


def _read_content(path: Path, stream: BinaryIO) -> SharedContent:
    header = stream.read(_TAG_HEADER_BYTES)
    tags = parse_tag(header + stream.read(tag_size(header) - len(header)) if tag_size(header) else b"")
    file_name = path.name.encode(errors="replace").decode()  # a name that is no text cannot be asked for
    language_by_code = {language.iso_639_2: code for code, language in LANGUAGES.items()}
    return SharedContent(
        title=tags.title or Path(file_name).stem,
        language=language_by_code.get(tags.language, "en"),
        file_name=file_name,
        media_type=FORMATS[path.suffix.lower()].media_type,
        seconds=tags.milliseconds / 1000,
        audio=OpenFile(stream, stream.seek(0, SEEK_END)),
        chapters=tuple((start / 1000, end / 1000, title) for start, end, title in tags.chapters),
        lines=tuple((start / 1000, text) for start, text in tags.lines),
        cover=tags.cover,
    )
