"""Error recovery for one line: find the mistake in each part between commas, and parse the other parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide.errors import ScriptError
from voiceguide.script.grammar import EACH_PATTERN, parse_tree
from voiceguide.script.vocabulary import StepKind

if TYPE_CHECKING:
    from voiceguide.errors import Location, Problem
    from voiceguide.script.grammar import Token, Tree

MAX_PROBLEMS_PER_LINE = 100
"""Upper limit of problems reported for one line."""

_COMMA = re.compile(rf"\{{[^{{}}]*\}}|{EACH_PATTERN}|(?P<comma>,(?! *[\d{{]))")
"""Start of the next part. Only the first part can begin with an amount, so “1, 5s” is one mistake."""

_AMOUNT = re.compile(r"[\d{]")
_ROUNDS = re.compile(r"(?:[1-9]\d*|\{[^{}]*\}) *x\b *")
_STEP_KIND = re.compile(rf"({'|'.join(StepKind)})\b")

_STAND_INS = {"use": "use a", "section": "switch 1s", "value": "1s"}
_STEP_STAND_INS = {"chime": "chime start", "reps": "reps 1", "breathe": "breathe 1 times"}
_DEFAULT_STAND_IN = "reps 1"
"""Stand-in for a step of unknown kind: after it, any words with a time may be a phase."""


@dataclass(frozen=True, slots=True)
class RecoveredLine:
    """Tree of the readable parts of a line, or None if there are none, and the problems of the others.

    `location` is where the text of the tree begins. `first_part_ok` is True if the tree holds the line's
    first part; otherwise it holds a stand-in without meaning.
    """

    tree: Tree[Token] | None
    location: Location
    problems: tuple[Problem, ...]
    first_part_ok: bool


def recover_line(text: str, start: str, location: Location, first_problem: Problem) -> RecoveredLine:
    """Parse a line part by part, from comma to comma, with one Problem for each unreadable part.

    `first_problem` is the problem of the first unreadable part. If the first part is not a step but perhaps a
    sentence, the rest of the line is not checked.
    """
    starts = [0, *(match.start() for match in _COMMA.finditer(text) if match["comma"]), len(text)]
    parts = [text[start_offset:end] for start_offset, end in pairwise(starts)]
    first_part, problems = parts[0], [first_problem]
    bad_index = max(bisect_left(starts, first_problem.column - location.column) - 1, 0)
    readable_start, parts[bad_index] = first_part, " " * len(parts[bad_index])
    if first_part_ok := bad_index > 0:
        prefix, tree_location = "", location
    elif readable_start := _stand_in(first_part[: first_problem.column - location.column], first_part, start):
        prefix, tree_location = readable_start, location.offset_by(len(first_part) - len(readable_start))
    else:
        return RecoveredLine(None, location, (first_problem,), first_part_ok)
    for number, part in enumerate(parts[bad_index + 1 :], bad_index + 1):
        terminator = "," if number + 1 < len(parts) else ""
        problem = _first_problem(
            f"{readable_start}{part}",
            terminator,
            start,
            location.offset_by(starts[number] - len(readable_start)),
        )
        if problem and len(problems) == MAX_PROBLEMS_PER_LINE:
            message = f"This line has more than {MAX_PROBLEMS_PER_LINE} mistakes."
            problems.append(replace(problem, message=message, hint="Fix the others first."))
            return RecoveredLine(None, location, tuple(problems), first_part_ok)
        if problem:
            problems.append(problem)
            parts[number] = " " * len(part)
    rest = "".join(parts if first_part_ok else parts[1:])
    if start == "section" and not first_part_ok:  # the first part of a heading has no special role
        prefix, rest = " " * len(readable_start), rest.replace(",", " ", 1)
    readable_text = f"{prefix}{rest}"
    return RecoveredLine(
        parse_tree(readable_text, start, tree_location) if readable_text.strip() else None,
        tree_location,
        tuple(problems),
        first_part_ok,
    )


def _first_problem(text: str, terminator: str, start: str, location: Location) -> Problem | None:
    """Return the first syntax error in a text, or None if it is after the text; `terminator` is "," or ""."""
    try:
        parse_tree(f"{text}{terminator}", start, location)
    except ScriptError as error:
        problem = error.problems[0]
        return None if terminator and problem.column - location.column > len(text) else problem
    return None


def _stand_in(readable_start: str, first_part: str, start: str) -> str:
    """Return a valid text to parse instead of the first part, with its rounds, or "" if it is not a step.

    `readable_start` is the part up to its mistake.
    """
    if start != "step":
        return "" if start == "use" else _STAND_INS[start].ljust(len(first_part))
    if not _AMOUNT.search(first_part):
        return ""
    rounds = rounds_match[0] if (rounds_match := _ROUNDS.match(readable_start)) else ""
    kind_match = _STEP_KIND.match(first_part, len(rounds))
    stand_in = _STEP_STAND_INS.get(kind_match[1], f"{kind_match[1]} 1s") if kind_match else _DEFAULT_STAND_IN
    with_rounds = f"{rounds}{stand_in}"
    return (with_rounds if len(with_rounds) <= len(first_part) else stand_in).ljust(len(first_part))
