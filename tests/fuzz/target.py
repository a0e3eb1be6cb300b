"""Target of both fuzzers: process bytes as a script, as far as possible without a voice.

The script is read, formatted, planned and laid out, and its problems are formatted for a terminal. For any bytes,
only a RequestError may be raised; each timeline obeys the laws, each message is printable and points into the
script, and nothing takes long.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from tests.fuzz import choices_from_bytes
from tests.fuzz.corpus import HEADER_BYTES, SCRIPT_KINDS
from tests.fuzz.fixed_library import fuzz_library
from tests.helpers.shipped_scripts import SCRIPT_READERS, Script, ScriptReader
from tests.helpers.timeline_laws import TIMELINE_INVARIANTS, check_hold_silences_are_short
from voiceguide.checks.diagnostics import format_diagnostic
from voiceguide.checks.dry_run import find_problems
from voiceguide.checks.estimate import estimate
from voiceguide.checks.programme import AUTHORS_CHOICES, describe_programme, programme_problems
from voiceguide.checks.speakable import unspeakable_cue_problems
from voiceguide.checks.warnings.registry import find_script_warnings
from voiceguide.checks.warnings.timing import DryRun
from voiceguide.errors import Location, Problem, RequestError, ScriptError
from voiceguide.fit.fit import fit
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out, score_length
from voiceguide.score.score import write_score
from voiceguide.script.encoding import canonical_text
from voiceguide.script.formatter import format_source
from voiceguide.script.model import Session, Technique
from voiceguide.script.programme import Programme
from voiceguide.script.shared_pages import SafetyNotes
from voiceguide.script.source import blank_comments, decode
from voiceguide.views.table import timeline_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.layout import Measure
    from voiceguide.score.timeline import Timeline

CPU_LIMIT = 5
"""CPU seconds for one input. A usual input takes a two-hundredth of that."""

Outcome = Literal["refused", "unfit", "heard"]
"""Result: not a valid script; a script that cannot be planned with the choices; a timeline."""

_FILE_NAME = "a.md"
"""Name of the script in messages."""


class HangError(AssertionError):
    """CPU_LIMIT was exceeded; the traceback shows where, which need not be the slow code."""


def process_input(data: bytes) -> Outcome:
    """Process an input and return the outcome. Raise any error that no input should cause."""
    header, script_bytes = data[:HEADER_BYTES].ljust(HEADER_BYTES, b"\0"), data[HEADER_BYTES:]
    outcome: Outcome = "refused"
    try:
        with _cpu_limit():
            text, reader = (
                decode(script_bytes, _FILE_NAME),
                SCRIPT_READERS[SCRIPT_KINDS[header[0] % len(SCRIPT_KINDS)]],
            )
            script = reader(blank_comments(text))
            outcome = "unfit"
            _check_formatting(text, reader)
            timeline = _check_and_lay_out(script, header[1:], script_bytes)
    except ScriptError as error:
        _check_problems(error.problems, script_bytes)
    except RequestError as error:
        _check_printable(str(error))
    else:
        # Outside the time limit, which is for voiceguide: these take long themselves.
        for check_invariant in TIMELINE_INVARIANTS:
            if check_invariant is not check_hold_silences_are_short or "in silence" not in text:
                check_invariant(timeline)
        outcome = "heard"
    return outcome


def read_input(data: bytes) -> None:
    """Read an input and format it, without planning it. Raise any error that no input should cause."""
    header, script_bytes = data[:HEADER_BYTES].ljust(HEADER_BYTES, b"\0"), data[HEADER_BYTES:]
    try:
        with _cpu_limit():
            text = decode(script_bytes, _FILE_NAME)
            reader = SCRIPT_READERS[SCRIPT_KINDS[header[0] % len(SCRIPT_KINDS)]]
            reader(blank_comments(text))
            _check_formatting(text, reader)
    except ScriptError as error:
        _check_problems(error.problems, script_bytes)
    except RequestError as error:
        _check_printable(str(error))


@contextmanager
def _cpu_limit() -> Iterator[None]:
    if not hasattr(signal, "setitimer"):  # on Windows
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise HangError(f"This takes more than {CPU_LIMIT} s.")

    previous_handler = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous_handler)


def _check_formatting(text: str, reader: ScriptReader) -> None:
    """Assert that a script without problems can be formatted, and that formatting is idempotent."""
    try:
        formatted = format_source(text, _FILE_NAME, reader)
        assert format_source(formatted, _FILE_NAME, reader) == formatted
    except ScriptError as error:
        raise AssertionError("A script without problems cannot be formatted.") from error


# Messages -------------------------------------------------------------------------------------------------


def _check_problems(problems: Iterable[Problem], script_bytes: bytes) -> None:
    lines = canonical_text(script_bytes.decode("utf-8", "replace")).split("\n")
    for problem in problems:
        line = ""
        if problem.file == _FILE_NAME:
            line = lines[problem.line - 1]
            assert 1 <= problem.column <= len(line) + 1, problem
        _check_printable(format_diagnostic(problem, line))


def _check_printable(message: str) -> None:
    assert message.replace("\n", "").isprintable(), repr(message)


# Timeline -------------------------------------------------------------------------------------------------


def _check_and_lay_out(script: Script, choice_bytes: bytes, script_bytes: bytes) -> Timeline:
    """Check a script as `check` does, and return its timeline as `show` does, with estimated lengths."""
    library = fuzz_library(script)
    if isinstance(script, Programme):
        _check_problems(programme_problems(script, library), script_bytes)
        describe_programme(script, library, AUTHORS_CHOICES)
    measure = partial(estimate, language=library.language)
    plan = make_plan(library.host_session, library, choices_from_bytes.decode_choices(choice_bytes, library))
    _check_problems(_find_problems(script, plan, measure), script_bytes)
    if problems := unspeakable_cue_problems(write_score(plan), library.language):
        raise ScriptError(problems)
    return _lay_out(fit(plan, measure), measure)


def _find_problems(script: Script, plan: Plan, measure: Measure) -> Iterator[Problem]:
    if isinstance(script, Technique | Session):
        yield from find_problems(DryRun(script, plan, measure))
        return
    if isinstance(script, Programme):
        return
    technique = Technique("", "", Location(_FILE_NAME, 1, 1))
    if isinstance(script, SafetyNotes):
        yield from find_script_warnings(replace(technique, notes=(*script.full, *script.short)))
    else:
        yield from find_script_warnings(
            replace(technique, body=tuple(part for change in script for part in change.body))
        )


def _lay_out(plan: Plan, measure: Measure) -> Timeline:
    items = write_score(plan)
    timeline = lay_out(plan.session.name, plan.session.title, items, measure, plan.notes)
    assert timeline.length == score_length(items, measure) == plan.length
    _check_printable("\n".join((*timeline.notes, timeline_table(timeline))))
    return timeline
