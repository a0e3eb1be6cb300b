"""Parse the mark and the brackets of a cue."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import CueTiming, Text
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import MARKS, Mark

if TYPE_CHECKING:
    from voiceguide.errors import Problem

_AMOUNT_PATTERNS = {None: "", "time": units.DURATION_PATTERN, "count": r"[1-9]\d{0,3}"}
_IN_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def parse_cue(cue: Text) -> tuple[Text | None, tuple[Problem, ...]]:
    """Return a cue with its mark parsed and removed, and its problems.

    The cue is None if its mark has a problem. A cue that is wholly in brackets becomes a detail.
    """
    if not cue.text.startswith("@"):
        return _unwrap_detail(cue), ()
    matches = ((kind, _mark_pattern(mark).fullmatch(cue.text)) for kind, mark in MARKS.items())
    kind, match = next((found for found in matches if found[1]), ("", None))
    if not match:
        return None, (_unknown_mark_problem(cue),)
    if not match["text"]:
        return None, (cue.location.problem("This mark has no words.", "Write them after it."),)
    try:
        timing = CueTiming(kind, _parse_amount(MARKS[kind], match["amount"]))
    except ValueError as error:
        return None, (cue.location.problem(str(error)),)
    return _unwrap_detail(replace(cue, text=match["text"], source_lines=cue.lines, timing=timing)), ()


@lru_cache(maxsize=64)
def _mark_pattern(mark: Mark) -> re.Pattern[str]:
    """Return a pattern for a mark and the words after it, with the groups `amount` and `text`."""
    blanks = " +" if mark.prefix.endswith(" ") else ""
    prefix = re.escape(mark.prefix.rstrip()) + blanks
    return re.compile(rf"@{prefix}(?P<amount>{_AMOUNT_PATTERNS[mark.unit]})(?: +|$)(?P<text>.*)")


def _parse_amount(mark: Mark, text: str) -> int:
    """Return a mark's amount in samples or as a number, 0 for a mark without one.

    Raise ValueError if the amount is invalid.
    """
    if mark.unit == "time":
        return units.parse_duration(text)
    return int(text) if mark.unit else 0


def _unknown_mark_problem(cue: Text) -> Problem:
    words_before_amount = (mark.prefix.strip() for mark in MARKS.values() if mark.prefix.endswith(" "))
    mark_like = re.compile(rf"@(?:{'|'.join(map(re.escape, words_before_amount))}) +\d\S*|@\S*")
    word = mark_like.findall(cue.text)[0]
    examples = tuple(mark.example for mark in MARKS.values())
    hint = did_you_mean(word, examples) or f"Choose one of: {', '.join(examples)}."
    return cue.location.problem(f"“{printable(word)}” is not a mark.", hint)


def _unwrap_detail(cue: Text) -> Text:
    match = _IN_BRACKETS.fullmatch(cue.text)
    return replace(cue, text=match[1].strip(), source_lines=cue.lines, is_detail=True) if match else cue
