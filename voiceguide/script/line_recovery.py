"""A line of which some parts cannot be read: every mistake in it, and what the other parts say."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide.errors import ScriptError
from voiceguide.script.grammar import parse
from voiceguide.script.vocabulary import VERBS

if TYPE_CHECKING:
    from voiceguide.errors import Location, Problem
    from voiceguide.script.grammar import Token, Tree

MOST_IN_A_LINE = 100
"""Mistakes that are told of one line: more would help nobody."""

_COMMA = re.compile(r"\{[^{}]*\}|(?P<comma>,(?! *[\d{]))")
"""Where the next part begins; none but the first begins with an amount, so “1, 5s” is one slip, not two."""

_AMOUNT = re.compile(r"[\d{]")
_ROUNDS = re.compile(r"(?:[1-9]\d*|\{[^{}]*\}) *x\b *")
_VERB = re.compile(rf"({'|'.join(VERBS)})\b")

_FIRST = {"use": "use a", "group": "switch 1s", "value": "1s"}
_OF_A_VERB = {"chime": "chime start", "reps": "reps 1", "breathe": "breathe 1 times"}
_OF_NONE = "reps 1"
"""Behind this, any words with a time may be a phase."""


@dataclass(frozen=True, slots=True)
class Torn:
    """What is left of a line: the tree of its readable parts, None where there are none.

    `place` is where the text of the tree begins. `begun` is whether the line's first part is in it; else
    something stands there that says nothing.
    """

    tree: Tree[Token] | None
    place: Location
    problems: tuple[Problem, ...]
    begun: bool


def mended(text: str, start: str, place: Location, slip: Problem) -> Torn:
    """Reads a line part by part, from comma to comma; each that cannot be read has one Problem.

    `slip` is the first of these. Where the first part is no step at all, but perhaps a sentence, the rest is
    not judged.
    """
    begins = [0, *(match.start() for match in _COMMA.finditer(text) if match["comma"]), len(text)]
    parts = [text[begin:end] for begin, end in pairwise(begins)]
    first, problems = parts[0], [slip]
    wrong = max(bisect_left(begins, slip.column - place.column) - 1, 0)
    lead, parts[wrong] = first, " " * len(parts[wrong])
    if begun := wrong > 0:
        whole, at = "", place
    elif lead := _stand_in(first[: slip.column - place.column], first, start):
        whole, at = lead, place.further(len(first) - len(lead))
    else:
        return Torn(None, place, (slip,), begun)
    for number, part in enumerate(parts[wrong + 1 :], wrong + 1):
        following = "," if number + 1 < len(parts) else ""
        found = _slip(f"{lead}{part}", following, start, place.further(begins[number] - len(lead)))
        if found and len(problems) == MOST_IN_A_LINE:
            message = f"This line has more than {MOST_IN_A_LINE} mistakes."
            problems.append(replace(found, message=message, hint="Mend the others first."))
            return Torn(None, place, tuple(problems), begun)
        if found:
            problems.append(found)
            parts[number] = " " * len(part)
    rest = "".join(parts if begun else parts[1:])
    if start == "group" and not begun:  # its first part is like all others
        whole, rest = " " * len(lead), rest.replace(",", " ", 1)
    left = f"{whole}{rest}"
    return Torn(parse(left, start, at) if left.strip() else None, at, tuple(problems), begun)


def _slip(text: str, following: str, start: str, place: Location) -> Problem | None:
    """The first thing that is not understood in the last part of a text, behind which a comma may follow."""
    try:
        parse(f"{text}{following}", start, place)
    except ScriptError as error:
        slip = error.problems[0]
        return None if following and slip.column - place.column > len(text) else slip
    return None


def _stand_in(before: str, first: str, start: str) -> str:
    """What may stand in place of the first part, its rounds kept; "" where it is perhaps no step.

    `before` is what could be read of it.
    """
    if start != "dose":
        return "" if start == "use" else _FIRST[start].ljust(len(first))
    if not _AMOUNT.search(first):
        return ""
    rounds = again[0] if (again := _ROUNDS.match(before)) else ""
    verb = _VERB.match(first, len(rounds))
    said = _OF_A_VERB.get(verb[1], f"{verb[1]} 1s") if verb else _OF_NONE
    lead = f"{rounds}{said}"
    return (lead if len(lead) <= len(first) else said).ljust(len(first))
