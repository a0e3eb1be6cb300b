"""Answer a mark that is not understood, “@halfway”, “@10s left”, with the mark that does what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.script.guesses.amounts import TIME, rewrite_amounts

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDE = r"(?:side|leg|arm)"
_REPLACEMENTS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"@(?:half[- ]?way|mid(?:way|dle|point)?|halftime|1/2|half point)\b|@50 ?%", "@half"),
    (rf"@(?:after|at|from) ?({TIME})(?: in)?", r"@\1"),
    (rf"@({TIME}) (?:in\b|after(?: the)? start\b|into it\b)", r"@\1"),
    (rf"@({TIME}) (?:left|remaining|to go|before(?: the)? end|from(?: the)? end|before|to end)\b:?", r"@-\1"),
    (rf"@(?:last|final|end ?-|-) ?({TIME})", r"@-\1"),
    (rf"@(?:before(?: the)? end|before|to go|left) ({TIME})", r"@-\1"),
    (r"@every ?(\d+)(?![\w:.])", r"@every \1s"),
    (rf"@(?:every|each|repeat(?:edly)?(?: every)?) ?({TIME})", r"@every \1"),
    (r"@(?:every|each) minute\b|@minutely\b", "@every 60s"),
    (r"@(?:every|each|all|other|later|next|following) rounds?\b", "@rounds"),
    (r"@(?:last|final) round\b|@round last\b|@final\b", "@last"),
    (
        r"@round ?(\d+)\b|@(\d+)(?:st|nd|rd|th) round\b|@set (\d+)\b|@rounds (\d+)\b(?! ?[-,])",
        lambda m: f"@round {m[1] or m[2] or m[3] or m[4]}",
    ),
    (
        r"@reps? ?(\d+)\b(?! ?(?:,|and|-|to))|@(\d+)(?:st|nd|rd|th) rep\b|@repetition (\d+)\b",
        lambda m: f"@rep {m[1] or m[2] or m[3]}",
    ),
    (
        (
            rf"@(?:{_SIDE} ?2|second {_SIDE}|left {_SIDE}|right {_SIDE}|right|left|switch|other"
            rf"|other {_SIDE}|2nd {_SIDE}|change|swap)\b"
        ),
        "@other side",
    ),
    (r"@(?:finish(?:ed)?|done|after|afterwards|at the end|at end|ending|stop|complete)\b(?! ?\d)", "@end"),
    (r"@(?:between|between rounds|between sets|break|pause|recovery)\b", "@rest"),
    (r"@(?:easy|easier|beginner|light)\b", "@gentle"),
    (r"@(?:hard|harder|advanced|intense)\b", "@strong"),
    (r"@(\d+)(?= [^\d\W])", r"@\1s"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in _REPLACEMENTS)
_SEVERAL = re.compile(
    r"@(rep|round)s? (\d+(?:(?:, ?(?:and )?| and |, ?| ?& ?| ?- ?| to )\d+)+) *(.*)", re.IGNORECASE
)
_AT_START = re.compile(
    r"@(?:start|begin(?:ning)?|first|intro|0s?|before|at first|round 1|rep 1)\b *(.*)", re.IGNORECASE
)
_MAX_WORDS = 60


def answer_mark(text: str) -> str:
    """Return a hint with the mark that the beginning of a cue means, or ""."""
    text = rewrite_amounts(text[:200])
    if several := _SEVERAL.match(text):
        numbers = re.findall(r"\d+", several[2])
        if re.search(r"\d ?- ?\d|to", several[2]):
            numbers = [
                str(number)
                for number in range(int(numbers[0]), min(int(numbers[-1]), int(numbers[0]) + 2) + 1)
            ]
        words = several[3][:_MAX_WORDS] or "…"
        lines = " and ".join(f"“@{several[1].lower()} {number} {words}”" for number in numbers[:3])
        return f"One mark names one of them: write {lines}, each on a line of its own."
    if start := _AT_START.match(text):
        return f"Words without a mark come first: write “{start[1][:_MAX_WORDS] or '…'}”."
    for pattern, new in _COMPILED:
        if match := pattern.match(text):
            mark = match.expand(new) if isinstance(new, str) else new(match)
            words = text[match.end() :].strip(" :")[:_MAX_WORDS]
            return f"Write “{f'{mark} {words}'.strip()}”."
    return ""
