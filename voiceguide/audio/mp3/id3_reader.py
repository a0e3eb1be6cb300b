"""Reader of the ID3v2.3 frames that the page of a share shows: the inverse of id3_writer.py.

It reads tags that voiceguide writes, and tags of other programs that use no flags. Other frames are ignored,
since a file without a tag can still be played.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_BYTES = 10
_MAX_TAG_BYTES = 1 << 24
"""Bytes of the largest tag that is read: room for a cover twenty times the size of voiceguide's."""

_MAX_LENGTH_DIGITS = 9
"""Digits of the longest TLEN that is read: eleven days in milliseconds."""


@dataclass(frozen=True, slots=True)
class ParsedTag:
    """Contents of a tag, times in milliseconds; missing ones are empty or 0.

    chapters   (start, end, title), in order
    lines      (start, text) of synchronised lyrics, in order
    cover      JPEG
    """

    title: str = ""
    language: str = ""
    milliseconds: int = 0
    chapters: tuple[tuple[int, int, str], ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    cover: bytes = b""


@dataclass
class _TagParts:
    texts: dict[str, str] = field(default_factory=dict)
    chapters: list[tuple[int, int, str]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    cover: bytes = b""


def tag_size(header: bytes) -> int:
    """Return the size in bytes of the tag with this header of ten bytes.

    Return 0 if the tag is not ID3v2.3, has flags, or is larger than _MAX_TAG_BYTES.
    """
    if (
        len(header) < _HEADER_BYTES
        or not header.startswith(b"ID3\x03")
        or header[5]
        or max(header[6:10]) > 0x7F  # noqa: PLR2004 - sizes in a tag have seven bits a byte
    ):
        return 0
    size = sum(byte << 7 * index for index, byte in enumerate(reversed(header[6:10]))) + _HEADER_BYTES
    return size if size <= _MAX_TAG_BYTES else 0


def parse_tag(tag: bytes) -> ParsedTag:
    """Parse a complete tag. Return an empty ParsedTag if `tag` is not a tag."""
    parts = _TagParts()
    for frame_id, body in _parse_frames(tag[_HEADER_BYTES : tag_size(tag[:_HEADER_BYTES])]):
        try:
            _add_frame(parts, frame_id, body)
        except (ValueError, struct.error, IndexError):
            continue  # a frame that is not as voiceguide writes it
    milliseconds = parts.texts.get("TLEN", "")
    return ParsedTag(
        parts.texts.get("TIT2", ""),
        parts.texts.get("TLAN", ""),
        int(milliseconds)
        if milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= _MAX_LENGTH_DIGITS
        else 0,
        tuple(sorted(parts.chapters)),
        tuple(sorted(parts.lines)),
        parts.cover,
    )


def _parse_frames(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the identifier and body of each frame, up to the padding or anything that is not a frame."""
    position = 0
    while position + _HEADER_BYTES <= len(body):
        frame_id, size, flags = struct.unpack_from(">4sIH", body, position)
        if not frame_id.isalnum() or position + _HEADER_BYTES + size > len(body):
            return
        if not flags:
            yield frame_id.decode("ascii"), body[position + _HEADER_BYTES : position + _HEADER_BYTES + size]
        position += _HEADER_BYTES + size


def _add_frame(parts: _TagParts, frame_id: str, body: bytes) -> None:
    if frame_id in {"TIT2", "TLAN", "TLEN"}:
        parts.texts[frame_id] = _parse_string(body)
    elif frame_id == "CHAP":
        element_id, _, rest = body.partition(b"\0")
        start, end, _, _ = struct.unpack_from(">4I", rest)
        titles = [
            _parse_string(inner_body)
            for inner_id, inner_body in _parse_frames(rest[16:])
            if inner_id == "TIT2"
        ]
        parts.chapters.append((start, end, titles[0] if titles else element_id.decode("latin-1")))
    elif frame_id == "SYLT" and body[4] == 2:  # noqa: PLR2004 - times in milliseconds
        parts.lines += _parse_lyrics(body)
    elif frame_id == "APIC":
        mime_type, _, rest = body[1:].partition(b"\0")
        # The page is given a JPEG or nothing; the description must be Latin-1.
        if body[0] == 0 and mime_type == b"image/jpeg":
            parts.cover = rest[1:].partition(b"\0")[2]


def _parse_lyrics(body: bytes) -> Iterator[tuple[int, str]]:
    _, position = _parse_terminated_string(body, 6, body[0])
    while position < len(body):
        text, position = _parse_terminated_string(body, position, body[0])
        yield struct.unpack_from(">I", body, position)[0], text
        position += 4


def _parse_terminated_string(body: bytes, start: int, charset: int) -> tuple[str, int]:
    """Return a zero-terminated string, and the position after its terminator."""
    if charset == 0:
        end = body.index(b"\0", start)
        return body[start:end].decode("latin-1"), end + 1
    end = start
    while body[end : end + 2] != b"\0\0":
        end += 2
        if end > len(body):
            raise ValueError("a string has no terminator")
    return body[start:end].decode("utf-16"), end + 2


def _parse_string(body: bytes) -> str:
    if body[:1] not in {b"\0", b"\1"}:
        raise ValueError("unknown text encoding")
    return body[1:].decode("utf-16" if body[0] else "latin-1").rstrip("\0")
