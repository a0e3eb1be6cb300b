"""The application without a server: what only it can tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide.phone.app import CHUNK, app
from voiceguide.phone.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = 5


@dataclass(frozen=True)
class Zeros:
    """A sound that is there at once."""

    size: int

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        for at in range(start, stop, CHUNK):
            yield bytes(min(CHUNK, stop - at))


def test_others_have_their_turn_while_one_reads_as_fast_as_can_be() -> None:
    """Where a reader takes all at once, nothing else would ever make the answer wait."""
    shared = Shared("Zeros", "en", "a.wav", "audio/wav", 1, Zeros(PARTS * CHUNK))
    turns, seen = 0, []
    headers = [(b"host", b"here")]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/token/a.wav", "headers": headers}

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)  # it never goes away
        raise AssertionError

    async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
        if message.get("body"):
            seen.append(turns)

    async def both() -> None:
        waiting = asyncio.create_task(others())
        await app(shared, "token", frozenset({"here"}))(scope, receive, send)
        waiting.cancel()

    asyncio.run(both())
    assert len(seen) == PARTS
    assert sorted(set(seen)) == seen
