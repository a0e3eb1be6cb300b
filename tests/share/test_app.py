"""The ASGI application without a server."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.share_client import TIMEOUT
from voiceguide.share import page
from voiceguide.share.app import RESPONSE_CHUNK_BYTES, create_app
from voiceguide.share.content import SharedContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PART_COUNT = 5


@dataclass(frozen=True)
class ReadySound:
    """Audio source that is read at once."""

    size: int

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        for at in range(start, stop, RESPONSE_CHUNK_BYTES):
            yield bytes(min(RESPONSE_CHUNK_BYTES, stop - at))


@dataclass(frozen=True)
class BlockedSound:
    """Audio source that blocks until it is released."""

    size: int
    released: threading.Event

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        assert self.released.wait(TIMEOUT)
        yield bytes(stop - start)


async def request(shared: SharedContent, name: str, on_message: Callable[[Any], None]) -> None:
    """Send a request to the application; pass each message of the response on."""
    scope = {"type": "http", "method": "GET", "path": f"/token/{name}", "headers": [(b"host", b"here")]}

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(TIMEOUT)  # it never goes away
        raise AssertionError

    async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
        on_message(message)

    await create_app(shared, "token", frozenset({"here"}))(scope, receive, send)


def test_other_requests_are_served_during_a_fast_download() -> None:
    """A client that reads at once must not keep the event loop from others."""
    shared = SharedContent(
        "Zeros", "en", "a.wav", "audio/wav", 1, ReadySound(PART_COUNT * RESPONSE_CHUNK_BYTES)
    )
    turns, seen = 0, []

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def both() -> None:
        waiting = asyncio.create_task(others())
        await request(shared, "a.wav", lambda message: seen.append(turns) if message.get("body") else None)
        waiting.cancel()

    asyncio.run(both())
    assert len(seen) == PART_COUNT
    assert sorted(set(seen)) == seen


def test_other_requests_are_served_while_a_sound_is_rendered() -> None:
    """Music is mixed while it is read, which may block."""
    go = threading.Event()
    sound: list[Any] = []
    told: list[Any] = []
    shared = SharedContent(
        "Held", "en", "a.mp3", "audio/mpeg", 1, BlockedSound(RESPONSE_CHUNK_BYTES, go), slow_to_read=True
    )

    async def both() -> None:
        making = asyncio.create_task(request(shared, "a.mp3", sound.append))
        await asyncio.sleep(0)
        await request(shared, "", told.append)
        assert told[-1]["body"].startswith(b"<!doctype html>")
        assert not any(message.get("body") for message in sound)
        go.set()
        await making

    asyncio.run(both())
    assert b"".join(message.get("body", b"") for message in sound) == bytes(RESPONSE_CHUNK_BYTES)


def test_page_requests_no_cover_when_there_is_none() -> None:
    bare = SharedContent("Bare", "en", "a.wav", "audio/wav", 1, ReadySound(RESPONSE_CHUNK_BYTES))
    for shared, there in ((bare, False), (replace(bare, cover=b"jpeg"), True)):
        assert (b"cover.jpg" in page.page_html(shared)) == there
        assert bool(json.loads(page.session_json(shared))["cover"]) == there


@pytest.mark.parametrize(
    ("language", "trim_proof", "note"),
    [
        ("en", False, "Turn trim-silence off"),
        ("en", True, "carry a very low tone"),
        ("de", False, "Im Player das Kürzen von Stille ausschalten"),
        ("de", True, "ein sehr tiefer Ton"),
    ],
)
def test_silence_trimming_hint_is_in_the_session_language(
    language: str, note: str, *, trim_proof: bool
) -> None:
    shared = SharedContent(
        "A", language, "a.mp3", "audio/mpeg", 1, ReadySound(RESPONSE_CHUNK_BYTES), trim_proof=trim_proof
    )
    assert note in page.page_html(shared).decode()
