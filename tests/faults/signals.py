"""Signals at many moments of a command, from its first millisecond to its last: `python -m tests.faults.signals [N]`.

A signal that arrives while Python itself still starts (about 20 ms, before the first line of voiceguide) is Python's:
the process ends by the signal, which a shell reports as 130, 143 or 129 too. Those moments are counted apart.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.scenarios import SCRIPT, SESSION
from tests.helpers.program import PROGRAM

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MAX_SECONDS = 1.0
"""Time within which a command must end."""

COMMAND = ("render", "pause.md", "--voice", "silent", "-o", "out.mp3", "--captions", "lrc")
OLD = b"an old file of voiceguide"
STOPPED = (b"Stopped. Nothing was changed.\n", b"Stopped. Changed before that: out.mp3, out.lrc.\n")


def try_moment(folder: Path, number: int, seconds: float) -> tuple[str, float]:
    """Send a signal after some seconds; return what was wrong, or how it ended, and the seconds until the end."""
    (folder / "out.mp3").write_bytes(OLD)
    (folder / "out.lrc").unlink(missing_ok=True)
    with subprocess.Popen(
        [*PROGRAM, *COMMAND],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        time.sleep(seconds)
        process.send_signal(number)
        sent = time.monotonic()
        _, messages = process.communicate(timeout=30)
        elapsed = time.monotonic() - sent
    problem = _judge(folder, number, process.returncode, messages)
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return problem, elapsed
    return f"an orphan is left: {problem}", elapsed


def _judge(folder: Path, number: int, code: int, messages: bytes) -> str:
    is_old = (folder / "out.mp3").read_bytes() == OLD
    has_words = (folder / "out.lrc").exists()
    if code == 0 and not is_old and has_words:
        return "done before the signal"
    if is_old and (code == -number or (code in (1, -number) and b"voiceguide" not in messages)):
        return "while Python starts"
    if code != 128 + number:
        return f"exit code {code}: {messages.decode(errors='replace')}"
    if messages != STOPPED[not is_old] or has_words == is_old:
        return f"untrue: old {is_old}, words {has_words}: {messages.decode(errors='replace')}"
    return "stopped"


def main() -> int:
    """Try the moments, print how they ended, and return 1 if a promise was broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shrug.md").write_text(SCRIPT, encoding="utf-8")
        (folder / "pause.md").write_text(SESSION, encoding="utf-8")
        os.environ.update(
            {"VOICEGUIDE_STORE": str(folder / "store"), "VOICEGUIDE_PREFERENCES": str(folder / "none")}
        )
        subprocess.run([*PROGRAM, *COMMAND, "--force"], cwd=folder, check=True, capture_output=True)
        started = time.monotonic()
        subprocess.run([*PROGRAM, *COMMAND], cwd=folder, check=True, capture_output=True)
        length = time.monotonic() - started
        endings: Counter[str] = Counter()
        slowest = 0.0
        for index in range(count):
            if index % 10 == 0:  # some with an empty cache, which takes longer
                shutil.rmtree(folder / "store", ignore_errors=True)
            ending, elapsed = try_moment(folder, SIGNALS[index % 3], length * 1.1 * index / count)
            endings[ending] += 1
            slowest = max(slowest, elapsed)
        strays = [path.name for path in folder.rglob(".voiceguide-*")]
    broken = [
        ending
        for ending in endings
        if ending not in {"stopped", "done before the signal", "while Python starts"}
    ]
    for ending, times in endings.most_common():
        sys.stdout.write(f"{times:5} {ending}\n")
    sys.stdout.write(
        f"{count} moments over {length:.2f} s, the slowest end after {slowest:.2f} s, left over: {strays}\n"
    )
    return 1 if broken or strays else 0


if __name__ == "__main__":
    sys.exit(main())
