"""Tables of all warnings: legal scripts that are hard for a listener to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.checks.warnings import readings, timing, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.checks.warnings.timing import DryRun
    from voiceguide.errors import Problem
    from voiceguide.script.model import Script

SCRIPT_RULES: tuple[Callable[[Script], Iterator[Problem]], ...] = (
    words.sentences_are_short,
    words.cues_are_short,
    words.cues_leave_time,
    words.phases_mean_what_they_say,
    words.headings_repeat_what_they_say,
    readings.readings_are_sure,
    words.long_holds_have_limits,
    words.technique_says_when_to_stop,
    words.addresses_can_be_familiar,
)
DRY_RUN_RULES: tuple[Callable[[DryRun], Iterator[Problem]], ...] = (
    timing.silences_are_short,
    timing.cues_fit_slow_voices,
    timing.length_suits_slow_voices,
    timing.cues_fit_all_limits,
)
"""Warnings that need a plan, for a script without errors."""


def find_warnings(dry_run: DryRun) -> Iterator[Problem]:
    """Yield every warning about a script itself, none about the techniques that it uses."""
    yield from find_script_warnings(dry_run.script)
    for rule in DRY_RUN_RULES:
        yield from rule(dry_run)


def find_script_warnings(script: Script) -> Iterator[Problem]:
    """Yield every warning that needs no plan."""
    for rule in SCRIPT_RULES:
        yield from rule(script)
