"""The commands about the store of clips."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide import places
from voiceguide.cli.telling import say, tell

if TYPE_CHECKING:
    from voiceguide.upkeep import Stock


@click.group(name="cache")
def cache() -> None:
    """The store of clips: what was spoken once is not spoken again. Clearing it costs time only."""


@cache.command()
def info() -> None:
    """Tell where it is, what is in it, and how large it may grow."""
    from voiceguide import upkeep  # noqa: PLC0415 - commands load only what they use

    root, most = places.store(), places.store_size()
    tell(f"{root}\n{_told(upkeep.stock(root))}, at most {most / 1e6:,.0f} MB")
    if not places.writable(root):
        say(f"{root} cannot be written: nothing new is kept. Set VOICEGUIDE_STORE to another folder.")


@cache.command()
def verify() -> None:
    """Read every clip. What is damaged is removed, and made again when it is wanted."""
    from voiceguide import upkeep  # noqa: PLC0415 - commands load only what they use
    from voiceguide.store import Store  # noqa: PLC0415 - as above

    sound, damaged = upkeep.verify(Store(places.store()))
    left = upkeep.verify(Store(places.store()))[1] if damaged.count else damaged
    tell(f"{_told(sound)}: whole" + (f"; {_told(damaged)}: damaged" if damaged.count else ""))
    if left.count:
        say(f"{places.store()} cannot be written, so the damaged ones are still there; they are not used.")
        sys.exit(1)


@cache.command()
def clear() -> None:
    """Remove all clips, and nothing else."""
    from voiceguide import upkeep  # noqa: PLC0415 - commands load only what they use

    root = Path(places.store())
    say(f"{_told(upkeep.clear(root))}: removed")
    if upkeep.stock(root).count:
        say(f"{root} cannot be written: some are still there.")
        sys.exit(1)


def _told(stock: Stock) -> str:
    return f"{stock.count:,} {'clip' if stock.count == 1 else 'clips'}, {stock.size / 1e6:,.1f} MB"
