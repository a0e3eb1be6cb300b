"""Writing of a file's ID3v2.3 tag: title, words, chapters and cover.

There is no unsynchronisation, and the order of frames suits the strictest players. Layout: “ID3 tag version 2.3.0” and
“ID3v2 Chapter Frame Addendum 1.0” (id3.org). Text is Latin-1 where possible, since more players read it, else UTF-16
with an explicit byte order, so that all machines write equal bytes.
"""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3.frames import FRAME_BYTES
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHAPTERS = 255
"""Largest number of chapters: the table of contents has one byte for it."""

_PADDING_BYTES = 2048  # so that a program can edit the tag without rewriting the file
_SPEECH_GENRE = "101"  # number of the genre in Winamp's extension of ID3v1
_COMMENT_LANGUAGE = "eng"  # comments are English in all languages
_LATIN_1, _UTF_16 = b"\0", b"\1"
_BYTE_ORDER_MARK = b"\xff\xfe"
_TOP_LEVEL_ORDERED_FLAGS = 3
_NO_OFFSET = 0xFFFFFFFF  # of a chapter, which is then defined by its times
_TIMESTAMPS_IN_MILLISECONDS, _LYRICS_CONTENT = b"\2", b"\1"
_FRONT_COVER = b"\3"
_MINUTE_MS = 60_000
_MINUTE_FRAMES = _MINUTE_MS * units.SAMPLE_RATE // 1000 // units.FRAME_SAMPLES
_FIRST_OF_JANUARY = "0101"  # DDMM; the year is that of the release


@dataclass(frozen=True, slots=True, eq=False)
class TagChapter:
    """A chapter, from sample `start` up to `end` (half-open)."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """Contents of a tag; the optional ones have no frame if they are empty or 0.

    language     ISO 639-2, such as “eng”
    length       samples of the session
    comment      English, whatever the session's language
    transcript   all spoken words
    lines        (start in samples, text) of each spoken line
    chapters     in order of time
    cover        JPEG
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
    track_count: int = 0
    transcript: str = ""
    lines: tuple[tuple[int, str], ...] = ()
    chapters: tuple[TagChapter, ...] = ()
    cover: bytes = b""


def encode_tag(tags: Tags, *, has_seek_table: bool = True) -> bytes:
    """Encode a tag, padding included; equal tags give equal bytes. A seek table is for MP3 frames only.

    Raise AudioError if there are more than MAX_CHAPTERS chapters.
    """
    seek_table = _seek_table_frame(_to_milliseconds(tags.length)) if has_seek_table else b""
    body = b"".join((*_tag_frames(tags), seek_table, bytes(_PADDING_BYTES)))
    return b"ID3" + bytes((3, 0, 0)) + _syncsafe(len(body)) + body


def _tag_frames(tags: Tags) -> Iterator[bytes]:
    yield _text_frame("TIT2", tags.title)
    yield _text_frame("TPE1", tags.artist)
    yield _text_frame("TPE2", tags.artist)
    yield _text_frame("TALB", tags.album)
    if tags.track:
        yield _text_frame("TRCK", f"{tags.track}/{tags.track_count}".removesuffix("/0"))
    yield _text_frame("TCON", _SPEECH_GENRE)
    yield _text_frame("TYER", f"{tags.year:04}")
    yield _text_frame("TDAT", _FIRST_OF_JANUARY)
    yield _text_frame("TLAN", tags.language)
    yield _text_frame("TLEN", str(_to_milliseconds(tags.length)))
    yield _text_frame("TSSE", tags.software)
    yield _language_text_frame("COMM", _COMMENT_LANGUAGE, tags.comment)
    if tags.transcript:
        yield _language_text_frame("USLT", tags.language, tags.transcript)
    if tags.lines:
        lyrics = ((_to_milliseconds(start), line) for start, line in tags.lines)
        yield _synchronised_lyrics_frame(tags.language, lyrics)
    yield from _chapter_frames(tags.chapters)
    if tags.cover:
        yield _cover_frame(tags.cover)


def _chapter_frames(chapters: tuple[TagChapter, ...]) -> Iterator[bytes]:
    if len(chapters) > MAX_CHAPTERS:
        raise AudioError(
            f"The session has {len(chapters)} chapters, and an MP3 can list {MAX_CHAPTERS}. "
            "Use fewer techniques."
        )
    if chapters:  # an empty table of contents is not allowed
        yield _table_of_contents_frame(map(_element_id, range(len(chapters))))
    for number, chapter in enumerate(chapters):
        start, end = _to_milliseconds(chapter.start), _to_milliseconds(chapter.end)
        yield _chapter_frame(_element_id(number), start, end, chapter.title)


