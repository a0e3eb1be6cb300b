"""The ID3v2.3 tag before the sound: what a session is called, its words, its chapters and its cover.

Without unsynchronisation, and with the frames in the order that the most particular players want.
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
"""The table of contents counts its entries in one byte."""

_PADDING_BYTES = 2048  # room for other programs to change a tag without moving the sound
_SPEECH_GENRE = "101"  # the genre's number in ID3v1 as Winamp extended it
_COMMENT_LANGUAGE = "eng"  # what a comment is in, whatever is spoken
_FIRST_OF_JANUARY = "0101"  # the day, as DDMM: see the year


@dataclass(frozen=True, slots=True)
class TagChapter:
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
    chapters: tuple[TagChapter, ...] = ()
    cover: bytes = b""


def encode_tag(tags: Tags) -> bytes:
    """The whole tag, padding included; the same bytes for the same tags.

    Raises SoundError if there are more than 255 chapters.
    """
    body = b"".join(_tag_frames(tags)) + bytes(_PADDING_BYTES)
    return b"ID3" + bytes((3, 0, 0)) + _syncsafe(len(body)) + body


def _tag_frames(tags: Tags) -> Iterator[bytes]:
    yield frames.text_frame("TIT2", tags.title)
    yield frames.text_frame("TPE1", tags.artist)
    yield frames.text_frame("TPE2", tags.artist)
    yield frames.text_frame("TALB", tags.album)
    if tags.track:
        yield frames.text_frame("TRCK", str(tags.track))
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
    """The name by which the table of contents refers to a chapter."""
    return f"chapter{number}"


def _syncsafe(size: int) -> bytes:
    """28 bits in four bytes of seven, so that no size looks like the start of an MP3 frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _to_milliseconds(position: int) -> int:
    """Rounded down: a jump to a chapter must not land behind its first sound."""
    return position * 1000 // units.SAMPLE_RATE
