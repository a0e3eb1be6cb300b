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
from voiceguide.checks.diagnostics import excerpt
from voiceguide.checks.dry_run import faults
from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings.registry import as_written
from voiceguide.checks.warnings.timing import Rehearsal
from voiceguide.errors import AskedError, Location, Problem, ScriptError
from voiceguide.export.clips import unspeakable
from voiceguide.fit.fit import fit
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import score
from voiceguide.score.timeline import lasting, lay_out
from voiceguide.script.formatter import layout
from voiceguide.script.model import Safety, Session, Technique
from voiceguide.script.source import decode, without_comments
from voiceguide.views.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Takes, Timeline

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
            script = reader(without_comments(text))
            fate = "unfit"
            _laid_out(text, reader)
            timeline = _performed(script, head[1:], file)
    except ScriptError as error:
        _told(error.problems, file)
    except AskedError as error:
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
        once = layout(text, _FILE, reader)
        assert layout(once, _FILE, reader) == once
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
        _fit_for_a_terminal(excerpt(problem, line))


def _fit_for_a_terminal(message: str) -> None:
    assert message.replace("\n", "").isprintable(), repr(message)


# What is heard --------------------------------------------------------------------------------------------


def _performed(script: Script, asked: bytes, file: bytes) -> Timeline:
    """Checked as `check` does it, and timed as `show` does it, with lengths that are estimates."""
    library = shelf(script)
    takes = partial(estimate, language=library.language)
    plan = make_plan(library.played, library, choices_from_bytes.choices(asked, library))
    _told(_checked(script, plan, takes), file)
    if problems := unspeakable(score(plan), library.language):
        raise ScriptError(problems)
    return _timed(fit(plan, takes), takes)


def _checked(script: Script, plan: Plan, takes: Takes) -> Iterator[Problem]:
    if isinstance(script, Technique | Session):
        yield from faults(Rehearsal(script, plan, takes))
        return
    page = Technique("", "", Location(_FILE, 1, 1))
    if isinstance(script, Safety):
        yield from as_written(replace(page, notes=(*script.full, *script.short)))
    else:
        yield from as_written(replace(page, body=tuple(part for change in script for part in change.body)))


def _timed(plan: Plan, takes: Takes) -> Timeline:
    items = score(plan)
    timeline = lay_out(plan.session.name, plan.session.title, items, takes, plan.notes)
    assert timeline.length == lasting(items, takes) == plan.length
    _fit_for_a_terminal("\n".join((*timeline.notes, table(timeline))))
    return timeline
