"""Durations as people write them, and samples as we count them.

Every length inside voiceguide is a whole number of samples at 24 kHz. Seconds become samples in
`samples`, and positions snap to the MP3 frame grid in `on_grid`; no other place rounds a session's times.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

Unit = Literal["time", "count"]
"""What an amount counts: samples, or whole numbers of something."""

RATE = 24_000
"""Samples a second. At 24 kHz a constant-bitrate MP3 frame always has the same size."""

FRAME = 576
"""Samples in one MP3 frame at 24 kHz (MPEG-2 Layer III): 24 ms."""

LONGEST = 24 * 3600 * RATE
"""No single duration is longer than a day: a longer one is a slip of the pen."""

DURATION = (
    r"(?a:\d+:\d\d:\d\d|\d+:\d\d"
    r"|(?:0|[1-9]\d*)(?:\.\d+)?\ *(?:seconds?|secs?|s|minutes?|mins?|m|hours?|h)\b)"
)
"""The pattern of a written duration: 20s, 1.5 s, 45 seconds, 2 min, 1h, 1:30, 1:02:03; in ASCII digits."""

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d)", re.ASCII)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) *([a-z]+)", re.ASCII)
_UNIT = {"s": 1, "m": 60, "h": 3600}


def samples(seconds: Decimal | Fraction | int) -> int:
    """Exact seconds → samples, halves rounded up. The only place where a script's seconds are rounded."""
    numerator, denominator = seconds.as_integer_ratio()
    return (2 * RATE * numerator + denominator) // (2 * denominator)


def seconds(count: int) -> float:
    """Samples → seconds, such that `round(seconds(n) * RATE) == n` for any n below a year."""
    return count / RATE


def on_grid(position: int) -> int:
    """The frame boundary nearest to a position (both in samples), halves rounded up."""
    return (position + FRAME // 2) // FRAME * FRAME


def frames(count: int) -> int:
    """How many whole frames hold `count` samples (rounded up)."""
    return -(-count // FRAME)


def duration(text: str) -> int:
    """A written duration → samples.

    Raises ValueError with a sentence for a person when the text is not a duration, is zero, or is
    longer than a day.
    """
    count = samples(_exact_seconds(text.strip()))
    if not 0 < count <= LONGEST:
        raise ValueError(f"“{text}” must be more than nothing and at most a day.")
    return count


def _exact_seconds(text: str) -> Decimal:
    if clock := _CLOCK.fullmatch(text):
        # Not int, which refuses very many digits in words of its own.
        hours, minutes, secs = (Decimal(part or 0) for part in clock.groups())
        if secs > 59 or (clock[1] and minutes > 59):  # noqa: PLR2004 - the last on a clock
            raise ValueError(f"“{text}” is not a time: minutes and seconds end at 59.")
        return hours * 3600 + minutes * 60 + secs
    if re.fullmatch(DURATION, text) and (amount := _AMOUNT.fullmatch(text)):
        return Decimal(amount[1]) * _UNIT[amount[2][0]]
    raise ValueError(f"“{text}” is not a duration: write 20s, 1.5s, 2 min or 1:30.")


def clock(count: int) -> str:
    """Samples → m:ss or h:mm:ss, to the nearest second, for people to read."""
    total = (count + RATE // 2) // RATE
    hours, rest = divmod(total, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


ON_A_CLOCK = 2 * 60 * RATE
"""From here on a time is written as on a clock, 2:00, since nobody feels how long 150s are."""


def written(count: int) -> str:
    """Samples → the way a script writes it, to the millisecond: 20s, 1.5s, 2:00."""
    if count >= ON_A_CLOCK and count % RATE == 0:
        return clock(count)
    return f"{Decimal(count * 1000 // RATE) / 1000:f}s"
