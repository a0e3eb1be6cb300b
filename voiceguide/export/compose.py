"""Sessions composed from the names of techniques, and saved as scripts."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import FileError, Location, RequestError
from voiceguide.export.session import lay_out_session
from voiceguide.files.atomic import write_text
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.plan.overrides import Origin
from voiceguide.plan.planner import make_plan
from voiceguide.script import printer
from voiceguide.script.files import SHARED_FILES, script_name
from voiceguide.script.formatter import format_source
from voiceguide.script.front_matter import title_from_name
from voiceguide.script.library import open_library
from voiceguide.script.model import Section, Use, ValueSetting
from voiceguide.script.reader import read_session
from voiceguide.script.source import printable
from voiceguide.script.step_line import parse_step
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.value_roles import fill_name
from voiceguide.script.vocabulary import SCRIPT_NAME
from voiceguide.script.walk import circuits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.export.clips import ProgressCallback
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session

DEFAULT_NAME = "my-session"

_SCRIPT_FIELDS = {"overrides", "skip", "avoid"}
"""Fields of Choices that select techniques and their values, and so become part of a saved script."""


@dataclass(frozen=True, slots=True)
class CircuitOptions:
    """Rounds of all techniques of a session, the rest between rounds, and the time from one start to the next.

    Both times are in samples, 0 for none.
    """

    rounds: int = 1
    rest: int = 0
    every: int = 0

    def heading(self) -> str:
        """Return the heading of the circuit without its hashes, or "" if the techniques are done once."""
        if self.rounds == 1 and not self.every:
            return ""
        section = Section(
            title="Circuit",
            location=Location("", 1, 1),
            rounds=self.rounds,
            rest=self.rest or None,
            every=self.every or None,
        )
        return printer.format_heading(section)


_NO_CIRCUIT = CircuitOptions()


def compose(
    technique_names: tuple[str, ...],
    choices: Choices,
    *,
    name: str = DEFAULT_NAME,
    title: str = "",
    circuit: CircuitOptions = _NO_CIRCUIT,
) -> tuple[Session, Library]:
    """Return a session of these techniques in this order, and the library that has them.

    Values may follow a name: “squats,times=12”. The session begins and ends with BOOKENDS. If `choices` has a
    length, the last technique that can fill the remaining time does, unless they are a circuit. Raise
    RequestError for an unknown name or a rest without rounds, and ScriptError.
    """
    if circuit.rest and circuit.rounds == 1:
        raise RequestError("A rest lies between rounds: add “--circuit 3”, or leave “--rest” out.")
    if not SCRIPT_NAME.fullmatch(name):
        raise RequestError(f"“{printable(name)}” is not a name for a script: write it like “my-evening”.")
    _reject_paths(technique_names)
    default_library = open_library(choices.scripts_dir, choices.language)
    uses = tuple(map(_parse_use, _with_bookends(technique_names)))
    first = default_library.technique(_parse_use(technique_names[0]).technique)
    library = default_library.for_language(first.language)
    if choices.length and not circuit.heading():
        uses = _with_fill(uses, library)
    for use in uses:
        library.technique(use.technique)
    text = _format_session(
        uses, title or title_from_name(name), choices.length, first.language, circuit.heading()
    )
    return read_session(text, name, f"{name}.md"), library


def _reject_paths(technique_names: tuple[str, ...]) -> None:
    """Raise RequestError if a technique is given by its path."""
    for text in technique_names:
        path = Path(text)
        if not SCRIPT_NAME.fullmatch(text) and (path.suffix == ".md" or len(path.parts) > 1):
            hint = f"Write “{script_name(path)} --scripts {path.parent}”."
            raise RequestError(f"“{printable(text)}” is a path, and a technique has a name here. {hint}")


def new_script_path(language_library: Library, choices: Choices, name: str) -> Path:
    """Return the path of a new script in the user's folder. Raise RequestError if the name is taken."""
    path = (choices.scripts_dir or paths.scripts_dir()) / f"{name}.md"
    if (
        path.name in SHARED_FILES
        or name in {*language_library.session_names, *language_library.technique_names}
        or os.path.lexists(path)
    ):
        raise RequestError(f"There is a script called “{name}” already. Choose another name.")
    return path


