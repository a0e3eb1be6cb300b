"""The ID3v2.3 tag before the sound: title, comment and chapters, as phones read them.

Layout: “ID3 tag version 2.3.0” and “ID3v2 Chapter Frame Addendum 1.0” (id3.org). No unsynchronisation, and
text is Latin-1 unless it can't be: the plainest tag is the one most players read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHAPTERS = 255
"""The table of contents counts its entries in one byte."""

_PADDING = 2048  # room for other programs to change a tag without moving the sound
_SPEECH = "101"  # the genre's number in ID3v1 as Winamp extended it
_LATIN_1, _UTF_16 = b"\0", b"\1"
_BYTE_ORDER = b"\xff\xfe"
_TOP_LEVEL_ORDERED = 3
_NO_OFFSET = 0xFFFFFFFF  # the times hold, no byte offsets


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the session, `start` and `end` in samples."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tag says. `language` is ISO 639-2 (“eng”), `length` in samples, `chapters` in time order."""

    title: str
    artist: str
    album: str
    year: int
    language: str
    length: int
    comment: str
    software: str
    chapters: tuple[Chapter, ...] = ()


def tag(tags: Tags) -> bytes:
    """The whole tag, padding included; the same bytes for the same tags.

    Raises SoundError if there are more than 255 chapters.
    """
    body = b"".join(_frames(tags)) + bytes(_PADDING)
    return b"ID3" + bytes((3, 0, 0)) + _syncsafe(len(body)) + body


def _frames(tags: Tags) -> Iterator[bytes]:
    """Every frame, in the order that the most particular players want."""
    yield _text("TIT2", tags.title)
    yield _text("TPE1", tags.artist)
    yield _text("TPE2", tags.artist)
    yield _text("TALB", tags.album)
    yield _text("TCON", _SPEECH)
    yield _text("TYER", f"{tags.year:04}")
    yield _text("TLAN", tags.language)
    yield _text("TLEN", str(_milliseconds(tags.length)))
    yield _text("TSSE", tags.software)
    yield _long_text("COMM", tags.language, tags.comment)
    if tags.chapters:  # an empty table of contents is not allowed
        yield _contents(len(tags.chapters))
    for number, chapter in enumerate(tags.chapters):
        yield _chapter(number, chapter)


def _contents(count: int) -> bytes:
    if count > MOST_CHAPTERS:
        raise SoundError(
            f"The session has {count} chapters, and an MP3 can list {MOST_CHAPTERS}. Use fewer techniques."
        )
    children = b"".join(map(_element, range(count)))
    return _frame("CTOC", b"contents\0" + bytes((_TOP_LEVEL_ORDERED, count)) + children)


def _chapter(number: int, chapter: Chapter) -> bytes:
    start, end = _milliseconds(chapter.start), _milliseconds(chapter.end)
    times = struct.pack(">4I", start, end, _NO_OFFSET, _NO_OFFSET)
    return _frame("CHAP", _element(number) + times + _text("TIT2", chapter.title))


def _element(number: int) -> bytes:
    """The name by which the table of contents refers to a chapter."""
    return f"chapter{number}\0".encode("ascii")


def _text(name: str, text: str) -> bytes:
    charset, encoded = _encoded(text)
    return _frame(name, charset + encoded)


def _long_text(name: str, language: str, text: str) -> bytes:
    """A frame of text in a language, its description left empty."""
    charset, encoded = _encoded(text)
    no_description = b"\0" if charset == _LATIN_1 else _BYTE_ORDER + b"\0\0"
    return _frame(name, charset + language.encode("ascii") + no_description + encoded)


def _encoded(text: str) -> tuple[bytes, bytes]:
    """(charset byte, text); byte order written out, so that every machine makes the same bytes."""
    try:
        return _LATIN_1, text.encode("latin-1")
    except UnicodeEncodeError:
        return _UTF_16, _BYTE_ORDER + text.encode("utf-16-le")


def _frame(name: str, body: bytes) -> bytes:
    return struct.pack(">4sIH", name.encode("ascii"), len(body), 0) + body


def _syncsafe(size: int) -> bytes:
    """28 bits in four bytes of seven, so that no size looks like the start of an MP3 frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _milliseconds(position: int) -> int:
    """Rounded down: a jump to a chapter must not land behind its first sound."""
    return position * 1000 // units.RATE
