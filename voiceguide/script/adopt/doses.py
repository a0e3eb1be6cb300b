"""The dose in the words of a handout: how long, how often, on which sides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.language.tables import AdoptWords

_NUMBER = r"(\d{1,3})(?:\s?(?:-|–|to|bis)\s?(\d{1,3}))?"

_NO_MEASURE = r"(?!\w|\s?(?:cm|mm|m|kg|lbs?|in|ft|%|\d))"


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most of an amount, in seconds or as a number."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose as far as it is written; None for what is not."""

    hold: Span | None = None
    repetitions: Span | None = None
    rounds: Span | None = None
    breaths: Span | None = None
    rest: Span | None = None
    has_sides: bool = False

    @property
    def is_empty(self) -> bool:
        """True if it has no amount of its own."""
        return not (self.hold or self.repetitions or self.rounds or self.breaths)

    def merged(self, other: Dose) -> Dose:
        """Return this dose with the amounts of another where it has none."""
        return Dose(
            self.hold or other.hold,
            self.repetitions or other.repetitions,
            self.rounds or other.rounds,
            self.breaths or other.breaths,
            self.rest or other.rest,
            self.has_sides or other.has_sides,
        )


@cache
def _patterns(words: AdoptWords) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a language by the field of Dose that they find; two numbers come first."""
    duration = rf"{_NUMBER}[\s-]?({words.seconds}|{words.minutes})(?!\w)\.?"
    times = rf"{_NUMBER}\s?(?:{words.times})(?!\w)"
    patterns = {
        "rest": rf"(?:{words.rest})[^.;,\d]{{0,25}}{duration}|{duration}\s(?:{words.rest})",
        "sets_of_time": rf"{_NUMBER}\s?(?:(?:{words.sets})\s?)?(?:[x×]|of|à|a|mit)\s?{duration}",
        "hold": rf"(?:{words.hold})[^.;\d]{{0,60}}{duration}|{duration}\s(?:{words.hold_after})",
        "sets_of_times": rf"{_NUMBER}\s?(?:(?:{words.sets})\s?)?(?:[x×]|of|à|a|mit|je)\s?{_NUMBER}"
        rf"(?:\s?(?:{words.repetitions}))?(?!\w)",
        "rounds": rf"{_NUMBER}\s?(?:{words.sets})(?!\w)",
        "breaths": rf"{_NUMBER}\s(?:\w+\s)?(?:{words.breaths})(?!\w)",
        "repetitions": rf"{_NUMBER}\s?(?:{words.repetitions})(?!\w)|{times}|[x×]\s?{_NUMBER}{_NO_MEASURE}",
        "sides": words.sides,
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


def find_dose(sentence: str, words: AdoptWords) -> tuple[Dose, str]:
    """Return the dose in a sentence, and the sentence without the words of the dose."""
    rest = re.sub(
        rf"\b(?:{'|'.join(words.numbers)})\b",
        lambda m: str(words.numbers[m[0].lower()]),
        sentence,
        flags=re.IGNORECASE,
    )
    rest = re.sub(
        rf"\b(?:{'|'.join(words.adverbs)})\b",
        lambda m: f"{words.adverbs[m[0].lower()]} x",
        rest,
        flags=re.IGNORECASE,
    )
    rest = re.sub(rf"{_NUMBER}\s?(?:{words.times})?\s?(?:{words.frequency})", " ", rest, flags=re.IGNORECASE)
    dose = Dose()
    for name, pattern in _patterns(words).items():
        if not (match := pattern.search(rest)):
            continue
        dose = _add(dose, name, [group for group in match.groups() if group is not None], match, words)
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return dose, rest


def _add(dose: Dose, name: str, groups: list[str], match: re.Match[str], words: AdoptWords) -> Dose:
    """Return a dose with what one pattern has found."""
    if name == "sides":
        return replace(dose, has_sides=True)
    if name in {"sets_of_time", "sets_of_times"}:
        spans = _spans(match.groups())
        if name == "sets_of_time":
            return replace(dose, rounds=spans[0], hold=_seconds(spans[1], match.groups()[-1], words))
        return replace(dose, rounds=spans[0], repetitions=spans[1])
    (span, *_) = _spans(match.groups())
    if name in {"rest", "hold"}:
        unit = next(group for group in reversed(groups) if not group.isdecimal())
        span = _seconds(span, unit, words)
    found: dict[str, Any] = {name: span}
    return dose.merged(replace(Dose(), **found))


def _spans(groups: tuple[str | None, ...]) -> list[Span]:
    """Return the spans of pairs of groups: least, and most or None."""
    found: list[Span] = []
    index = 0
    while index < len(groups):
        first = groups[index]
        if first is not None and first.isdecimal():
            second = groups[index + 1] if index + 1 < len(groups) else None
            last = int(second) if second and second.isdecimal() else int(first)
            found.append(Span(max(1, min(int(first), last)), max(1, int(first), last)))
            index += 1
        index += 1
    return found


def _seconds(span: Span, unit: str | None, words: AdoptWords) -> Span:
    factor = 60 if re.fullmatch(words.minutes, unit or "", re.IGNORECASE) else 1
    return Span(span.least * factor, span.most * factor)
