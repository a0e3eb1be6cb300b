"""A session on the spot, from the names of techniques, and as a script to keep."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.cache import write_text
from voiceguide.errors import AskedError, FileError
from voiceguide.export.render import perform
from voiceguide.plan.choices import Choices
from voiceguide.plan.options import MENU
from voiceguide.plan.plan import make_plan
from voiceguide.script import printer
from voiceguide.script.files import SHARED
from voiceguide.script.formatter import layout
from voiceguide.script.front_matter import title_of
from voiceguide.script.model import Setting, Use
from voiceguide.script.reader import read_session
from voiceguide.script.shelf import library
from voiceguide.script.source import shown
from voiceguide.script.uses import AROUND, fill_value
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from voiceguide.export.render import Watch
    from voiceguide.plan.plan import Part
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique

USUAL_NAME = "my-session"

_IN_SCRIPTS = {"wishes", "skip", "avoid"}
"""The fields of Choices that decide which techniques there are, and their values."""


def compose(
    names: tuple[str, ...], choices: Choices, *, name: str = USUAL_NAME, title: str = ""
) -> tuple[Session, Library]:
    """A session of these techniques in this order, and the library that has them.

    The bells stand before them and the closing words after; the last one that can fill the time does, where
    a length is asked for. Raises AskedError for a name that is not there, ScriptError.
    """
    if not SCRIPT_NAME.fullmatch(name):
        raise AskedError(f"“{shown(name)}” is no name for a script: write it like “my-evening”.")
    usual = library(choices.scripts)
    first = usual.technique(names[0])
    known = usual.speaking(first.language)
    techniques = tuple(known.technique(each) for each in _surrounded(names))
    return read_session(
        _script(techniques, choices.length, title or title_of(name)), name, f"{name}.md"
    ), known


def place(known: Library, choices: Choices, name: str) -> Path:
    """Where a session of that name would be kept: in the user's folder. Raises AskedError if it is taken."""
    path = (choices.scripts or paths.scripts()) / f"{name}.md"
    if path.name in SHARED or name in {*known.sessions, *known.techniques} or os.path.lexists(path):
        raise AskedError(f"There is a script called “{name}” already. Choose another name.")
    return path


def keep(
    session: Session, known: Library, choices: Choices, path: Path, watch: Watch | None = None
) -> tuple[str, ...]:
    """Writes a session as a script, laid out, and gives what must be said of it, in a sentence each.

    What the listener wished of values stands in it, and what they left out does not. A length is looked at
    first, for which the session is spoken where the store lacks it, and `watch` told. Raises AskedError for
    a length that cannot be met or what a script cannot say, FileError where it cannot be written, and
    VoiceguideError for what speaking raises.
    """
    plan = make_plan(session, known, choices)
    if choices.beyond or any(part.sided for part in plan.parts):
        raise AskedError(
            "A script keeps to limits, and its sides are alike: leave those choices to “render”."
        )
    if choices.length:
        perform((session, known), choices, watch=watch)
    text = _text(tuple(map(_use, plan.parts)), session.title, choices.length, session.language)
    file = str(path)
    laid_out = layout(text, file, lambda plain: read_session(plain, session.name, file))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} cannot be made: {error.strerror}.") from error
    write_text(path, laid_out)
    return (*plan.notes, *_not_kept(choices))


def _not_kept(choices: Choices) -> Iterator[str]:
    """A sentence on what was asked for now that is for a listener to choose, not for a script to say."""
    usual = Choices()
    rows = (row for row in MENU if row.for_all and row.field not in {*choices.remembered, *_IN_SCRIPTS})
    names = [row.name for row in rows if getattr(choices, row.field) != getattr(usual, row.field)]
    if names:
        yield f"Not in the script: {', '.join(names)}. “voiceguide set” remembers such for every session."


def _surrounded(names: tuple[str, ...]) -> tuple[str, ...]:
    before, after = AROUND
    inside = tuple(each for each in names if each not in AROUND)
    return (before, *inside, after)


def _script(techniques: tuple[Technique, ...], length: int, title: str) -> str:
    """The text of a session that uses them."""
    place = techniques[0].place
    able = [
        technique.name for technique in techniques if fill_value(technique) and technique.name not in AROUND
    ]
    uses = [Use(technique.name, place) for technique in techniques]
    if able and length:
        last = max(number for number, use in enumerate(uses) if use.technique == able[-1])
        uses[last] = replace(uses[last], fill=True)
    return _text(uses, title, length, techniques[0].language)


def _use(part: Part) -> Use:
    technique = part.technique
    return Use(technique.name, technique.place, _settings(part), fill=bool(part.fill))


def _settings(part: Part) -> tuple[Setting, ...]:
    """What the listener wished of a technique's values, where that differs from what is written."""
    values = (value for value in part.technique.values if value.name in part.wished)
    return tuple(
        Setting(value.name, value.unit, part.amount(value.name), part.technique.place)
        for value in values
        if part.amount(value.name) != value.default
    )


def _text(uses: Sequence[Use], title: str, length: int, language: str) -> str:
    front = [f"title: {title}", *([f"length: {printer.length(length)}"] if length else [])]
    front += [f"language: {language}"] if language != "en" else []
    return "\n".join(["---", *front, "---", "", *(f"- {printer.dose(use)}" for use in uses), ""])
