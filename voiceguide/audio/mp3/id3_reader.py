"""Reader of the ID3 frames that the page of a share shows: the inverse of id3_writer.py.

It reads tags that voiceguide writes (ID3v2.3), and those that other programs saved as ID3v2.3 or 2.4. Compressed and
encrypted frames are ignored, since a file without a tag can still be played. Layout: “ID3 tag version 2.4.0 - Main
Structure” (id3.org), section 3 for the tag and 4.1 for the flags of frames.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_BYTES = 10
_VERSION_2_4 = 4
_UNSYNCHRONISED_TAG, _EXTENDED_HEADER = 0x80, 0x40
_UNSYNCHRONISED_FRAME, _LENGTH_INDICATOR = 0x02, 0x01
_READABLE_FLAGS = {3: 0, _VERSION_2_4: _UNSYNCHRONISED_FRAME | _LENGTH_INDICATOR}
"""Flags of a frame's format that are understood, by version of the tag."""

_CHARSETS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
"""Python's names of the encodings of text, by their number."""

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

    Return 0 if the tag is neither ID3v2.3 nor 2.4, or is larger than _MAX_TAG_BYTES.
    """
    if len(header) < _HEADER_BYTES or header[:4] not in {b"ID3\x03", b"ID3\x04"} or max(header[6:10]) > 0x7F:  # noqa: PLR2004 - sizes in a tag have seven bits a byte
        return 0
    size = _parse_syncsafe(header[6:10]) + _HEADER_BYTES
    return size if size <= _MAX_TAG_BYTES else 0


def parse_tag(tag: bytes) -> ParsedTag:
    """Parse a complete tag. Return an empty ParsedTag if `tag` is not a tag."""
    parts = _TagParts()
    size = tag_size(tag[:_HEADER_BYTES])
    version = tag[3] if size else 0
    for frame_id, body in _parse_frames(_frames_of_tag(tag[:size]), version):
        try:
            _add_frame(parts, frame_id, body, version)
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


def _parse_syncsafe(data: bytes) -> int:
    """Return a number written with seven bits a byte."""
    return sum((byte & 0x7F) << 7 * index for index, byte in enumerate(reversed(data)))


def _frames_of_tag(tag: bytes) -> bytes:
    """Return the frames of a whole tag, without its header and extended header."""
    body = tag[_HEADER_BYTES:]
    flags = tag[5] if tag else 0
    if flags & _UNSYNCHRONISED_TAG and tag[3] < _VERSION_2_4:  # in 2.4 each frame says so
        body = _resynchronise(body)
    if flags & _EXTENDED_HEADER:
        size = body[:4]
        body = body[_parse_syncsafe(size) if tag[3] == _VERSION_2_4 else 4 + int.from_bytes(size) :]
    return body


def _resynchronise(data: bytes) -> bytes:
    return data.replace(b"\xff\0", b"\xff")


def _parse_frames(body: bytes, version: int) -> Iterator[tuple[str, bytes]]:
    """Yield the identifier and body of each frame, up to the padding or anything that is not a frame."""
    position = 0
    while position + _HEADER_BYTES <= len(body):
        frame_id, size_bytes, flags = struct.unpack_from(">4s4sxB", body, position)
        size = _parse_syncsafe(size_bytes) if version == _VERSION_2_4 else int.from_bytes(size_bytes)
        start = position + _HEADER_BYTES
        if not frame_id.isalnum() or start + size > len(body):
            return
        if not flags & ~_READABLE_FLAGS[version]:
            content = body[start + 4 * (flags & _LENGTH_INDICATOR) : start + size]
            yield (
                frame_id.decode("ascii"),
                _resynchronise(content) if flags & _UNSYNCHRONISED_FRAME else content,
            )
        position = start + size


def _add_frame(parts: _TagParts, frame_id: str, body: bytes, version: int) -> None:
    if frame_id in {"TIT2", "TLAN", "TLEN"}:
        parts.texts[frame_id] = _parse_string(body)
    elif frame_id == "CHAP":
        element_id, _, rest = body.partition(b"\0")
        start, end, _, _ = struct.unpack_from(">4I", rest)
        titles = [
            _parse_string(inner_body)
            for inner_id, inner_body in _parse_frames(rest[16:], version)
            if inner_id == "TIT2"
        ]
        parts.chapters.append((start, end, titles[0] if titles else element_id.decode("latin-1")))
    elif frame_id == "SYLT" and body[4] == 2:  # noqa: PLR2004 - times in milliseconds
        parts.lines += _parse_lyrics(body)
    elif frame_id == "APIC":
        mime_type, _, rest = body[1:].partition(b"\0")
        if mime_type == b"image/jpeg":  # the page is given a JPEG or nothing
            _, position = _parse_terminated_string(rest, 1, body[0])
            parts.cover = rest[position:]


def _parse_lyrics(body: bytes) -> Iterator[tuple[int, str]]:
    _, position = _parse_terminated_string(body, 6, body[0])
    while position < len(body):
        text, position = _parse_terminated_string(body, position, body[0])
        yield struct.unpack_from(">I", body, position)[0], text
        position += 4


def _parse_terminated_string(body: bytes, start: int, charset: int) -> tuple[str, int]:
    """Return a zero-terminated string, and the position after its terminator."""
    width = 2 if charset in {1, 2} else 1
    end = start
    while (terminator := body[end : end + width]) != bytes(width):
        end += width
        if not terminator:
            raise ValueError("a string has no terminator")
    return body[start:end].decode(_CHARSETS[charset]), end + width


def _parse_string(body: bytes) -> str:
    """Return the first string of a text frame."""
    return body[1:].decode(_CHARSETS[body[0]]).partition("\0")[0]
