"""The ID3v2.3 tag before the sound: what a session is called, its words, its chapters and its cover.

Without unsynchronisation, and with the frames in the order that the most particular players want.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import id3_frames as frames
from voiceguide.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHAPTERS = 255
"""The table of contents counts its entries in one byte."""

_PADDING = 2048  # room for other programs to change a tag without moving the sound
_SPEECH = "101"  # the genre's number in ID3v1 as Winamp extended it
_COMMENT = "eng"  # what a comment is in, whatever is spoken
_FIRST_OF_JANUARY = "0101"  # the day, as DDMM: see the year


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the session, `start` and `end` in samples."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tag says. `language` is ISO 639-2 (“eng”), `length` in samples, `chapters` in time order.

    `comment` is in English, whatever is spoken.
    `transcript` is all that is said; `lines` the same again, each with the sample at which it begins. `cover`
    is a JPEG. What is empty, or 0, has no frame.
    """

    title: str
    artist: str
    album: str
    year: int
    language: str
    length: int
    comment: str
    software: str
    track: int = 0
    transcript: str = ""
    lines: tuple[tuple[int, str], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    cover: bytes = b""


def tag(tags: Tags) -> bytes:
    """The whole tag, padding included; the same bytes for the same tags.

    Raises SoundError if there are more than 255 chapters.
    """
    body = b"".join(_frames(tags)) + bytes(_PADDING)
    return b"ID3" + bytes((3, 0, 0)) + _syncsafe(len(body)) + body


def _frames(tags: Tags) -> Iterator[bytes]:
    yield frames.text("TIT2", tags.title)
    yield frames.text("TPE1", tags.artist)
    yield frames.text("TPE2", tags.artist)
    yield frames.text("TALB", tags.album)
    if tags.track:
        yield frames.text("TRCK", str(tags.track))
    yield frames.text("TCON", _SPEECH)
    yield frames.text("TYER", f"{tags.year:04}")
    yield frames.text("TDAT", _FIRST_OF_JANUARY)
    yield frames.text("TLAN", tags.language)
    yield frames.text("TLEN", str(_milliseconds(tags.length)))
    yield frames.text("TSSE", tags.software)
    yield frames.long_text("COMM", _COMMENT, tags.comment)
    if tags.transcript:
        yield frames.long_text("USLT", tags.language, tags.transcript)
    if tags.lines:
        timed = ((_milliseconds(at), line) for at, line in tags.lines)
        yield frames.timed_text(tags.language, timed)
    yield from _chapters(tags.chapters)
    if tags.cover:
        yield frames.picture(tags.cover)


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator[bytes]:
    if len(chapters) > MOST_CHAPTERS:
        raise SoundError(
            f"The session has {len(chapters)} chapters, and an MP3 can list {MOST_CHAPTERS}. "
            "Use fewer techniques."
        )
    if chapters:  # an empty table of contents is not allowed
        yield frames.contents(map(_element, range(len(chapters))))
    for number, chapter in enumerate(chapters):
        start, end = _milliseconds(chapter.start), _milliseconds(chapter.end)
        yield frames.chapter(_element(number), start, end, chapter.title)


def _element(number: int) -> str:
    """The name by which the table of contents refers to a chapter."""
    return f"chapter{number}"


def _syncsafe(size: int) -> bytes:
    """28 bits in four bytes of seven, so that no size looks like the start of an MP3 frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _milliseconds(position: int) -> int:
    """Rounded down: a jump to a chapter must not land behind its first sound."""
    return position * 1000 // units.RATE
