"""What both fuzzers call: bytes, taken as far as a script goes without a voice.

It is read, laid out, planned and timed, and all that is said about it made ready for a terminal. Whatever
the bytes, nothing may come out but an AskedError; every timeline keeps the laws, every message is printable
and points into the script, and nothing takes long.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from tests.fuzz import choices_from_bytes
from tests.fuzz.corpus import HEAD, KINDS
from tests.fuzz.fixed_library import shelf
from tests.helpers.shipped_scripts import READERS, Reader, Script
from tests.helpers.timeline_laws import LAWS
from voiceguide.checks.diagnostics import format_diagnostic
from voiceguide.checks.dry_run import find_problems
from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings.registry import find_script_warnings
from voiceguide.checks.warnings.timing import DryRun
from voiceguide.errors import Location, Problem, RequestError, ScriptError
from voiceguide.export.clips import unspeakable_cue_problems
from voiceguide.fit.fit import fit
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import write_score
from voiceguide.score.timeline import lay_out, score_length
from voiceguide.script.formatter import format_source
from voiceguide.script.model import SafetyNotes, Session, Technique
from voiceguide.script.source import blank_comments, decode
from voiceguide.views.table import timeline_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Measure, Timeline

PATIENCE = 5
"""Seconds of CPU for one input. A usual one takes a two-hundredth of that."""

Fate = Literal["refused", "unfit", "heard"]
"""No script; a script that cannot be had as asked; a timeline."""

_FILE = "a.md"
"""What `READERS` call the script."""


class HangError(AssertionError):
    """More than PATIENCE; the traceback shows where that was reached, not what took so long."""


def survive(data: bytes) -> Fate:
    """Raises whatever no input should bring about."""
    head, file = data[:HEAD].ljust(HEAD, b"\0"), data[HEAD:]
    fate: Fate = "refused"
    try:
        with _patience():
            text, reader = decode(file, _FILE), READERS[KINDS[head[0] % len(KINDS)]]
            script = reader(blank_comments(text))
            fate = "unfit"
            _laid_out(text, reader)
            timeline = _performed(script, head[1:], file)
    except ScriptError as error:
        _told(error.problems, file)
    except RequestError as error:
        _fit_for_a_terminal(str(error))
    else:
        for law in LAWS:  # beyond the patience: it is for voiceguide, and these take long themselves
            law(timeline)
        fate = "heard"
    return fate


@contextmanager
def _patience() -> Iterator[None]:
    if not hasattr(signal, "setitimer"):  # on Windows
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise HangError(f"This takes more than {PATIENCE} s.")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _laid_out(text: str, reader: Reader) -> None:
    """As `format` writes it; a script without problems always can be, and then stays as it is."""
    try:
        once = format_source(text, _FILE, reader)
        assert format_source(once, _FILE, reader) == once
    except ScriptError as error:
        raise AssertionError("A script without problems is not laid out.") from error


# What people are told -------------------------------------------------------------------------------------


def _told(problems: Iterable[Problem], file: bytes) -> None:
    lines = file.decode("utf-8", "replace").split("\n")
    for problem in problems:
        line = ""
        if problem.file == _FILE:
            line = lines[problem.line - 1]
            assert 1 <= problem.column <= len(line) + 1, problem
        _fit_for_a_terminal(format_diagnostic(problem, line))


def _fit_for_a_terminal(message: str) -> None:
    assert message.replace("\n", "").isprintable(), repr(message)


# What is heard --------------------------------------------------------------------------------------------


def _performed(script: Script, asked: bytes, file: bytes) -> Timeline:
    """Checked as `check` does it, and timed as `show` does it, with lengths that are estimates."""
    library = shelf(script)
    takes = partial(estimate, language=library.language)
    plan = make_plan(library.played, library, choices_from_bytes.choices(asked, library))
    _told(_checked(script, plan, takes), file)
    if problems := unspeakable_cue_problems(write_score(plan), library.language):
        raise ScriptError(problems)
    return _timed(fit(plan, takes), takes)


def _checked(script: Script, plan: Plan, takes: Measure) -> Iterator[Problem]:
    if isinstance(script, Technique | Session):
        yield from find_problems(DryRun(script, plan, takes))
        return
    page = Technique("", "", Location(_FILE, 1, 1))
    if isinstance(script, SafetyNotes):
        yield from find_script_warnings(replace(page, notes=(*script.full, *script.short)))
    else:
        yield from find_script_warnings(
            replace(page, body=tuple(part for change in script for part in change.body))
        )


def _timed(plan: Plan, takes: Measure) -> Timeline:
    items = write_score(plan)
    timeline = lay_out(plan.session.name, plan.session.title, items, takes, plan.notes)
    assert timeline.length == score_length(items, takes) == plan.length
    _fit_for_a_terminal("\n".join((*timeline.notes, timeline_table(timeline))))
    return timeline
