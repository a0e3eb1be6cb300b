from __future__ import annotations

import asyncio
import importlib
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.helpers.share_client import TIMEOUT, serve_in_thread
from voiceguide.share import content, idle_connections
from voiceguide.share.idle_connections import (
    BUSY_REQUEST_TIMEOUT,
    BUSY_SEND_TIMEOUT,
    REQUEST_TIMEOUT,
    IdleConnectionReaper,
)

if TYPE_CHECKING:
    from pathlib import Path

CROWD_SIZE = 10


@dataclass
class FakeCycle:
    """Request, and whether its response is complete."""

    response_complete: bool = False


@dataclass(eq=False)
class FakeConnection:
    """Connection of uvicorn, and its transport; `unsent_bytes` are those that the client has not read."""

    cycle: FakeCycle | None = None
    unsent_bytes: int = 0
    is_closed: bool = False
    transport: FakeConnection = field(init=False)

    def __post_init__(self) -> None:
        self.transport = self

    def get_write_buffer_size(self) -> int:
        return self.unsent_bytes

    def abort(self) -> None:
        self.is_closed = True


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Clock that only the test advances."""
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def run_reaper(reaper: IdleConnectionReaper, now: list[float], seconds: int) -> None:
    for _ in range(seconds):
        asyncio.run(reaper.close_idle())
        now[0] += 1


def test_idle_connection_is_closed_and_answered_one_is_not(now: list[float]) -> None:
    silent, done, answered = (
        FakeConnection(),
        FakeConnection(FakeCycle(response_complete=True)),
        FakeConnection(FakeCycle()),
    )
    reaper = IdleConnectionReaper({silent, done, answered}, CROWD_SIZE)
    run_reaper(reaper, now, REQUEST_TIMEOUT)
    assert not silent.is_closed
    assert not done.is_closed
    run_reaper(reaper, now, 2)
    assert silent.is_closed
    assert done.is_closed
    assert not answered.is_closed


def test_request_time_limit_is_shorter_when_connections_are_many(now: list[float]) -> None:
    silent = [FakeConnection() for _ in range(CROWD_SIZE + 1)]
    run_reaper(IdleConnectionReaper(silent, CROWD_SIZE), now, BUSY_REQUEST_TIMEOUT + 2)
    assert all(each.is_closed for each in silent)


def test_request_time_limit_restarts_after_each_answer(now: list[float]) -> None:
    busy = FakeConnection()
    looking = IdleConnectionReaper({busy}, CROWD_SIZE)
    for _ in range(3):
        busy.cycle = None
        run_reaper(looking, now, REQUEST_TIMEOUT)
        busy.cycle = FakeCycle()
        run_reaper(looking, now, REQUEST_TIMEOUT)
    assert not busy.is_closed


def test_paused_download_is_closed_only_when_connections_are_many(now: list[float]) -> None:
    paused, slow, quick = (FakeConnection(FakeCycle(), unsent_bytes=70_000) for _ in range(3))
    quick.unsent_bytes = 0  # nothing waits for it
    looking = IdleConnectionReaper([paused, slow, quick], CROWD_SIZE)
    for second in range(2 * BUSY_SEND_TIMEOUT):
        if second == BUSY_SEND_TIMEOUT + 2:
            assert not paused.is_closed
            looking.connections = [
                paused,
                slow,
                quick,
                *(FakeConnection(FakeCycle()) for _ in range(CROWD_SIZE)),
            ]
        run_reaper(looking, now, 1)
        slow.unsent_bytes -= 1
    assert paused.is_closed
    assert not slow.is_closed
    assert not quick.is_closed


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "set_to", "limit"),
    [(256, -1, 8192, 8192), (1024, 4096, 4096, 4096), (1024, 1024, None, 1024), (20_000, 20_000, None, 8192)],
)
def test_connection_limit_is_raised_to_the_maximum(
    soft: int, hard: int, set_to: int | None, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = importlib.import_module("resource")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    assert idle_connections.raise_connection_limit() == limit
    assert asked == ([] if set_to is None else [(set_to, hard)])


def test_silent_connections_are_closed_by_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real server closes connections without a request and with an unfinished one."""
    monkeypatch.setattr(idle_connections, "REQUEST_TIMEOUT", 0)
    (tmp_path / "a.wav").write_bytes(bytes(1000))
    with content.open_content(tmp_path / "a.wav") as opened, serve_in_thread(opened) as door:
        asking = (b"", b"GET / HT", f"GET / HTTP/1.1\r\nHost: {door.host}\r\n".encode())
        asked = [socket.create_connection(door.sock.getsockname(), TIMEOUT) for _ in asking]
        for line, begun in zip(asked, asking, strict=True):
            line.sendall(begun)
        for line in asked:
            with line:
                assert line.recv(1000) == b""
