"""Bad scripts of tests/errors and the messages of each. A case consists of two files.

NAME.md is the script, or NAME.bytes where git or an editor would change it: then with escapes such as
\\r or \\xff. NAME.txt holds the messages, one a line, without the name of the file. The folder determines how a
script is read: as a session, as a programme, as positions.md, as safety.md, or else as a technique.
"""

from __future__ import annotations

from pathlib import Path

from voiceguide.checks.programme import AUTHORS_CHOICES
from voiceguide.errors import ScriptError
from voiceguide.plan.schedule import make_schedule
from voiceguide.script.library import Library
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.reader import parse_session, read_position_changes, read_safety_notes, read_technique
from voiceguide.script.source import blank_comments, decode

ERRORS_DIR = Path(__file__).parent.parent / "errors"
LIBRARY = Library(ERRORS_DIR / "library")

CASES = tuple(
    path.relative_to(ERRORS_DIR)
    for path in sorted(ERRORS_DIR.rglob("*.*"))
    if path.suffix in {".md", ".bytes"} and not path.is_relative_to(LIBRARY.root)
)


def script_bytes(case: Path) -> bytes:
    """Return the bytes of a bad script."""
    data = (ERRORS_DIR / case).read_bytes()
    if case.suffix == ".md":
        return data
    return data.decode("ascii").encode().decode("unicode_escape").encode("latin-1")


def expected_messages(case: Path) -> tuple[str, ...]:
    """Return the expected messages of a bad script, without the name of the file."""
    return tuple((ERRORS_DIR / case).with_suffix(".txt").read_text(encoding="utf-8").splitlines())


def actual_messages(case: Path) -> tuple[str, ...]:
    """Return the actual messages of a bad script, without the name of the file."""
    try:
        _parse_case(case)
    except ScriptError as error:
        return tuple(str(problem).removeprefix(f"{case}:") for problem in error.problems)
    return ()


def _parse_case(case: Path) -> None:
    text = blank_comments(decode(script_bytes(case), str(case)))
    match case.parts[0]:
        case "sessions":
            LIBRARY.resolve_techniques(LIBRARY.ensure_readable(*parse_session(text, case.stem, str(case))))
        case "programmes":
            make_schedule(read_programme(text, case.stem, str(case)), LIBRARY, AUTHORS_CHOICES)
        case "positions":
            read_position_changes(text, str(case))
        case "safety":
            read_safety_notes(text, str(case))
        case _:
            read_technique(text, case.stem, str(case))
