"""A cue → its words and their mark: what stands behind the “@” says when they are spoken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Mark, Words
from voiceguide.script.source import shown

if TYPE_CHECKING:
    from voiceguide.errors import Problem

_MARK = re.compile(
    rf"@(?:(?P<counted>round|rep) +(?P<number>[1-9]\d{{0,3}})|(?P<timed>-|every +|)(?P<time>{units.DURATION})"
    r"|(?P<word>other side|rounds|half|last|rest|end|gentle|strong))(?: +|$)(?P<text>.*)"
)
_LIKE_A_MARK = re.compile(r"@(?:round|rep|every) +\d\S*|@\S*")
_IN_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_MARKS = (
    *("@half", "@-5s", "@10s", "@every 15s", "@end", "@other side"),
    *("@round 2", "@rounds", "@last", "@rest", "@rep 6", "@gentle", "@strong"),
)
_TIMED = {"-": "before end", "every": "every", "": "after"}


def parse_cue(words: Words) -> tuple[Words | None, tuple[Problem, ...]]:
    """Words with their mark taken off, and the brackets of a detail; None where their mark makes no sense."""
    if not words.text.startswith("@"):
        return _unwrapped(words), ()
    match = _MARK.fullmatch(words.text)
    if match and match["text"]:
        try:
            return _unwrapped(replace(words, text=match["text"], written=words.lines, mark=_mark(match))), ()
        except ValueError as error:
            return None, (words.place.problem(str(error)),)
    if match:
        return None, (words.place.problem("This mark has no words.", "Write them behind it."),)
    word = _LIKE_A_MARK.findall(words.text)[0]
    hint = nearest(word, _MARKS) or f"Known are: {', '.join(_MARKS)}."
    return None, (words.place.problem(f"“{shown(word)}” is not a mark.", hint),)


def _unwrapped(words: Words) -> Words:
    """Words wholly in brackets are a detail, and are spoken without them."""
    inside = _IN_BRACKETS.fullmatch(words.text)
    return replace(words, text=inside[1].strip(), written=words.lines, detail=True) if inside else words


def _mark(match: re.Match[str]) -> Mark:
    if match["counted"]:
        return Mark(match["counted"], int(match["number"]))
    if match["time"]:
        return Mark(_TIMED[match["timed"].strip()], units.duration(match["time"]))
    return Mark(match["word"])
