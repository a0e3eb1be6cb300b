"""Shipped sessions soon have something to do, and most of their time is spent doing it.

The figures are those of tests/helpers/sessions_page.py, from the timeline of each session at its own length, for a
listener who has chosen the short safety note. The full note takes a minute more, and is for the first times.
"""

from __future__ import annotations

import pytest

from tests.helpers.sessions_page import SHIPPED_LIBRARY, Row, session_row
from voiceguide import units
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.vocabulary import POSITION_CONDITIONS, Guidance, Level

ABOUT_THE_NOTE = "before-you-begin"
"""Session that always has the full note, which is what it is about: nothing moves in it."""

WITH_HEAT = "warmth-first"
"""Session whose first twelve minutes are warmth, as its title says: what comes early is the heat, not a movement."""

FIRST_INSTRUCTION = units.to_samples(20)
FIRST_MOVEMENT, FIRST_MOVEMENT_ON_THE_FLOOR = units.to_samples(45), units.to_samples(75)
SHORT_SESSION = units.to_samples(15 * 60)
DOING_IN_SHORT_SESSIONS, DOING_AT_THE_DESK = 0.6, 0.7
"""Least share of the time that is spent doing something, in sessions up to SHORT_SESSION, and in desk-break."""

MAX_SILENCE = units.to_samples(31)
"""Longest silence in samples: 30 s, after which a tone says “go on”, and a pause around it."""

MAX_WORDLESS = units.to_samples(3 * 60)
"""Longest time without words in samples, whatever the guidance."""

GERMAN_TIME = 1.2
"""Ratio of the time that the German words before the first movement may take, to the limits above.

German needs more and longer words for the same, and its voices are slower: language/de.py has 1.1 for the latter.
"""
GERMAN_DOING = 0.1
"""Share by which those words, and those between movements, lower the share of doing."""

EXERCISING = tuple(name for name in SHIPPED_LIBRARY.session_names if name != ABOUT_THE_NOTE)


def rows(name: str, language: str = "en") -> list[Row]:
    """Return the figures with the short note, at each level and with each guidance.

    Guidance counts too: who hears fewer words should not wait longer, and has more time left for doing.
    """
    return [session_row(name, level, "short", guidance, language) for level in Level for guidance in Guidance]


def latest_first_movement(name: str) -> int:
    """Return the limit of a session's first movement in samples: later if one gets down to the floor for it."""
    techniques = SHIPPED_LIBRARY.resolve_techniques(SHIPPED_LIBRARY.session(name))
    first = next(technique for technique in techniques if technique.name != "bells")
    begins_on_floor = {first.position, first.end_position} & {*POSITION_CONDITIONS}
    return FIRST_MOVEMENT_ON_THE_FLOOR if begins_on_floor else FIRST_MOVEMENT


@pytest.mark.parametrize("name", EXERCISING)
@pytest.mark.parametrize(("language", "ratio"), [("en", 1.0), ("de", GERMAN_TIME)])
def test_instruction_and_movement_come_early(name: str, language: str, ratio: float) -> None:
    for row in rows(name, language):
        assert row.first_instruction is not None, row
        assert row.first_instruction <= FIRST_INSTRUCTION * ratio, row
        if name != WITH_HEAT:
            assert row.first_movement is not None, row
            assert row.first_movement <= latest_first_movement(name) * ratio, row


@pytest.mark.parametrize("name", EXERCISING)
@pytest.mark.parametrize(("language", "less"), [("en", 0.0), ("de", GERMAN_DOING)])
def test_most_of_a_short_session_is_spent_doing(name: str, language: str, less: float) -> None:
    least = DOING_AT_THE_DESK if name == "desk-break" else DOING_IN_SHORT_SESSIONS
    if SHIPPED_LIBRARY.session(name).length <= SHORT_SESSION:
        for row in rows(name, language):
            assert row.doing >= least - less, row


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_nothing_is_left_out_and_no_silence_is_long(name: str) -> None:
    for note in NOTE_LENGTHS:
        for level in Level:
            for guidance in Guidance:
                row = session_row(name, level, note, guidance)
                assert not row.left_out, row
                assert row.longest_silence <= MAX_SILENCE, row
                assert row.longest_wordless <= MAX_WORDLESS, row
