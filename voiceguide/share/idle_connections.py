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

ASKING = 20
"""Seconds within which a request must be there."""

CROWDED_ASKING, CROWDED_READING = 5, 10
"""In a crowd: the same, and seconds within which something more of an answer must be read."""

_ENOUGH = 8192
"""Connections at once that we ask a system for; many allow 256 or 1024 to who does not ask."""

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
    crowd: int
    """More of them than this are a crowd."""
    _known: dict[Connection, tuple[int, float]] = field(default_factory=dict)
    """What each was waited for, in bytes still to be read or _NOTHING_ASKED, and since when."""

    async def look(self) -> None:
        """Ends the connections on which nothing has happened for too long."""
        now = time.monotonic()
        before, self._known = self._known, {}
        crowded = len(self.connections) > self.crowd
        for connection in tuple(self.connections):
            waits_for = _waits_for(connection)
            known, since = before.get(connection, (waits_for, now))
            since = since if known == waits_for else now
            if now - since > _most(waits_for, crowded=crowded):
                connection.transport.abort()  # to close it would wait for the rest to be read
            else:
                self._known[connection] = waits_for, since


def _waits_for(connection: Connection) -> int:
    if connection.cycle is None or connection.cycle.response_complete:
        return _NOTHING_ASKED
    return connection.transport.get_write_buffer_size()


def _most(waits_for: int, *, crowded: bool) -> float:
    """Seconds that a connection may be waited for."""
    if waits_for == _NOTHING_ASKED:
        return CROWDED_ASKING if crowded else ASKING
    return CROWDED_READING if crowded and waits_for else math.inf


def crowd() -> int:
    """Half of the connections that there is room for; first the system is asked for more room."""
    if sys.platform == "win32":  # it counts no connections
        return _ENOUGH // 2
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return most // 2
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most // 2
