"""Any file of scripts, read as what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script.files import detect_kind, script_name
from voiceguide.script.reader import read_position_changes, read_safety_notes, read_session, read_technique
from voiceguide.script.source import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.script.model import PositionChange, SafetyNotes, Session, Technique

SHARED_FILE_READERS: dict[str, Callable[[str, str], tuple[PositionChange, ...] | SafetyNotes]] = {
    "positions.md": read_position_changes,
    "safety.md": read_safety_notes,
}
"""How the files are read whose words all scripts share: from their text, and what people call them."""


def read_script(path: Path) -> Technique | Session:
    """A script from anywhere: a session if it has a length or uses techniques, else a technique.

    Raises AskedError, FileError or ScriptError.
    """
    name, text = script_name(path), read_text(path, str(path))
    return (read_session if detect_kind(text) == "sessions" else read_technique)(text, name, str(path))
