"""The command line: options in, report out. The only door to click; no logic lives here."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from voiceguide import __version__, units
from voiceguide.errors import AskedError, FileError, VoiceguideError
from voiceguide.preferences import read_preferences
from voiceguide.session import choices as asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from rich.progress import Progress, TaskID

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Value = TypeVar("_Value")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_BLANKS = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_VISIBLE = str.maketrans(dict.fromkeys(_BLANKS, " "))


class _Stopped(SystemExit):
    """A signal asked us to end; on its way out everything begun is cleaned up."""

    code: int


def main() -> NoReturn:
    """Runs the command line and exits.

    0 done, 1 could not be done, 2 what was asked or written is wrong, 130 and 143 for signals.
    """
    gc.disable()  # what is read and made are trees, which need no search; it would take half the time
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as in the background of a script
            signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(prog_name="voiceguide", standalone_mode=False) or 0
    except VoiceguideError as error:
        code = _fail(str(error), error.exit_code)
    except click.UsageError as error:
        code = _fail(_usage(error), 2)
    except _Stopped as stopped:
        code = _fail("Stopped. Nothing was changed.", stopped.code)
    _let_go(sys.stdout, sys.stderr)
    sys.exit(code)


def _let_go(*streams: TextIO) -> None:
    """What could not be written is given up; else Python tries once more and exits with its own code."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    for each in _SIGNALS:
        signal.signal(each, lambda *_: None)  # nothing interrupts the cleaning up
    raise _Stopped(128 + number)


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    if message.startswith("Usage:"):  # no command was given, and this is the help
        return message
    command = error.ctx.command_path if error.ctx else "voiceguide"
    return f"{message}\nSee “{command} --help”."


def _fail(message: str, code: int) -> int:
    _say(message)
    return code


def _say(message: str) -> None:
    """Words for a person, on standard error; where that is closed, nobody is there to be told."""
    with suppress(OSError):
        click.echo(_harmless(message), err=True)


def _tell(text: str) -> None:
    """What was asked for, on standard output. Raises FileError."""
    try:
        click.echo(_harmless(text))
    except BrokenPipeError:
        raise  # whoever read it has gone, and click ends quietly
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error


def _harmless(text: str) -> str:
    """The text, free of anything that a terminal would obey."""
    if text.translate(_VISIBLE).isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in _BLANKS else "�" for letter in text)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="voiceguide", message="%(prog)s %(version)s")
def cli() -> None:
    """Technique scripts become a spoken session: one MP3 for your phone."""


_SCRIPTS = click.option("--scripts", metavar="DIR", help="Your own folder of scripts.")


def _choosing(command: _Command) -> _Command:
    """The options with which a listener chooses, the same for every command that takes a session."""
    options = (
        click.argument("session", default="upper-back-reset"),
        click.option("--minutes", metavar="N", help="How long it lasts: 10, or 12.5."),
        click.option("--length", metavar="M:SS", help="The same, to the second: 9:59."),
        click.option(
            "--hold", multiple=True, metavar="[T=]TIME", help="30s for all, seated-twist=25s for one."
        ),
        click.option("--rounds", multiple=True, metavar="[T=]N", help="How often: seated-twist=3."),
        click.option("--set", "settings", multiple=True, metavar="T.NAME=VALUE", help="Any value of one."),
        click.option("--skip", multiple=True, metavar="T", help="Leave a technique out."),
        click.option("--only", multiple=True, metavar="T", help="Keep just these."),
        click.option("--moving", metavar="X", help="More time to move: 1.5x."),
        click.option("--level", metavar="NAME", help="gentle, standard or strong."),
        click.option(
            "--avoid", multiple=True, metavar="CONDITION", help="Swap or leave out what is not for it."
        ),
        click.option("--guidance", metavar="NAME", help="full, or brief for those who know it."),
        click.option("--sounds", metavar="NAME", help="calm, guided (counts aloud) or minimal."),
        click.option("--voice", metavar="NAME", help="hibari, pyttsx3, silent, or ENGINE:SPEAKER."),
        _SCRIPTS,
    )
    for option in reversed(options):
        command = option(command)
    return command


def _choices(options: dict[str, Any]) -> asked.Choices:
    minutes, length = options["minutes"], options["length"]
    if minutes is not None and length is not None:
        raise AskedError("--minutes and --length say the same thing: give one of the two.")
    usual = asked.Choices()
    return asked.Choices(
        length=_given(asked.minutes, minutes, _given(asked.length, length, 0)),
        wishes=(
            *map(asked.hold, options["hold"]),
            *map(asked.rounds, options["rounds"]),
            *map(asked.setting, options["settings"]),
        ),
        skip=options["skip"],
        only=options["only"],
        moving=_given(asked.times, options["moving"], usual.moving),
        voice=options["voice"],
        level=_given(asked.level, options["level"], usual.level),
        avoid=tuple(map(asked.avoid, options["avoid"])),
        guidance=_given(asked.guidance, options["guidance"], usual.guidance),
        sounds=_given(asked.sounds, options["sounds"], usual.sounds),
        scripts=_given(Path, options["scripts"], None),
        say=read_preferences().say,
    )


