"""`voiceguide` as tests run it: one process for each command."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = (sys.executable, "-m", "voiceguide")
PROJECT_DIR = Path(__file__).parents[2]
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
FORKED_VARIABLES = ("VOICEGUIDE_",)
"""Prefixes of variables that a forked command obeys; others act only while Python starts."""


def run_program(
    *arguments: str | Path,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    stdout: IO[bytes] | None = None,
    stderr: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `voiceguide` to its end, and return its exit code and what it wrote to streams that are not given.

    `env` is added to the test's variables. The process is forked from one that has loaded the modules, unless
    the system cannot fork or a variable acts while Python starts.
    """
    command = [*PROGRAM, *map(str, arguments)]
    added = dict(env or {})
    folder = Path(cwd or Path.cwd())
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        streams = (stdout or out, stderr or err)
        if CAN_FORK and all(name.startswith(FORKED_VARIABLES) for name in added):
            code = _run_forked(command[len(PROGRAM) :], folder, os.environ | added, *streams)
        else:
            code = subprocess.run(
                command,
                cwd=folder,
                env=os.environ | added,
                stdin=subprocess.DEVNULL,
                stdout=streams[0],
                stderr=streams[1],
                check=False,
            ).returncode
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


def _run_forked(
    arguments: list[str], cwd: Path, env: Mapping[str, str], stdout: IO[bytes], stderr: IO[bytes]
) -> int:
    request = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env)}).encode()
    connection = _fork_server()
    with Path(os.devnull).open("rb") as stdin:
        files = [stream.fileno() for stream in (stdin, stdout, stderr)]
        sent = socket.send_fds(connection, [request], files)
    assert sent == len(request)
    return int(connection.recv(16))


@cache
def _fork_server() -> socket.socket:
    """Start the server, and return the connection to it; it ends with the test process."""
    ours, theirs = socket.socketpair()
    with theirs:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.fork_server"], cwd=PROJECT_DIR, stdin=theirs.fileno()
        )

    def stop() -> None:
        ours.close()
        server.wait()

    atexit.register(stop)
    return ours
