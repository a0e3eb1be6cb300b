"""Close idle connections, so that they cannot exhaust the file descriptors of the process.

A paused phone reads nothing for as long as it likes; its connection is closed only while the server is busy.
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
"""Seconds that a connection may take to send a request."""

BUSY_REQUEST_TIMEOUT = 5
"""Seconds that a connection may take to send a request while the server is busy."""

BUSY_SEND_TIMEOUT = 10
"""Seconds that a client may take to read more of a response while the server is busy."""

_CONNECTION_LIMIT = 8192
"""Open files requested from the system, which often allows 256 or 1024 by default."""

_NO_REQUEST = -1


class _Transport(Protocol):
    def get_write_buffer_size(self) -> int: ...

    def abort(self) -> None: ...


class _Cycle(Protocol):
    response_complete: bool


class Connection(Protocol):
    """The part of uvicorn's connection object that is used here."""

    @property
    def transport(self) -> _Transport:
        """Transport that responses are written to."""

    @property
    def cycle(self) -> _Cycle | None:
        """Current or last request with its response; None before the first."""


@dataclass
class IdleConnectionReaper:
    """Closer of idle `connections`, called at intervals."""

    connections: Collection[Connection]
    busy_threshold: int
    """Number of connections above which the server is busy."""
    _last_progress: dict[Connection, tuple[int, float]] = field(default_factory=dict)
    """Unsent bytes of each connection (or _NO_REQUEST), and the time of the last change."""

    async def close_idle(self) -> None:
        """Close each connection that has made no progress within its timeout."""
        now = time.monotonic()
        previous, self._last_progress = self._last_progress, {}
        busy = len(self.connections) > self.busy_threshold
        for connection in tuple(self.connections):
            unsent = _unsent_bytes(connection)
            previous_unsent, since = previous.get(connection, (unsent, now))
            since = since if previous_unsent == unsent else now
            if now - since > _timeout(unsent, busy=busy):
                connection.transport.abort()  # close() would wait for the client to read the rest
            else:
                self._last_progress[connection] = unsent, since


def _unsent_bytes(connection: Connection) -> int:
    if connection.cycle is None or connection.cycle.response_complete:
        return _NO_REQUEST
    return connection.transport.get_write_buffer_size()


def _timeout(unsent: int, *, busy: bool) -> float:
    """Return the seconds without progress after which a connection is closed."""
    if unsent == _NO_REQUEST:
        return BUSY_REQUEST_TIMEOUT if busy else REQUEST_TIMEOUT
    return BUSY_SEND_TIMEOUT if busy and unsent else math.inf


def raise_connection_limit() -> int:
    """Raise the limit of open files (RLIMIT_NOFILE) as far as useful, and return the limit."""
    if sys.platform == "win32":  # has no such limit
        return _CONNECTION_LIMIT
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = _CONNECTION_LIMIT if hard == resource.RLIM_INFINITY else min(hard, _CONNECTION_LIMIT)
    if soft == resource.RLIM_INFINITY or soft >= limit:
        return limit
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit
