"""The command line: options in, report out. The only door to click; no logic lives here."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from voiceguide import __version__, units
from voiceguide.errors import AskedError, VoiceguideError
from voiceguide.session import choices as asked

_Command = TypeVar("_Command", bound=Callable[..., Any])


def main() -> NoReturn:
    """Runs the command line and exits: 0 done, 1 could not be done, 2 asked or written wrong, 130 and 143
    for signals."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(prog_name="voiceguide", standalone_mode=False) or 0
    except VoiceguideError as error:
        code = _fail(str(error), error.exit_code)
    except click.ClickException as error:
        code = _fail(error.format_message(), 2)
    except (KeyboardInterrupt, click.Abort):
        code = _fail("Stopped. Nothing was changed.", 128 + signal.SIGINT)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


def _fail(message: str, code: int) -> int:
    _say(message)
    return code


def _say(message: str) -> None:
    """Words for a person, on standard error, free of anything that a terminal would obey."""
    click.echo("".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in message), err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="voiceguide", message="%(prog)s %(version)s")
def cli() -> None:
    """Technique scripts become a spoken session: one MP3 for your phone."""


def _choosing(command: _Command) -> _Command:
    """The options with which a listener chooses, the same for every command that takes a session."""
    options = (
        click.argument("session", default="upper-back-reset"),
        click.option("--minutes", metavar="N", help="How long it lasts: 10, or 12.5."),
        click.option("--length", metavar="M:SS", help="The same, to the second: 9:59."),
        click.option("--hold", multiple=True, metavar="[T=]TIME", help="30s for all holds, seated-twist=25s for one."),
        click.option("--rounds", multiple=True, metavar="[T=]N", help="How often: seated-twist=3."),
        click.option("--set", "settings", multiple=True, metavar="T.NAME=VALUE", help="Any value of a technique."),
        click.option("--skip", multiple=True, metavar="T", help="Leave a technique out."),
        click.option("--only", multiple=True, metavar="T", help="Keep just these."),
        click.option("--moving", metavar="X", help="More time to move: 1.5x."),
        click.option("--voice", metavar="NAME", help="hibari, pyttsx3, silent, or ENGINE:SPEAKER."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _choices(options: dict[str, Any]) -> asked.Choices:
    minutes, length = options["minutes"], options["length"]
    if minutes and length:
        raise AskedError("--minutes and --length say the same thing: give one of the two.")
    return asked.Choices(
        length=asked.minutes(minutes) if minutes else asked.length(length) if length else 0,
        wishes=(
            *map(asked.hold, options["hold"]),
            *map(asked.rounds, options["rounds"]),
            *map(asked.setting, options["settings"]),
        ),
        skip=options["skip"],
        only=options["only"],
        moving=asked.times(options["moving"]) if options["moving"] else asked.Choices().moving,
        voice=options["voice"],
    )


@contextmanager
def _watching() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar while voices work: only on a terminal, and only once there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - drawn for people only
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Speaking", total=None)
        yield lambda done, wanted: progress.update(task, completed=done, total=wanted)


@cli.command()
@_choosing
@click.option("-o", "--output", metavar="FILE", help="Where to write: .mp3 or .wav.")
def render(session: str, output: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use

    with _watching() as watch:
        done = house.render(session, _choices(options), Path(output) if output else None, watch=watch)
    for note in done.performance.timeline.notes:
        _say(note)
    for note in house.remarks(done.performance, options["voice"]):
        _say(note)
    length = units.clock(done.performance.timeline.length)
    voice = done.performance.booth.voice.name
    _say(
        f"{done.path} · {length} · {done.size / 1_000_000:.1f} MB · {voice} · send it to your phone by cable, "
        "cloud drive or mail, and switch “trim silence” off in the player."
    )


@cli.command()
@_choosing
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
def show(session: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use
    from voiceguide.session import table, timeline  # noqa: PLC0415

    with _watching() as watch:
        performance = house.perform(session, _choices(options), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        _say(note)
    if as_json:
        click.echo(json.dumps(timeline.as_json(performance.timeline), ensure_ascii=False, indent=1))
    else:
        click.echo(table.table(performance.timeline))


@cli.command(name="list")
def list_() -> None:
    """List sessions and techniques, about how long they last, and what can be changed."""
    from voiceguide import overview  # noqa: PLC0415 - commands load only what they use

    click.echo(overview.overview())


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--json", "as_json", is_flag=True, help="As data, for editors.")
def check(paths: tuple[str, ...], *, as_json: bool) -> None:
    """Check scripts: every problem, at file:line:col. Without a path, all that are shipped."""
    from dataclasses import asdict  # noqa: PLC0415 - commands load only what they use

    from voiceguide import checkup  # noqa: PLC0415

    count, problems = checkup.check(tuple(map(Path, paths)))
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            _say(str(problem))
        if not problems:
            _say(f"{count} {'script' if count == 1 else 'scripts'} checked: no problem.")
    if problems:
        sys.exit(AskedError.exit_code)


@cli.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide import doctor as surgery  # noqa: PLC0415 - commands load only what they use

    findings = surgery.examine()
    for finding in findings:
        click.echo(f"{'✓' if finding.well else '✗'} {finding.what}")
        if finding.mend:
            click.echo(f"    {finding.mend}")
    if any(not finding.well and finding.needed for finding in findings):
        sys.exit(1)
