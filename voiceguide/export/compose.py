"""Sessions composed from the names of techniques, and saved as scripts."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import FileError, RequestError
from voiceguide.export.session import lay_out_session
from voiceguide.files.atomic import write_text
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script import printer
from voiceguide.script.files import SHARED_FILES
from voiceguide.script.formatter import format_source
from voiceguide.script.front_matter import title_from_name
from voiceguide.script.library import open_library
from voiceguide.script.model import Use, ValueSetting
from voiceguide.script.reader import read_session
from voiceguide.script.source import printable
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.value_roles import fill_name
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from voiceguide.export.clips import ProgressCallback
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique

DEFAULT_NAME = "my-session"

_SCRIPT_FIELDS = {"overrides", "skip", "avoid"}
"""Fields of Choices that select techniques and their values, and so become part of a saved script."""


def compose(
    technique_names: tuple[str, ...], choices: Choices, *, name: str = DEFAULT_NAME, title: str = ""
) -> tuple[Session, Library]:
    """Return a session of these techniques in this order, and the library that has them.

    The session begins and ends with BOOKENDS. If `choices` has a length, the last technique that can fill
    the remaining time does. Raise RequestError for an unknown name, and ScriptError.
    """
    if not SCRIPT_NAME.fullmatch(name):
        raise RequestError(f"“{printable(name)}” is not a name for a script: write it like “my-evening”.")
    default_library = open_library(choices.scripts_dir, choices.language)
    first = default_library.technique(technique_names[0])
    language_library = default_library.for_language(first.language)
    techniques = tuple(
        language_library.technique(technique_name) for technique_name in _with_bookends(technique_names)
    )
    return read_session(
        _session_text(techniques, choices.length, title or title_from_name(name)), name, f"{name}.md"
    ), language_library


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
    text = _format_session(tuple(map(_use, plan.techniques)), session.title, choices.length, session.language)
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


def _session_text(techniques: tuple[Technique, ...], length: int, title: str) -> str:
    """Return the text of a session that uses these techniques."""
    location = techniques[0].location
    fillable_names = [
        technique.name for technique in techniques if fill_name(technique) and technique.name not in BOOKENDS
    ]
    uses = [Use(technique.name, location) for technique in techniques]
    if fillable_names and length:
        last_index = max(index for index, use in enumerate(uses) if use.technique == fillable_names[-1])
        uses[last_index] = replace(uses[last_index], fill=True)
    return _format_session(uses, title, length, techniques[0].language)


def _use(planned_technique: PlannedTechnique) -> Use:
    technique = planned_technique.technique
    return Use(
        technique.name,
        technique.location,
        _value_settings(planned_technique),
        fill=bool(planned_technique.fill),
    )


def _value_settings(planned_technique: PlannedTechnique) -> tuple[ValueSetting, ...]:
    """Return a technique's overridden values, where they differ from the defaults."""
    values = (
        value for value in planned_technique.technique.values if value.name in planned_technique.overridden
    )
    return tuple(
        ValueSetting(
            value.name, value.unit, planned_technique.amount(value.name), planned_technique.technique.location
        )
        for value in values
        if planned_technique.amount(value.name) != value.default
    )


def _format_session(uses: Sequence[Use], title: str, length: int, language: str) -> str:
    front_matter = [f"title: {title}", *([f"length: {printer.format_length(length)}"] if length else [])]
    front_matter += [f"language: {language}"] if language != "en" else []
    return "\n".join(
        ["---", *front_matter, "---", "", *(f"- {printer.format_step(use)}" for use in uses), ""]
    )
