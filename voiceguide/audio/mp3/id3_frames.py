"""Encoding of ID3v2.3 frames.

Layout: “ID3 tag version 2.3.0” and “ID3v2 Chapter Frame Addendum 1.0” (id3.org). Text is Latin-1 where possible,
since more players read it, else UTF-16 with an explicit byte order, so that all machines write equal bytes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3.frames import FRAME_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

_LATIN_1, _UTF_16 = b"\0", b"\1"
_BYTE_ORDER_MARK = b"\xff\xfe"
_TOP_LEVEL_ORDERED_FLAGS = 3
_NO_OFFSET = 0xFFFFFFFF  # of a chapter, which is then defined by its times
_TIMESTAMPS_IN_MILLISECONDS, _LYRICS_CONTENT = b"\2", b"\1"
_FRONT_COVER = b"\3"
_MINUTE_MS = 60_000
_MINUTE_FRAMES = _MINUTE_MS * units.SAMPLE_RATE // 1000 // units.FRAME_SAMPLES


def encode_frame(frame_id: str, body: bytes) -> bytes:
    """Encode a frame with a four-letter identifier and no flags."""
    return struct.pack(">4sIH", frame_id.encode("ascii"), len(body), 0) + body


def text_frame(frame_id: str, string: str) -> bytes:
    """Encode a text information frame such as TIT2."""
    charset = _charset_for(string)
    return encode_frame(frame_id, charset + _encode_string(string, charset))


def language_text_frame(frame_id: str, language: str, string: str) -> bytes:
    """Encode COMM or USLT: text in a language (ISO 639-2), with an empty description."""
    charset = _charset_for(string)
    return encode_frame(
        frame_id,
        charset
        + language.encode("ascii")
        + _encode_terminated_string("", charset)
        + _encode_string(string, charset),
    )


def synchronised_lyrics_frame(language: str, lines: Iterable[tuple[int, str]]) -> bytes:
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
    return encode_frame(
        "SYLT",
        header
        + b"".join(
            _encode_terminated_string(line, charset) + struct.pack(">I", start) for start, line in lines
        ),
    )


def table_of_contents_frame(element_ids: Iterable[str]) -> bytes:
    """Encode CTOC: the table of contents, with the identifiers of at most 255 chapters in order."""
    children = [element_id.encode("ascii") + b"\0" for element_id in element_ids]
    return encode_frame(
        "CTOC", b"contents\0" + bytes((_TOP_LEVEL_ORDERED_FLAGS, len(children))) + b"".join(children)
    )


def chapter_frame(element_id: str, start: int, end: int, title: str) -> bytes:
    """Encode CHAP: a chapter, from `start` to `end` in milliseconds."""
    times = struct.pack(">4I", start, end, _NO_OFFSET, _NO_OFFSET)
    return encode_frame("CHAP", element_id.encode("ascii") + b"\0" + times + text_frame("TIT2", title))


def seek_table_frame(duration: int) -> bytes:
    """Encode MLLT: a seek table for a stream of constant bitrate that lasts `duration` milliseconds.

    Reference points are a minute apart, up to the first after the end. Each deviates by nothing, in one byte.
    """
    intervals = (
        _MINUTE_FRAMES.to_bytes(2) + (_MINUTE_FRAMES * FRAME_BYTES).to_bytes(3) + _MINUTE_MS.to_bytes(3)
    )
    deviations = bytes(-(-duration // _MINUTE_MS))
    return encode_frame("MLLT", intervals + bytes((4, 4)) + deviations)


def cover_frame(jpeg: bytes) -> bytes:
    """Encode APIC: the front cover. Its description is Latin-1, since some players read nothing else there."""
    return encode_frame("APIC", _LATIN_1 + b"image/jpeg\0" + _FRONT_COVER + b"Cover\0" + jpeg)


def _charset_for(string: str) -> bytes:
    try:
        string.encode("latin-1")
    except UnicodeEncodeError:
        return _UTF_16
    return _LATIN_1


def _encode_string(string: str, charset: bytes) -> bytes:
    return string.encode("latin-1") if charset == _LATIN_1 else _BYTE_ORDER_MARK + string.encode("utf-16-le")


def _encode_terminated_string(string: str, charset: bytes) -> bytes:
    return _encode_string(string, charset) + b"\0" * (1 if charset == _LATIN_1 else 2)
