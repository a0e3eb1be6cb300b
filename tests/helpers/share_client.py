"""The program sharing something, and a client that asks as rudely as it likes."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.share import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.share.content import SharedContent

WAIT = 20
"""Seconds after which a test gives up."""


@dataclass(frozen=True)
class Sharing:
    """A running `voiceguide share`; `said` is the file that has its standard error."""

    program: subprocess.Popen[str]
    address: str
    said: Path

    @property
    def host(self) -> str:
        return self.address.split("/")[2]

    @property
    def token(self) -> str:
        return self.address.split("/")[3]

    @property
    def port(self) -> int:
        return int(self.host.rpartition(":")[2])

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host.rpartition(":")[0], self.port), timeout=WAIT)

    def raw(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of what comes back for these very bytes; 0 for nothing."""
        with self.connect() as line:
            line.sendall(request)
            parts = list(iter(lambda: line.recv(1 << 18), b""))
        head, _, body = b"".join(parts).partition(b"\r\n\r\n")
        return int(head.split()[1]) if head else 0, head.lower(), body

    def ask(
        self, target: str, *headers: str, method: str = "GET", host: str | None = None
    ) -> tuple[int, bytes, bytes]:
        """The same for a request that is well-formed around its target."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.host if host is None else host}", *headers]
        return self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode())

    def end(self) -> float:
        """Ctrl-C; gives the seconds until it has ended."""
        began = time.monotonic()
        self.program.send_signal(signal.SIGINT)
        self.program.wait(WAIT)
        return time.monotonic() - began


@contextmanager
def sharing(folder: Path, *words: str) -> Iterator[Sharing]:
    """`voiceguide share` with these words, until the block ends."""
    said = folder / "said.txt"
    command = [sys.executable, "-m", "voiceguide", "share", *words]
    with (
        said.open("w", encoding="utf-8") as file,
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=file, text=True) as program,
    ):
        try:
            assert program.stdout
            address = program.stdout.readline().strip()
            assert address.startswith("http://"), said.read_text(encoding="utf-8")
            yield Sharing(program, address, said)
        finally:
            program.kill()


@contextmanager
def serving(shared: SharedContent) -> Iterator[server.Listener]:
    """The same in this process, without the command line, until the block ends: it starts at once."""
    door = server.open_listener(lan=False)
    service = server.create_server(shared, door)
    thread = threading.Thread(target=service.run, args=([door.sock],))
    with door.sock:
        thread.start()
        try:
            yield door
        finally:
            service.should_exit = True
            thread.join(WAIT)
    assert not thread.is_alive()
