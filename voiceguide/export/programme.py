"""Rendering of a programme: one MP3 for each session on each day, a calendar, and a page to print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, RequestError, ScriptError
from voiceguide.export.clips import ClipEncoding
from voiceguide.export.feed import FEED_NAME, Episode, feed_files
from voiceguide.export.session import LaidOutSession, lay_out_plan, open_clip_factory
from voiceguide.files.atomic import atomic_write, resolve_target
from voiceguide.paths import is_ours
from voiceguide.plan.schedule import DatedSession, make_schedule
from voiceguide.script.programme import DAYS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from voiceguide.audio.mp3.id3_writer import Tags
    from voiceguide.audio.mp3.mp3_file import Mp3File
    from voiceguide.export.clips import ProgressCallback
    from voiceguide.plan.schedule import Listener, ScheduledSession
    from voiceguide.script.library import Library
    from voiceguide.script.programme import Programme

_DATED_FILE = re.compile(r"\d{4}-\d\d-\d\d-\d+-[a-z0-9-]+\.mp3")
_COMPARED_BYTES = 1 << 20
_LATEST_YEAR = 9000
"""Limit of the first day, so that the last one is a date that calendars have."""


@dataclass(frozen=True, slots=True)
class RenderedProgramme:
    """Files of a programme in a folder.

    `sessions` are those of `paths`, in order. `rendered_count` is the number of sessions that differ, each of
    which was rendered once; `written_count` is the number of audio files that were not already right.
    """

    folder: Path
    sessions: tuple[DatedSession, ...]
    rendered_count: int
    written_count: int
    notes: tuple[str, ...] = field(repr=False)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Audio files in the order of the days."""
        return tuple(self.folder / dated.file_name for dated in self.sessions)

    @property
    def length(self) -> int:
        """Length of all sessions together, in samples."""
        return sum(dated.length for dated in self.sessions)


def next_monday(today: date) -> date:
    """Return the first Monday from a date on."""
    return today + timedelta(days=-today.weekday() % DAYS_PER_WEEK)


def parse_start(text: str) -> date:
    """Return the first day of a programme, such as “2027-01-04”. Raise RequestError unless it is a Monday."""
    try:
        start = date.fromisoformat(text)
    except ValueError:
        raise RequestError(f"“{text}” is not a date: write one such as 2027-01-04.") from None
    if start.year > _LATEST_YEAR:
        raise RequestError(f"“{text}” is too far away: the last year is {_LATEST_YEAR}.")
    if start.weekday():
        after = next_monday(start)
        before = after - timedelta(days=DAYS_PER_WEEK)
        raise RequestError(f"{start} is no Monday, and weeks begin on one: start on {before} or on {after}.")
    return start


def render_programme(  # noqa: PLR0913 - what to render, where, and independent options
    programme: Programme,
    library: Library,
    listener: Listener,
    start: date,
    folder: Path,
    *,
    day: int | None = None,
    feed_url: str = "",
    force: bool = False,
    on_progress: ProgressCallback | None = None,
) -> RenderedProgramme:
    """Write the sessions of a programme to a folder, in order, with its calendar and its page.

    With `day` (counted from 1), only that day's sessions are written. With `feed_url`, the address at which the folder
    will be, a podcast feed is written too. Sessions with equal choices are rendered
    once. A file that is already right stays untouched, so that after an interruption the same call goes on.
    Each file appears whole. A file that voiceguide did not make needs `force`. Raise VoiceguideError on failure.
    """
    schedule = make_schedule(programme, library, listener)
    chosen = schedule if day is None else _sessions_of_day(programme, schedule, day)
    if not force:
        names = (f"{programme.name}.ics", f"{programme.name}.html", *([FEED_NAME] if feed_url else ()))
        _refuse_foreign(folder, chosen, start, names)
    renderer = _Renderer(programme, len(schedule), listener, on_progress)
    dated_sessions, episodes, written_count = [], [], 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for scheduled in chosen:
            laid_out = renderer.lay_out(scheduled)
            day_date = start + timedelta(days=scheduled.day.number - 1)
            dated = DatedSession(scheduled, day_date, laid_out.timeline.length)
            dated_sessions.append(dated)
            mp3_file = renderer.mp3_file(dated, laid_out)
            episodes.append(Episode(dated, laid_out.timeline, mp3_file.size))
            written_count += _write_if_changed(folder / dated.file_name, mp3_file.size, mp3_file.read)
        sessions = tuple(dated_sessions)
        notes = renderer.notes
        if day is None:
            companions = [*programme_companions(programme, sessions, library)]
            if feed_url:
                first = renderer.lay_out(chosen[0])
                companions += feed_files(programme, episodes, feed_url, first.cover())
            for name, content in companions:
                _write_if_changed(folder / name, len(content), partial((content,).__iter__))
            notes += tuple(_notes_on_other_files(folder, sessions))
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return RenderedProgramme(folder, sessions, len(renderer.laid_out_by_plan), written_count, notes)


