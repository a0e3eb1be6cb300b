"""Results of slow work that touches no file, computed once for all trials: sounds, letters, and what FFmpeg makes.

A trial then takes some hundredths of a second even with an empty cache. Calls that reach files are not affected.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
from contextlib import contextmanager, suppress
from functools import wraps
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from voiceguide.export import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PURE = (
    ("voiceguide.audio.mastering", "master_cue"),
    ("voiceguide.audio.mp3.encode", "encode_clip"),
    ("voiceguide.audio.pyav", "encode_mp3_frames"),
    ("voiceguide.audio.tones", "synthesise_tone"),
    ("voiceguide.audio.loudness", "_gain_needed"),
    ("voiceguide.views.cover_drawing", "draw_cover"),
    ("voiceguide.share.site.bundle", "build_bundle"),
)
"""Functions whose result depends on their arguments alone, by module."""

_REAL_OPEN = io.open
"""The function as it was before any call was replaced: FFmpeg's own files are not the command's."""


class RememberedFFmpeg:
    """Process in FFmpeg's place: runs FFmpeg when it is waited for, and only once for equal arguments and files."""

    results: ClassVar[dict[bytes, tuple[int, bytes, bytes]]] = {}
    """Exit code, result and messages, by the hash of all that went in."""

    def __init__(self, command: list[str], *, cwd: Path, **_streams: object) -> None:
        self.command, self.folder = command, cwd
        self.is_decoder = command[-1] == "pipe:1"
        self.written: list[bytes] = []
        self.stdin = SimpleNamespace(write=self.written.append, close=lambda: None)
        self.stderr = SimpleNamespace(read=lambda: self._run()[2])
        self.stdout = io.BytesIO(self._run()[1] if self.is_decoder else b"")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        pass

    def kill(self) -> None:
        pass

    def wait(self) -> int:
        code, result, _ = self._run()
        if not self.is_decoder:
            with _REAL_OPEN(self.folder / self.command[-1], "wb") as file:
                file.write(result)
        return code

    def _run(self) -> tuple[int, bytes, bytes]:
        files = {self.command[self.command.index("-i") + 1]} if self.is_decoder else {"metadata", "cover.jpg"}
        contents = [self._content(name) for name in sorted(files)]
        piped = b"".join(self.written)
        key = hashlib.sha256(pickle.dumps((self.command, piped, contents))).digest()
        if key not in self.results:
            run = subprocess.run(self.command, cwd=self.folder, input=piped, capture_output=True, check=False)
            result = run.stdout if self.is_decoder else self._content(self.command[-1])
            self.results[key] = run.returncode, result, run.stderr
        return self.results[key]

    def _content(self, name: str) -> bytes:
        with suppress(FileNotFoundError), _REAL_OPEN(self.folder / name, "rb") as file:
            return bytes(file.read())
        return b""


@contextmanager
def remember_pure_work() -> Iterator[None]:
    """Replace the functions above, in every module that has imported them, by ones that compute a result once."""
    replaced = []
    for module_name, name in _PURE:
        original = getattr(import_module(module_name), name)
        once = _computed_once(original)
        for module in tuple(sys.modules.values()):
            if (
                getattr(module, "__name__", "").startswith("voiceguide.")
                and vars(module).get(name) is original
            ):
                setattr(module, name, once)
                replaced.append((module, name, original))
    processes = SimpleNamespace(Popen=RememberedFFmpeg, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)
    replaced.append((ffmpeg, "subprocess", subprocess))
    setattr(ffmpeg, "subprocess", processes)  # noqa: B010 - mypy knows no such attribute
    try:
        yield
    finally:
        for module, name, original in replaced:
            setattr(module, name, original)


def _computed_once(function: Callable[..., Any]) -> Callable[..., Any]:
    results: dict[bytes, bytes] = {}

    @wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any arguments
        key = pickle.dumps((arguments, options))
        if key not in results:
            results[key] = pickle.dumps(function(*arguments, **options))
        return pickle.loads(results[key])  # noqa: S301 - made above

    return call
