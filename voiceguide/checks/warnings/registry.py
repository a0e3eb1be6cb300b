"""What a script may do, but should not do to those who listen: all warnings, in two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.checks.warnings import timing, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.checks.warnings.timing import Rehearsal
    from voiceguide.errors import Problem
    from voiceguide.script.model import Script

WHEN_WRITTEN: tuple[Callable[[Script], Iterator[Problem]], ...] = (
    words.sentences_are_short,
    words.cues_are_short,
    words.cues_leave_time,
    words.long_holds_are_meant,
    words.stopping_is_told,
)
WHEN_PLANNED: tuple[Callable[[Rehearsal], Iterator[Problem]], ...] = (
    timing.something_is_heard,
    timing.words_fit_all_limits,
)
"""Asked of a script that can be heard as it is written."""


def unkind(rehearsal: Rehearsal) -> Iterator[Problem]:
    """Every warning about a script itself, none about the techniques that it uses."""
    yield from as_written(rehearsal.script)
    for rule in WHEN_PLANNED:
        yield from rule(rehearsal)


def as_written(script: Script) -> Iterator[Problem]:
    """Every warning that needs no plan."""
    for rule in WHEN_WRITTEN:
        yield from rule(script)
