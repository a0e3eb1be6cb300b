"""The commands about what is remembered: set, unset, prefs."""

from __future__ import annotations

from pathlib import Path

import click

from voiceguide.cli.console import say, tell
from voiceguide.cli.options import SCRIPTS, given


@click.command(name="set")
@click.argument("key", metavar="NAME|T.NAME")
@click.argument("texts", nargs=-1, required=True, metavar="VALUE…")
@SCRIPTS
def set_(key: str, texts: tuple[str, ...], scripts: str | None) -> None:
    """Remember a choice, for all sessions or for one technique: set hold 25s, set floor-twist.hold 45s.

    What is asked for on the command line comes first, then what is remembered, then what the session says.
    """
    from voiceguide.checks import preferences
    from voiceguide.plan import preferences_file
    from voiceguide.script import shelf

    entry = preferences.wanted(key, texts, shelf.library(given(Path, scripts, None)))
    file = preferences_file.remember(entry)
    say(f"{key} {' '.join(texts)} is remembered from now on, in {file}.")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="NAME|T.NAME|T…")
def unset(keys: tuple[str, ...]) -> None:
    """Forget what was remembered: unset hold, unset floor-twist.hold, unset floor-twist."""
    from voiceguide.plan import preferences_file

    preferences_file.forget(keys)
    say(f"{', '.join(keys)} {'is' if len(keys) == 1 else 'are'} forgotten.")


@click.command()
@SCRIPTS
def prefs(scripts: str | None) -> None:
    """Show what is remembered, and where."""
    from voiceguide import paths
    from voiceguide.checks.preferences import unused
    from voiceguide.plan import preferences
    from voiceguide.script import shelf

    usual = preferences.read_preferences()
    rows = [(entry.key, ", ".join(entry.texts)) for entry in usual.entries]
    rows += [(f"say.{saying.word}", saying.said) for saying in usual.say]
    file = paths.preferences()
    if not rows:
        say(f"Nothing is remembered yet. “voiceguide set hold 25s” writes it to {file}.")
        return
    width = max(len(key) for key, _ in rows)
    tell("\n".join(f"{key:{width}}  {value}" for key, value in rows))
    for entry, why in unused(usual, shelf.library(given(Path, scripts, None))):
        say(f"{entry.key} is of no use here: {why}")
    say(f"They stand in {file}, which you may edit.")
