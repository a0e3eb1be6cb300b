"""Entry point of the command `voiceguide`, and of `python -m voiceguide`."""

from __future__ import annotations

import gc

from voiceguide.cli.stop_signals import exit_on_stop_signals

TYPE_CHECKING = False  # see voiceguide/__init__.py
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit. Signals are handled before anything else is loaded."""
    exit_on_stop_signals()
    gc.disable()  # scripts and timelines have no reference cycles; searching for some would double the time
    from voiceguide.cli import main as command_line

    command_line.main()


if __name__ == "__main__":
    main()
