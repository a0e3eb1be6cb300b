"""Syntax tree of a programme: weeks of sessions on days, with rules for going on.

Weekdays are numbers, 0 for Monday. Times of day and reminders are minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location
    from voiceguide.script.model import Reference, Text

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice for a session, as a listener writes it: `level gentle`, or `rows.times 12`.

    `text` is "" for a switch without a value. `text_location` is where `text` begins.
    """

    name: str
    text: str
    location: Location
    text_location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One line of a week: a session with its choices, on some weekdays.

    `times` are times of day in minutes after midnight; () selects the time of the programme. `remarks` are the
    lines nested below it, which are printed.
    """

    weekdays: tuple[int, ...]
    times: tuple[int, ...]
    session: Reference
    location: Location
    settings: tuple[Setting, ...] = ()
    optional: bool = False
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """Weeks `first` to `last`, which are alike; most headings name one week, so that both are equal."""

    first: int
    last: int
    title: str
    location: Location
    paragraphs: tuple[Text, ...] = ()
    lines: tuple[PracticeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule for going on. `text` is its paragraph: its words, and its source in brackets at the end."""

    text: Text
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class ProgrammeSection:
    """Heading with paragraphs for the printed page."""

    title: str
    location: Location
    paragraphs: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a programme. `number` counts from 1; `lines` are in the order of their first time of day."""

    number: int
    week_number: int
    week: Week
    lines: tuple[PracticeLine, ...]

    @property
    def weekday(self) -> int:
        """Weekday, 0 for Monday: programmes begin on a Monday."""
        return (self.number - 1) % DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Programme:
    """A practice over weeks.

    `time` is the time of day of lines that name none, in minutes after midnight; a reminder comes
    `reminder` minutes earlier. `settings` are choices for every session.
    """

    name: str
    title: str
    location: Location
    summary: str = ""
    language: str = "en"
    time: int = 0
    reminder: int = 0
    settings: tuple[Setting, ...] = ()
    notes: tuple[Text, ...] = ()
    paragraphs: tuple[Text, ...] = ()
    weeks: tuple[Week, ...] = ()
    rules: tuple[Rule, ...] = ()
    sections: tuple[ProgrammeSection, ...] = ()

    @property
    def days(self) -> tuple[Day, ...]:
        """Days in order; those without a session have no lines."""
        days = []
        for week in self.weeks:
            for week_number in range(week.first, week.last + 1):
                for weekday in range(DAYS_PER_WEEK):
                    lines = [line for line in week.lines if weekday in line.weekdays]
                    lines.sort(key=lambda line: self.times(line)[0])
                    number = (week_number - 1) * DAYS_PER_WEEK + weekday + 1
                    days.append(Day(number, week_number, week, tuple(lines)))
        return tuple(days)

    @property
    def nodes(self) -> Iterator[Text | PracticeLine | Week]:
        """Paragraphs, lines and weeks: the parts that begin a line of the file."""
        yield from (*self.notes, *self.paragraphs, *(rule.text for rule in self.rules))
        yield from (paragraph for section in self.sections for paragraph in section.paragraphs)
        for week in self.weeks:
            yield week
            yield from week.paragraphs
            yield from week.lines

    def times(self, line: PracticeLine) -> tuple[int, ...]:
        """Return the times of day of a line, in minutes after midnight."""
        return line.times or (self.time,)
