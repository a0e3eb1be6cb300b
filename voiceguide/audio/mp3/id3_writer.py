"""Writing of a file's ID3v2.3 tag: title, words, chapters and cover.

There is no unsynchronisation, and the order of frames suits the strictest players.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import id3_frames as frames
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHAPTERS = 255
"""Largest number of chapters: the table of contents has one byte for it."""

_PADDING_BYTES = 2048  # so that a program can edit the tag without rewriting the file
_SPEECH_GENRE = "101"  # number of the genre in Winamp's extension of ID3v1
_COMMENT_LANGUAGE = "eng"  # comments are English in all languages
_FIRST_OF_JANUARY = "0101"  # DDMM; the year is that of the release


@dataclass(frozen=True, slots=True)
class TagChapter:
    """A chapter, from sample `start` up to `end` (half-open)."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
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
    seek_table = frames.seek_table_frame(_to_milliseconds(tags.length)) if has_seek_table else b""
    body = b"".join((*_tag_frames(tags), seek_table, bytes(_PADDING_BYTES)))
    return b"ID3" + bytes((3, 0, 0)) + _syncsafe(len(body)) + body


def _tag_frames(tags: Tags) -> Iterator[bytes]:
    yield frames.text_frame("TIT2", tags.title)
    yield frames.text_frame("TPE1", tags.artist)
    yield frames.text_frame("TPE2", tags.artist)
    yield frames.text_frame("TALB", tags.album)
    if tags.track:
        yield frames.text_frame("TRCK", f"{tags.track}/{tags.track_count}".removesuffix("/0"))
    yield frames.text_frame("TCON", _SPEECH_GENRE)
    yield frames.text_frame("TYER", f"{tags.year:04}")
    yield frames.text_frame("TDAT", _FIRST_OF_JANUARY)
    yield frames.text_frame("TLAN", tags.language)
    yield frames.text_frame("TLEN", str(_to_milliseconds(tags.length)))
    yield frames.text_frame("TSSE", tags.software)
    yield frames.language_text_frame("COMM", _COMMENT_LANGUAGE, tags.comment)
    if tags.transcript:
        yield frames.language_text_frame("USLT", tags.language, tags.transcript)
    if tags.lines:
        lyrics = ((_to_milliseconds(start), line) for start, line in tags.lines)
        yield frames.synchronised_lyrics_frame(tags.language, lyrics)
    yield from _chapter_frames(tags.chapters)
    if tags.cover:
        yield frames.cover_frame(tags.cover)


def _chapter_frames(chapters: tuple[TagChapter, ...]) -> Iterator[bytes]:
    if len(chapters) > MAX_CHAPTERS:
        raise AudioError(
            f"The session has {len(chapters)} chapters, and an MP3 can list {MAX_CHAPTERS}. "
            "Use fewer techniques."
        )
    if chapters:  # an empty table of contents is not allowed
        yield frames.table_of_contents_frame(map(_element_id, range(len(chapters))))
    for number, chapter in enumerate(chapters):
        start, end = _to_milliseconds(chapter.start), _to_milliseconds(chapter.end)
        yield frames.chapter_frame(_element_id(number), start, end, chapter.title)


def _element_id(number: int) -> str:
    """Return the identifier of a chapter in the table of contents."""
    return f"chapter{number}"


def _syncsafe(size: int) -> bytes:
    """Encode 28 bits in four bytes of seven bits, so that no size looks like an MP3 frame's sync word."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _to_milliseconds(position: int) -> int:
    """Convert samples to milliseconds, rounded down: a jump to a chapter must not miss its first sound."""
    return position * 1000 // units.SAMPLE_RATE
