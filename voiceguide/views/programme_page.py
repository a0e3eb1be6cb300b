"""Page of a programme to print: HTML without scripts, on white, with a box to tick for each session."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import LANGUAGES
from voiceguide.script.practice_line import format_clock_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.language.view_texts import ProgrammeStrings
    from voiceguide.plan.schedule import DatedSession
    from voiceguide.script.model import Text
    from voiceguide.script.programme import Programme, Week
    from voiceguide.script.shared_pages import SafetyNotes

_STYLE = """
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 48em; margin: 2em auto; padding: 0 1em }
h1, h2 { line-height: 1.2; break-after: avoid }
blockquote { border-left: 3px solid #000; margin-left: 0; padding-left: 1em }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #999; padding: .3em .6em .3em 0; vertical-align: top }
tr, li { break-inside: avoid }
small { color: #444 }
@page { margin: 15mm }
"""


def programme_page(
    programme: Programme, sessions: tuple[DatedSession, ...], safety_notes: SafetyNotes
) -> str:
    """Return the page of a programme, with its dated sessions in order and the full note on each of their subjects.

    `safety_notes` are for a programme without sessions.
    """
    notes = dict.fromkeys(note for dated in sessions for note in dated.scheduled.plan.safety.full)
    language = LANGUAGES[programme.language]
    strings = language.programme
    parts = [
        f"<h1>{escape(programme.title)}</h1>",
        *_paragraphs(programme.paragraphs),
        f"<h2>{escape(strings.safety)}</h2>",
        "<blockquote>",
        *_paragraphs((*(notes or safety_notes.full), *programme.notes)),
        "</blockquote>",
    ]
    for week in programme.weeks:
        for number in range(week.first, week.last + 1):
            parts += _week(number, week, sessions, programme, strings)
    if programme.rules:
        parts += [f"<h2>{escape(strings.rules)}</h2>", "<ul>"]
        parts += (
            f"<li>{escape(rule.words)} <small>({escape(rule.source)})</small></li>"
            for rule in programme.rules
        )
        parts.append("</ul>")
    for section in programme.sections:
        parts += [f"<h2>{escape(section.title)}</h2>", *_paragraphs(section.paragraphs)]
    head = (
        f'<!DOCTYPE html>\n<html lang="{programme.language}">\n<meta charset="utf-8">\n'
        '<meta name="generator" content="voiceguide">\n'
        f"<title>{escape(programme.title)}</title>\n<style>{_STYLE}</style>"
    )
    return "\n".join((head, *parts, "</html>", ""))


def _paragraphs(texts: Iterable[Text]) -> Iterator[str]:
    return (f"<p>{escape(paragraph.text)}</p>" for paragraph in texts)


def week_title(number: int, week: Week, strings: ProgrammeStrings) -> str:
    """Return the title of one week: “Week 1: Learn”."""
    return ": ".join(filter(None, (strings.week.format(number=number), week.title)))


def _week(
    number: int,
    week: Week,
    sessions: tuple[DatedSession, ...],
    programme: Programme,
    strings: ProgrammeStrings,
) -> Iterator[str]:
    yield f"<h2>{escape(week_title(number, week, strings))}</h2>"
    yield from _paragraphs(week.paragraphs)
    yield "<table>"
    week_sessions = (dated for dated in sessions if dated.scheduled.day.week_number == number)
    for date, day_sessions in groupby(week_sessions, lambda dated: dated.date):
        first = True
        for dated in day_sessions:
            day = dated.scheduled.day
            day_text = f"{strings.weekdays[day.weekday]}, {date}" if first else ""
            day_note = f"<br><small>{escape(strings.day.format(number=day.number))}</small>" if first else ""
            first = False
            yield f"<tr><td>{escape(day_text)}{day_note}</td>{_cells(dated, programme, strings)}</tr>"
    yield "</table>"


def _cells(dated: DatedSession, programme: Programme, strings: ProgrammeStrings) -> str:
    line = dated.scheduled.line
    times = programme.times(line)
    boxes = ", ".join(f"☐ {format_clock_time(time)}" for time in times)
    minutes = strings.minutes.format(count=round_minutes(dated.length))
    title = f"<b>{escape(dated.title)}</b>, {escape(minutes)}"
    notes = [strings.optional] if line.optional else []
    notes += (remark.text for remark in line.remarks)
    remarks = "".join(f"<br>{escape(note)}" for note in notes)
    return f"<td>{boxes}</td><td>{title}{remarks}<br><small>{escape(dated.file_name)}</small></td>"


def round_minutes(length: int) -> int:
    """Return samples in whole minutes, rounded, and at least one."""
    return max(round(length / (60 * units.SAMPLE_RATE)), 1)
