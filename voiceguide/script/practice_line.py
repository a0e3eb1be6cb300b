"""Parse and print the lines of a programme: `Monday to Friday at 10:30: desk-break, minutes 4, optional`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Reference
from voiceguide.script.programme import PracticeLine, Setting
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import SCRIPT_NAME, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location, Problem
    from voiceguide.script.programme import Week

OPTIONAL = "optional"

_EXAMPLE = "Write a line like “- Monday, Thursday: desk-break, minutes 4”."
_LINE_COLON = re.compile(r":(?= |$)")
_AT = re.compile(r"(?:^| +)at(?: +|$)")
_SEPARATOR = re.compile(r",| and\b")
_RANGE = re.compile(r" +to +")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_SHORTEST_RANGE = 3
"""Days from which a run of weekdays is printed as “Monday to Wednesday”."""


def parse_clock(text: str) -> int | None:
    """Return a time of day such as “12:30” in minutes after midnight, or None if it is not one."""
    match = _CLOCK.fullmatch(text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def format_clock_time(minutes: int) -> str:
    """Return minutes after midnight as a time of day: “12:30”."""
    return f"{minutes // 60}:{minutes % 60:02}"


def parse_practice_line(text: str, location: Location) -> tuple[PracticeLine | None, tuple[Problem, ...]]:
    """Return the session and days of a line without its hyphen, and the problems of the line.

    `location` is where `text` begins. The line is None if it names no day or no session.
    """
    colon = _LINE_COLON.search(text)
    if not colon:
        return None, (location.problem("This line has no colon after its days.", _EXAMPLE),)
    parser = _LineParser()
    weekdays, times = parser.read_moments(text[: colon.start()], location)
    first, *rest = _split(text[colon.end() :], re.compile(","), location.offset_by(colon.end()))
    session = parser.read_session(*first)
    settings, optional = parser.read_settings(rest)
    problems = tuple(parser.problems)
    if not (weekdays and session):
        return None, problems
    return PracticeLine(weekdays, times, session, location, settings, optional), problems


def parse_setting(text: str, location: Location) -> Setting:
    """Return the choice that a text such as “level gentle” writes."""
    name, _, value = text.partition(" ")
    value_column = len(text) - len(value.lstrip())
    return Setting(name, value.strip(), location, location.offset_by(value_column))


def format_practice_line(line: PracticeLine) -> str:
    """Return a line without its hyphen, as `parse_practice_line` parses it."""
    times = f" at {_join(map(format_clock_time, line.times))}" if line.times else ""
    settings = (f"{setting.name} {setting.text}".strip() for setting in line.settings)
    parts = (line.session.name, *settings, *([OPTIONAL] if line.optional else []))
    return f"{format_weekdays(line.weekdays)}{times}: {', '.join(parts)}"


def format_week_heading(week: Week) -> str:
    """Return the heading of a week without its hashes: “Week 1: Learn”, “Weeks 3 to 4: Load”."""
    numbers = f"Week {week.first}" if week.first == week.last else f"Weeks {week.first} to {week.last}"
    return f"{numbers}: {week.title}" if week.title else numbers


def format_weekdays(weekdays: Iterable[int]) -> str:
    """Return the names of weekdays in order: “Monday to Wednesday and Friday”."""
    return _join(_runs(sorted(weekdays)))


def _runs(weekdays: list[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(weekdays), lambda pair: pair[1] - pair[0]):
        run = [WEEKDAYS[weekday] for _, weekday in group]
        if len(run) >= _SHORTEST_RANGE:
            yield f"{run[0]} to {run[-1]}"
        else:
            yield from run


def _join(texts: Iterable[str]) -> str:
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last


def _split(text: str, separator: re.Pattern[str], location: Location) -> list[tuple[str, Location]]:
    """Return the parts of a text without blanks around them, and where each begins."""
    parts, start = [], 0
    for end, next_start in (*((m.start(), m.end()) for m in separator.finditer(text)), (len(text), 0)):
        part = text[start:end]
        parts.append((part.strip(), location.offset_by(start + len(part) - len(part.lstrip()))))
        start = next_start
    return parts


@dataclass
class _LineParser:
    """Parser of one line, with the problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, location: Location, message: str, hint: str) -> None:
        self.problems.append(location.problem(message, hint))

    def read_moments(self, text: str, location: Location) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the weekdays in order, and the times of day in order."""
        at = _AT.search(text)
        days_text = text[: at.start()] if at else text
        weekdays: list[int] = []
        for part, part_location in _split(days_text, _SEPARATOR, location):
            for weekday in self.read_day_range(part, part_location):
                if weekday in weekdays:
                    self.add_problem(
                        part_location, f"{WEEKDAYS[weekday]} appears twice.", "Keep one of the two."
                    )
                else:
                    weekdays.append(weekday)
        return tuple(sorted(weekdays)), self.read_times(
            text[at.end() :], location.offset_by(at.end())
        ) if at else ()

    def read_day_range(self, text: str, location: Location) -> range:
        """Return the weekdays of “Monday”, or of “Monday to Friday”."""
        ends = [self.read_weekday(*part) for part in _split(text, _RANGE, location)]
        if None in ends:
            return range(0)
        first, last = ends[0] or 0, ends[-1] or 0
        if len(ends) > 2 or first > last:  # noqa: PLR2004 - a range has two ends
            self.add_problem(
                location, f"“{printable(text)}” is no range of days.", "A week runs from Monday to Sunday."
            )
            return range(0)
        return range(first, last + 1)

    def read_weekday(self, text: str, location: Location) -> int | None:
        for number, name in enumerate(WEEKDAYS):
            if text.lower() == name.lower():
                return number
        if not text:
            self.add_problem(location, "A day is missing here.", _EXAMPLE)
            return None
        names = tuple(name.lower() for name in WEEKDAYS)
        hint = did_you_mean(text, names) or f"Choose from: {', '.join(WEEKDAYS)}."
        self.add_problem(location, f"“{printable(text)}” is not a day.", hint)
        return None

    def read_times(self, text: str, location: Location) -> tuple[int, ...]:
        times: list[int] = []
        for part, part_location in _split(text, _SEPARATOR, location):
            time = parse_clock(part)
            if time is None:
                fault = (
                    f"“{printable(part)}” is not a time of day." if part else "A time of day is missing here."
                )
                self.add_problem(part_location, fault, "Write one from 0:00 to 23:59, such as 12:30.")
            elif time in times:
                self.add_problem(part_location, f"{part} appears twice.", "Keep one of the two.")
            else:
                times.append(time)
        return tuple(sorted(times))

    def read_session(self, text: str, location: Location) -> Reference | None:
        if SCRIPT_NAME.fullmatch(text):
            return Reference(text, location)
        if text:
            hint = "Write one such as “desk-break”, as in its file name, without “.md”."
            self.add_problem(location, f"“{printable(text)}” is not the name of a session.", hint)
        else:
            self.add_problem(location, "A session is missing here.", _EXAMPLE)
        return None

    def read_settings(self, parts: list[tuple[str, Location]]) -> tuple[tuple[Setting, ...], bool]:
        """Return the choices for the session, and whether it is optional."""
        settings: list[Setting] = []
        optional = False
        for text, location in parts:
            if not text:
                self.add_problem(
                    location, "Something is missing before or after a comma.", "Remove the comma."
                )
            elif text != OPTIONAL:
                settings.append(parse_setting(text, location))
            elif optional:
                self.add_problem(location, f"“{OPTIONAL}” appears twice.", "Keep one of the two.")
            else:
                optional = True
        return tuple(settings), optional
