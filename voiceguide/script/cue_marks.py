"""Parse the mark and the brackets of a cue."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import ScriptError
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.guesses.marks import answer_mark
from voiceguide.script.model import CueTiming, Text
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import CHIME_TONES, MARKS, CueKind, Mark

if TYPE_CHECKING:
    from voiceguide.errors import Location, Problem

_AMOUNT_PATTERNS = {None: "", "time": units.DURATION_PATTERN, "count": r"[1-9]\d{0,3}"}
_BEFORE_END = re.compile(
    r"(?:before|from|to|until) +(?:the +)?end\b|to +go\b|(?-i:left(?= +[A-Z]))", re.IGNORECASE
)
_SECONDS = re.compile(r"(\d+) ?s(?:ec(?:ond)?s?)?\b *(.*)")
_LEFTOVERS: dict[str, re.Pattern[str]] = {
    CueKind.LAST: re.compile(r"round\b(?= +\w)|\d+ ?s\b"),
    CueKind.ROUND: re.compile(r"(?:and|to|or|&|-) ?\d+"),
    CueKind.REP: re.compile(r"(?:and|to|or|&|-) ?\d+"),
}
"""Words that belong to a mark rather than to its cue, by the kind of mark."""
_UNKNOWN_CHIME = re.compile(r"chime +(\w+)")
_IN_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def parse_cue(cue: Text) -> tuple[Text | None, tuple[Problem, ...]]:
    """Return a cue with its marks parsed and removed, and its problems.

    The cue is None if a mark has a problem. A cue that is wholly in brackets becomes a detail.
    """
    try:
        return _parse_marks(cue), ()
    except ScriptError as error:
        return None, error.problems


def _parse_marks(cue: Text) -> Text:
    """Return a cue with its marks parsed and removed: at most one of each, “@always” before or after the other.

    Raise ScriptError if there is a problem.
    """
    if not cue.text.startswith("@"):
        return _unwrap_detail(cue)
    text, location, timing, is_always = cue.text, cue.location, CueTiming(), False
    while text.startswith("@"):
        kind, match = _match_mark(text)
        if is_always and kind == CueKind.ALWAYS:
            raise ScriptError([location.problem("This mark is written twice.", "Remove one of the two.")])
        if timing.mark and kind != CueKind.ALWAYS:
            break  # a rule reports an “@” among the words
        if not match:
            raise ScriptError([_unknown_mark_problem(text, location)])
        if not match["text"]:
            raise ScriptError([location.problem("This mark has no words.", "Write them after it.")])
        if kind == CueKind.ALWAYS:
            is_always = True
        else:
            timing = _parse_timing(kind, match["amount"], location)
            _reject_spoken_marks(kind, match, location)
        text, location = match["text"], location.offset_by(match.start("text"))
    marked = replace(cue, text=text, source_lines=cue.lines, timing=timing, is_always=is_always)
    if is_always and _IN_BRACKETS.fullmatch(text):
        hint = "Remove the brackets, or “@always”."
        raise ScriptError([location.problem("Brief guidance leaves words in brackets out.", hint)])
    return _unwrap_detail(marked)


def _reject_spoken_marks(kind: str, match: re.Match[str], location: Location) -> None:
    """Raise ScriptError if the words after a mark say when, or name an unknown tone."""
    leftover = _LEFTOVERS.get(kind)
    if leftover and (found := leftover.match(match["text"])) and (hint := answer_mark(match.string)):
        raise ScriptError([location.problem(f"“{found[0]}” would be spoken.", hint)])
    if MARKS[kind].position is None:
        return
    text, location = match["text"], location.offset_by(match.start("text"))
    if before_end := _BEFORE_END.match(text):
        amount = match["amount"].removeprefix("-")
        words = text[before_end.end() :].strip() or "…"
        hint = f"Write “@-{amount or '5s'} {printable(words)}” for that long before the end."
        raise ScriptError([location.problem(f"“{before_end[0]}” would be spoken.", hint)])
    if (seconds := _SECONDS.match(text)) and (minutes := re.match(r"(-?)(\d+) ?m", match["amount"])):
        sign = "-" if MARKS[kind].prefix == "-" else ""
        every = "every " if MARKS[kind].is_repeated else ""
        clock = f"{int(minutes[2])}:{int(seconds[1]):02}"
        hint = f"Write “@{every}{sign}{clock} {printable(seconds[2])}”."
        raise ScriptError([location.problem(f"“{seconds[1]}s” would be spoken.", hint)])
    chime = _UNKNOWN_CHIME.fullmatch(text)
    if chime and chime[1] not in CHIME_TONES:
        hint = did_you_mean(chime[1], CHIME_TONES) or f"Choose one of: {', '.join(CHIME_TONES)}."
        raise ScriptError([location.problem(f"“{printable(chime[1])}” is not a tone.", hint)])


def _match_mark(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the kind of the mark with which a text begins, and its match; "" and None if it is unknown."""
    matches = (
        (kind, _mark_pattern(kind).fullmatch(text))
        for kind, mark in MARKS.items()
        if text.startswith(mark.prefix.rstrip(), 1)
    )
    return next((found for found in matches if found[1]), ("", None))


def _parse_timing(kind: str, amount: str, location: Location) -> CueTiming:
    try:
        return CueTiming(kind, _parse_amount(MARKS[kind], amount))
    except ValueError as error:
        raise ScriptError([location.problem(str(error))]) from None


@lru_cache(maxsize=64)
def _mark_pattern(kind: str) -> re.Pattern[str]:
    """Return a pattern for a mark and the words after it, with the groups `amount` and `text`."""
    mark = MARKS[kind]
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


def _unknown_mark_problem(text: str, location: Location) -> Problem:
    words_before_amount = (mark.prefix.strip() for mark in MARKS.values() if mark.prefix.endswith(" "))
    mark_like = re.compile(rf"@(?:{'|'.join(map(re.escape, words_before_amount))}) +\d\S*|@\S*")
    word = mark_like.findall(text)[0]
    examples = tuple(mark.example for mark in MARKS.values())
    hint = _mark_hint(word, text, examples) or f"Choose one of: {', '.join(examples)}."
    return location.problem(f"“{printable(word)}” is not a mark.", hint)


def _mark_hint(word: str, text: str, examples: tuple[str, ...]) -> str:
    """Return the mark that is meant by a natural form of it, or by a misspelling, or ""."""
    answered = "" if word.endswith(" 0") else answer_mark(text)
    return answered or did_you_mean(word, examples)


def _unwrap_detail(cue: Text) -> Text:
    match = _IN_BRACKETS.fullmatch(cue.text) if cue.text.startswith("(") else None
    return replace(cue, text=match[1].strip(), source_lines=cue.lines, is_detail=True) if match else cue
