"""Every fault of a scenario, in an order in which any prefix covers all kinds."""

from __future__ import annotations

import errno
from itertools import count
from typing import TYPE_CHECKING

from tests.faults.doors import CALLS, Fault, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ERRORS = {
    Mode.ONCE: (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR),
    Mode.FROM_THEN_ON: (
        errno.EIO,
        errno.ENOSPC,
        errno.EACCES,
    ),  # a call is interrupted by one signal at a time
}


def every_fault(
    calls: Mapping[str, int],
    *,
    after: Mapping[str, int] | None = None,
    first_write: int = 1,
    every_error: bool = False,
) -> Iterator[Fault]:
    """Yield the faults of a command that makes these numbers of calls: each call fails, and the process ends there.

    Each call fails once and from then on, with one of ERRORS in turn; with all of them if `every_error`. Calls up to
    the numbers `after` are left out, and power cuts before the first write, where nothing can be lost.
    """
    turn = count()
    skipped = after or {}
    for call in CALLS:
        for number in range(skipped.get(call, 0) + 1, calls.get(call, 0) + 1):
            for mode, errors in ERRORS.items():
                for error in errors if every_error else (errors[next(turn) % len(errors)],):
                    yield Fault(mode, number, call, error)
    for number in range(skipped.get("", 0) + 1, calls.get("", 0) + 1):
        yield Fault(Mode.KILL, number)
        if 0 < first_write <= number:
            yield Fault(Mode.POWER_CUT, number)


def spread(faults: tuple[Fault, ...], limit: int) -> tuple[Fault, ...]:
    """Return at most `limit` faults, evenly spaced, the last one included."""
    if len(faults) <= limit:
        return faults
    return tuple(faults[(index + 1) * len(faults) // limit - 1] for index in range(limit))
