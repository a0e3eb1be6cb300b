"""Jobs of a batch: one for each file, and the plans that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.export.batch.orders import language_of, open_library_once
from voiceguide.plan.schedule import DatedSession, Listener, make_schedule, plan_with_settings
from voiceguide.script.programme_library import find_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.export.batch.orders import Order
    from voiceguide.plan.option import OptionTexts
    from voiceguide.plan.plan import Plan
    from voiceguide.plan.schedule import ScheduledSession
    from voiceguide.script.library import Library
    from voiceguide.script.programme import Programme

_KEPT_PLANS = 256
"""Plans and schedules that a process keeps for jobs that share them."""


class JobKind(StrEnum):
    """Kind of file that a job makes."""

    SESSION = "session"
    DAY = "day"
    """One session of a programme."""
    CALENDAR = "calendar"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Job:
    """One file of an order. `number` is that of the session in its programme, from 0; `file` is its name."""

    order: Order
    kind: JobKind
    file: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Workplace:
    """Places that a job reads and writes, as texts that mean the same on every computer of a cluster."""

    destination: str
    scripts_dir: str = ""
    cache: str = ""

    @property
    def scripts_path(self) -> Path | None:
        """Folder of the user's scripts, None for the default one."""
        return Path(self.scripts_dir) if self.scripts_dir else None


def order_jobs(order: Order, scripts_dir: Path | None) -> Iterator[Job]:
    """Yield the jobs of an order: one for a session; for a programme one for each day, its calendar and its page."""
    if order.start is None:
        yield Job(order, JobKind.SESSION, f"{order.stem}.mp3")
        return
    workplace = Workplace("", str(scripts_dir or ""))
    programme, _, schedule = programme_schedule(order.script, order.texts, workplace)
    for number, scheduled in enumerate(schedule):
        day = order.start + timedelta(days=scheduled.day.number - 1)
        name = DatedSession(scheduled, day, 0).file_name
        yield Job(order, JobKind.DAY, f"{order.stem}/{name}", number)
    yield Job(order, JobKind.CALENDAR, f"{order.stem}/{programme.name}.ics")
    yield Job(order, JobKind.PAGE, f"{order.stem}/{programme.name}.html")


@lru_cache(maxsize=_KEPT_PLANS)
def session_plan(script: str, texts: tuple[tuple[str, OptionTexts], ...], workplace: Workplace) -> Plan:
    """Return the plan of a session with the texts of options. Raise RequestError if it has none."""
    library = open_library_once(workplace.scripts_path, language_of(dict(texts)))
    listener = Listener(dict(texts), workplace.scripts_path)
    return plan_with_settings(library.session(script), library, listener, ())


@lru_cache(maxsize=_KEPT_PLANS)
def programme_schedule(
    script: str, texts: tuple[tuple[str, OptionTexts], ...], workplace: Workplace
) -> tuple[Programme, Library, tuple[ScheduledSession, ...]]:
    """Return a programme, its library, and its sessions with the texts of options. Raise RequestError for bad ones."""
    library = open_library_once(workplace.scripts_path, language_of(dict(texts)))
    programme, library = find_programme(script, library)
    return (
        programme,
        library,
        make_schedule(programme, library, Listener(dict(texts), workplace.scripts_path)),
    )
