"""Options that take a path. The commands that need no more than these start quickly."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path, readable=False)
"""Type of a path. An unreadable path is reported when it is read, as a FileError."""

force_option = click.option("--force", is_flag=True, help="Replace a file that voiceguide did not make.")

scripts_option = click.option("--scripts", metavar="DIR", type=PATH, help="Your own folder of scripts.")
