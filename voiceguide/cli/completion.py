"""Command that prints a shell's completion of commands, options and names: completion."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from voiceguide.cli.console import print_output

_VARIABLE = "_VOICEGUIDE_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print what makes a shell complete commands and names: eval "$(voiceguide completion)".

    SHELL is bash, zsh or fish; by default the one that $SHELL names. Put the line into the file that your shell
    reads at its start. For fish it is: voiceguide completion fish | source
    """
    name = shell or _current_shell()
    class_ = get_completion_class(name)
    if class_ is None:  # click has a class for each of _SHELLS
        raise click.UsageError(f"There is no completion for {name}.")
    print_output(class_(context.find_root().command, {}, "voiceguide", _VARIABLE).source())


def _current_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        raise click.UsageError(f"Name your shell: {', '.join(_SHELLS)}.")
    return name


def complete_session(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the names of sessions and techniques that begin like this, and let the shell complete files."""
    from voiceguide.errors import VoiceguideError
    from voiceguide.script.library import open_library

    try:
        library = open_library()
        names = (*library.session_names, *library.technique_names)
    except VoiceguideError:
        names = ()
    items = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return items or [CompletionItem(incomplete, type="file")]
