"""Process that reads a PDF or Word document, the only importer of markitdown.

It reads the document from standard input, and writes its Markdown to standard output. It can open no connection,
start no program, and open no file for writing: an audit hook refuses.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import ModuleType

_MEMORY_BYTES = 1_500_000_000
"""Address space: libraries and what they map take most of it."""

_DATA_BYTES = 120_000_000
"""Bytes of data for a document, beyond what the libraries take. The parent measures the memory that is used, but not
often enough for what grows by all of this between two measurements."""

_CPU_SECONDS = 5

OUT_OF_MEMORY = 3
"""Exit code where no memory is left."""

_FORBIDDEN = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise PermissionError for what a reader of documents has no need to do."""
    if event.startswith(_FORBIDDEN) or event in {"os.remove", "os.rename", "os.mkdir", "os.rmdir"}:
        raise PermissionError(event)
    if event == "open" and arguments[0] != os.devnull:
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & _WRITING
        ):
            raise PermissionError(f"{arguments[0]} is opened for writing")


def main() -> None:
    """Convert a document; the first argument is its suffix."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime can load
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit; the parent measures there too
    data = sys.stdin.buffer.read()
    # markitdown guesses the kind of a file with a neural network, which would take most of the time and memory.
    # The kind is known here.
    guesser = ModuleType("magika")
    guesser.Magika = object  # type: ignore[attr-defined]
    sys.modules["magika"] = guesser
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter, PdfConverter

    _limit_data()
    suffix = sys.argv[1]
    converter = (PdfConverter if suffix == ".pdf" else DocxConverter)()
    try:
        result = converter.convert(io.BytesIO(data), StreamInfo(extension=suffix))
        sys.stdout.buffer.write(result.markdown.encode("utf-8", errors="replace"))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # without more work, for which there is no memory


def _limit_data() -> None:
    """Limit the data of this process to what it has and _DATA_BYTES more, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + _DATA_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    except (ImportError, OSError, ValueError, IndexError):
        pass  # the parent measures there too


if __name__ == "__main__":
    main()
