"""The text of a handout in a file. PDF and Word are read by a process with limits."""

from __future__ import annotations

import subprocess  # starts our own module, without a shell  # nosec B404
import sys
import tempfile
import time
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Final

from voiceguide.errors import FileError, RequestError
from voiceguide.script.adopt.web_page import page_to_markdown
from voiceguide.script.adopt.worker import OUT_OF_MEMORY
from voiceguide.script.encoding import decode_from, other_encoding

MAX_DOCUMENT_BYTES = 20_000_000
"""Bytes of the largest document; a handout with pictures has one or two million."""

MAX_UNPACKED_BYTES = 60_000_000
"""Bytes of all parts of a Word document, which is a ZIP archive, when they are unpacked."""

MAX_PARTS = 5_000
"""Parts of a Word document; a long one with pictures has a hundred."""

MAX_TEXT_BYTES = 1_000_000
MAX_SECONDS: Final = 7.5
"""Seconds on the clock after which a reader is ended. `worker` limits the seconds of a processor to fewer."""

MAX_MEMORY_BYTES: Final = 220_000_000
"""Bytes that a reader may use. With the process that waits for it, and the document there, less than 300 MB."""

_TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".text", ""}
_PAGE_SUFFIXES = {".html", ".htm", ".xhtml"}
_MACRO_PART = "vbaproject.bin"
_POLL_SECONDS = 0.02
_SIGNAL_OF_CPU_LIMIT = 24
"""SIGXCPU on Linux and macOS."""


def read_document(path: Path) -> str:
    """Return the text of a document as Markdown.

    Raise FileError if it cannot be read. Raise RequestError for a document of another kind, and for one that is
    damaged, too large, or takes too long.
    """
    suffix = path.suffix.lower()
    data = _read_bytes(path)
    if data.startswith(b"%PDF"):
        return _convert(data, ".pdf", path)
    if data.startswith(b"PK\x03\x04"):
        _check_archive(data, path)
        return _convert(data, ".docx", path)
    if suffix not in _TEXT_SUFFIXES | _PAGE_SUFFIXES:
        raise RequestError(f"{path} is not a text, Markdown, Word, PDF or HTML file. Save it as one of them.")
    if len(data) > MAX_TEXT_BYTES:
        raise RequestError(
            f"{path} is larger than {MAX_TEXT_BYTES // 1_000_000} MB: more than a handout. Split it."
        )
    encoding = other_encoding(data)
    text = decode_from(data, encoding) if encoding else data.decode("utf-8-sig", errors="replace")
    if "\0" in text:
        raise RequestError(f"{path} is not text. Save it as text, Markdown, Word, PDF or HTML.")
    return page_to_markdown(text) if suffix in _PAGE_SUFFIXES else text


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RequestError(f"There is no file {path}.")
        with path.open("rb") as stream:
            data = stream.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_DOCUMENT_BYTES:
        raise RequestError(
            f"{path} is larger than {MAX_DOCUMENT_BYTES // 1_000_000} MB: more than a handout. Split it."
        )
    return data


def _check_archive(data: bytes, path: Path) -> None:
    """Raise RequestError for an archive that is no Word document, has macros, or grows too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise RequestError(f"{path} is damaged. Open it in a word processor, and save it again.") from None
    names = {part.filename.lower() for part in parts}
    if "word/document.xml" not in names:
        raise RequestError(f"{path} is no Word document. Save it as text, Markdown, Word, PDF or HTML.")
    if any(name.endswith(_MACRO_PART) for name in names):
        raise RequestError(f"{path} has macros. Save it without them, as “.docx”.")
    if len(parts) > MAX_PARTS:
        raise RequestError(f"{path} has more than {MAX_PARTS:,} parts. Save only its text.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise RequestError(
            f"{path} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB. Save only its text."
        )


def _convert(data: bytes, suffix: str, path: Path) -> str:
    """Return the Markdown of a PDF or Word document, made by a process with limits of time and memory."""
    if find_spec("markitdown") is None:
        raise RequestError(
            f'{path}: PDF and Word need the library markitdown: pip install "voiceguide[adopt]". Or save it as text.'
        )
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(data)
        source.seek(0)
        command = [sys.executable, "-m", "voiceguide.script.adopt.worker", suffix]
        with subprocess.Popen(  # noqa: S603 - our own module in this interpreter  # nosec B603
            command, stdin=source, stdout=output, stderr=subprocess.DEVNULL
        ) as process:
            fault = _watch(process)
        if fault:
            raise RequestError(f"{path} {fault}. Copy its words into a text file.")
        if process.returncode == -_SIGNAL_OF_CPU_LIMIT:
            raise RequestError(f"{path} takes too long to read. Copy its words into a text file.")
        if process.returncode == OUT_OF_MEMORY:
            raise RequestError(f"{path} takes too much memory to read. Copy its words into a text file.")
        if process.returncode != 0:
            raise RequestError(
                f"{path} cannot be read: it is damaged, or protected by a password. Save it again."
            )
        output.seek(0)
        text = output.read(MAX_TEXT_BYTES + 1)
    if len(text) > MAX_TEXT_BYTES:
        raise RequestError(f"{path} has more than {MAX_TEXT_BYTES // 1_000_000} MB of words. Split it.")
    return text.decode("utf-8", errors="replace")


def _watch(process: subprocess.Popen[bytes]) -> str:
    """Wait for a process, and end it when it takes too much; return what it took too much of, or ""."""
    start = time.monotonic()
    try:
        while process.poll() is None:
            if time.monotonic() - start > MAX_SECONDS:
                return f"takes longer than {MAX_SECONDS:g} seconds to read"
            if _memory_bytes(process.pid) > MAX_MEMORY_BYTES:
                return f"takes more than {MAX_MEMORY_BYTES // 1_000_000} MB of memory to read"
            time.sleep(_POLL_SECONDS)
    finally:
        process.kill()
    return ""


def _memory_bytes(process_id: int) -> int:
    """Return the memory that a process uses, 0 where the system does not show it in a file."""
    try:
        pages = Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * 4096