def _element_id(number: int) -> str:
    """Return the identifier of a chapter in the table of contents."""
    return f"chapter{number}"


def _syncsafe(size: int) -> bytes:
    """Encode 28 bits in four bytes of seven bits, so that no size looks like an MP3 frame's sync word."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _to_milliseconds(position: int) -> int:
    """Convert samples to milliseconds, rounded down: a jump to a chapter must not miss its first sound."""
    return position * 1000 // units.SAMPLE_RATE


def _encode_frame(frame_id: str, body: bytes) -> bytes:
    """Encode a frame with a four-letter identifier and no flags."""
    return struct.pack(">4sIH", frame_id.encode("ascii"), len(body), 0) + body


def _text_frame(frame_id: str, string: str) -> bytes:
    """Encode a text information frame such as TIT2."""
    charset = _charset_for(string)
    return _encode_frame(frame_id, charset + _encode_string(string, charset))


def _language_text_frame(frame_id: str, language: str, string: str) -> bytes:
    """Encode COMM or USLT: text in a language (ISO 639-2), with an empty description."""
    charset = _charset_for(string)
    return _encode_frame(
        frame_id,
        charset
        + language.encode("ascii")
        + _encode_terminated_string("", charset)
        + _encode_string(string, charset),
    )


def _synchronised_lyrics_frame(language: str, lines: Iterable[tuple[int, str]]) -> bytes:
    """Encode SYLT: synchronised lyrics, as (start in milliseconds, line) in ascending order."""
    lines = tuple(lines)
    charset = _charset_for("".join(line for _, line in lines))
    header = (
        charset
        + language.encode("ascii")
        + _TIMESTAMPS_IN_MILLISECONDS
        + _LYRICS_CONTENT
        + _encode_terminated_string("", charset)
    )
    return _encode_frame(
        "SYLT",
        header
        + b"".join(
            _encode_terminated_string(line, charset) + struct.pack(">I", start) for start, line in lines
        ),
    )


def _table_of_contents_frame(element_ids: Iterable[str]) -> bytes:
    """Encode CTOC: the table of contents, with the identifiers of at most 255 chapters in order."""
    children = [element_id.encode("ascii") + b"\0" for element_id in element_ids]
    return _encode_frame(
        "CTOC", b"contents\0" + bytes((_TOP_LEVEL_ORDERED_FLAGS, len(children))) + b"".join(children)
    )


def _chapter_frame(element_id: str, start: int, end: int, title: str) -> bytes:
    """Encode CHAP: a chapter, from `start` to `end` in milliseconds."""
    times = struct.pack(">4I", start, end, _NO_OFFSET, _NO_OFFSET)
    return _encode_frame("CHAP", element_id.encode("ascii") + b"\0" + times + _text_frame("TIT2", title))


def _seek_table_frame(duration: int) -> bytes:
    """Encode MLLT: a seek table for a stream of constant bitrate that lasts `duration` milliseconds.

    Reference points are a minute apart, up to the first after the end. Each deviates by nothing, in one byte.
    """
    intervals = (
        _MINUTE_FRAMES.to_bytes(2) + (_MINUTE_FRAMES * FRAME_BYTES).to_bytes(3) + _MINUTE_MS.to_bytes(3)
    )
    deviations = bytes(-(-duration // _MINUTE_MS))
    return _encode_frame("MLLT", intervals + bytes((4, 4)) + deviations)


def _cover_frame(jpeg: bytes) -> bytes:
    """Encode APIC: the front cover. Its description is Latin-1, since some players read nothing else there."""
    return _encode_frame("APIC", _LATIN_1 + b"image/jpeg\0" + _FRONT_COVER + b"Cover\0" + jpeg)


def _charset_for(string: str) -> bytes:
    try:
        string.encode("latin-1")
    except UnicodeEncodeError:
        return _UTF_16
    return _LATIN_1


def _encode_string(string: str, charset: bytes) -> bytes:
    return (
        string.encode("latin-1")
        if charset == _LATIN_1
        else _BYTE_ORDER_MARK + codecs.utf_16_le_encode(string)[0]
    )


def _encode_terminated_string(string: str, charset: bytes) -> bytes:
    return _encode_string(string, charset) + b"\0" * (1 if charset == _LATIN_1 else 2)
