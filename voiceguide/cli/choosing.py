"""The options with which a listener chooses, and the choices they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from voiceguide.errors import AskedError
from voiceguide.preferences import read_preferences
from voiceguide.session import choices as asked

Command = TypeVar("Command", bound=Callable[..., Any])
_Value = TypeVar("_Value")

SCRIPTS = click.option("--scripts", metavar="DIR", help="Your own folder of scripts.")


def choosing(command: Command) -> Command:
    """The same for every command that takes a session."""
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
        SCRIPTS,
    )
    for option in reversed(options):
        command = option(command)
    return command


def choices(options: dict[str, Any]) -> asked.Choices:
    """What those options stand for. Raises AskedError."""
    minutes, length = options["minutes"], options["length"]
    if minutes is not None and length is not None:
        raise AskedError("--minutes and --length say the same thing: give one of the two.")
    usual = asked.Choices()
    return asked.Choices(
        length=given(asked.minutes, minutes, given(asked.length, length, 0)),
        wishes=(
            *map(asked.hold, options["hold"]),
            *map(asked.rounds, options["rounds"]),
            *map(asked.setting, options["settings"]),
        ),
        skip=options["skip"],
        only=options["only"],
        moving=given(asked.times, options["moving"], usual.moving),
        voice=options["voice"],
        level=given(asked.level, options["level"], usual.level),
        avoid=tuple(map(asked.avoid, options["avoid"])),
        guidance=given(asked.guidance, options["guidance"], usual.guidance),
        sounds=given(asked.sounds, options["sounds"], usual.sounds),
        scripts=given(Path, options["scripts"], None),
        say=read_preferences().say,
    )


def given(read: Callable[[str], _Value], text: str | None, default: _Value) -> _Value:
    """What an option says, or the default where it was not given."""
    return default if text is None else read(text)
