"""The frames of an ID3v2.3 tag, each as bytes.

Layout: “ID3 tag version 2.3.0” and “ID3v2 Chapter Frame Addendum 1.0” (id3.org). Text is Latin-1 unless it
can't be: the plainest tag is the one most players read. Byte order is written out, before every string, so
that every machine makes the same bytes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LATIN_1, _UTF_16 = b"\0", b"\1"
_BYTE_ORDER = b"\xff\xfe"
_TOP_LEVEL_ORDERED = 3
_NO_OFFSET = 0xFFFFFFFF  # the times hold, no byte offsets
_IN_MILLISECONDS, _LYRICS = b"\2", b"\1"
_FRONT_COVER = b"\3"


def frame(name: str, body: bytes) -> bytes:
    """A frame by its four letters, without flags."""
    return struct.pack(">4sIH", name.encode("ascii"), len(body), 0) + body


def text(name: str, words: str) -> bytes:
    """A text frame: TIT2 and its like."""
    charset = _charset(words)
    return frame(name, charset + _encoded(words, charset))


def long_text(name: str, language: str, words: str) -> bytes:
    """COMM or USLT: text in a language, its description left empty."""
    charset = _charset(words)
    return frame(name, charset + language.encode("ascii") + _ended("", charset) + _encoded(words, charset))


def timed_text(language: str, lines: Iterable[tuple[int, str]]) -> bytes:
    """SYLT: lines of text, each with the millisecond at which it begins, in rising order."""
    lines = tuple(lines)
    charset = _charset("".join(line for _, line in lines))
    head = charset + language.encode("ascii") + _IN_MILLISECONDS + _LYRICS + _ended("", charset)
    return frame("SYLT", head + b"".join(_ended(line, charset) + struct.pack(">I", at) for at, line in lines))


def contents(elements: Iterable[str]) -> bytes:
    """CTOC: the chapters by name, in their order; at most 255."""
    children = [element.encode("ascii") + b"\0" for element in elements]
    return frame("CTOC", b"contents\0" + bytes((_TOP_LEVEL_ORDERED, len(children))) + b"".join(children))


def chapter(element: str, start: int, end: int, title: str) -> bytes:
    """CHAP: a chapter, its times in milliseconds."""
    times = struct.pack(">4I", start, end, _NO_OFFSET, _NO_OFFSET)
    return frame("CHAP", element.encode("ascii") + b"\0" + times + text("TIT2", title))


def picture(jpeg: bytes) -> bytes:
    """APIC: the front cover, described in Latin-1, since some players read nothing else there."""
    return frame("APIC", _LATIN_1 + b"image/jpeg\0" + _FRONT_COVER + b"Cover\0" + jpeg)


def _charset(words: str) -> bytes:
    try:
        words.encode("latin-1")
    except UnicodeEncodeError:
        return _UTF_16
    return _LATIN_1


def _encoded(words: str, charset: bytes) -> bytes:
    return words.encode("latin-1") if charset == _LATIN_1 else _BYTE_ORDER + words.encode("utf-16-le")


def _ended(words: str, charset: bytes) -> bytes:
    return _encoded(words, charset) + b"\0" * (1 if charset == _LATIN_1 else 2)
