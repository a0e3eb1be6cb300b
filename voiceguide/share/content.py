"""Content of a share: a session or an audio file, with the chapters, words and cover for the page."""

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
from voiceguide.score.transcript import lyrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.export.session import LaidOutSession

_FILE_CHUNK_BYTES = 1 << 16
_TAG_HEADER_BYTES = 10


class AudioSource(Protocol):
    """Audio file of which any range of bytes can be read alone."""

    @property
    def size(self) -> int:
        """Bytes of the whole file."""

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `stop` (half-open) in chunks."""


@dataclass(frozen=True, slots=True)
class SharedContent:
    """Session as the page shows it; `seconds` is its length."""

    title: str
    language: str
    """Code of the language, such as “en”."""
    file_name: str
    media_type: str
    seconds: float
    audio: AudioSource
    chapters: tuple[tuple[float, float, str], ...] = ()
    """Start and end in seconds, and title, of each chapter."""
    lines: tuple[tuple[float, str], ...] = ()
    """Start in seconds, and text, of each spoken line."""
    cover: bytes = b""
    """JPEG, or nothing."""
    slow_to_read: bool = False
    """True if reading may block for long, as with music, which is mixed and encoded on demand."""
    trim_proof: bool = False
    """True if silences carry the inaudible tone that keeps players from trimming them."""


@dataclass(frozen=True)
class OpenFile:
    """Open file. If it is replaced on disk meanwhile, the content that was opened is still read."""

    file: BinaryIO
    size: int

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `stop` (half-open) in chunks. Raise OSError on failure."""
        while start < stop:
            self.file.seek(start)  # other requests read from the same file
            chunk = self.file.read(min(_FILE_CHUNK_BYTES, stop - start))
            if not chunk:  # truncated meanwhile
                return
            start += len(chunk)
            yield chunk


def content_from_session(laid_out_session: LaidOutSession) -> SharedContent:
    """Return the content of a session that is not a file: its bytes are made on demand.

    Raise PictureError if the cover cannot be drawn.
    """
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
        lines=tuple((units.to_seconds(line.start), line.text) for line in lyrics(timeline)),
        cover=laid_out_session.cover(),
        slow_to_read=bool(laid_out_session.plan.choices.music),
        trim_proof=laid_out_session.plan.choices.trim_proof,
    )


@contextmanager
def open_content(path: Path) -> Iterator[SharedContent]:
    """Yield the content of a file, with the chapters, words and cover in its tag; close it after the block.

    Raise RequestError for another kind of file, and FileError for one that cannot be read.
    """
    if path.suffix.lower() not in FORMATS:
        raise RequestError(f"{path} cannot be shared: its name must end in {', '.join(FORMATS)}.")
    try:
        if not path.is_file():  # reading a pipe would block
            raise FileError(f"{path} does not exist, or is not a file.")
        stream = path.open("rb")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    with stream:
        yield _read_content(path, stream)


def _read_content(path: Path, stream: BinaryIO) -> SharedContent:
    header = stream.read(_TAG_HEADER_BYTES)
    tags = parse_tag(header + stream.read(tag_size(header) - len(header)) if tag_size(header) else b"")
    file_name = path.name.encode(errors="replace").decode()  # a URL cannot name a file that is not Unicode
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
