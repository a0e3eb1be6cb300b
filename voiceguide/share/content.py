"""What is shared: a session straight from its rendering, or a file, with all that a phone is shown of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from voiceguide import units
from voiceguide.audio.mp3.id3_reader import read_tag, tag_size
from voiceguide.errors import AskedError, FileError
from voiceguide.language.wording import WORDINGS
from voiceguide.score.transcript import lines
from voiceguide.views.cover import cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.export.render import Performance

MEDIA = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""The kinds of file that can be shared, and what a browser calls them."""

_CHUNK = 1 << 16
_TAG_HEAD = 10


class Audio(Protocol):
    """Sound as bytes, any of which can be had without the rest."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, in chunks."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One session as a phone is shown it.

    Times in seconds: `chapters` are start, end, title; `lines` are start and text. `name` is what the file is
    called, `media` its kind, `language` two letters, `cover` a JPEG or nothing. `slow` tells that bytes may
    take long to make, `trim_proof` that players may trim silence.
    """

    title: str
    language: str
    name: str
    media: str
    length: float
    audio: Audio
    chapters: tuple[tuple[float, float, str], ...] = ()
    lines: tuple[tuple[float, str], ...] = ()
    cover: bytes = b""
    slow: bool = False
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
            chunk = self.file.read(min(_CHUNK, stop - start))
            if not chunk:  # cut short meanwhile
                return
            start += len(chunk)
            yield chunk


def session(performance: Performance) -> Shared:
    """A session without a file: its bytes are made as they are asked for. Raises PictureError."""
    timeline = performance.timeline
    return Shared(
        title=timeline.title,
        language=performance.plan.session.language,
        name=f"{timeline.session}.mp3",
        media=MEDIA[".mp3"],
        length=units.seconds(timeline.length),
        audio=performance.rendering(),
        chapters=tuple(
            (units.seconds(chapter.start), units.seconds(chapter.end), chapter.title)
            for chapter in timeline.chapters
        ),
        lines=tuple((units.seconds(line.start), line.text) for line in lines(timeline)),
        cover=cover(timeline, performance.booth.store),
        slow=bool(performance.plan.music),
        trim_proof=performance.plan.trim_proof,
    )


@contextmanager
def file(path: Path) -> Iterator[Shared]:
    """A file from disk, with the chapters, words and cover that its tag has; open until the block ends.

    Raises AskedError for another kind of file, FileError for one that cannot be read.
    """
    if path.suffix.lower() not in MEDIA:
        raise AskedError(f"{path} is none of {', '.join(MEDIA)}, and only those are shared.")
    try:
        if not path.is_file():  # a pipe would wait for ever
            raise FileError(f"{path} is not there, or is no file.")
        opened = path.open("rb")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    with opened:
        yield _told(path, opened)


def _told(path: Path, opened: BinaryIO) -> Shared:
    head = opened.read(_TAG_HEAD)
    told = read_tag(head + opened.read(tag_size(head) - len(head)) if tag_size(head) else b"")
    name = path.name.encode(errors="replace").decode()  # a name that is no text cannot be asked for
    known = {wording.code: language for language, wording in WORDINGS.items()}
    return Shared(
        title=told.title or Path(name).stem,
        language=known.get(told.language, "en"),
        name=name,
        media=MEDIA[path.suffix.lower()],
        length=told.length / 1000,
        audio=OpenFile(opened, opened.seek(0, SEEK_END)),
        chapters=tuple((start / 1000, end / 1000, title) for start, end, title in told.chapters),
        lines=tuple((start / 1000, text) for start, text in told.lines),
        cover=told.cover,
    )
