"""Who keeps the others waiting is sent away: each connection takes up one of the few that a system allows.

A phone that paused reads nothing for as long as it likes, and is left alone unless there is a crowd.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

REQUEST_TIMEOUT = 20
"""Seconds within which a request must be there."""

BUSY_REQUEST_TIMEOUT, BUSY_SEND_TIMEOUT = 5, 10
"""In a crowd: the same, and seconds within which something more of an answer must be read."""

_CONNECTION_LIMIT = 8192
"""Connections at once that we ask a system for; many allow 256 or 1024 to who does not ask."""

_NO_REQUEST = -1


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
class IdleConnectionReaper:
    """Looks at all `connections` from time to time."""

    connections: Collection[Connection]
    busy_threshold: int
    """More of them than this are a crowd."""
    _last_progress: dict[Connection, tuple[int, float]] = field(default_factory=dict)
    """What each was waited for, in bytes still to be read or _NOTHING_ASKED, and since when."""

    async def close_idle(self) -> None:
        """Ends the connections on which nothing has happened for too long."""
        now = time.monotonic()
        previous, self._last_progress = self._last_progress, {}
        busy = len(self.connections) > self.busy_threshold
        for connection in tuple(self.connections):
            unsent = _unsent_bytes(connection)
            previous_unsent, since = previous.get(connection, (unsent, now))
            since = since if previous_unsent == unsent else now
            if now - since > _timeout(unsent, busy=busy):
                connection.transport.abort()  # to close it would wait for the rest to be read
            else:
                self._last_progress[connection] = unsent, since


def _unsent_bytes(connection: Connection) -> int:
    if connection.cycle is None or connection.cycle.response_complete:
        return _NO_REQUEST
    return connection.transport.get_write_buffer_size()


def _timeout(unsent: int, *, busy: bool) -> float:
    """Seconds that a connection may be waited for."""
    if unsent == _NO_REQUEST:
        return BUSY_REQUEST_TIMEOUT if busy else REQUEST_TIMEOUT
    return BUSY_SEND_TIMEOUT if busy and unsent else math.inf


def raise_connection_limit() -> int:
    """Half of the connections that there is room for; first the system is asked for more room."""
    if sys.platform == "win32":  # it counts no connections
        return _CONNECTION_LIMIT // 2
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = _CONNECTION_LIMIT if hard == resource.RLIM_INFINITY else min(hard, _CONNECTION_LIMIT)
    if soft == resource.RLIM_INFINITY or soft >= limit:
        return limit // 2
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit // 2
