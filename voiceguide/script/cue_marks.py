"""A cue → its words and their mark: what stands behind the “@” says when they are spoken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import CueTiming, Text
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from voiceguide.errors import Problem

_MARK = re.compile(
    rf"@(?:(?P<counted>round|rep) +(?P<number>[1-9]\d{{0,3}})|(?P<timed>-|every +|)(?P<time>{units.DURATION_PATTERN})"
    r"|(?P<word>other side|rounds|half|last|rest|end|gentle|strong))(?: +|$)(?P<text>.*)"
)
_MARK_LIKE = re.compile(r"@(?:round|rep|every) +\d\S*|@\S*")
_IN_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_MARK_EXAMPLES = (
    *("@half", "@-5s", "@10s", "@every 15s", "@end", "@other side"),
    *("@round 2", "@rounds", "@last", "@rest", "@rep 6", "@gentle", "@strong"),
)
_TIMED_KINDS = {"-": "before end", "every": "every", "": "after"}


def parse_cue(cue: Text) -> tuple[Text | None, tuple[Problem, ...]]:
    """Words with their mark taken off, and the brackets of a detail; None where their mark makes no sense."""
    if not cue.text.startswith("@"):
        return _unwrap_detail(cue), ()
    match = _MARK.fullmatch(cue.text)
    if match and match["text"]:
        try:
            return _unwrap_detail(
                replace(cue, text=match["text"], source_lines=cue.lines, timing=_parse_timing(match))
            ), ()
        except ValueError as error:
            return None, (cue.location.problem(str(error)),)
    if match:
        return None, (cue.location.problem("This mark has no words.", "Write them behind it."),)
    word = _MARK_LIKE.findall(cue.text)[0]
    hint = did_you_mean(word, _MARK_EXAMPLES) or f"Known are: {', '.join(_MARK_EXAMPLES)}."
    return None, (cue.location.problem(f"“{printable(word)}” is not a mark.", hint),)


def _unwrap_detail(cue: Text) -> Text:
    """Words wholly in brackets are a detail, and are spoken without them."""
    match = _IN_BRACKETS.fullmatch(cue.text)
    return replace(cue, text=match[1].strip(), source_lines=cue.lines, is_detail=True) if match else cue


def _parse_timing(match: re.Match[str]) -> CueTiming:
    if match["counted"]:
        return CueTiming(match["counted"], int(match["number"]))
    if match["time"]:
        return CueTiming(_TIMED_KINDS[match["timed"].strip()], units.parse_duration(match["time"]))
    return CueTiming(match["word"])
