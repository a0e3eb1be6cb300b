"""Commands about preferences, the remembered choices: set, unset and prefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.path_options import scripts_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="set")
@click.argument("key", metavar="NAME|T.NAME")
@click.argument("texts", nargs=-1, required=True, metavar="VALUE…")
@scripts_option
def set_(key: str, texts: tuple[str, ...], scripts: Path | None) -> None:
    """Remember a choice, for all sessions or for one technique: set hold 25s, set floor-twist.hold 45s.

    Options of a command take precedence over remembered choices, and those over the session's own values.
    """
    from voiceguide.checks.preferences import make_preference
    from voiceguide.plan.preferences_file import set_preference
    from voiceguide.script.library import open_library

    preference = make_preference(key, texts, open_library(scripts))
    path = set_preference(preference)
    print_message(f"{key} {' '.join(texts)} is remembered in {path}.")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="NAME|T.NAME|T…")
def unset(keys: tuple[str, ...]) -> None:
    """Forget remembered choices: unset hold, unset floor-twist.hold, unset floor-twist."""
    from voiceguide.plan.preferences_file import unset_preferences

    unset_preferences(keys)
    print_message(f"{', '.join(keys)} {'is' if len(keys) == 1 else 'are'} forgotten.")


@click.command()
@scripts_option
def prefs(scripts: Path | None) -> None:
    """Show the remembered choices, and the file they are in."""
    from voiceguide import paths
    from voiceguide.checks.preferences import unusable_preferences
    from voiceguide.plan.preferences import read_preferences
    from voiceguide.script.library import open_library

    user_preferences = read_preferences()
    rows = [(preference.key, ", ".join(preference.texts)) for preference in user_preferences.entries]
    rows += [
        (f"say.{pronunciation.word}", pronunciation.respelling)
        for pronunciation in user_preferences.pronunciations
    ]
    path = paths.preferences_path()
    if not rows:
        print_message(f"Nothing is remembered yet. “voiceguide set hold 25s”, for example, writes to {path}.")
        return
    width = max(len(key) for key, _ in rows)
    print_output("\n".join(f"{key:{width}}  {value}" for key, value in rows))
    for preference, reason in unusable_preferences(user_preferences, open_library(scripts)):
        print_message(f"{preference.key} cannot be used here: {reason}")
    print_message(f"These choices are in {path}, which you may edit.")
