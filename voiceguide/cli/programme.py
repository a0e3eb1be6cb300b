"""Command that renders a practice over weeks: programme."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import units
from voiceguide.cli.console import print_message, print_messages, print_output, progress_bar
from voiceguide.cli.path_options import PATH, force_option
from voiceguide.cli.session_options import choice_options, choices_from_options, texts_by_option
from voiceguide.errors import RequestError

if TYPE_CHECKING:
    from voiceguide.export.programme import RenderedProgramme
    from voiceguide.plan.schedule import Listener


@click.command()
@click.argument("name")
@click.option("--start", metavar="DATE", help="First day, a Monday: 2027-01-04; by default the next Monday.")
@click.option("--out", "folder", metavar="DIR", type=PATH, help="Folder; by default output/NAME-DATE.")
@click.option("--day", metavar="N", type=click.IntRange(1), help="Only this day's sessions: 12.")
@click.option("--feed", metavar="URL", help="Also a podcast feed, for the address that the folder will have.")
@force_option
@choice_options
def programme(  # noqa: PLR0913 - click's options
    name: str,
    start: str | None,
    folder: Path | None,
    day: int | None,
    feed: str | None,
    *,
    force: bool,
    **options: Any,  # noqa: ANN401 - click's options
) -> None:
    """Write the sessions of a practice over weeks, one MP3 for each day, with a calendar and a page to print.

    The options for a session apply to all of them. The same command continues after an interruption.
    """
    from voiceguide.export.feed import parse_feed_url
    from voiceguide.export.programme import next_monday, parse_start, render_programme
    from voiceguide.script.programme_library import open_programme

    if feed is not None and day is not None:
        raise RequestError("A feed has all days of a programme: leave --day out.")
    feed_url = parse_feed_url(feed) if feed is not None else ""
    first_day = parse_start(start) if start is not None else next_monday(date.today())  # noqa: DTZ011 - the listener's day
    found, library = open_programme(name, options["scripts"], _language(options))
    listener = _listener(options)
    folder = folder or Path("output", f"{found.name}-{first_day}")
    with progress_bar() as on_progress:
        rendered = render_programme(
            *(found, library, listener, first_day, folder),
            day=day,
            feed_url=feed_url,
            force=force,
            on_progress=on_progress,
        )
    print_messages(rendered.notes)
    print_message(_summary(rendered, has_companions=day is None))


def _listener(options: dict[str, Any]) -> Listener:
    from voiceguide.plan.preferences import read_preferences
    from voiceguide.plan.schedule import Listener

    return Listener(texts_by_option(options), options["scripts"], read_preferences())


def _language(options: dict[str, Any]) -> str:
    """Return the language in which a programme is found by name: that of the options, or the remembered one."""
    return choices_from_options(options, "").language


def show_programme(name: str, options: dict[str, Any], *, has_timeline_options: bool) -> bool:
    """Print the days of a programme; return False if the name is not that of a programme.

    Raise RequestError if there are options that only the timeline of one session can have.
    """
    from voiceguide.script.library import open_library
    from voiceguide.script.programme_library import find_programme, is_programme

    library = open_library(options["scripts"], _language(options))
    if not is_programme(name, library):
        return False
    if has_timeline_options or options["preview"] is not None or options["chapter"] is not None:
        raise RequestError(f"{name} is a programme of many sessions: show one of them for its timeline.")
    from voiceguide.checks.programme import describe_programme

    print_output(describe_programme(*find_programme(name, library), _listener(options)))
    return True


def _summary(rendered: RenderedProgramme, *, has_companions: bool) -> str:
    count, written = len(rendered.sessions), rendered.written_count
    folder = f'"{rendered.folder}"' if " " in str(rendered.folder) else str(rendered.folder)
    kept = f", {count - written} were there already" if written < count else ""
    facts = (
        f"{folder} · {count} {'session' if count == 1 else 'sessions'}, {rendered.rendered_count} different · "
        f"{units.format_clock(rendered.length)} in all · {written} written{kept}"
    )
    if not has_companions:
        return f"{facts}."
    return f"{facts}.\nOpen the .ics file with your calendar for reminders, and print the .html page."
