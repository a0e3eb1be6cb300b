"""Who keeps the others waiting is sent away: each connection takes up one of the few that a system allows.

A phone that paused reads nothing for as long as it likes, and is left alone unless there is a crowd.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

ASKING = 5
"""Seconds within which a request must be there."""

CROWDED_ASKING, CROWDED_READING = 1, 10
"""In a crowd: the same, and seconds within which something more of an answer must be read."""

CROWD = 200
"""So many connections are more than a family's phones open; many systems allow 256 or 1024."""

_NOTHING_ASKED = -1


class _Transport(Protocol):
    def get_write_buffer_size(self) -> int: ...

    def abort(self) -> None: ...


class _Cycle(Protocol):
    response_complete: bool


class Connection(Protocol):
    """What uvicorn has of each."""

    @property
    def transport(self) -> _Transport:
        """The way out."""

    @property
    def cycle(self) -> _Cycle | None:
        """The request that is answered, or was last."""


@dataclass
class Patience:
    """Looks at all `connections` from time to time."""

    connections: Collection[Connection]
    _known: dict[Connection, tuple[int, float]] = field(default_factory=dict)
    """What each was waited for, in bytes still to be read or _NOTHING_ASKED, and since when."""

    async def look(self) -> None:
        """Ends the connections on which nothing has happened for too long."""
        now = time.monotonic()
        before, self._known = self._known, {}
        crowd = len(self.connections) > CROWD
        for connection in tuple(self.connections):
            waits_for = _waits_for(connection)
            known, since = before.get(connection, (waits_for, now))
            since = since if known == waits_for else now
            if now - since > _most(waits_for, crowd=crowd):
                connection.transport.abort()  # to close it would wait for the rest to be read
            else:
                self._known[connection] = waits_for, since


def _waits_for(connection: Connection) -> int:
    if connection.cycle is None or connection.cycle.response_complete:
        return _NOTHING_ASKED
    return connection.transport.get_write_buffer_size()


def _most(waits_for: int, *, crowd: bool) -> float:
    """Seconds that a connection may be waited for."""
    if waits_for == _NOTHING_ASKED:
        return CROWDED_ASKING if crowd else ASKING
    return CROWDED_READING if crowd and waits_for else math.inf
