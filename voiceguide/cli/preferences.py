"""The commands about what is remembered: set, unset, prefs."""

from __future__ import annotations

from pathlib import Path

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.options import parse_or_default, scripts_option


@click.command(name="set")
@click.argument("key", metavar="NAME|T.NAME")
@click.argument("texts", nargs=-1, required=True, metavar="VALUE…")
@scripts_option
def set_(key: str, texts: tuple[str, ...], scripts: str | None) -> None:
    """Remember a choice, for all sessions or for one technique: set hold 25s, set floor-twist.hold 45s.

    What is asked for on the command line comes first, then what is remembered, then what the session says.
    """
    from voiceguide.checks import preferences
    from voiceguide.plan import preferences_file
    from voiceguide.script.library import open_library

    preference = preferences.make_preference(key, texts, open_library(parse_or_default(Path, scripts, None)))
    path = preferences_file.set_preference(preference)
    print_message(f"{key} {' '.join(texts)} is remembered from now on, in {path}.")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="NAME|T.NAME|T…")
def unset(keys: tuple[str, ...]) -> None:
    """Forget what was remembered: unset hold, unset floor-twist.hold, unset floor-twist."""
    from voiceguide.plan import preferences_file

    preferences_file.unset_preferences(keys)
    print_message(f"{', '.join(keys)} {'is' if len(keys) == 1 else 'are'} forgotten.")


@click.command()
@scripts_option
def prefs(scripts: str | None) -> None:
    """Show what is remembered, and where."""
    from voiceguide import paths
    from voiceguide.checks.preferences import unusable_preferences
    from voiceguide.plan import preferences
    from voiceguide.script.library import open_library

    user_preferences = preferences.read_preferences()
    rows = [(preference.key, ", ".join(preference.texts)) for preference in user_preferences.entries]
    rows += [
        (f"say.{pronunciation.word}", pronunciation.respelling)
        for pronunciation in user_preferences.pronunciations
    ]
    path = paths.preferences_path()
    if not rows:
        print_message(f"Nothing is remembered yet. “voiceguide set hold 25s” writes it to {path}.")
        return
    width = max(len(key) for key, _ in rows)
    print_output("\n".join(f"{key:{width}}  {value}" for key, value in rows))
    for preference, reason in unusable_preferences(
        user_preferences, open_library(parse_or_default(Path, scripts, None))
    ):
        print_message(f"{preference.key} is of no use here: {reason}")
    print_message(f"They stand in {path}, which you may edit.")
