"""Worker process for an engine that may hang, crash or print, with one question at a time.

The parent has a `Worker`; the worker's module calls `serve(answer)`. Both ends of their protocol are here: a
question is a line of JSON on the worker's stdin; the answer on its stdout is a status (+, - or ?), the length in
four bytes, and the bytes of the reply or of an error message.

The worker ends when its stdin closes, even during an answer, so it cannot outlive its parent. It works in a
temporary folder, which is removed with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import subprocess  # starts our own module, without a shell  # nosec B404
import sys
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Self, cast

from voiceguide.errors import RequestError, VoiceError
from voiceguide.files import temporary

if TYPE_CHECKING:
    from types import TracebackType

Question = Mapping[str, str | int]

_HEADER = struct.Struct(">cL")


class VoiceNotFound(Exception):  # noqa: N818 - names the condition, as FileNotFoundError would without its suffix
    """Raised in a worker if the requested voice does not exist. The parent raises RequestError in its place."""


class Worker:
    """Context manager of a new interpreter that runs `module`; leaving it ends the process."""

    def __init__(self, module: str, timeout: float = 30.0) -> None:
        """Start the process. Raise VoiceError if that fails. `timeout`: seconds for an answer, start included."""
        self._timeout = timeout
        self._resources = contextlib.ExitStack()
        try:
            folder = self._resources.enter_context(temporary.create_folder())
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module  # nosec B603
                [sys.executable, "-P", "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # exists on Windows only
            )
        except OSError as error:
            self._resources.close()
            raise VoiceError(f"The voice's own process could not be started: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: Question) -> bytes:
        """Return the answer to a question.

        Raise RequestError if the voice does not exist; VoiceError if the worker fails, ends, or exceeds the
        timeout. The worker cannot be used after a VoiceError.
        """
        timed_out = threading.Event()

        def time_out() -> None:
            timed_out.set()
            self._process.kill()

        timer = threading.Timer(self._timeout, time_out)
        timer.daemon = True
        try:
            timer.start()
            return self._exchange(question)
        except (OSError, EOFError) as error:
            code = self._process.wait()
            failure = (
                f"gave no answer within {self._timeout:g} s"
                if timed_out.is_set()
                else f"crashed (exit {code})"
            )
            raise VoiceError(f"The voice's own process {failure}.") from error
        finally:
            timer.cancel()

    def kill(self) -> None:
        """Kill the process, from any thread; an `ask` in progress raises VoiceError."""
        self._process.kill()

    def close(self) -> None:
        """Kill the process and remove its folder. May be called twice."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # an unsent question to a dead worker
                cast("IO[bytes]", pipe).close()
        self._resources.close()

    def _exchange(self, question: Question) -> bytes:
        """Send a question and return the answer. Raise OSError or EOFError if the process ends meanwhile."""
        questions = cast("IO[bytes]", self._process.stdin)
        answers = cast("IO[bytes]", self._process.stdout)
        questions.write(json.dumps(question).encode() + b"\n")
        questions.flush()
        status, length = _HEADER.unpack(_read_exactly(answers, _HEADER.size))
        reply = _read_exactly(answers, length)
        if status == b"?":
            raise RequestError(reply.decode())
        if status == b"-":
            raise VoiceError(reply.decode())
        return reply


def serve(answer: Callable[[Question], bytes]) -> None:
    """Answer questions until stdin closes, which ends the process. Exceptions of `answer` are sent back.

    `answer` runs in the main thread, which the voices of macOS and Windows require. Its output is discarded.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    devnull = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(devnull, descriptor)
    pending: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read_questions, args=(questions, pending), daemon=True).start()
    while True:
        status, reply = _make_reply(answer, pending.get())
        answers.write(_HEADER.pack(status, len(reply)) + reply)
        answers.flush()


def _make_reply(answer: Callable[[Question], bytes], line: bytes) -> tuple[bytes, bytes]:
    """Return the status and the bytes of a reply, or of an error message."""
    try:
        return b"+", answer(json.loads(line))
    except VoiceNotFound as error:
        return b"?", str(error).encode(errors="replace")
    except Exception as error:  # noqa: BLE001 - a foreign engine may raise anything; the parent translates
        return b"-", (str(error) or repr(error)).encode(errors="replace")


def _read_questions(questions: IO[bytes], pending: SimpleQueue[bytes]) -> None:
    """Queue the questions; when stdin closes, remove the folder and end the process."""
    for line in questions:
        pending.put(line)
    folder = os.getcwd()  # noqa: PTH109 - the folder itself, as it was named
    os.chdir(os.path.dirname(folder))  # noqa: PTH120 - Windows cannot remove the current folder
    temporary.remove(folder)
    os._exit(0)


def _read_exactly(pipe: IO[bytes], count: int) -> bytes:
    """Read `count` bytes. Raise EOFError if there are fewer."""
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError("the answer broke off")
    return data
