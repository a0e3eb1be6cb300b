"""Errors in a programme, and the estimated lengths of its sessions, found without a voice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide.checks.estimate import estimate
from voiceguide.errors import ScriptError
from voiceguide.fit.fit import fit
from voiceguide.plan.schedule import Listener, attempt, make_schedule, plan_with_settings
from voiceguide.views.programme_table import programme_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.errors import Location, Problem
    from voiceguide.script.library import Library
    from voiceguide.script.programme import PracticeLine, Programme, Setting

AUTHORS_CHOICES = Listener({})
"""Listener who chooses nothing, so that a programme is checked as it is written."""


def programme_problems(programme: Programme, library: Library) -> tuple[Problem, ...]:
    """Return the problems of a programme's lines: unknown names and values, and lengths that cannot be met."""
    try:
        make_schedule(programme, library, AUTHORS_CHOICES)
    except ScriptError as error:
        return error.problems
    return tuple(_length_problems(programme, library))


def _length_problems(programme: Programme, library: Library) -> Iterator[Problem]:
    for week in programme.weeks:
        for line in week.lines:
            try:
                estimate_length(programme, line, library, AUTHORS_CHOICES)
            except ScriptError as error:
                yield from error.problems


def estimate_length(programme: Programme, line: PracticeLine, library: Library, listener: Listener) -> int:
    """Return the estimated length of a line's session, in samples.

    Raise ScriptError at the setting, or at the line, whose length cannot be met.
    """
    session = library.session(line.session.name)

    def fitted_length(settings: tuple[Setting, ...]) -> int:
        plan = plan_with_settings(session, library, listener, settings)
        return fit(plan, partial(estimate, language=session.language)).length

    return attempt(programme, line, fitted_length)


def estimate_lengths(programme: Programme, library: Library, listener: Listener) -> Mapping[Location, int]:
    """Return the estimated length of each line by its location. Raise ScriptError with all problems."""
    make_schedule(programme, library, listener)
    lines = (line for week in programme.weeks for line in week.lines)
    return {line.location: estimate_length(programme, line, library, listener) for line in lines}


def describe_programme(programme: Programme, library: Library, listener: Listener) -> str:
    """Return a programme as a table of its days. Raise ScriptError with all problems."""
    return programme_table(programme, estimate_lengths(programme, library, listener))
