"""Calendar of a programme, with a reminder of each session. The only module that imports icalendar.

Times are local wherever the listener is (RFC 5545, 3.3.5, form 1). Equal programmes give equal bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.export.file_tags import RELEASE_YEAR
from voiceguide.language import LANGUAGES
from voiceguide.versions import __version__
from voiceguide.views.programme_page import week_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from voiceguide.plan.schedule import DatedSession
    from voiceguide.script.programme import Programme

_STAMP = datetime(RELEASE_YEAR, 1, 1, tzinfo=UTC)
"""Time at which every event was made: that of the release, so that equal programmes give equal bytes."""


def programme_calendar(programme: Programme, sessions: Iterable[DatedSession]) -> bytes:
    """Return an iCalendar file with one event for each session and time of day.

    An optional session has no reminder, and leaves its time free. An event keeps its identifier when the
    calendar is made again for the same date, so that a program that imports it replaces the old one.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//voiceguide//voiceguide {__version__}//EN")
    calendar.add("x-wr-calname", programme.title)
    for dated in sessions:
        for minutes in programme.times(dated.scheduled.line):
            calendar.add_component(_event(programme, dated, minutes))
    return bytes(calendar.to_ical())


def _event(programme: Programme, dated: DatedSession, minutes: int) -> Event:
    from icalendar import Alarm, Event

    scheduled, line = dated.scheduled, dated.scheduled.line
    strings = LANGUAGES[programme.language].programme
    day_title = strings.day.format(number=scheduled.day.number)
    description = [f"{week_title(scheduled.day.week_number, scheduled.day.week, strings)}, {day_title}"]
    description += [remark.text for remark in line.remarks]
    event = Event()
    event.add("uid", f"{programme.name}-{dated.date:%Y%m%d}-{scheduled.order}-{minutes:04}@voiceguide")
    event.add("dtstamp", _STAMP)
    event.add("dtstart", datetime.combine(dated.date, time(*divmod(minutes, 60))))
    event.add("duration", timedelta(seconds=-(-dated.length // units.SAMPLE_RATE)))
    event.add("summary", f"{dated.title} ({strings.optional})" if line.optional else dated.title)
    event.add("description", "\n".join((*description, dated.file_name)))
    event.add("transp", "TRANSPARENT" if line.optional else "OPAQUE")
    if not line.optional:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", dated.title)
        alarm.add("trigger", timedelta(minutes=-programme.reminder))
        event.add_component(alarm)
    return event
