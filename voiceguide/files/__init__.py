"""Files of the program: replaced whole, temporary, cached. Their times are compared with the computer's clock."""

from __future__ import annotations

import time


def clock_seconds() -> float:
    """Return the seconds since 1970; 0 if the clock is set to a time that Python cannot hold (after 2262)."""
    try:
        return time.time()
    except OverflowError:
        return 0.0
