"""A process that has loaded voiceguide, and forks for each command: a start takes milliseconds, not half a second.

`python -m tests.helpers.fork_server` serves on the socket that is its standard input. A request is JSON
(arguments, working directory, variables) with three open files: standard input, output and error. The answer
is the exit code. What a forked command does cannot be seen by the next one.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import voiceguide
from voiceguide.cli.main import main

MAX_REQUEST_BYTES = 1 << 18
INITIAL_VARIABLES = frozenset(os.environ)


def load_modules() -> None:
    """Import every module of voiceguide, for the processes that are forked from this one."""
    for module in pkgutil.walk_packages(voiceguide.__path__, "voiceguide."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):
                import_module(module.name)
    gc.collect()
    gc.freeze()


def serve(connection: socket.socket) -> None:
    """Run one command after another, until the other end closes the connection."""
    load_modules()
    while True:
        data, files, *_ = socket.recv_fds(connection, MAX_REQUEST_BYTES, 3)
        if not data:
            return
        child = os.fork()
        if not child:
            connection.close()
            run_command(json.loads(data), files)
        for file in files:
            os.close(file)
        _, status = os.waitpid(child, 0)
        connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def run_command(request: dict[str, Any], files: list[int]) -> NoReturn:
    """Run `voiceguide` in a forked process, to its end."""
    code: Any = 1
    try:
        prepare_process(request, files)
        main()
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001 - Python prints whatever it is, and exits with 1
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def prepare_process(request: dict[str, Any], files: list[int]) -> None:
    """Take over arguments, directory, variables and open files, as a started program would have them."""
    for target, file in enumerate(files):
        os.dup2(file, target)
    os.closerange(3, max(files) + 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process's own streams
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(request["cwd"])
    variables = request["env"]
    for name in INITIAL_VARIABLES - variables.keys():
        del os.environ[name]
    os.environ.update(variables)
    sys.argv[:] = ["voiceguide", *request["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    with socket.socket(fileno=os.dup(0)) as served:
        serve(served)
