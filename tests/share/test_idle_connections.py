from __future__ import annotations

import asyncio
import importlib
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.helpers.share_client import WAIT, serving
from voiceguide.share import content, idle_connections
from voiceguide.share.idle_connections import (
    BUSY_REQUEST_TIMEOUT,
    BUSY_SEND_TIMEOUT,
    REQUEST_TIMEOUT,
    IdleConnectionReaper,
)

if TYPE_CHECKING:
    from pathlib import Path

CROWD = 10


@dataclass
class Cycle:
    """A request; whether all of its answer was handed over."""

    response_complete: bool = False


@dataclass(eq=False)
class Connection:
    """One of uvicorn's, and its transport too; `unsent` is what its other end has not read yet."""

    cycle: Cycle | None = None
    unsent: int = 0
    ended: bool = False
    transport: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.transport = self

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def abort(self) -> None:
        self.ended = True


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which only this test moves on."""
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def looks(looking: IdleConnectionReaper, now: list[float], seconds: int) -> None:
    for _ in range(seconds):
        asyncio.run(looking.close_idle())
        now[0] += 1


def test_who_asks_nothing_is_sent_away_and_who_is_answered_is_not(now: list[float]) -> None:
    silent, done, answered = Connection(), Connection(Cycle(response_complete=True)), Connection(Cycle())
    looking = IdleConnectionReaper({silent, done, answered}, CROWD)
    looks(looking, now, REQUEST_TIMEOUT)
    assert not silent.ended
    assert not done.ended
    looks(looking, now, 2)
    assert silent.ended
    assert done.ended
    assert not answered.ended


def test_in_a_crowd_a_request_must_come_at_once(now: list[float]) -> None:
    silent = [Connection() for _ in range(CROWD + 1)]
    looks(IdleConnectionReaper(silent, CROWD), now, BUSY_REQUEST_TIMEOUT + 2)
    assert all(each.ended for each in silent)


def test_time_for_a_request_begins_anew_behind_each_answer(now: list[float]) -> None:
    busy = Connection()
    looking = IdleConnectionReaper({busy}, CROWD)
    for _ in range(3):
        busy.cycle = None
        looks(looking, now, REQUEST_TIMEOUT)
        busy.cycle = Cycle()
        looks(looking, now, REQUEST_TIMEOUT)
    assert not busy.ended


def test_who_paused_is_sent_away_only_from_a_crowd(now: list[float]) -> None:
    paused, slow, quick = (Connection(Cycle(), unsent=70_000) for _ in range(3))
    quick.unsent = 0  # nothing waits for it
    looking = IdleConnectionReaper([paused, slow, quick], CROWD)
    for second in range(2 * BUSY_SEND_TIMEOUT):
        if second == BUSY_SEND_TIMEOUT + 2:
            assert not paused.ended
            looking.connections = [paused, slow, quick, *(Connection(Cycle()) for _ in range(CROWD))]
        looks(looking, now, 1)
        slow.unsent -= 1
    assert paused.ended
    assert not slow.ended
    assert not quick.ended


@pytest.mark.skipif(sys.platform == "win32", reason="it counts no connections")
@pytest.mark.parametrize(
    ("soft", "hard", "set_to", "crowd"),
    [(256, -1, 8192, 4096), (1024, 4096, 4096, 2048), (1024, 1024, None, 512), (20_000, 20_000, None, 4096)],
)
def test_as_much_room_is_asked_for_as_there_is(
    soft: int, hard: int, set_to: int | None, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = importlib.import_module("resource")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    assert idle_connections.raise_connection_limit() == crowd
    assert asked == ([] if set_to is None else [(set_to, hard)])


def test_those_who_connect_and_say_nothing_lose_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a real server: it lets go of the silent, and of those who never end a request."""
    monkeypatch.setattr(idle_connections, "ASKING", 0)
    (tmp_path / "a.wav").write_bytes(bytes(1000))
    with content.open_content(tmp_path / "a.wav") as opened, serving(opened) as door:
        asking = (b"", b"GET / HT", f"GET / HTTP/1.1\r\nHost: {door.host}\r\n".encode())
        asked = [socket.create_connection(door.sock.getsockname(), WAIT) for _ in asking]
        for line, begun in zip(asked, asking, strict=True):
            line.sendall(begun)
        for line in asked:
            with line:
                assert line.recv(1000) == b""
