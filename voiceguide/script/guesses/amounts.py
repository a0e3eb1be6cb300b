"""Rewrite amounts as people write them, “1 min 30s”, “3 sets of”, “twice”, as the format writes them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90}

_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|hours?|h)"
_UNITS_AFTER = r"(?=[ -]?(?:seconds?|secs?|minutes?|mins?|times|x|rounds?|sets?|reps?|breaths?|more)\b)"

TIME = rf"(?:\d+:\d\d|\d+(?:\.\d+)? ?{_UNIT}\b|\{{[^{{}}]*\}})"
"""Pattern of a time once it has been rewritten, or of a name in braces."""

COUNT = r"(?:\d+\b(?![:.\d])|\{[^{}]*\})"
"""Pattern of a count, or of a name in braces."""


def clock(minutes: str, seconds: str) -> str:
    """Return minutes and seconds as 1:30."""
    return f"{int(minutes)}:{int(seconds):02}"


def period(beats: str) -> str:
    """Return the period of a number of beats a minute, rounded to a hundredth of a second: “0.55s”."""
    hundredths = round(Fraction(6000, max(int(beats), 1)))
    return f"{hundredths / 100:g}s"


_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"[×✕]", " x "),
    (r"[‐-―−]", "-"),
    (r"[“”‘’]", '"'),
    (rf"\b({'|'.join(_NUMBERS)})\b{_UNITS_AFTER}", lambda match: str(_NUMBERS[match[1].lower()])),
    (
        r"\b(\d+) ?(?:minutes?|mins?|m|')[ ,]*(?:and )?(\d+) ?(?:seconds?|secs?|s|\"|'')?(?![\w.])",
        lambda m: clock(m[1], m[2]),
    ),
    (r"\b(\d+) ?(?:minutes?|mins?) and a half\b", r"\1:30"),
    (r"\b(\d+)(?: |-)and(?: |-)a(?: |-)half (?:minutes?|mins?)\b", r"\1:30"),
    (r"\bhalf a minute\b|\bhalf minute\b|½ ?min(?:ute)?\b", "30s"),
    (r"\ba minute and a half\b", "90s"),
    (r"\b(?:a|one|1)[ -]minute\b|(?<=every )min(?:ute)?\b|(?<=each )min(?:ute)?\b", "60s"),
    (r"\b(\d+)(?:''|\")(?!\w)", r"\1s"),
    (r"\b(\d+)'(?!\w)", r"\1 min"),
    (r"\b(\d+(?:\.\d+)?)-(seconds?|secs?|minutes?|mins?)\b", r"\1 \2"),
    (r"\b(\d+(?:\.\d+)?) ?(?:seconds?|secs?)\b", r"\1s"),
    (r"\b(\d+),(\d)(?= ?s\b)", r"\1.\2"),
    (r"(?<![\d.])\.(\d+)(?= ?s\b)", r"0.\1"),
    (r"\b(\d+(?:\.\d+)?) ?(?:minutes?|mins?|m)\b", r"\1 min"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in _REWRITES)


def rewrite_amounts(text: str) -> str:
    """Return a line with its times and numbers as the format writes them."""
    for pattern, new in _COMPILED:
        text = pattern.sub(new, text)
    return " ".join(text.split())
