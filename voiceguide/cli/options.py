"""An option that many commands have, and what an option says. Commands that need no more load quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")

scripts_option = click.option("--scripts", metavar="DIR", help="Your own folder of scripts.")


def parse_or_default(parse: Callable[[str], _Value], text: str | None, default: _Value) -> _Value:
    """What an option says, or the default where it was not given."""
    return default if text is None else parse(text)
