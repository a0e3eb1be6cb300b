"""Commands about the cache of clips: info, verify and clear."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide import paths
from voiceguide.cli.console import print_message, print_output

if TYPE_CHECKING:
    from voiceguide.files.cache_maintenance import CacheUsage


@click.group(name="cache")
def cache() -> None:
    """Manage the cache of clips, which keeps each cue from being spoken twice. Clearing it only costs time."""


@cache.command()
def info() -> None:
    """Show the cache's folder, its size, and its size limit."""
    from voiceguide.files import cache_maintenance

    cache_dir, max_bytes = paths.cache_dir(), paths.max_cache_bytes()
    print_output(
        f"{cache_dir}\n{_format_usage(cache_maintenance.cache_usage(cache_dir))}, at most {max_bytes / 1e6:,.0f} MB"
    )
    if not paths.is_writable(cache_dir):
        print_message(
            f"{cache_dir} cannot be written, so new clips are not kept. Set VOICEGUIDE_STORE to another folder."
        )


@cache.command()
def verify() -> None:
    """Read every clip and remove damaged ones, which are made again when needed."""
    from voiceguide.files import cache_maintenance
    from voiceguide.files.cache import Cache

    intact, damaged = cache_maintenance.verify(Cache(paths.cache_dir()))
    remaining = cache_maintenance.verify(Cache(paths.cache_dir()))[1] if damaged.count else damaged
    print_output(
        f"{_format_usage(intact)}: intact" + (f"; {_format_usage(damaged)}: damaged" if damaged.count else "")
    )
    if remaining.count:
        print_message(
            f"{paths.cache_dir()} cannot be written, so damaged clips are still there; they are not used."
        )
        sys.exit(1)


@cache.command()
def clear() -> None:
    """Remove all clips, and nothing else."""
    from voiceguide.files import cache_maintenance

    cache_dir = Path(paths.cache_dir())
    removed, stuck = cache_maintenance.clear(cache_dir)
    print_message(f"{_format_usage(removed)}: removed")
    if stuck.count:
        print_message(f"{cache_dir} cannot be written: {_format_usage(stuck)} are still there.")
        sys.exit(1)


def _format_usage(usage: CacheUsage) -> str:
    return f"{usage.count:,} {'clip' if usage.count == 1 else 'clips'}, {usage.size / 1e6:,.1f} MB"