def _given(read: Callable[[str], _Value], text: str | None, default: _Value) -> _Value:
    return default if text is None else read(text)


@contextmanager
def _watching() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar while voices work: only on a terminal, and only once something had to be spoken."""
    with ExitStack() as stack:

        @cache
        def bar() -> tuple[Progress, TaskID]:
            from rich.console import Console  # noqa: PLC0415 - drawn for people only
            from rich.progress import Progress  # noqa: PLC0415 - as above

            progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
            return progress, progress.add_task("Speaking", total=None)

        def watch(ready: int, wanted: int) -> None:
            progress, task = bar()
            progress.update(task, completed=ready, total=wanted)

        yield watch if sys.stderr and sys.stderr.isatty() else None


@cli.command()
@_choosing
@click.option("-o", "--output", metavar="FILE", help="Where to write: .mp3 or .wav.")
def render(session: str, output: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use

    with _watching() as watch:
        done = house.render(
            session, _choices(options), Path(output) if output is not None else None, watch=watch
        )
    for note in done.performance.timeline.notes:
        _say(note)
    for note in house.remarks(done.performance, options["voice"]):
        _say(note)
    length = units.clock(done.performance.timeline.length)
    voice = done.performance.booth.voice.name
    _say(
        f"{done.path} · {length} · {done.size / 1_000_000:.1f} MB · {voice} · send it to your phone by "
        "cable, cloud drive or mail, and switch trim-silence off in the player."
    )


@cli.command()
@_choosing
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
def show(session: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use
    from voiceguide.session import table, timeline  # noqa: PLC0415 - as above

    with _watching() as watch:
        performance = house.perform(session, _choices(options), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        _say(note)
    if as_json:
        _tell(json.dumps(timeline.as_json(performance.timeline), indent=1))
    else:
        _tell(table.table(performance.timeline))


@cli.command(name="list")
@_SCRIPTS
def list_(scripts: str | None) -> None:
    """List sessions and techniques, about how long they last, and what can be changed."""
    from voiceguide import overview  # noqa: PLC0415 - commands load only what they use
    from voiceguide.script import library  # noqa: PLC0415 - as above

    _tell(overview.overview(library.library(_given(Path, scripts, None))))


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--json", "as_json", is_flag=True, help="As data, for editors.")
@_SCRIPTS
def check(paths: tuple[str, ...], scripts: str | None, *, as_json: bool) -> None:
    """Check scripts: every problem, at file:line:col. Without a path, all that are shipped."""
    from dataclasses import asdict  # noqa: PLC0415 - commands load only what they use

    from voiceguide import checkup  # noqa: PLC0415 - as above

    count, problems = checkup.check(tuple(map(Path, paths)), _given(Path, scripts, None))
    if as_json:
        _tell(json.dumps([asdict(problem) for problem in problems], indent=1))
    else:
        _say("\n".join((*checkup.told(problems), checkup.tallied(count, problems))))
    if any(problem.severity == "error" for problem in problems):
        sys.exit(AskedError.exit_code)


@cli.command(name="format")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--check", "only_told", is_flag=True, help="Change nothing: list what would change.")
def format_(paths: tuple[str, ...], *, only_told: bool) -> None:
    """Lay scripts out in one way, comments and all. What they mean stays the same."""
    from voiceguide import tidy  # noqa: PLC0415 - commands load only what they use

    count, changed = tidy.tidy(tuple(map(Path, paths)), write=not only_told)
    for path in changed:
        _tell(str(path)) if only_told else _say(f"{path} is laid out anew.")
    if not changed:
        _say(f"{count} {'script' if count == 1 else 'scripts'} read: nothing to change.")
    elif only_told:
        sys.exit(1)


@cli.command()
@click.argument("name")
def new(name: str) -> None:
    """Write NAME.md: a commented script to start from."""
    from voiceguide import starter  # noqa: PLC0415 - commands load only what they use

    path = starter.write(name)
    _say(f"{path} is written: change it, then try “voiceguide check {path}”.")


@cli.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide import doctor as surgery  # noqa: PLC0415 - commands load only what they use

    findings = surgery.examine()
    for finding in findings:
        _tell(f"{'✓' if finding.well else '✗'} {finding.what}")
        if finding.mend:
            _tell(f"    {finding.mend}")
    if any(not finding.well and finding.needed for finding in findings):
        sys.exit(1)
