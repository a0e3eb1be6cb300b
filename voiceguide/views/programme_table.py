"""Programme as text: a line for each session, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.practice_line import OPTIONAL, format_clock_time, format_week_heading
from voiceguide.script.vocabulary import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.errors import Location
    from voiceguide.script.programme import Day, PracticeLine, Programme

_WEEKDAY_WIDTH = max(map(len, WEEKDAYS))


def programme_table(programme: Programme, lengths: Mapping[Location, int]) -> str:
    """Return the days of a programme, with the times, lengths and choices of their sessions.

    `lengths` are those of its lines, in samples, by location.
    """
    days = programme.days
    total = sum(lengths[line.location] * len(programme.times(line)) for day in days for line in day.lines)
    lines = [f"{programme.title} · {len(days)} days · {units.format_clock(total)}"]
    for week in programme.weeks:
        lines += ["", format_week_heading(week), *(f"  {paragraph.text}" for paragraph in week.paragraphs)]
        for day in days:
            if day.week is week:
                lines += _day_rows(programme, day, lengths)
    return "\n".join(lines)


def _day_rows(programme: Programme, day: Day, lengths: Mapping[Location, int]) -> Iterator[str]:
    for line in day.lines:
        is_first = line is day.lines[0]
        day_text = f"Day {day.number:<3} {WEEKDAYS[day.weekday]}" if is_first else ""
        times = ", ".join(map(format_clock_time, programme.times(line)))
        clock = units.format_clock(lengths[line.location])
        yield f"  {day_text:{8 + _WEEKDAY_WIDTH}}  {clock:>7}  {_describe_line(line)}  at {times}"


def _describe_line(line: PracticeLine) -> str:
    """Return a session and its choices: “strength (level gentle, optional)”."""
    choices = [f"{setting.name} {setting.text}".strip() for setting in line.settings]
    choices += [OPTIONAL] * line.optional
    return f"{line.session.name} ({', '.join(choices)})" if choices else line.session.name
