"""What the tag of a file says, as far as a listener is shown it: the way back from id3.py.

It reads the plain ID3v2.3 that we write, and what others write as plainly. Whatever it does not understand
is not there: a file without a tag can still be heard.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = 10
_MOST = 1 << 24
"""Bytes of a tag that are read at all: a cover of twenty times ours still fits."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a tag says; times in milliseconds, `chapters` with start, end and title, `lines` with a start."""

    title: str = ""
    language: str = ""
    length: int = 0
    chapters: tuple[tuple[int, int, str], ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    cover: bytes = b""


@dataclass
class _Found:
    texts: dict[str, str] = field(default_factory=dict)
    chapters: list[tuple[int, int, str]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    cover: bytes = b""


def tag_size(head: bytes) -> int:
    """Bytes of the tag that begins with these ten: 0 for none of version 2.3 without flags, or a huge one."""
    if len(head) < _HEAD or not head.startswith(b"ID3\x03") or head[5] or max(head[6:10]) > 0x7F:  # noqa: PLR2004 - seven bits
        return 0
    size = sum(byte << 7 * place for place, byte in enumerate(reversed(head[6:10]))) + _HEAD
    return size if size <= _MOST else 0


def read_tag(tag: bytes) -> Told:
    """What a whole tag says; nothing for one that is none."""
    found = _Found()
    for name, body in _frames(tag[_HEAD : tag_size(tag[:_HEAD])]):
        try:
            _take(found, name, body)
        except (ValueError, struct.error, IndexError):
            continue  # a frame of another make
    length = found.texts.get("TLEN", "")
    return Told(
        found.texts.get("TIT2", ""),
        found.texts.get("TLAN", ""),
        int(length) if length.isascii() and length.isdigit() and len(length) < _HEAD else 0,
        tuple(sorted(found.chapters)),
        tuple(sorted(found.lines)),
        found.cover,
    )


def _frames(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Each frame's name and body, up to the padding or to what is no frame."""
    at = 0
    while at + _HEAD <= len(body):
        name, size, flags = struct.unpack_from(">4sIH", body, at)
        if not name.isalnum() or at + _HEAD + size > len(body):
            return
        if not flags:
            yield name.decode("ascii"), body[at + _HEAD : at + _HEAD + size]
        at += _HEAD + size


def _take(found: _Found, name: str, body: bytes) -> None:
    if name in {"TIT2", "TLAN", "TLEN"}:
        found.texts[name] = _text(body)
    elif name == "CHAP":
        element, _, rest = body.partition(b"\0")
        start, end, _, _ = struct.unpack_from(">4I", rest)
        titles = [_text(inner) for inside, inner in _frames(rest[16:]) if inside == "TIT2"]
        found.chapters.append((start, end, titles[0] if titles else element.decode("latin-1")))
    elif name == "SYLT" and body[4] == 2:  # noqa: PLR2004 - times in milliseconds
        found.lines += _lines(body)
    elif name == "APIC":
        media, _, rest = body[1:].partition(b"\0")
        # Nothing but a JPEG is handed on, and one that is described in Latin-1.
        if body[0] == 0 and media == b"image/jpeg":
            found.cover = rest[1:].partition(b"\0")[2]


def _lines(body: bytes) -> Iterator[tuple[int, str]]:
    _, at = _until_end(body, 6, body[0])
    while at < len(body):
        text, at = _until_end(body, at, body[0])
        yield struct.unpack_from(">I", body, at)[0], text
        at += 4


def _until_end(body: bytes, start: int, charset: int) -> tuple[str, int]:
    """A text that ends with zeros, and where the next thing stands."""
    if charset == 0:
        end = body.index(b"\0", start)
        return body[start:end].decode("latin-1"), end + 1
    end = start
    while body[end : end + 2] != b"\0\0":
        end += 2
        if end > len(body):
            raise ValueError("a text without an end")
    return body[start:end].decode("utf-16"), end + 2


def _text(body: bytes) -> str:
    if body[:1] not in {b"\0", b"\1"}:
        raise ValueError("letters of another make")
    return body[1:].decode("utf-16" if body[0] else "latin-1").rstrip("\0")
