"""The commands about the store of clips."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide import paths
from voiceguide.cli.console import say, tell

if TYPE_CHECKING:
    from voiceguide.cache_maintenance import Stock


@click.group(name="cache")
def cache() -> None:
    """The store of clips: what was spoken once is not spoken again. Clearing it costs time only."""


@cache.command()
def info() -> None:
    """Tell where it is, what is in it, and how large it may grow."""
    from voiceguide import cache_maintenance

    root, most = paths.store(), paths.store_size()
    tell(f"{root}\n{_told(cache_maintenance.stock(root))}, at most {most / 1e6:,.0f} MB")
    if not paths.writable(root):
        say(f"{root} cannot be written: nothing new is kept. Set VOICEGUIDE_STORE to another folder.")


@cache.command()
def verify() -> None:
    """Read every clip. What is damaged is removed, and made again when it is wanted."""
    from voiceguide import cache_maintenance
    from voiceguide.cache import Store

    sound, damaged = cache_maintenance.verify(Store(paths.store()))
    left = cache_maintenance.verify(Store(paths.store()))[1] if damaged.count else damaged
    tell(f"{_told(sound)}: whole" + (f"; {_told(damaged)}: damaged" if damaged.count else ""))
    if left.count:
        say(f"{paths.store()} cannot be written, so the damaged ones are still there; they are not used.")
        sys.exit(1)


@cache.command()
def clear() -> None:
    """Remove all clips, and nothing else."""
    from voiceguide import cache_maintenance

    root = Path(paths.store())
    say(f"{_told(cache_maintenance.clear(root))}: removed")
    if cache_maintenance.stock(root).count:
        say(f"{root} cannot be written: some are still there.")
        sys.exit(1)


def _told(stock: Stock) -> str:
    return f"{stock.count:,} {'clip' if stock.count == 1 else 'clips'}, {stock.size / 1e6:,.1f} MB"