def _refuse_foreign(
    folder: Path, sessions: Iterable[ScheduledSession], start: date, names: Iterable[str]
) -> None:
    """Raise RequestError for the first file of a programme that is there and was not made by voiceguide."""
    dated = (DatedSession(session, start + timedelta(days=session.day.number - 1), 0) for session in sessions)
    for file_name in (*(session.file_name for session in dated), *names):
        if not is_ours(folder / file_name):
            raise RequestError(
                f"{folder / file_name} is there already, and nothing in it says that voiceguide made it. "
                "Choose another folder with --out, or replace it with --force."
            )


def _sessions_of_day(
    programme: Programme, schedule: tuple[ScheduledSession, ...], day: int
) -> tuple[ScheduledSession, ...]:
    """Return the sessions of a day. Raise RequestError for a day without any."""
    day_count = len(programme.days)
    if not 1 <= day <= day_count:
        raise RequestError(f"{programme.name} has {day_count} days: choose one from 1 to {day_count}.")
    if sessions := tuple(scheduled for scheduled in schedule if scheduled.day.number == day):
        return sessions
    nearest = min((scheduled.day.number for scheduled in schedule), key=lambda number: abs(number - day))
    raise RequestError(f"Day {day} has no session. The nearest day that has one is {nearest}.")


@dataclass(slots=True)
class _Renderer:
    """Renderer of each session that differs, with the sessions rendered so far."""

    programme: Programme
    session_count: int
    listener: Listener
    on_progress: ProgressCallback | None
    laid_out_by_plan: dict[int, LaidOutSession] = field(default_factory=dict)
    """Sessions by the identity of their plan, since lines with equal choices share one."""

    def lay_out(self, scheduled: ScheduledSession) -> LaidOutSession:
        """Return a session laid out. Raise ScriptError at its line if its choices cannot be met."""
        plan = scheduled.plan
        if id(plan) not in self.laid_out_by_plan:
            factory = open_clip_factory(plan, plan.choices, ClipEncoding.MP3, None, self.on_progress)
            try:
                self.laid_out_by_plan[id(plan)] = lay_out_plan(plan, factory)
            except ScriptError:
                raise
            except RequestError as error:
                raise ScriptError([scheduled.line.location.problem(str(error))]) from None
        return self.laid_out_by_plan[id(plan)]

    def mp3_file(self, dated: DatedSession, laid_out: LaidOutSession) -> Mp3File:
        """Return the file of a session on its date."""
        return laid_out.mp3_file(programme_tags(self.programme, dated, self.session_count, laid_out))

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the sessions, each with the title of its session, without repetitions."""
        notes = {
            note if note not in laid_out.timeline.notes else f"{laid_out.timeline.title}: {note}": None
            for laid_out in self.laid_out_by_plan.values()
            for note in laid_out.notes
        }
        return tuple(notes)


def programme_tags(
    programme: Programme, dated: DatedSession, session_count: int, laid_out: LaidOutSession
) -> Tags:
    """Return the metadata of a session on its date, a track of the programme's album. Raise PictureError."""
    return replace(
        laid_out.tags(),
        title=f"{dated.date} {dated.title}",
        album=programme.title,
        track=dated.scheduled.number,
        track_count=session_count,
    )


def programme_companions(
    programme: Programme, sessions: tuple[DatedSession, ...], library: Library
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of the calendar and of the page to print."""
    from voiceguide.export.calendar_file import programme_calendar
    from voiceguide.views.programme_page import programme_page

    yield f"{programme.name}.ics", programme_calendar(programme, sessions)
    yield f"{programme.name}.html", programme_page(programme, sessions, library.safety_notes).encode()


def _write_if_changed(path: Path, size: int, read: Callable[[], Iterable[bytes]]) -> bool:
    """Write a file atomically unless it has this content; return whether it was written. Raise OSError."""
    target = resolve_target(path)
    if target.is_file() and target.stat().st_size == size and _has_content(target, read()):
        return False
    with atomic_write(target) as file:
        file.writelines(read())
    return True


def _has_content(path: Path, chunks: Iterable[bytes]) -> bool:
    with path.open("rb", buffering=_COMPARED_BYTES) as file:
        return all(file.read(len(chunk)) == chunk for chunk in chunks)


def _notes_on_other_files(folder: Path, sessions: tuple[DatedSession, ...]) -> Iterator[str]:
    """Yield a sentence if the folder has dated files of another start or of an earlier version."""
    names = {dated.file_name for dated in sessions}
    others = [path.name for path in folder.iterdir() if _DATED_FILE.fullmatch(path.name)]
    if count := len(set(others) - names):
        noun = "file" if count == 1 else "files"
        yield f"{folder} also has {count} other dated {noun}: remove what you no longer need."
