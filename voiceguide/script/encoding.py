"""Decode the bytes of a text file, whatever editor wrote them, and bring its blanks and line ends into one form."""

from __future__ import annotations

import unicodedata
from typing import Final

ENCODINGS: Final = ("latin-1", "utf-16")
"""Encodings besides UTF-8 that editors write, by the names that `voiceguide format --from` takes."""

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
"""Marks of UTF-32, which no editor writes by itself: it is converted like UTF-16, under that name."""

_SAMPLE_BYTES = 1_000
"""Bytes from which UTF-16 without a mark is recognised: every second one is 0 in Latin letters."""


def other_encoding(data: bytes) -> str | None:
    """Return the one of ENCODINGS in which a text was probably written, None for UTF-8 and for what is no text."""
    if data.startswith((*_UTF_16_MARKS, *_UTF_32_MARKS)) or _utf_16_without_mark(data):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        is_text = all(byte >= ord(" ") or byte in b"\t\n\r\f" for byte in data)
        return "latin-1" if is_text else None
    return None


def decode_from(data: bytes, encoding: str) -> str:
    """Return the text of bytes in one of ENCODINGS. Latin-1 has the letters that Windows adds to it."""
    if encoding == "utf-16":
        codec = "utf-32" if data.startswith(_UTF_32_MARKS) else _utf_16_without_mark(data) or "utf-16"
        return data.decode(codec, errors="replace")
    return "".join(
        chr(byte) if (text := bytes((byte,)).decode("cp1252", errors="ignore")) == "" else text
        for byte in data
    )


def _utf_16_without_mark(data: bytes) -> str | None:
    """Return the codec of UTF-16 text without a byte order mark, None for other data."""
    if data.startswith(_UTF_16_MARKS):
        return None
    sample = data[:_SAMPLE_BYTES]
    first, second = sample[::2], sample[1::2]
    if len(second) > 1 and second.count(0) * 2 > len(second) and 0 not in first:
        return "utf-16-le"
    if len(second) > 1 and first.count(0) * 2 > len(first) and 0 not in second:
        return "utf-16-be"
    return None


def canonical_text(text: str) -> str:
    """Return a text without a byte order mark, with LF line ends, and with plain spaces for tabs and other blanks.

    A tab at the start of a line becomes two spaces, as scripts are indented. A letter and a combining accent become
    one character where Unicode has it (NFC), as most editors write it.
    """
    text = text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and "\t" not in text:
        return text
    return "\n".join(map(_canonical_line, text.split("\n")))


def _canonical_line(line: str) -> str:
    if line.isascii() and "\t" not in line:
        return line
    content = line.lstrip("\t ")
    indent = line[: len(line) - len(content)].replace("\t", "  ")
    return indent + "".join(
        " " if character == "\t" or unicodedata.category(character) == "Zs" else character
        for character in unicodedata.normalize("NFC", content)
    )
