"""Conversion between written durations, seconds, samples and MP3 frames.

Every length inside voiceguide is a whole number of samples at 24 kHz. `to_samples` rounds seconds to samples,
and `snap_to_frame` rounds positions to the MP3 frame grid; no other function rounds a session's times.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

Unit = Literal["time", "count"]
"""Unit of an amount: samples, or a number of things."""

SAMPLE_RATE = 24_000
"""Samples a second. At 24 kHz a constant-bitrate MP3 frame always has the same size."""

FRAME_SAMPLES = 576
"""Samples in one MP3 frame at 24 kHz (MPEG-2 Layer III): 24 ms."""

MAX_DURATION = 24 * 3600 * SAMPLE_RATE
"""Longest duration in samples: a day. A longer one is a typing error."""

DURATION_PATTERN = (
    r"(?a:\d+:\d\d:\d\d|\d+:\d\d"
    r"|(?:0|[1-9]\d*)(?:\.\d+)?\ *(?:seconds?|secs?|s|minutes?|mins?|m|hours?|h)\b)"
)
"""Regular expression of a written duration: 20s, 1.5 s, 45 seconds, 2 min, 1h, 1:30, 1:02:03; in ASCII digits."""

_CLOCK_PATTERN = re.compile(r"(?:(\d+):)?(\d+):(\d\d)", re.ASCII)
_AMOUNT_PATTERN = re.compile(r"(\d+(?:\.\d+)?) *([a-z]+)", re.ASCII)
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600}


def to_samples(seconds: Decimal | Fraction | int) -> int:
    """Convert exact seconds to samples, halves rounded up."""
    numerator, denominator = seconds.as_integer_ratio()
    return (2 * SAMPLE_RATE * numerator + denominator) // (2 * denominator)


def to_seconds(length: int) -> float:
    """Convert samples to seconds; `round(to_seconds(n) * SAMPLE_RATE) == n` for any n below a year."""
    return length / SAMPLE_RATE


def snap_to_frame(position: int) -> int:
    """Return the frame boundary nearest to a position (both in samples), halves rounded up."""
    return (position + FRAME_SAMPLES // 2) // FRAME_SAMPLES * FRAME_SAMPLES


def to_frames(length: int) -> int:
    """Return the number of whole frames that hold `length` samples, rounded up."""
    return -(-length // FRAME_SAMPLES)


def parse_duration(text: str) -> int:
    """Convert a written duration to samples.

    Raise ValueError, with a message for people, if the text is not a duration, is zero, or is longer than a
    day.
    """
    length = to_samples(_parse_seconds(text.strip()))
    if not 0 < length <= MAX_DURATION:
        raise ValueError(f"“{text}” must be longer than zero and at most a day.")
    return length


def _parse_seconds(text: str) -> Decimal:
    if match := _CLOCK_PATTERN.fullmatch(text):
        # Decimal, since int refuses thousands of digits with its own message.
        hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
        if seconds > 59 or (match[1] and minutes > 59):  # noqa: PLR2004 - the last on a clock
            raise ValueError(f"“{text}” is not a time: minutes and seconds end at 59.")
        return hours * 3600 + minutes * 60 + seconds
    if re.fullmatch(DURATION_PATTERN, text) and (amount := _AMOUNT_PATTERN.fullmatch(text)):
        return Decimal(amount[1]) * _UNIT_SECONDS[amount[2][0]]
    raise ValueError(f"“{text}” is not a duration: write 20s, 1.5s, 2 min or 1:30.")


def format_clock(length: int) -> str:
    """Format samples as m:ss or h:mm:ss, to the nearest second."""
    total_seconds = (length + SAMPLE_RATE // 2) // SAMPLE_RATE
    hours, rest = divmod(total_seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_exact_clock(length: int) -> str:
    """Format samples as m:ss or h:mm:ss, with tenths of a second where they are not whole seconds: 42:01.2."""
    tenths = (length * 10 + SAMPLE_RATE // 2) // SAMPLE_RATE
    clock = format_clock(tenths // 10 * SAMPLE_RATE)
    return f"{clock}.{tenths % 10}" if tenths % 10 else clock


def format_elapsed(length: int) -> str:
    """Format samples for people: 20 s, 1.5 s or 1:10; below a minute, to a tenth of a second.

    Placing on frames changes a length by some hundredths of a second, which this hides.
    """
    if length >= 60 * SAMPLE_RATE:
        return format_clock(length)
    return f"{to_seconds(length):.1f}".removesuffix(".0") + " s"


CLOCK_THRESHOLD = 2 * 60 * SAMPLE_RATE
"""Samples from which a duration is written as 2:00, which is easier to imagine than 120s."""


def format_duration(length: int) -> str:
    """Format samples as a script writes them, to the millisecond: 20s, 1.5s, 2:00."""
    if length >= CLOCK_THRESHOLD and length % SAMPLE_RATE == 0:
        return format_clock(length)
    return f"{Decimal(length * 1000 // SAMPLE_RATE) / 1000:f}s"
