"""Seeds of the fuzzing: all scripts of the project, good or bad, and the words of the script format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz import choices_from_bytes
from tests.helpers import error_cases
from tests.helpers.shipped_scripts import SCRIPT_PATHS, SCRIPT_READERS
from voiceguide.language import LANGUAGES
from voiceguide.script.vocabulary import (
    BREATH_PHASES,
    CHIME_TONES,
    CONDITIONS,
    MARKS,
    POSITIONS,
    RESERVED_NAMES,
    SESSION_KEYS,
    STEP_KINDS,
    TECHNIQUE_KEYS,
    CueStyle,
    Level,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT_KINDS = tuple(SCRIPT_READERS)
"""Kinds of scripts, by the names of their readers."""

HEADER_BYTES = 1 + choices_from_bytes.CHOICE_BYTES
"""Number of bytes before a script: its kind, and the choices of a listener."""

_TESTS = Path(__file__).parent.parent
_SESSION = re.compile(rb"^(?:length:|- use )", re.MULTILINE)


def _good_inputs() -> Iterator[bytes]:
    for name, path in SCRIPT_PATHS.items():
        folders = {"sessions", "programmes"} & set(name.parts)
        yield _make_input(folders.pop() if folders else name.stem, path.read_bytes())
    for folder in ("cases", "warnings", "errors/library"):
        for path in sorted((_TESTS / folder).rglob("*.md")):
            yield _make_input(path.stem, path.read_bytes())


def _make_input(kind_name: str, file: bytes) -> bytes:
    """Return an input; its kind is `kind_name` (“sessions”, “positions”, …), or is detected in the file."""
    kind = kind_name if kind_name in SCRIPT_KINDS else f"{kind_name}.md"
    if kind not in SCRIPT_KINDS:
        kind = "sessions" if _SESSION.search(file) else "techniques"
    return bytes([SCRIPT_KINDS.index(kind)]).ljust(HEADER_BYTES, b"\0") + file


GOOD_INPUTS = tuple(_good_inputs())
BAD_INPUTS = tuple(_make_input(case.parts[0], error_cases.script_bytes(case)) for case in error_cases.CASES)

_TIMES = ("20s", "1.5s", "1:30", "2 min", "24h", "0.001s")
_COUNTS = ("1", "2", "1000", "1001")
_PUNCTUATION = (
    "---",
    "\n\n",
    "- ",
    "  - ",
    "> ",
    "## ",
    "<!-- ",
    " -->",
    "{",
    "}",
    "(",
    ")",
    "@",
    "*",
    "…",
    ", ",
)

TOKENS = tuple(
    dict.fromkeys(
        (
            *_PUNCTUATION,
            *_TIMES,
            *_COUNTS,
            *(f"{key}: " for key in (*TECHNIQUE_KEYS, *SESSION_KEYS, "hold", "rounds", "times")),
            *(f"{verb} " for verb in STEP_KINDS),
            *(f"{mark.example} " for mark in MARKS.values()),
            *(f"{{{name}}}" for name in (*RESERVED_NAMES, "hold", "rounds", "times")),
            *(f"{phase} 2s" for phase in (*BREATH_PHASES, "up", "down")),
            *(f", {option} 5s" for option in ("ready", "switch", "rest")),
            *(
                f", {option}"
                for option in ("each side", "right first", "left first", "optional", "fill", *CueStyle)
            ),
            *(f", {level} 15s" for level in Level),
            *("2 x ", "{rounds} x ", "12 times", " (10s-30s)", " as ", "use settle", "## full", "## short"),
            *(f"## to {goal}" for goal in POSITIONS),
            *("## Week 1: ", "## Weeks 2 to 3", "## Rules", "Monday to Friday at 8:00: ", " and Sunday"),
            *(*POSITIONS, *CONDITIONS, *CHIME_TONES, *LANGUAGES.codes),
        )
    )
)
"""Words of the vocabulary as they are written."""
