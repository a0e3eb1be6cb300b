"""A line of which some parts cannot be read: every mistake in it, and what the other parts say."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import Problem, ScriptError
from voiceguide.script.grammar import parse
from voiceguide.script.vocabulary import VERBS

if TYPE_CHECKING:
    from voiceguide.script.grammar import Token, Tree
    from voiceguide.script.model import Place

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
    place: Place
    problems: tuple[Problem, ...]
    begun: bool


def mended(text: str, start: str, place: Place) -> Torn:
    """Reads a line part by part, from comma to comma; each that cannot be read has one Problem.

    Where the first part is no step at all, but perhaps a sentence, the rest is not judged.
    """
    begins = [0, *(match.start() for match in _COMMA.finditer(text) if match["comma"]), len(text)]
    problems: list[Problem] = []
    first, lead, kept, part = text[: begins[1]], "", [], 0
    begun = True
    while wrong := _slip(f"{lead}{text[begins[part] :]}", start, place.further(begins[part] - len(lead))):
        problems.append(wrong)
        torn = max(bisect_left(begins, wrong.column - place.column) - 1, part)
        if torn == 0:
            begun = False
            if not (lead := _stand_in(first[: wrong.column - place.column], first, start)):
                return Torn(None, place, tuple(problems), begun)
            kept = [lead]
        else:
            lead = lead or first
            kept += (text[begins[part] : begins[torn]], " " * (begins[torn + 1] - begins[torn]))
        part = torn + 1
        if part == len(begins) - 1:
            break
    whole = "".join((*kept, text[begins[part] :]))
    at = place.further(0 if begun else len(first) - len(lead))
    if start == "group" and not begun:  # its first part is like all others
        whole = whole.replace(lead, " " * len(lead), 1).replace(",", " ", 1)
    return Torn(parse(whole, start, at) if whole.strip() else None, at, tuple(problems), begun)


def _slip(text: str, start: str, place: Place) -> Problem | None:
    """The first thing that is not understood."""
    try:
        parse(text, start, place)
    except ScriptError as error:
        return error.problems[0]
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
