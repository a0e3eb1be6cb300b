"""Running `voiceguide share`, and a client that can send any bytes."""

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

TIMEOUT = 20
"""Seconds after which a test gives up."""


@dataclass(frozen=True)
class ShareProcess:
    """Running `voiceguide share`; `stderr_path` is the file with its standard error."""

    process: subprocess.Popen[str]
    address: str
    stderr_path: Path

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
        return socket.create_connection((self.host.rpartition(":")[0], self.port), timeout=TIMEOUT)

    def send_raw(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Send bytes, and return status, head and body of the response; status 0 if there is none."""
        with self.connect() as connection:
            connection.sendall(request)
            parts = list(iter(lambda: connection.recv(1 << 18), b""))
        head, _, body = b"".join(parts).partition(b"\r\n\r\n")
        return int(head.split()[1]) if head else 0, head.lower(), body

    def request(
        self, target: str, *headers: str, method: str = "GET", host: str | None = None
    ) -> tuple[int, bytes, bytes]:
        """Send a request for a target, and return status, head and body of the response."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.host if host is None else host}", *headers]
        return self.send_raw("\r\n".join([*lines, "Connection: close", "", ""]).encode())

    def interrupt(self) -> float:
        """Send SIGINT, and return the seconds until the process ends."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(TIMEOUT)
        return time.monotonic() - start


@contextmanager
def run_share(folder: Path, *arguments: str) -> Iterator[ShareProcess]:
    """Run `voiceguide share` with arguments until the block ends."""
    stderr_path = folder / "said.txt"
    command = [sys.executable, "-m", "voiceguide", "share", *arguments]
    with (
        stderr_path.open("w", encoding="utf-8") as file,
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=file, text=True) as process,
    ):
        try:
            assert process.stdout
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), stderr_path.read_text(encoding="utf-8")
            yield ShareProcess(process, address, stderr_path)
        finally:
            process.kill()


@contextmanager
def serve_in_thread(shared: SharedContent) -> Iterator[server.Listener]:
    """Serve content in a thread of this process until the block ends; this starts at once."""
    listener = server.open_listener(lan=False)
    service = server.create_server(shared, listener)
    thread = threading.Thread(target=service.run, args=([listener.sock],))
    with listener.sock:
        thread.start()
        try:
            yield listener
        finally:
            service.should_exit = True
            thread.join(TIMEOUT)
    assert not thread.is_alive()
