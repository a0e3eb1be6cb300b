"""Worker process that misbehaves on request, for test_worker_process.py."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from voiceguide.speech import worker_process


def answer(question: worker_process.Question) -> bytes:
    match question["do"]:
        case "echo":
            return str(question["text"]).encode()
        case "print":
            print("on stdout")  # noqa: T201 - what a foreign engine does
            os.write(1, b"on the descriptor")
            print("on stderr", file=sys.stderr)  # noqa: T201 - what a foreign engine does
            return b"printed"
        case "where":
            return str(Path.cwd()).encode()
        case "fail":
            raise RuntimeError("the engine is sad")
        case "crash":
            os._exit(3)
        case _:
            time.sleep(600)
            return b"too late"


if __name__ == "__main__":
    worker_process.serve(answer)
