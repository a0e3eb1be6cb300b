"""Manifest of a batch: each file with its hash, length and choices, and what had to give, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MANIFEST_NAMES = ("manifest.csv", "manifest.json")

_COLUMNS = ("file", "name", "script", "choices", "length", "size", "sha256", "notes")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One file of a batch. `length` is in samples, 0 for a calendar or a page; `size` is in bytes."""

    file: str
    name: str
    script: str
    choices: str
    length: int
    size: int
    sha256: str
    notes: tuple[str, ...]


def manifest_csv(entries: Iterable[ManifestEntry]) -> Iterator[bytes]:
    """Yield the manifest as CSV, a line at a time, with a byte order mark by which spreadsheets know UTF-8."""
    yield b"\xef\xbb\xbf"
    yield _csv_line(_COLUMNS)
    for entry in entries:
        length = units.format_clock(entry.length) if entry.length else ""
        texts = (entry.file, entry.name, entry.script, entry.choices, length, str(entry.size), entry.sha256)
        yield _csv_line((*texts, " ".join(entry.notes)))


def manifest_json(entries: Iterable[ManifestEntry]) -> Iterator[bytes]:
    """Yield the manifest as a JSON array, a line an entry; lengths are in seconds."""
    separator = "[\n"
    for entry in entries:
        fields = {
            "file": entry.file,
            "name": entry.name,
            "script": entry.script,
            "choices": entry.choices,
            "length": units.to_seconds(entry.length),
            "size": entry.size,
            "sha256": entry.sha256,
            "notes": entry.notes,
        }
        yield (separator + json.dumps(fields, ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"


def _csv_line(texts: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(text) for text in texts])
    return line.getvalue().encode()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