def save_script(
    session: Session,
    language_library: Library,
    choices: Choices,
    path: Path,
    on_progress: ProgressCallback | None = None,
) -> tuple[str, ...]:
    """Save a session as a script, and return sentences for the listener.

    The script has the overridden values, and lacks the techniques that were left out. If `choices` has a
    length, the session is laid out first, to check that the length is possible; clips that the cache lacks
    are made, and `on_progress` is called for each. Raise RequestError for a length that is not possible, and
    FileError.
    """
    plan = make_plan(session, language_library, choices)
    if choices.beyond_limits or any(planned_technique.side_values for planned_technique in plan.techniques):
        raise RequestError(
            "A script cannot exceed limits or set one side alone: use those options with “render”."
        )
    if choices.length:
        lay_out_session((session, language_library), choices, on_progress=on_progress)
    uses = tuple(
        _use(planned) for planned in plan.techniques if not planned.circuit or planned.circuit.round == 1
    )
    heading = next((printer.format_heading(circuit.heading) for circuit in circuits(session)), "")
    text = _format_session(uses, session.title, choices.length, session.language, heading)
    file = str(path)
    formatted_text = format_source(text, file, lambda source: read_session(source, session.name, file))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} cannot be created: {error.strerror}.") from error
    write_text(path, formatted_text)
    return (*plan.notes, *_unsaved_choices(choices))


def _unsaved_choices(choices: Choices) -> Iterator[str]:
    """Yield a sentence that names the choices that a script cannot hold."""
    defaults = Choices()
    options = (
        option
        for option in OPTIONS
        if option.allows_global and option.field not in {*choices.preference_fields, *_SCRIPT_FIELDS}
    )
    names = [
        option.name for option in options if getattr(choices, option.field) != getattr(defaults, option.field)
    ]
    if names:
        yield f"Not in the script: {', '.join(names)}. “voiceguide set” remembers them for every session."


def _with_bookends(names: tuple[str, ...]) -> tuple[str, ...]:
    before, after = BOOKENDS
    inside = tuple(name for name in names if name not in BOOKENDS)
    return (before, *inside, after)


def _parse_use(text: str) -> Use:
    """Return the use of a technique in an argument: “squats”, “squats,times=12” or “squats, times 12”.

    Raise RequestError if it cannot be read.
    """
    use, problems = parse_step(f"use {_EQUALS.sub(' ', text)}", Location("compose", 1, 1))
    if problems or not isinstance(use, Use):
        hint = "Write a technique, with values after it if you like: “squats,times=12”."
        raise RequestError(f"“{printable(text)}” is not understood here. {hint}")
    return use


_EQUALS = re.compile(r" *= *")


def _with_fill(uses: tuple[Use, ...], library: Library) -> tuple[Use, ...]:
    """Return the uses, the last one that can fill the time marked to do so."""
    fillable = [
        index
        for index, use in enumerate(uses)
        if use.technique not in BOOKENDS and fill_name(library.technique(use.technique))
    ]
    last = fillable[-1:]
    return tuple(replace(use, fill=True) if index in last else use for index, use in enumerate(uses))


def _use(planned_technique: PlannedTechnique) -> Use:
    technique = planned_technique.technique
    return Use(
        technique.name,
        technique.location,
        _value_settings(planned_technique),
        fill=bool(planned_technique.fill),
    )


def _value_settings(planned_technique: PlannedTechnique) -> tuple[ValueSetting, ...]:
    """Return the values that a session or the listener set, where they differ from the defaults."""
    origins = {name: origin for name, _, origin in planned_technique.origins}
    values = (
        value
        for value in planned_technique.technique.values
        if value.name in planned_technique.overridden or origins[value.name] is Origin.SESSION
    )
    return tuple(
        ValueSetting(
            value.name, value.unit, planned_technique.amount(value.name), planned_technique.technique.location
        )
        for value in values
        if planned_technique.amount(value.name) != value.default
    )


def _format_session(uses: Sequence[Use], title: str, length: int, language: str, heading: str = "") -> str:
    """Return the text of a session; a heading repeats all uses but BOOKENDS."""
    front_matter = [f"title: {title}", *([f"length: {printer.format_length(length)}"] if length else [])]
    front_matter += [f"language: {language}"] if language != "en" else []
    before, after = BOOKENDS
    lines = []
    for use in uses:
        if heading and use.technique == after:
            lines += ["", "## Afterwards", ""]
        lines.append(f"- {printer.format_step(use)}")
        if heading and use.technique == before:
            lines += ["", f"## {heading}", ""]
    return "\n".join(["---", *front_matter, "---", "", *lines, ""])
